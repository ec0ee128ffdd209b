import type { Log } from "../../ports.ts";
import { writable } from "./assumptions.ts";
import type { Client } from "./client.ts";
import { papers } from "./papers.ts";

/** Columns the connector relies on, by table. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  debtor: ["id", ...writable.debtor],
  product: ["id", "in_stock", "in_order", "is_stocked", ...writable.product],
  ...Object.fromEntries(Object.values(papers).map((paper) => [paper.table, ["id", ...paper.totals]])),
};

/**
 * Reads a row of each table as the server shows it and notes which columns differ from what is assumed (D2 to D4), so that
 * a wrong assumption is seen before the first order. What cannot be read is left to the first order.
 */
export async function probe(client: Client, log: Log): Promise<void> {
  for (const [table, expected] of Object.entries(EXPECTED)) {
    const reply = await client.rows(table, { first: 1 }, { subject: `the table ${table}` });
    const [row] = reply.ok ? reply.value : [];
    if (row === undefined) continue;
    const columns = Object.keys(row);
    const missing = expected.filter((column) => !columns.includes(column));
    const unknown = columns.filter((column) => !expected.includes(column));
    if (missing.length > 0) log.warn("dynaccount lacks columns we rely on", { table, missing, unknown });
    else log.info("dynaccount has the columns we rely on", { table, unknown });
  }
}
