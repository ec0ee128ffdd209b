import { decimalsEqual, isDecimalZero, parseDecimal } from "../../domain/money.ts";
import type { Clock } from "../../ports.ts";
import type { LedgerResult } from "../connector.ts";
import { rateIn } from "./assumptions.ts";
import type { Client } from "./client.ts";
import { cell, type Row } from "./rows.ts";
import type { DynaccountSettings } from "./settings.ts";

/** How long registers count as known: they change when a bookkeeper sets something up. */
const FRESH_MS = 3_600_000;

/** The registers a document needs, read once an hour and company. */
export interface Catalogue {
  readonly accounts: readonly Row[];
  readonly vatCodes: readonly VatCode[];
  readonly debtorGroups: readonly Row[];
  readonly productGroups: readonly string[];
  readonly currencies: readonly string[];
  readonly drafts: readonly Row[];
}

export interface VatCode {
  readonly name: string;
  /** Percent; null where neither a column nor the merchant tells it (D6). */
  readonly rate: string | null;
}

interface Kept {
  readonly catalogue: Catalogue;
  readonly until: number;
}

export type CatalogueCache = Map<string, Kept>;

const GROUP = [
  "name",
  "payment_name",
  "vatcode_name",
  "ref_currency_name",
  "payment_method",
  "bank_name",
  "lang",
];
const ABOUT = { subject: "the settings" };

/** The catalogue of a company, from memory while it is fresh. */
export async function readCatalogue(
  client: Client,
  clock: Clock,
  cache: CatalogueCache,
  tenant: string,
): Promise<LedgerResult<Catalogue>> {
  const kept = cache.get(tenant);
  if (kept !== undefined && kept.until > clock.now()) return { ok: true, value: kept.catalogue };
  const accounts = await client.rows("account", { select: ["account_id_", "name", "vatcode_name"] }, ABOUT);
  if (!accounts.ok) return accounts;
  // Without `select`: which column holds the rate is not known beforehand (D6).
  const codes = await client.rows("vatcode", {}, ABOUT);
  if (!codes.ok) return codes;
  const groups = await client.rows("debtor_group", { select: GROUP }, ABOUT);
  if (!groups.ok) return groups;
  const products = await client.rows("product_group", { select: ["name"] }, ABOUT);
  if (!products.ok) return products;
  const currencies = await client.rows("currency", { select: ["name"] }, ABOUT);
  if (!currencies.ok) return currencies;
  const drafts = await client.rows("draft", { select: ["id", "name"] }, ABOUT);
  if (!drafts.ok) return drafts;
  const catalogue = {
    accounts: accounts.value,
    vatCodes: codes.value.map((row) => ({ name: cell(row, "name"), rate: rateIn(row) })),
    debtorGroups: groups.value,
    productGroups: products.value.map((row) => cell(row, "name")),
    currencies: currencies.value.map((row) => cell(row, "name")),
    drafts: drafts.value,
  };
  cache.set(tenant, { catalogue, until: clock.now() + FRESH_MS });
  return { ok: true, value: catalogue };
}

/** Percent of a VAT code, by the merchant's word before the ledger's. */
export function rateOf(code: string, catalogue: Catalogue, settings: DynaccountSettings): string | null {
  const told = Object.hasOwn(settings.vat_rates, code) ? settings.vat_rates[code] : undefined;
  return told ?? catalogue.vatCodes.find((one) => one.name === code)?.rate ?? null;
}

/** The VAT code an account has by itself; null where it has none. */
export function codeOfAccount(account: string | null, catalogue: Catalogue): string | null {
  const row = catalogue.accounts.find((one) => cell(one, "account_id_") === account);
  return cell(row, "vatcode_name") || null;
}

/** The code for what is outside VAT: the merchant's, else the only one of 0 %. */
export function codeWithoutVat(catalogue: Catalogue, settings: DynaccountSettings): string | null {
  if (settings.no_vat_code !== undefined) return settings.no_vat_code;
  const zero = catalogue.vatCodes.filter(({ name }) => {
    const rate = rateOf(name, catalogue, settings);
    return rate !== null && isDecimalZero(parseDecimal(rate));
  });
  return zero.length === 1 ? (zero[0]?.name ?? null) : null;
}

/** Whether a code has this rate, as far as anybody knows. */
export function mayHaveRate(
  code: string,
  rate: string,
  catalogue: Catalogue,
  settings: DynaccountSettings,
): boolean {
  const known = rateOf(code, catalogue, settings);
  return known === null || decimalsEqual(parseDecimal(known), parseDecimal(rate));
}

/** The only one of a list; undefined where a person has to choose. */
export function onlyOne<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}

/** The row of a debtor group: the one the buyer's card names, else the one for the kind of buyer, else the only one. */
export function groupRow(
  kind: "b2c" | "b2b" | "ean",
  catalogue: Catalogue,
  settings: DynaccountSettings,
  named?: string,
): Row | undefined {
  const { group_b2c, group_b2b = group_b2c, group_ean = group_b2b } = settings;
  const name = named ?? { b2c: group_b2c, b2b: group_b2b, ean: group_ean }[kind];
  if (name === undefined) return onlyOne(catalogue.debtorGroups);
  return catalogue.debtorGroups.find((row) => cell(row, "name") === name);
}

/** The internal key of the draft journal for vouchers; undefined where none is named and there are several. */
export function draftKey(
  named: string | null,
  catalogue: Catalogue,
  settings: DynaccountSettings,
): string | undefined {
  const name = named ?? settings.draft;
  const row =
    name === undefined
      ? onlyOne(catalogue.drafts)
      : catalogue.drafts.find((one) => cell(one, "name") === name);
  return row === undefined ? undefined : cell(row, "id");
}
