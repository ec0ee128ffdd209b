import type { PredefinedAccount } from "./chart.ts";
import { type Company, chartOn, nextNumber } from "./company.ts";
import { cents, decimal, moneyText } from "./decimal.ts";
import { refused, unlisted } from "./errors.ts";
import type { Patch } from "./fields.ts";
import type { invoiceRowFields } from "./invoice-fields.ts";
import { checkEntry, usableAccount } from "./lookups.ts";
import { listPrice } from "./prices.ts";
import type {
  AccountRecord,
  ArticleRecord,
  CustomerRecord,
  InvoiceRowRecord,
  VatRateRecord,
} from "./records.ts";
import { rowSums } from "./totals.ts";

export type RowPatch = Omit<Patch<typeof invoiceRowFields>, "VAT"> & { VAT?: number | string | null };

/** What the document lends its rows. */
export interface RowSetting {
  company: Company;
  customer: CustomerRecord;
  /** The day that decides which chart of accounts applies. */
  date: string;
  priceList: string;
  vatIncluded: boolean;
}

/**
 * The rows after an update. Without any RowId they are matched by position; with one, rows named by RowId are
 * changed, the others are new. Rows not mentioned go, and every row gets a new RowId.
 */
export function mergeRows(
  setting: RowSetting,
  patches: RowPatch[],
  current: readonly InvoiceRowRecord[],
): InvoiceRowRecord[] {
  const byId = patches.some((patch) => patch.RowId !== undefined);
  return patches.map((patch, index) => {
    if (!byId) return resolveRow(setting, patch, current[index]);
    if (patch.RowId === undefined) return resolveRow(setting, patch, undefined);
    const previous = current.find((row) => row.RowId === patch.RowId);
    if (previous === undefined) throw unlisted(`Kunde inte hitta raden (${patch.RowId})`);
    return resolveRow(setting, patch, previous);
  });
}

/** Fills one row in as the vendor would and refuses what it would refuse. */
export function resolveRow(
  setting: RowSetting,
  patch: RowPatch,
  previous: InvoiceRowRecord | undefined,
): InvoiceRowRecord {
  const { company } = setting;
  const ArticleNumber = kept(patch.ArticleNumber, previous?.ArticleNumber) ?? "";
  const article = ArticleNumber === "" ? undefined : usableArticle(company, ArticleNumber);
  const isNewArticle = ArticleNumber !== previous?.ArticleNumber;
  const own = isNewArticle ? undefined : previous;
  const asked = kept(patch.DeliveredQuantity, own?.DeliveredQuantity);
  const quantity = asked ?? (patch.DeliveredQuantity === undefined && (article || patch.Price) ? "1" : "0");
  const DeliveredQuantity = moneyText(decimal(quantity));
  const Description = kept(patch.Description, own?.Description) ?? article?.Description ?? "";
  if (!article && Description === "" && DeliveredQuantity !== "0.00") throw refused("emptyRow");
  const price =
    kept(patch.Price, own?.Price) ??
    (article && listPrice(company, { article: ArticleNumber, list: setting.priceList, quantity })) ??
    "0";
  const row = {
    RowId: nextNumber(company, "row"),
    ArticleNumber,
    Description,
    DeliveredQuantity,
    Price: cents(decimal(price)).toFixed(2),
    ...discountOf(setting, patch, own),
    Unit: kept(patch.Unit, own?.Unit) ?? article?.Unit ?? "",
    CostCenter: kept(patch.CostCenter, own?.CostCenter) ?? "",
    Project: kept(patch.Project, own?.Project) ?? "",
    ...postingOf(setting, patch, { article, own, isText: !article && DeliveredQuantity === "0.00" }),
  };
  checkEntry(company, "units", row.Unit);
  checkEntry(company, "costcenters", row.CostCenter);
  checkEntry(company, "projects", row.Project);
  return { ...row, ...rowSums(row, setting.vatIncluded) };
}

/** The sent value, else the old one; undefined when cleared or never given. */
function kept<T>(sent: T | null | undefined, old: T | undefined): T | undefined {
  return sent === undefined ? old : (sent ?? undefined);
}

function usableArticle(company: Company, number: string): ArticleRecord {
  const article = company.articles.get(number);
  if (article === undefined) throw refused("documentArticle", number);
  if (!article.Active) throw unlisted(`Artikeln är inaktiv (${number})`);
  return article;
}

/** A row that says nothing about discount takes the customer's: how totals come out lower than the shop's. */
function discountOf(
  { customer }: RowSetting,
  patch: RowPatch,
  own: InvoiceRowRecord | undefined,
): Pick<InvoiceRowRecord, "Discount" | "DiscountType"> {
  const isInherited = patch.Discount === undefined && own === undefined;
  const Discount = isInherited
    ? (customer.InvoiceDiscount ?? "0")
    : (kept(patch.Discount, own?.Discount) ?? "0");
  const DiscountType = isInherited ? "PERCENT" : (kept(patch.DiscountType, own?.DiscountType) ?? "PERCENT");
  if (decimal(Discount).lt("0") || (DiscountType === "PERCENT" && decimal(Discount).gt("100")))
    throw unlisted(`Ogiltig rabatt (${Discount})`);
  return { Discount: cents(decimal(Discount)).toFixed(2), DiscountType };
}

