import type { z } from "zod";
import type { Clock } from "../../ports.ts";
import type { Choice, LedgerResult } from "../connector.ts";
import { accountItem, articleItem, codeItem, projectItem, templateItem, voucherSeries } from "./answers.ts";
import type { Client } from "./client.ts";
import type { VatType } from "./schema.ts";

/** A list of the settings page: where Fortnox keeps it and what of an entry is kept and shown. */
interface Source {
  readonly path: string;
  readonly key: string;
  readonly item: z.ZodType<Entry>;
}

type Entry = { readonly value: string; readonly name: string; readonly active: boolean };

const coded = codeItem.transform((item) => ({ value: item.Code, name: item.Description, active: true }));

const SOURCES: Readonly<Record<string, Source>> = {
  accounts: {
    path: "/3/accounts",
    key: "Accounts",
    item: accountItem.transform((item) => ({
      value: item.Number,
      name: item.Description,
      active: item.Active,
    })),
  },
  vat_codes: {
    path: "/3/accounts",
    key: "Accounts",
    item: accountItem.transform((item) => ({
      value: item.VATCode,
      name: "",
      active: item.Active && item.VATCode !== "",
    })),
  },
  payment_terms: { path: "/3/termsofpayments", key: "TermsOfPayments", item: coded },
  payment_modes: { path: "/3/modesofpayments", key: "ModesOfPayments", item: coded },
  articles: {
    path: "/3/articles",
    key: "Articles",
    item: articleItem.transform((item) => ({
      value: item.ArticleNumber,
      name: item.Description,
      active: true,
    })),
  },
  cost_centres: { path: "/3/costcenters", key: "CostCenters", item: coded },
  projects: {
    path: "/3/projects",
    key: "Projects",
    item: projectItem.transform((item) => ({
      value: item.ProjectNumber,
      name: item.Description,
      active: true,
    })),
  },
  print_templates: {
    path: "/3/printtemplates",
    key: "PrintTemplates",
    item: templateItem.transform((item) => ({ value: item.Template, name: item.Name, active: true })),
  },
  price_lists: { path: "/3/pricelists", key: "PriceLists", item: coded },
  voucher_series: {
    path: "/3/voucherseries",
    key: "VoucherSeriesCollection",
    item: voucherSeries.transform((item) => ({
      value: item.Code,
      name: item.Description,
      active: item.Manual,
    })),
  },
  currencies: { path: "/3/currencies", key: "Currencies", item: coded },
};

/** Fixed in Fortnox, so nothing is asked. */
const VAT_TYPES: readonly Choice[] = (
  [
    ["SEVAT", "Swedish VAT"],
    ["SEREVERSEDVAT", "Swedish reverse charge (construction)"],
    ["EUREVERSEDVAT", "EU reverse charge"],
    ["EUVAT", "EU with Swedish VAT"],
    ["EXPORT", "Export"],
  ] as const satisfies readonly (readonly [VatType, string])[]
).map(([value, label]) => ({ value, label }));

/** The entries of a list of the settings page; a list that Fortnox does not have is empty. */
export async function readChoices(
  client: Client,
  clock: Clock,
  list: string,
): Promise<LedgerResult<readonly Choice[]>> {
  if (list === "customer_vat_types") return { ok: true, value: VAT_TYPES };
  const source = Object.hasOwn(SOURCES, list) ? SOURCES[list] : undefined;
  if (source === undefined) return { ok: true, value: [] };
  const today = new Date(clock.now()).toISOString().slice(0, 10);
  // Charts of accounts differ from year to year.
  const query: Record<string, string> = source.key === "Accounts" ? { financialyeardate: today } : {};
  const entries = await client.list(source.path, source.key, source.item, "the settings", query);
  if (!entries.ok) return entries;
  const choices = new Map<string, Choice>();
  for (const { value, name, active } of entries.value) {
    if (active && !choices.has(value)) {
      choices.set(value, { value, label: name === "" ? value : `${value} ${name}` });
    }
  }
  return { ok: true, value: [...choices.values()] };
}
