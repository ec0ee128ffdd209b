import type { Choice, LedgerResult } from "../connector.ts";
import type { Client } from "./client.ts";
import { cell, type Row } from "./rows.ts";

/** A list of the settings page: the register, the column that is kept and the one that explains it. */
interface Source {
  readonly table: string;
  readonly value: string;
  readonly label?: string;
}

const byName = (table: string): Source => ({ table, value: "name" });

const SOURCES: Readonly<Record<string, Source>> = {
  accounts: { table: "account", value: "account_id_", label: "name" },
  vat_codes: byName("vatcode"),
  customer_vat_types: byName("vatcode"),
  payment_terms: byName("payment"),
  articles: { table: "product", value: "product_id_", label: "name" },
  cost_centres: byName("dimension"),
  currencies: byName("currency"),
  customer_groups: byName("debtor_group"),
  debtor_groups: byName("debtor_group"),
  product_groups: byName("product_group"),
  drafts: byName("draft"),
  voucher_series: byName("draft"),
};

/** The entries of a list of the settings page; a list that Dynaccount does not have is empty. */
export async function readChoices(client: Client, list: string): Promise<LedgerResult<readonly Choice[]>> {
  const source = Object.hasOwn(SOURCES, list) ? SOURCES[list] : undefined;
  if (source === undefined) return { ok: true, value: [] };
  const { table, value, label } = source;
  const select = ["id", value, ...(label === undefined ? [] : [label])];
  const read = await client.rows(table, { select }, { subject: "the settings" });
  if (!read.ok) return read;
  const choices = new Map<string, Choice>();
  for (const row of read.value) {
    const kept = cell(row, value);
    if (kept !== "" && !choices.has(kept))
      choices.set(kept, { value: kept, label: labelOf(row, kept, label) });
  }
  return { ok: true, value: [...choices.values()] };
}

function labelOf(row: Row, value: string, column: string | undefined): string {
  const told = column === undefined ? "" : cell(row, column);
  return told === "" ? value : `${value} ${told}`;
}
