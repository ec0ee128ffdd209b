import type {
  LedgerRef,
  LedgerTotals,
  Operation,
  Performed,
  WrittenDocument,
} from "../../connectors/connector.ts";
import { plainKey, siblingKey } from "../../domain/document-key.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";
import { dropDocument } from "../../store/effects/effects.ts";
import { connectorOf } from "../context.ts";
import { forgetParties, type Parties, resolveParties } from "../parties/parties.ts";
import { adjustStep, updateStep, type Work, type WriteOperation, type Written } from "../work.ts";
import { asWritten } from "./as-written.ts";
import { isChanged } from "./changed.ts";
import { capital, label } from "./document-name.ts";
import { paymentInFull } from "./payment-in-full.ts";
import { performStep, type StepResult } from "./perform.ts";
import { compareTotals, withRounding } from "./read-back.ts";
import { documentReference } from "./reference.ts";
import { paymentReference, registered } from "./register-payment.ts";

/** `isOld`: it was written by an earlier run, so that somebody may have changed it since. */
export type Created = { readonly ref: LedgerRef; readonly isOld: boolean } | { readonly problem: Problem };

/** The document in the ledger with the right rows and total: made or changed now, or by an earlier run. */
export async function createOnce(work: Work, document: PlannedDocument): Promise<Created> {
  const { key } = document;
  if (work.effects.isDone(key, "remove")) {
    // It was taken back and is wanted again: made anew under the same reference.
    await dropDocument(work.context.store, work.key, key);
    work.effects.forget(key);
  }
  const written = work.effects.written(key);
  if (written === null) return await make(work, document);
  if (isDone(work, document)) return { ref: written.ref, isOld: true };
  const { capabilities } = connectorOf(work.context, work.connection.system);
  if (capabilities.updatesDrafts === true && isChanged(written.operation.document, document)) {
    return await update(work, document, written);
  }
  const adjusted = work.effects.adjustment(written);
  const totals = adjusted === null ? written.totals : adjusted.totals;
  const verified = await verify(work, written, totals);
  return "problem" in verified ? verified : { ...verified, isOld: true };
}

function isDone(work: Work, document: PlannedDocument): boolean {
  return document.kind === "order"
    ? work.effects.isDone(siblingKey(document.key, "invoice"), "create")
    : work.effects.isDone(document.key, "book");
}

async function make(work: Work, document: PlannedDocument): Promise<Created> {
  const attempt = await withParties(work, document, (written) =>
    performStep(work, document.key, "create", makeOperation(work, written)),
  );
  if ("problem" in attempt) return attempt;
  const { ref, totals, isBooked, payment } = attempt.performed;
  const operation = makeOperation(work, attempt.written);
  work.note(operation.step, made(operation, ref));
  if (isBooked === true) work.note("book", `Booked ${label(document)} ${ref.number}.`);
  if (payment !== undefined && operation.step === "create" && operation.paid !== undefined)
    work.note("pay", registered(operation.paid.payment));
  return await verify(work, { operation, ref, totals: totals ?? null, revision: 0 }, totals ?? null);
}

type Attempt =
  | { readonly written: WrittenDocument; readonly performed: Performed }
  | { readonly problem: Problem };

/** Writes a document with its customer and articles. The ledger may have lost one: each is matched or made anew once. */
async function withParties(
  work: Work,
  document: PlannedDocument,
  write: (written: WrittenDocument) => Promise<StepResult>,
): Promise<Attempt> {
  const lostBefore = new Set<"customer" | "article">();
  let planned = document;
  for (;;) {
    const parties = await resolveParties(work, planned);
    if (!parties.ok) return { problem: parties.problem };
    const written = writtenDocument(work, planned, parties.value);
    const result = await write(written);
    if (result.ok) return { written, performed: result.performed };
    const lost = lostParty(result.problem);
    if (lost === null || !canDoWithout(work, planned, lost, lostBefore)) return { problem: result.problem };
    if (lostBefore.has(lost)) planned = asTextRows(work, planned);
    else await forgetParties(work, planned, lost, parties.value);
    lostBefore.add(lost);
  }
}

/** Whether another attempt may succeed: a new card for the customer once; articles at last are left out altogether. */
function canDoWithout(
  work: Work,
  document: PlannedDocument,
  lost: "customer" | "article",
  lostBefore: ReadonlySet<string>,
): boolean {
  if (lost === "customer") return document.customer.fixedNumber === null && !lostBefore.has(lost);
  const { mode, missing } = work.settings.products;
  if (lostBefore.has(lost) && mode === "existing_only" && missing === "hold") return false;
  return document.rows.some((row) => row.article !== null);
}

