import { newChart, newPredefinedAccounts } from "./chart.ts";
import type {
  AccountRecord,
  ArticleRecord,
  AttachmentRecord,
  CustomerRecord,
  EmailRecord,
  FileRecord,
  FinancialYearRecord,
  InvoiceRecord,
  OrderRecord,
  PaymentRecord,
  PriceRecord,
  RegisterEntry,
  VatRateRecord,
  VoucherRecord,
} from "./records.ts";
import { newRegisters, type RegisterName } from "./register-seed.ts";
import { initialSwitches, type Switches } from "./switches.ts";

/** Everything one company (tenant) keeps. */
export interface Company {
  readonly databaseNumber: number;
  readonly name: string;
  readonly organizationNumber: string;
  switches: Switches;
  /** Client id -> scopes its administrator has consented to. */
  readonly consents: Map<string, string[]>;
  readonly vatRates: Map<string, VatRateRecord>;
  readonly years: FinancialYearRecord[];
  /** Financial year id -> its chart of accounts. */
  readonly charts: Map<number, Map<number, AccountRecord>>;
  readonly predefinedAccounts: Map<string, number>;
  readonly registers: Record<RegisterName, RegisterEntry[]>;
  readonly prices: PriceRecord[];
  readonly customers: Map<string, CustomerRecord>;
  /** Numbers of deleted customers stay taken. */
  readonly reservedCustomerNumbers: Set<string>;
  readonly articles: Map<string, ArticleRecord>;
  readonly invoices: Map<string, InvoiceRecord>;
  /** Absent in the file of an older stand-in. */
  orders?: Map<string, OrderRecord>;
  readonly payments: Map<string, PaymentRecord>;
  readonly vouchers: VoucherRecord[];
  readonly emails: EmailRecord[];
  /** By `ArchiveFileId`; absent until the first. */
  files?: Map<string, FileRecord>;
  attachments?: AttachmentRecord[];
  readonly counters: Map<string, number>;
}

/**
 * A company with its registers filled. It has the financial years up to the current one: next year's is missing until
 * somebody adds it, as in a real January.
 */
export function newCompany(of: { name: string; databaseNumber: number; year: number }): Company {
  const company: Company = {
    databaseNumber: of.databaseNumber,
    name: of.name,
    organizationNumber: "556000-4615",
    switches: { ...initialSwitches },
    consents: new Map(),
    vatRates: new Map(
      [
        { code: "MP1", rate: "25", account: 2611 },
        { code: "MP2", rate: "12", account: 2621 },
        { code: "MP3", rate: "6", account: 2631 },
        { code: "MF", rate: "0", account: null },
      ].map((rate) => [rate.code, rate]),
    ),
    years: [],
    charts: new Map(),
    predefinedAccounts: newPredefinedAccounts(),
    registers: newRegisters(),
    prices: [],
    customers: new Map(),
    reservedCustomerNumbers: new Set(),
    articles: new Map(),
    invoices: new Map(),
    payments: new Map(),
    vouchers: [],
    emails: [],
    counters: new Map(),
  };
  for (let year = of.year - 3; year <= of.year; year += 1)
    addFinancialYear(company, { FromDate: `${year}-01-01`, ToDate: `${year}-12-31` });
  return company;
}

/** The company's orders. */
export function ordersOf(company: Company): Map<string, OrderRecord> {
  company.orders ??= new Map();
  return company.orders;
}

/** Opens a year with the accounts of the latest one. */
export function addFinancialYear(
  company: Company,
  dates: { FromDate: string; ToDate: string },
): FinancialYearRecord {
  const latest = company.years.at(-1);
  const year = { Id: company.years.length + 1, ...dates };
  const chart =
    latest === undefined ? newChart() : structuredClone(company.charts.get(latest.Id) ?? newChart());
  company.years.push(year);
  company.charts.set(year.Id, chart);
  return year;
}

/** The financial year a day belongs to, if it has been opened. */
export function yearOf(company: Company, date: string): FinancialYearRecord | undefined {
  return company.years.find((year) => year.FromDate <= date && date <= year.ToDate);
}

/** The accounts valid on a day; outside all years those of the latest. */
export function chartOn(company: Company, date: string): Map<number, AccountRecord> {
  const year = yearOf(company, date) ?? company.years.at(-1);
  return (year && company.charts.get(year.Id)) ?? new Map();
}

/** The next number of a series that belongs to the company. */
export function nextNumber(company: Company, series: string): number {
  const number = (company.counters.get(series) ?? 0) + 1;
  company.counters.set(series, number);
  return number;
}
