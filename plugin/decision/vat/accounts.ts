import { countryName } from "../../domain/countries.ts";
import type { LedgerFacts } from "../../domain/ledger-facts.ts";
import {
  type Decimal,
  decimalsEqual,
  formatDecimal,
  isDecimalZero,
  parseDecimal,
} from "../../domain/money.ts";
import type { RowKind, Treatment } from "../../domain/plan.ts";
import { isKnownRate, standardRate } from "../../domain/vat-rates.ts";
import type { Settings } from "../../settings/schema.ts";
import { Refusal, settingsField } from "../refusal.ts";
import type { RowRules } from "../rules/rules.ts";
import type { Classified } from "./sale.ts";

export interface AccountChoice {
  readonly account: string | null;
  readonly vatCode: string | null;
  /** Setting or ledger default that chose it. */
  readonly why: string;
  /** False where a row for any rate chose it: then the rate itself has not been looked at yet. */
  readonly namesRate: boolean;
}

/** Days, both inclusive. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

type MapRow = Settings["vat"]["treatments"][number];

/**
 * Account and VAT code of a classified part: the most exact row of the VAT map, then the domestic accounts per rate,
 * then the ledger's own accounts; what a rule of the merchant says comes before all. Throws VAT_UNMAPPED naming country
 * and rate before anything is sent. `span` are the days between order and supply: a rate that nobody names has to be
 * one of the country's own then (T8).
 */
export function chooseAccount(
  classified: Classified,
  kind: RowKind,
  settings: Settings,
  facts: LedgerFacts,
  span: Span | null,
  ruled: Pick<RowRules, "account" | "vat_code"> = {},
): AccountChoice {
  const mapped = find(classified, kind, settings, facts);
  if (mapped === null && ruled.account === undefined) throw unmapped(classified, kind);
  const choice = {
    account: ruled.account ?? mapped?.account ?? null,
    vatCode: ruled.vat_code ?? mapped?.vatCode ?? null,
    why: mapped?.why ?? "no account but the rule's",
    namesRate: ruled.account !== undefined || mapped?.namesRate === true,
  };
  if (!choice.namesRate && span !== null) checkRate(classified, span);
  const known = facts.accounts;
  if (choice.account !== null && known !== null && !known.includes(choice.account)) {
    throw new Refusal(
      "VAT_UNMAPPED",
      `Account ${choice.account} for ${nameOf(classified)} is not an active account of the ledger.`,
      ruled.account === undefined
        ? settingsField(LIABILITIES[kind]?.field ?? "vat.treatments")
        : { place: "settings", field: "rules" },
    );
  }
  return choice;
}

/**
 * True for a rate of the seller's own country: its standard rate, or one that the settings or the ledger name for
 * domestic sales. A row of the VAT map without a rate says nothing: it would make every foreign rate a home rate.
 */
export function isHomeRate(
  rate: Decimal,
  country: string,
  settings: Settings,
  facts: LedgerFacts,
  day: string,
): boolean {
  const named = [
    standardRate(country, day),
    ...Object.keys(settings.products.account_by_rate),
    ...facts.defaultAccounts.filter((row) => row.treatment === "domestic").map((row) => row.rate),
    ...settings.vat.treatments.filter((row) => isOfCountry(row, "domestic", country)).map((row) => row.rate),
  ];
  return named.some((text) => text != null && decimalsEqual(parseDecimal(text), rate));
}

/** True when the VAT map has a row for exactly this rate of OSS sales to this country. */
export function isOssRate(rate: Decimal, country: string, settings: Settings): boolean {
  return settings.vat.treatments.some(
    (row) =>
      row.country === country &&
      row.rate !== undefined &&
      isOfCountry(row, "oss", country) &&
      decimalsEqual(parseDecimal(row.rate), rate),
  );
}

function isOfCountry(row: MapRow, treatment: Treatment, country: string): boolean {
  return (
    row.treatment === treatment &&
    (row.country === undefined || row.country === "*" || row.country === country)
  );
}

function find(
  classified: Classified,
  kind: RowKind,
  settings: Settings,
  facts: LedgerFacts,
): AccountChoice | null {
  const own = liability(kind, settings);
  if (own !== null) return own;
  const rate = formatDecimal(classified.rate);
  const mapped = mostExact(settings.vat.treatments, classified);
  if (mapped !== null) {
    return {
      account: mapped.account ?? null,
      vatCode: mapped.vat_code ?? null,
      why: `VAT map: ${nameOf(classified)}`,
      namesRate: mapped.rate !== undefined,
    };
  }
  const byRate = classified.treatment === "domestic" ? accountOfRate(classified.rate, settings) : undefined;
  if (byRate !== undefined) {
    return { account: byRate, vatCode: null, why: `sales account for ${rate} %`, namesRate: true };
  }
  const standard = facts.defaultAccounts.find(
    (one) => one.treatment === classified.treatment && decimalsEqual(parseDecimal(one.rate), classified.rate),
  );
  return standard === undefined
    ? null
    : {
        account: standard.account,
        vatCode: standard.vatCode,
        why: "the ledger's own account",
        namesRate: true,
      };
}