/** Products never stop an invoice: what they are called and cost stands on the rows in any case. */
function asTextRows(work: Work, document: PlannedDocument): PlannedDocument {
  work.warnings.add("ARTICLE_NOT_USED");
  work.note("article", "The ledger does not take the articles of this document, so its rows go as text.");
  return { ...document, rows: document.rows.map((row) => ({ ...row, article: null })) };
}

function made(operation: WriteOperation, ref: LedgerRef): string {
  return operation.step === "invoice-order"
    ? `Invoiced order ${operation.order.number} in the ledger: invoice ${ref.number}.`
    : `Made ${label(operation.document)} ${ref.number} in the ledger.`;
}

function lostParty(problem: Problem): "customer" | "article" | null {
  if (problem.act === "retry") return null;
  if (problem.code === "CUSTOMER_NOT_FOUND") return "customer";
  return problem.code === "PRODUCT_NOT_FOUND" ? "article" : null;
}

/** A sale that stands in the ledger as an order becomes its invoice from there. */
function makeOperation(work: Work, written: WrittenDocument): WriteOperation {
  const { key } = written.document;
  const order = plainKey(key) === "invoice" ? work.effects.written(siblingKey(key, "order")) : null;
  if (order !== null) return { step: "invoice-order", ...written, order: order.ref };
  const { capabilities } = connectorOf(work.context, work.connection.system);
  const payment = capabilities.createsPaid === true ? paymentInFull(written.document) : null;
  if (payment === null) return { step: "create", ...written };
  const reference = paymentReference(work, written.document.key, payment);
  return { step: "create", ...written, paid: { payment, reference } };
}

function writtenDocument(work: Work, document: PlannedDocument, parties: Parties): WrittenDocument {
  return {
    document,
    reference: documentReference(work, work.key.orderId, document.key),
    customerNumber: parties.customerNumber,
    articles: parties.articles,
    credits: document.credits === null ? null : work.effects.ref(document.credits),
  };
}

/** Writes an unbooked document again, because the order changed (R16). */
async function update(work: Work, document: PlannedDocument, before: Written): Promise<Created> {
  const revision = before.revision + 1;
  const { ref } = before;
  const operationOf = (written: WrittenDocument) =>
    ({ step: "update", ...written, ref, before: asWritten(work.effects, before) }) as const;
  const attempt = await withParties(work, document, (written) =>
    performStep(work, document.key, updateStep(revision), operationOf(written)),
  );
  if ("problem" in attempt) return attempt;
  work.note("update", `Changed ${label(document)} ${ref.number} in the ledger as the order changed.`);
  const operation = operationOf(attempt.written);
  const totals = attempt.performed.totals ?? null;
  return await verify(work, { operation, ref, totals, revision }, totals);
}

/**
 * Compares what the ledger made of the document with the charge before anything is booked (R1, R3).
 * Cents within the tolerance become a rounding row; more leaves the document unbooked and holds the order.
 */
async function verify(work: Work, written: Written, totals: LedgerTotals | null): Promise<Created> {
  const { operation, ref, revision } = written;
  const { document } = operation;
  if (totals === null) return { ref, isOld: false };
  const compared = compareTotals(document, totals, work.settings);
  if (compared.kind === "equal") return { ref, isOld: false };
  const step = adjustStep(revision);
  if (compared.kind === "round" && !work.effects.isDone(document.key, step)) {
    const rounded = withRounding(document, compared.difference, work);
    const adjust: Operation = { step: "adjust", ...asWritten(work.effects, written), document: rounded, ref };
    const result = await performStep(work, document.key, step, adjust);
    if (!result.ok) return { problem: result.problem };
    work.note(
      "adjust",
      `Added ${compared.difference} ${document.currency} of rounding to meet the shop's total.`,
    );
    return await verify(work, written, result.performed.totals ?? null);
  }
  const message =
    compared.kind === "differs"
      ? compared.message
      : `The ledger's total differs from the shop's by ${compared.difference} ${document.currency} also with a rounding row.`;
  return {
    problem: {
      act: "fix",
      code: "LEDGER_TOTAL_DIFFERS",
      message: `${message} ${capital(label(document))} ${ref.number} is left unbooked.`,
      fix: { place: "ledger", ...(ref.url === null ? {} : { url: ref.url }) },
    },
  };
}
