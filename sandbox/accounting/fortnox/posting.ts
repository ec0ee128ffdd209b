import type Big from "big.js";
import type { PredefinedAccount } from "./chart.ts";
import { type Company, nextNumber, yearOf } from "./company.ts";
import { cents, decimal, moneyText } from "./decimal.ts";
import { refused, unlisted } from "./errors.ts";
import type { FinancialYearRecord, InvoiceRecord, VoucherRecord, VoucherRowRecord } from "./records.ts";
import { vatByCode } from "./totals.ts";

/** Refuses a day in a locked period or outside every financial year, and names the year otherwise. */
export function openYear(company: Company, date: string): FinancialYearRecord {
  const { lockedUntil } = company.switches;
  if (lockedUntil !== null && date <= lockedUntil)
    throw refused("locked", `Administratören har låst perioden t.o.m. ${lockedUntil}`);
  const year = yearOf(company, date);
  if (year === undefined) throw unlisted(`Räkenskapsår saknas för datumet ${date}`);
  return year;
}

/** One side of a posting: positive is debit, negative credit, in SEK. */
export interface Entry {
  account: number;
  amount: Big;
  costCenter?: string | null;
  project?: string | null;
}

/** Writes a voucher of entries that sum to zero. */
export function post(
  company: Company,
  voucher: Pick<
    VoucherRecord,
    "VoucherSeries" | "TransactionDate" | "Description" | "ReferenceType" | "ReferenceNumber"
  >,
  entries: readonly Entry[],
): VoucherRecord {
  const year = openYear(company, voucher.TransactionDate);
  const record = {
    ...voucher,
    VoucherNumber: nextNumber(company, `voucher ${year.Id} ${voucher.VoucherSeries}`),
    Year: year.Id,
    Comments: null,
    VoucherRows: entries.filter((entry) => !entry.amount.eq("0")).map(row),
  };
  company.vouchers.push(record);
  return record;
}

function row(entry: Entry): VoucherRowRecord {
  return {
    Account: entry.account,
    Debit: entry.amount.gt("0") ? moneyText(entry.amount) : "0.00",
    Credit: entry.amount.lt("0") ? moneyText(entry.amount.neg()) : "0.00",
    CostCenter: entry.costCenter ?? null,
    Project: entry.project ?? null,
    TransactionInformation: null,
  };
}

/** The predefined account; a company that has unset it cannot post. */
export function predefinedAccount(company: Company, name: PredefinedAccount): number {
  const account = company.predefinedAccounts.get(name) ?? 0;
  if (account === 0) throw refused("documentAccount", name);
  return account;
}

/** SEK for an amount in the document's currency. */
export function inKronor(
  amount: Big,
  document: { CurrencyRate: string; CurrencyUnit: number | string },
): Big {
  return cents(amount.times(document.CurrencyRate).div(String(document.CurrencyUnit)));
}

/**
 * Where an invoice's sales, VAT, freight and rounding go, in SEK; the credit side of its voucher. `total` is what
 * the other side carries; an odd öre from rounding rows or converting them stays with the first row.
 */
export function salesEntries(company: Company, invoice: InvoiceRecord, total: Big): Entry[] {
  const entries: Entry[] = [];
  const credit = (account: number, amount: Big, row?: { CostCenter: string; Project: string }) =>
    entries.push({
      account,
      amount: inKronor(amount, invoice).neg(),
      costCenter: row?.CostCenter || invoice.CostCenter,
      project: row?.Project || invoice.Project,
    });
  for (const row of invoice.InvoiceRows)
    if (row.AccountNumber !== 0) credit(row.AccountNumber, decimal(row.TotalExcludingVAT), row);
  const terms = { vatIncluded: invoice.VATIncluded, vatPerRow: company.switches.vatPerRow };
  for (const [code, vat] of vatByCode(invoice.InvoiceRows, terms))
    if (!vat.eq("0")) credit(outputVatAccount(company, code), vat);
  const extras: [PredefinedAccount, string, string][] = [
    ["FREIGHT", invoice.Freight, invoice.FreightVAT],
    ["ADMFEE", invoice.AdministrationFee, invoice.AdministrationFeeVAT],
  ];
  for (const [name, net, vat] of extras) {
    if (decimal(net).eq("0")) continue;
    credit(predefinedAccount(company, name), decimal(net));
    if (!decimal(vat).eq("0")) credit(outputVatAccount(company, "MP1"), decimal(vat));
  }
  const rounding = inKronor(decimal(invoice.RoundOff), invoice);
  const odd = entries.reduce((sum, entry) => sum.plus(entry.amount), total).minus(rounding);
  const exact = entries.map((entry, index) =>
    index === 0 ? { ...entry, amount: entry.amount.minus(odd) } : entry,
  );
  return rounding.eq("0")
    ? exact
    : [...exact, { account: predefinedAccount(company, "ROUNDOFF"), amount: rounding.neg() }];
}

/** Output VAT is posted to the account tied to the VAT code, not to one tied to the sales account. */
function outputVatAccount(company: Company, code: string): number {
  const account = company.vatRates.get(code)?.account ?? null;
  if (account === null) throw refused("documentAccount", `Moms ${code}`);
  return account;
}
