import type { AccountRecord, BankRecord, DepartmentRecord, TaxRecord } from "./records.ts";

const account = (
  code: string,
  description: string,
  category: string,
  more: Partial<AccountRecord> = {},
): AccountRecord => ({
  code,
  description,
  category,
  kind: "posting",
  isActive: true,
  isDepartmental: false,
  ...more,
});

/** An ordinary small chart, with one inactive, one heading, one departmental and the control accounts. */
export const chart: readonly AccountRecord[] = [
  account("1100", "Trade debtors", "Balance sheet", { kind: "control" }),
  account("1200", "Current account", "Balance sheet"),
  account("1210", "Card clearing", "Balance sheet"),
  account("1220", "Second card clearing", "Balance sheet"),
  account("2100", "Trade creditors", "Balance sheet", { kind: "control" }),
  account("2200", "VAT on sales", "Balance sheet", { kind: "control" }),
  account("2210", "VAT on purchases", "Balance sheet", { kind: "control" }),
  account("2400", "Deferred revenue", "Balance sheet"),
  account("2410", "Gift cards outstanding", "Balance sheet"),
  account("3999", "Total fixed assets", "Balance sheet", { kind: "heading" }),
  account("4000", "Sales of goods", "Profit and loss"),
  account("4010", "Subscriptions", "Profit and loss"),
  account("4020", "Sales in other EU countries", "Profit and loss"),
  account("4030", "Export sales", "Profit and loss"),
  account("4040", "Delivery charged", "Profit and loss"),
  account("4900", "Sales of a former branch", "Profit and loss", { isActive: false }),
  account("5000", "Purchases", "Profit and loss"),
  account("5010", "Goods from companies of the group", "Profit and loss"),
  account("6100", "Card fees", "Profit and loss"),
  account("6800", "Rounding differences", "Profit and loss"),
  account("6900", "Branch costs", "Profit and loss", { isDepartmental: true }),
  account("7900", "Exchange differences", "Profit and loss"),
];

const tax = (code: string, description: string, rate: string, more: Partial<TaxRecord> = {}): TaxRecord => ({
  code,
  description,
  rate,
  isSales: true,
  isEuSale: false,
  isGoods: true,
  isPartial: false,
  isExcluded: false,
  isStandard: false,
  ...more,
});

/** Irish codes, some of other countries for OSS, two for purchases and one that reclaims in part. */
export const taxes: readonly TaxRecord[] = [
  tax("S23", "Sales at the standard rate", "0.23", { isStandard: true }),
  tax("S135", "Sales at the reduced rate", "0.135"),
  tax("S9", "Sales at the second reduced rate", "0.09"),
  tax("SZ", "Zero rated sales and exports", "0"),
  tax("EUG", "Goods to businesses in the EU", "0", { isEuSale: true }),
  tax("EUS", "Services to businesses in the EU", "0", { isEuSale: true, isGoods: false }),
  tax("NT", "Outside the scope of VAT", "0", { isExcluded: true }),
  tax("OSSDE19", "Distance sales to Germany", "0.19"),
  tax("OSSSE25", "Distance sales to Sweden", "0.25"),
  tax("P23", "Purchases at the standard rate", "0.23", { isSales: false }),
  tax("PZ", "Purchases without VAT", "0", { isSales: false }),
  tax("PR20", "Purchases with partial reclaim", "0.23", { isSales: false, isPartial: true }),
];

export const banks = (currency: string): readonly BankRecord[] => [
  { id: 1, code: "1200", name: "Current account", currency, iban: "IE12BOFI90000112345678" },
  { id: 2, code: "1210", name: "Card clearing", currency, iban: "" },
  { id: 3, code: "1220", name: "Second card clearing", currency, iban: "" },
];

export const departments: readonly DepartmentRecord[] = [
  { id: "WEB", description: "Web shop", codes: ["ONLINE", "", "", "", "", ""], isActive: true },
  { id: "TRADE", description: "Trade customers", codes: ["OFFLINE", "", "", "", "", ""], isActive: true },
  { id: "OLD", description: "Closed branch", codes: ["", "", "", "", "", ""], isActive: false },
];

export const terms = [
  { id: "1", code: "CASH", description: "Due at once", days: 0, endOfMonth: false },
  { id: "2", code: "30", description: "30 days", days: 30, endOfMonth: false },
  { id: "3", code: "EOM", description: "End of month", days: 0, endOfMonth: true },
] as const;

/** What a new customer begins with. */
export const customerDefaults = {
  GroupID: "WEB",
  DefaultTaxCode: "S23",
  AreaID: "1",
  BankAccountCode: "1200",
  CreditTermID: "2",
  PaymentMethodID: "1",
  ShipViaID: "1",
  DefaultGLAccountCode: "4000",
  ControlGLAccountCode: "1100",
  RegionID: "1",
  PriorityID: "1",
  PriceCategoryID: "1",
} as const;

/** Who sends invoices: two manufacturers, a former one, and the other company of the group in its own currency. */
export function suppliers({ currency }: { readonly currency: string }) {
  const supplier = (Code: string, Name: string, CurrencyCode: string, IsActive = "true") => ({
    LedgerType: "Purchases",
    Code,
    Name,
    CurrencyCode,
    DefaultTaxCode: "P23",
    IsActive,
  });
  const other = currency === "EUR" ? (["GB01", "GBP"] as const) : (["IE01", "EUR"] as const);
  return [
    supplier("WOODWORKS", "Woodworks Ltd", currency),
    supplier("POTTERY", "Hillside Pottery Ltd", currency),
    supplier("OLDMILL", "Old Mill Ltd", currency, "false"),
    supplier(other[0], "Company of the group", other[1]),
  ];
}
