import type { ShopResult } from "../platform.ts";
import type { Api } from "./client.ts";
import { linkedInvoices } from "./credit-links.ts";
import { parsed, readLinked, readRecord } from "./read.ts";
import { type CreditFile, creditRecord, customerRecord, linkedTransaction } from "./schema.ts";

/**
 * A credit note with its customer, the invoices it was set off against and the money given back for it: four calls.
 * Null for none.
 */
export async function readCreditFile(api: Api, noteId: string): Promise<ShopResult<CreditFile | null>> {
  const path = `/credit-notes/${encodeURIComponent(noteId)}`;
  const record = await readRecord(api, path);
  if (!record.ok || record.value === null) return record.ok ? { ok: true, value: null } : record;
  const note = parsed(record.value, creditRecord, "this credit note");
  if (!note.ok) return note;
  const owner = await readRecord(api, `/customers/${encodeURIComponent(note.value.customer_id)}`);
  if (!owner.ok) return owner;
  const customer = parsed(owner.value, customerRecord, "the customer of this credit note");
  if (!customer.ok) return customer;
  const invoices = await linkedInvoices(api, noteId);
  if (!invoices.ok) return invoices;
  const transactions = await readLinked(api, `${path}/link/transactions`, linkedTransaction, "its refunds");
  if (!transactions.ok) return transactions;
  return {
    ok: true,
    value: {
      note: note.value,
      customer: customer.value,
      invoices: invoices.value,
      transactions: transactions.value ?? [],
    },
  };
}
