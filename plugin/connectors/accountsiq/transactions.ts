import { absolute, formatMoney, parseMoney, sum } from "../../domain/money.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import type { LedgerRef, LedgerTotals } from "../connector.ts";
import { foundBy, type Transaction, transaction, transactionLines } from "./answers.ts";
import { asReference } from "./assumptions.ts";
import { type Client, failed, type Reply } from "./client.ts";
import { isOfKind, type Kind } from "./kinds.ts";
import { savedOf, transactionOf } from "./refs.ts";

/**
 * What is posted under a reference of ours, or null. Every write has a reference of its own, so what bears it is ours; only
 * where a person's copy bears it too is the kind looked at. What cannot be told apart is `unfindable`: the order is held,
 * and nothing is ever repeated because of a word we did not know.
 */
export async function postedUnder(
  client: Client,
  reference: string,
  kind: Kind,
  subject: string,
  isAnother: (transaction: Transaction) => boolean = () => false,
): Promise<Reply<Transaction> | Reply<null> | Reply<"unfindable">> {
  const wanted = asReference(reference);
  const inside = { query: { ExternalReference: wanted } };
  const operation = "GetTransactionsByExternalReference";
  const schema = foundBy("WSTransactionSummary", transaction);
  const reply = await client.call(operation, inside, schema, { subject });
  if (!reply.ok) return reply;
  const bearing = reply.value.filter((one) => bears(one.ExternalReference, wanted));
  const sure = bearing.filter((one) => isOfKind(one.TransactionType, kind) === true);
  const [ours] = sure.filter((one) => !isAnother(one));
  if (ours !== undefined) return { ok: true, value: ours };
  const rest = bearing.filter((one) => !sure.includes(one) && !isAnother(one));
  const [only, ...more] = rest;
  if (only === undefined) return { ok: true, value: null };
  const isOurs = more.length === 0 && isOfKind(only.TransactionType, kind) === null;
  return isOurs ? { ok: true, value: only } : { ok: true, value: "unfindable" };
}

/** An answer that does not repeat the reference it was asked for means that one. */
export function bears(reference: string, wanted: string): boolean {
  const said = reference.trim();
  return said === "" || asReference(said) === wanted;
}

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
