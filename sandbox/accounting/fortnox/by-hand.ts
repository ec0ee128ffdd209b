import type { Company } from "./company.ts";
import { invoiceActionRoutes } from "./invoice-actions.ts";
import { invoiceRoutes } from "./invoices.ts";
import { type Call, findRoute, type Reply } from "./routes.ts";
import type { Clock } from "./swedish-time.ts";

/** What a person can do to an invoice in the ledger's own pages. */
export const handActions = ["book", "cancel", "credit", "edit"] as const;
export type HandAction = (typeof handActions)[number];

/**
 * Does what a person would: the same rules as for the API hold, but nobody's token is asked for and no call is counted.
 * `edit` gives the first row another price. Throws what the ledger would refuse.
 */
export function doByHand(
  company: Company,
  clock: Clock,
  { number, action, price }: { number: string; action: HandAction; price?: string },
): Reply {
  const words = { book: "/bookkeep", cancel: "/cancel", credit: "/credit", edit: "" };
  const routes = [...invoiceRoutes, ...invoiceActionRoutes];
  const path = `/invoices/${encodeURIComponent(number)}${words[action]}`;
  const { route, params } = findRoute(routes, "PUT", path);
  const call: Call = {
    company,
    clock,
    origin: "",
    query: new URLSearchParams(),
    param: (name) => params.get(name) ?? "",
    body: action === "edit" ? { Invoice: { InvoiceRows: editedRows(company, number, price ?? "1.00") } } : {},
  };
  return route.handle(call);
}

function editedRows(company: Company, number: string, price: string) {
  const rows = company.invoices.get(number)?.InvoiceRows ?? [];
  return rows.map(({ RowId }, index) => (index === 0 ? { RowId, Price: Number(price) } : { RowId }));
}