/** Rates are compared as numbers: "25.50" in the settings is 25.5 on the tax line. */
function accountOfRate(rate: Decimal, settings: Settings): string | undefined {
  const rows = Object.entries(settings.products.account_by_rate);
  return rows.find(([text]) => decimalsEqual(parseDecimal(text), rate))?.[1];
}

function liability(kind: RowKind, settings: Settings): AccountChoice | null {
  const { gift_card_account, tip_account, channel_tax_account, customer_balance_account } =
    settings.liabilities;
  if (kind === "gift_card" && gift_card_account !== undefined)
    return free(gift_card_account, "gift_card_account");
  if (kind === "tip" && tip_account !== undefined) return free(tip_account, "tip_account");
  if (kind === "channel_tax" && channel_tax_account !== undefined) {
    return free(channel_tax_account, "channel_tax_account");
  }
  if (kind === "balance" && customer_balance_account !== undefined) {
    return free(customer_balance_account, "customer_balance_account");
  }
  return null;
}

const free = (account: string, field: string): AccountChoice => ({
  account,
  vatCode: null,
  why: `setting liabilities.${field}`,
  namesRate: true,
});

/** The row of the VAT map that says most: country before rate. */
function mostExact(rows: readonly MapRow[], classified: Classified): MapRow | null {
  let best: MapRow | null = null;
  let bestScore = -1;
  for (const row of rows) {
    if (row.treatment !== classified.treatment) continue;
    const anywhere = row.country === undefined || row.country === "*";
    if (!anywhere && row.country !== classified.country) continue;
    if (row.rate !== undefined && !decimalsEqual(parseDecimal(row.rate), classified.rate)) continue;
    if (row.account === undefined && row.vat_code === undefined) continue;
    const score = (anywhere ? 0 : 2) + (row.rate === undefined ? 0 : 1);
    if (score > bestScore) {
      best = row;
      bestScore = score;
    }
  }
  return best;
}

const TREATMENT_NAMES = {
  domestic: "",
  oss: "OSS",
  eu_goods: "goods to EU businesses",
  eu_service: "services to EU businesses",
  export: "export",
  outside: "outside VAT",
  deemed_supplier: "sold through a marketplace",
  local_foreign: "foreign registration",
} as const;

/** What a row of the VAT map would have to name, such as "Germany 19 % (OSS)". */
function nameOf(classified: Pick<Classified, "treatment" | "country" | "rate">): string {
  const place = `${countryName(classified.country)} ${formatDecimal(classified.rate)} %`;
  const name = TREATMENT_NAMES[classified.treatment];
  return name === "" ? place : `${place} (${name})`;
}

/** Rows that are no sale, with the setting that names their account. */
const LIABILITIES: Partial<Record<RowKind, { readonly field: string; readonly what: string }>> = {
  gift_card: { field: "liabilities.gift_card_account", what: "Sold gift cards have" },
  tip: { field: "liabilities.tip_account", what: "Tips have" },
  channel_tax: { field: "liabilities.channel_tax_account", what: "Tax a marketplace remits has" },
  balance: { field: "liabilities.customer_balance_account", what: "Credit that no invoice has taken up has" },
};

function unmapped(classified: Classified, kind: RowKind): Refusal {
  const own = LIABILITIES[kind];
  if (own !== undefined) {
    return new Refusal("VAT_UNMAPPED", `${own.what} no account yet.`, settingsField(own.field));
  }
  return new Refusal(
    "VAT_UNMAPPED",
    `${nameOf(classified)} has no account yet.`,
    settingsField("vat.treatments", rowFor(classified)),
  );
}

/** The row of the VAT map that says exactly this. */
const rowFor = ({ treatment, country, rate }: Classified): Readonly<Record<string, string>> => ({
  treatment,
  country,
  rate: formatDecimal(rate),
});

/** A rate that the country does not have, under a row of the VAT map for any rate, is another country's by mistake. */
function checkRate(classified: Classified, span: Span): void {
  const { country, rate } = classified;
  if (isDecimalZero(rate) || isKnownRate(country, rate, span) !== false) return;
  throw new Refusal(
    "VAT_UNMAPPED",
    `${countryName(country)} had no VAT rate of ${formatDecimal(rate)} % on ${span.to}. If it is right, name the rate in the VAT map.`,
    settingsField("vat.treatments", rowFor(classified)),
  );
}
