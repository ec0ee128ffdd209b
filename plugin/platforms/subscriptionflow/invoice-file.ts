import { z } from "zod";
import type { ShopResult } from "../platform.ts";
import type { Api } from "./client.ts";
import { invoiceCreditsOf } from "./credit-links.ts";
import { word } from "./members.ts";
import { NO_ORDER_YET } from "./normalise.ts";
import { parsed, readLinked, readRecord } from "./read.ts";
import { type InvoiceFile, invoiceRecord, linkedTransaction } from "./schema.ts";

/** A forecast may lack what an invoice has, so its status is looked at before anything else. */
const staged = z.object({ status: word });

/**
 * An invoice with its money and its credit notes: three calls, and one for each credit note of its customer. Null for
 * none, for a draft, and for a forecast of the next cycle.
 */
export async function readInvoiceFile(api: Api, id: string): Promise<ShopResult<InvoiceFile | null>> {
  const path = `/invoices/${encodeURIComponent(id)}`;
  const record = await readRecord(api, path);
  if (!record.ok || record.value === null) return record.ok ? { ok: true, value: null } : record;
  const stage = staged.safeParse(record.value);
  if (stage.success && NO_ORDER_YET.includes(stage.data.status)) return { ok: true, value: null };
  const invoice = parsed(record.value, invoiceRecord, "this invoice");
  if (!invoice.ok) return invoice;
  const transactions = await readLinked(api, `${path}/link/transactions`, linkedTransaction, "its payments");
  if (!transactions.ok) return transactions;
  const linked = transactions.value ?? [];
  const credits = await invoiceCreditsOf(api, invoice.value);
  if (!credits.ok) return credits;
  return {
    ok: true,
    value: {
      invoice: invoice.value,
      // Only the link says which part of a payment is this invoice's, so the record's own list is for where it is empty.
      transactions: linked.length > 0 ? linked : invoice.value.transactions,
      credits: credits.value,
    },
  };
}
