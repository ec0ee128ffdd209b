import { z } from "zod";
import { compare, isZero, parseMoney } from "../../domain/money.ts";
import type { ShopResult } from "../platform.ts";
import type { Api } from "./client.ts";
import { amountOrZero } from "./members.ts";
import { parsed, readAll, readLinked } from "./read.ts";
import {
  type CreditNote,
  creditNote,
  type InvoiceCredit,
  type InvoiceRecord,
  linkedInvoice,
} from "./schema.ts";

/** Credit notes that stay with the customer: no invoice is credited by them, they are orders of their own (C4). */
const UNALLOCATED = "unallocated";

/**
 * The credit notes set off against an invoice, with what of each is this invoice's (assumption C1). A credit note names
 * no invoice; its link does. Where the site has no such link, a note is taken for this invoice's only when no other
 * invoice of the customer could be meant. What is missing then shows in the sums, and a person decides.
 */
export async function invoiceCreditsOf(
  api: Api,
  invoice: InvoiceRecord,
): Promise<ShopResult<InvoiceCredit[]>> {
  const rows = await readAll(api, "credit-notes", [["customer_id", "equals", invoice.customer.id]]);
  if (!rows.ok) return rows;
  const notes = parsed(rows.value, z.array(creditNote), "a credit note");
  if (!notes.ok) return notes;
  const found: InvoiceCredit[] = [];
  for (const note of notes.value.filter((one) => one.status !== UNALLOCATED)) {
    const linked = await linkedInvoices(api, note.id);
    if (!linked.ok) return linked;
    if (linked.value === null) return await withoutLinks(api, invoice, notes.value);
    const own = linked.value.filter((one) => one.id === invoice.id);
    for (const [index, one] of own.entries()) {
      const id = index === 0 ? note.id : `${note.id}:${index + 1}`;
      found.push({ id, note, amount: one.pivot_amount ?? note.amount });
    }
  }
  return { ok: true, value: found };
}

/** The invoices a credit note was set off against; null where the site has no such relation. */
export function linkedInvoices(api: Api, noteId: string) {
  const path = `/credit-notes/${encodeURIComponent(noteId)}/link/invoices`;
  return readLinked(api, path, linkedInvoice, "the invoices of a credit note");
}

const credited = z.object({ id: z.unknown(), sum_of_credit_notes: amountOrZero });

async function withoutLinks(
  api: Api,
  invoice: InvoiceRecord,
  notes: readonly CreditNote[],
): Promise<ShopResult<InvoiceCredit[]>> {
  const { currency } = invoice;
  const own = parseMoney(invoice.sum_of_credit_notes, currency);
  const standing = notes.filter((note) => !["cancelled", UNALLOCATED].includes(note.status));
  if (isZero(own)) return { ok: true, value: [] };
  const rows = await readAll(api, "invoices", [["customer_id", "equals", invoice.customer.id]]);
  if (!rows.ok) return rows;
  const invoices = parsed(rows.value, z.array(credited), "an invoice of the customer");
  if (!invoices.ok) return invoices;
  const others = invoices.value
    .filter((one) => one.id !== invoice.id)
    .map((one) => parseMoney(one.sum_of_credit_notes, currency))
    .filter((sum) => !isZero(sum));
  const asNoted = (note: CreditNote): InvoiceCredit => ({ id: note.id, note, amount: note.amount });
  if (others.length === 0) return { ok: true, value: standing.map(asNoted) };
  const isSame = (text: string): boolean => compare(parseMoney(text, currency), own) === 0;
  const fitting = standing.filter((note) => isSame(note.amount));
  const isCertain = fitting.length === 1 && others.every((sum) => compare(sum, own) !== 0);
  return { ok: true, value: isCertain ? fitting.map(asNoted) : [] };
}
