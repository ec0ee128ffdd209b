/** How many accounts the chart of a usual Swedish company has: the connector keeps them as facts of the connection. */
const ACCOUNTS = 1_250;

const year = new Date().getUTCFullYear();

/** The lists of a company that the connector reads, by path; the key is the member they stand under. */
export const registers: Readonly<
  Record<string, { readonly key: string; readonly items: readonly object[] }>
> = {
  "/3/predefinedaccounts": {
    key: "PreDefinedAccounts",
    items: [
      { Name: "SALES", Account: 3001 },
      { Name: "SALES_12_SE", Account: 3002 },
      { Name: "SALES_6_SE", Account: 3003 },
      { Name: "ROUNDOFF", Account: 3740 },
    ],
  },
  "/3/accounts": { key: "Accounts", items: chart() },
  "/3/currencies": {
    key: "Currencies",
    items: [
      { Code: "SEK", Description: "Swedish krona", BuyRate: 1, Unit: 1 },
      { Code: "EUR", Description: "Euro", BuyRate: 11.2, Unit: 1 },
    ],
  },
  "/3/financialyears": {
    key: "FinancialYears",
    items: [year - 1, year, year + 1].map((each) => ({
      FromDate: `${each}-01-01`,
      ToDate: `${each}-12-31`,
    })),
  },
};

/** Accounts the bench books on, and others up to the size of a real chart. */
function chart() {
  const used = [1510, 1686, 1930, 2611, 3001, 3002, 3003, 3740];
  const others = Array.from({ length: ACCOUNTS - used.length }, (_, index) => 4000 + index);
  return [...used, ...others].map((number) => ({
    Number: number,
    Description: `Account ${number}`,
    Active: true,
    VATCode: "",
  }));
}

/** One page of a list, as asked for by `limit` and `page`. */
export function pageOf(key: string, items: readonly object[], query: URLSearchParams) {
  const limit = Number(query.get("limit") ?? "100");
  const page = Number(query.get("page") ?? "1");
  return {
    MetaInformation: {
      "@TotalResources": items.length,
      "@TotalPages": Math.max(1, Math.ceil(items.length / limit)),
      "@CurrentPage": page,
    },
    [key]: items.slice((page - 1) * limit, page * limit),
  };
}
