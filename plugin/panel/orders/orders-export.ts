import { csv } from "../../api/merchant/csv.ts";
import { dayIn } from "../../decision/dates.ts";
import { listTransfers, type TransferFilter } from "../../store/transfers/transfer-lists.ts";
import type { Transfer } from "../../store/transfers/transfers.ts";
import type { Answer, Page } from "../page.ts";
import { reasonOf } from "./order-row.ts";
import { filterIn, storeFilter } from "./orders-filter.ts";

const PAGE_SIZE = 1_000;
const MOST = 50_000;
const COLUMNS = ["number", "date", "customer", "total", "currency", "state", "reason", "documents"] as const;

/** The orders of the list, all pages of it, as a table for spreadsheets; days are of the shop's time zone. */
export async function exportOrders(page: Page): Promise<Answer> {
  const { texts, query } = page;
  const filter = storeFilter(page, filterIn(query));
  const rows: (string | null)[][] = [];
  let after: TransferFilter["after"];
  while (rows.length < MOST) {
    const found = await listTransfers(page.context.store, { ...filter, after, limit: PAGE_SIZE });
    rows.push(...found.map((transfer) => cellsOf(page, transfer)));
    const last = found.at(-1);
    if (last === undefined || found.length < PAGE_SIZE) break;
    after = { orderedAt: last.orderedAt, orderId: last.orderId };
  }
  const head = COLUMNS.map((name) => texts(`orders.column.${name}`));
  return { kind: "file", name: "orders.csv", type: "text/csv", content: csv(head, rows) };
}

function cellsOf(page: Page, transfer: Transfer): (string | null)[] {
  const { number, orderId, orderedAt, customer, total, currency, state, documents } = transfer;
  return [
    number ?? orderId,
    orderedAt === null ? null : dayIn(page.installation.timeZone, orderedAt),
    customer,
    total,
    currency,
    page.texts(`state.${state}`),
    state === "booked" ? null : reasonOf(page, transfer),
    documents.join(", "),
  ];
}
