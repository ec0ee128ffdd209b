import { absolute, formatMoney, parseMoney, sum } from "../../domain/money.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import type { LedgerRef, LedgerTotals } from "../connector.ts";
import { listOf, type Transaction, transaction, transactionLines } from "./answers.ts";
import { asReference } from "./assumptions.ts";
import { type Client, failed, type Reply } from "./client.ts";
import { savedOf, transactionOf } from "./refs.ts";

/** What is posted under a reference of ours; references are not unique by themselves, so the kind is looked at too. */
export async function postedUnder(
  client: Client,
  reference: string,
  types: readonly string[],
  subject: string,
): Promise<Reply<Transaction[]>> {
  const wanted = asReference(reference);
  const inside = { query: { ExternalReference: wanted } };
  const operation = "GetTransactionsByExternalReference";
  const reply = await client.call(operation, inside, listOf("WSTransactionSummary", transaction), {
    subject,
  });
  if (!reply.ok) return reply;
  const ours = reply.value.filter(
    (one) => one.ExternalReference === wanted && (types.length === 0 || types.includes(one.TransactionType)),
  );
  return { ok: true, value: ours };
}

/** Two-letter kinds of what we post. */
export const KINDS = { invoice: ["SI"], credit_note: ["SN"], in: ["SR"], out: ["SD"] } as const;

/** What the books say a document came to; magnitudes, since credits are negative there. */
export function totalsOf({ CurrencyCode: currency, ControlAmount, LineDetails }: Transaction): LedgerTotals {
  const vat = LineDetails.filter((line) => line.IsTaxLine).map((line) => parseMoney(line.Amount, currency));
  return {
    currency,
    gross: formatMoney(absolute(parseMoney(ControlAmount, currency))),
    vat: formatMoney(absolute(sum(vat, currency))),
    rounding: formatMoney(sum([], currency)),
  };
}

/** The transaction of a document: known, or asked for where an item document was posted. */
export async function transactionIdOf(
  client: Client,
  ref: LedgerRef,
  document: Pick<PlannedDocument, "kind">,
  subject: string,
): Promise<Reply<string>> {
  const known = transactionOf(ref);
  if (known !== null) return { ok: true, value: known };
  const inside = { invoiceID: savedOf(ref) ?? "0" };
  const reply = await client.call("GetTransactionByInvoiceID", inside, transactionLines, { subject });
  if (!reply.ok) return reply;
  const id = reply.value.Lines[0]?.TransactionID;
  if (id !== undefined) return { ok: true, value: id };
  const what = document.kind === "credit_note" ? "credit note" : "invoice";
  const message = `The ${what} ${ref.number} is saved in AccountsIQ but not posted yet.`;
  return failed(fix("LEDGER_REJECTED", message, { place: "ledger" }));
}