type Posting = Pick<InvoiceRowRecord, "AccountNumber" | "VAT" | "VATCode">;

function postingOf(
  setting: RowSetting,
  patch: RowPatch,
  row: { article: ArticleRecord | undefined; own: InvoiceRowRecord | undefined; isText: boolean },
): Posting {
  const asked = kept(patch.AccountNumber, row.own?.AccountNumber);
  if (row.isText && !asked) return { AccountNumber: 0, VAT: "0", VATCode: "" };
  const sent = sentRate(setting.company, patch);
  const account = usableAccount(
    setting.company,
    asked || defaultAccount(setting, row.article, sent),
    setting.date,
  );
  const unchanged = row.own?.AccountNumber === account.Number ? row.own : undefined;
  const rate = sent === undefined ? undefined : codeFor(setting.company, account, sent);
  const posting = rate
    ? { VAT: rate.rate, VATCode: rate.code }
    : {
        VAT: unchanged?.VAT ?? rateOf(setting.company, account),
        VATCode: unchanged?.VATCode ?? account.VATCode ?? "",
      };
  if (setting.company.switches.easyVat)
    checkEasyVat(setting.company, account, { ...posting, isChosen: Boolean(asked) });
  return { AccountNumber: account.Number, ...posting };
}

/** VATCode decides before VAT; neither means that the account will. */
function sentRate(company: Company, patch: RowPatch): VatRateRecord | undefined {
  if (patch.VATCode) {
    const rate = company.vatRates.get(patch.VATCode);
    if (rate === undefined) throw unlisted(`Kunde inte hitta moms (${patch.VATCode})`);
    return rate;
  }
  const percent = patch.VAT;
  if (percent === undefined || percent === null) return undefined;
  const rate = [...company.vatRates.values()].find((it) => decimal(it.rate).eq(String(percent)));
  if (rate === undefined) throw unlisted(`Kunde inte hitta moms (${percent})`);
  return rate;
}

/** Among codes of one rate the account's own is meant. */
function codeFor(company: Company, account: AccountRecord, sent: VatRateRecord): VatRateRecord {
  const own = company.vatRates.get(account.VATCode ?? "");
  return own !== undefined && own.rate === sent.rate ? own : sent;
}

function rateOf(company: Company, account: AccountRecord): string {
  return company.vatRates.get(account.VATCode ?? "")?.rate ?? "0";
}

/** The customer's kind of VAT picks among the article's accounts, then the card's account, then the predefined. */
const accountOrder = {
  SEVAT: ["SalesAccount", "SALES", "SALES2"],
  SEREVERSEDVAT: ["ConstructionAccount", "SALESCONSTR2", "SALESCONSTR2"],
  EUREVERSEDVAT: ["EUAccount", "SALESEUREV", "SALESEUREV2"],
  EUVAT: ["EUVATAccount", "SALESEUVAT", "SALESEUVAT2"],
  EXPORT: ["ExportAccount", "SALESEXPORT", "SALESEXPORT2"],
} as const satisfies Record<
  CustomerRecord["VATType"],
  readonly [keyof ArticleRecord, PredefinedAccount, PredefinedAccount]
>;

function defaultAccount(
  { company, customer }: RowSetting,
  article: ArticleRecord | undefined,
  sent: VatRateRecord | undefined,
): number {
  const [field, goods, service] = accountOrder[customer.VATType];
  const chosen = article?.[field] ?? Number(customer.SalesAccount ?? "0");
  if (chosen !== 0) return chosen;
  const kind = article?.Type === "SERVICE" ? service : goods;
  const isSwedish = kind === "SALES" || kind === "SALES2";
  if (!company.switches.easyVat || !isSwedish) return company.predefinedAccounts.get(kind) ?? 0;
  const name = `SALES_${sent?.rate ?? "25"}_SE${kind === "SALES2" ? "2" : ""}`;
  const account = company.predefinedAccounts.get(name);
  // Simplified VAT has an account for each Swedish rate; another rate needs one on the row.
  if (account === undefined) throw refused("easyVatOwnRate");
  return account;
}

function checkEasyVat(
  company: Company,
  account: AccountRecord,
  row: { VAT: string; isChosen: boolean },
): void {
  if (!["25", "12", "6", "0"].includes(row.VAT) && !row.isChosen) throw refused("easyVatOwnRate");
  if (account.VATCode !== null && rateOf(company, account) !== row.VAT)
    throw refused("easyVatAccount", String(account.Number));
}

/** The VAT rate of the account that a header amount such as freight is posted to. */
export function predefinedRate({ company, customer, date }: RowSetting, name: PredefinedAccount): string {
  if (customer.VATType !== "SEVAT" && customer.VATType !== "EUVAT") return "0";
  const account = chartOn(company, date).get(company.predefinedAccounts.get(name) ?? 0);
  return account === undefined ? "0" : rateOf(company, account);
}
