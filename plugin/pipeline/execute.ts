import type { LedgerRef, LedgerTotals, Operation } from "../connectors/connector.ts";
import type { Plan, PlannedDocument, PlannedPayment } from "../domain/plan.ts";
import type { Problem } from "../domain/problem.ts";
import { connectorOf } from "./context.ts";
import { forgetParties, type Parties, resolveParties } from "./parties.ts";
import { performStep, type StepResult } from "./perform.ts";
import { compareTotals, withRounding } from "./read-back.ts";
import { documentReference } from "./reference.ts";
import type { Work } from "./work.ts";

/**
 * Carries a plan out, document by document: create -> compare totals -> book -> payments -> e-mail.
 * What earlier runs have done is passed over. Returns the first problem, or null when all is done.
 */
export async function execute(work: Work, plan: Plan): Promise<Problem | null> {
  for (const key of plan.removals) {
    const problem = await remove(work, key);
    if (problem !== null) return problem;
  }
  for (const document of plan.documents) {
    const problem = await executeDocument(work, document);
    if (problem !== null) return problem;
  }
  return null;
}

async function executeDocument(work: Work, document: PlannedDocument): Promise<Problem | null> {
  const { capabilities } = connectorOf(work.context, work.connection.system);
  const created = await createOnce(work, document);
  if ("problem" in created) return created.problem;
  const { ref } = created;
  const isFinal = document.booking === "book";
  if (isFinal && capabilities.booksSeparately && !work.effects.isDone(document.key, "book")) {
    const booked = await performStep(work, document.key, "book", { step: "book", document, ref });
    if (!booked.ok) return named(booked.problem, document, ref);
    work.note("book", `Booked ${label(document)} ${ref.number}.`);
  }
  if (!isFinal) return null;
  for (const payment of document.payments) {
    const problem = await pay(work, document, ref, payment);
    if (problem !== null) return problem;
  }
  return await email(work, document, ref);
}

type Created = { readonly ref: LedgerRef } | { readonly problem: Problem };

/** The document in the ledger with the right total: made now, or by an earlier run. */
async function createOnce(work: Work, document: PlannedDocument): Promise<Created> {
  const known = work.effects.get(document.key, "create");
  const isBooked = work.effects.isDone(document.key, "book");
  if (known?.state === "done" && known.ref !== null) {
    if (isBooked || known.operation?.step !== "create") return { ref: known.ref };
    const adjusted = work.effects.get(document.key, "adjust");
    return await verify(work, known.operation, known.ref, adjusted?.totals ?? known.totals);
  }
  const made = await create(work, document);
  if ("problem" in made) return made;
  work.note("create", `Made ${label(document)} ${made.ref.number} in the ledger.`);
  return await verify(work, made.operation, made.ref, made.totals);
}

type CreateOperation = Extract<Operation, { step: "create" }>;

async function create(
  work: Work,
  document: PlannedDocument,
): Promise<
  { operation: CreateOperation; ref: LedgerRef; totals: LedgerTotals | null } | { problem: Problem }
> {
  // The ledger may have lost a customer or article we know: matched or made anew, once.
  for (let attempt = 1; ; attempt += 1) {
    const parties = await resolveParties(work, document);
    if (!parties.ok) return { problem: parties.problem };
    const operation = createOperation(work, document, parties.value);
    const result = await performStep(work, document.key, "create", operation);
    if (result.ok) {
      return { operation, ref: result.performed.ref, totals: result.performed.totals ?? null };
    }
    const lost = lostParty(result.problem);
    if (lost === null || attempt > 1 || document.customer.fixedNumber !== null)
      return { problem: result.problem };
    await forgetParties(work, document, lost);
  }
}

function lostParty(problem: Problem): "customer" | "article" | null {
  if (problem.act === "retry") return null;
  if (problem.code === "CUSTOMER_NOT_FOUND") return "customer";
  return problem.code === "PRODUCT_NOT_FOUND" ? "article" : null;
}

function createOperation(work: Work, document: PlannedDocument, parties: Parties): CreateOperation {
  return {
    step: "create",
    document,
    reference: documentReference(work, work.key.orderId, document.key),
    customerNumber: parties.customerNumber,
    articles: parties.articles,
    credits: document.credits === null ? null : work.effects.ref(document.credits),
  };
}

/**
 * Compares what the ledger made of the document with the charge before anything is booked (R1, R3).
 * Cents within the tolerance become a rounding row; more leaves the document unbooked and holds the order.
 */
async function verify(
  work: Work,
  operation: CreateOperation,
  ref: LedgerRef,
  totals: LedgerTotals | null,
): Promise<Created> {
  if (totals === null) return { ref };
  const compared = compareTotals(operation.document, totals, work.settings);
  if (compared.kind === "equal") return { ref };
  if (compared.kind === "round" && !work.effects.isDone(operation.document.key, "adjust")) {
    const document = withRounding(operation.document, compared.difference, work);
    const adjust: Operation = { ...operation, step: "adjust", document, ref };
    const result = await performStep(work, document.key, "adjust", adjust);
    if (!result.ok) return { problem: result.problem };
    work.note(
      "adjust",
      `Added ${compared.difference} ${document.currency} of rounding to meet the shop's total.`,
    );
    return await verify(work, operation, ref, result.performed.totals ?? null);
  }
  const { currency } = operation.document;
  const message =
    compared.kind === "differs"
      ? compared.message
      : `The ledger's total differs from the shop's by ${compared.difference} ${currency} also with a rounding row.`;
  return {
    problem: {
      act: "fix",
      code: "LEDGER_TOTAL_DIFFERS",
      message: `${message} ${capital(label(operation.document))} ${ref.number} is left unbooked.`,
      fix: { place: "ledger", ...(ref.url === null ? {} : { url: ref.url }) },
    },
  };
}

async function pay(
  work: Work,
  document: PlannedDocument,
  documentRef: LedgerRef,
  payment: PlannedPayment,
): Promise<Problem | null> {
  const { capabilities } = connectorOf(work.context, work.connection.system);
  const payStep = `pay:${payment.id}`;
  const bookStep = `book-payment:${payment.id}`;
  const known = work.effects.get(document.key, payStep);
  let ref = known?.state === "done" ? known.ref : null;
  if (ref === null) {
    const others = work.effects
      .all()
      .filter(
        (effect) =>
          effect.document === document.key && effect.operation?.step === "pay" && effect.ref !== null,
      )
      .map((effect) => effect.ref?.id ?? "");
    const operation: Operation = { step: "pay", document, ref: documentRef, payment, known: others };
    const result: StepResult = await performStep(work, document.key, payStep, operation);
    if (!result.ok) return result.problem;
    ref = result.performed.ref;
  }
  if (capabilities.booksPaymentsSeparately && !work.effects.isDone(document.key, bookStep)) {
    const result = await performStep(work, document.key, bookStep, {
      step: "book-payment",
      document,
      payment,
      ref,
    });
    if (!result.ok) return result.problem;
    const way = payment.direction === "in" ? "Registered" : "Registered the return of";
    work.note("pay", `${way} ${payment.amount} ${payment.currency} by ${payment.method} on ${payment.date}.`);
  }
  return null;
}

async function email(work: Work, document: PlannedDocument, ref: LedgerRef): Promise<Problem | null> {
  const { capabilities } = connectorOf(work.context, work.connection.system);
  if (document.email === null || !capabilities.canEmail) return null;
  if (work.effects.isDone(document.key, "email")) return null;
  const sent = await performStep(work, document.key, "email", {
    step: "email",
    document,
    ref,
    email: document.email,
  });
  if (sent.ok) {
    work.note("email", `The ledger sent ${label(document)} ${ref.number} to ${document.email.to}.`);
    return null;
  }
  return sent.problem;
}

async function remove(work: Work, key: string): Promise<Problem | null> {
  const created = work.effects.get(key, "create");
  if (work.effects.isDone(key, "remove") || created?.operation?.step !== "create" || created.ref === null)
    return null;
  const { document } = created.operation;
  const removed = await performStep(work, key, "remove", { step: "remove", document, ref: created.ref });
  if (!removed.ok) return removed.problem;
  work.note("remove", `Removed the unbooked ${label(document)} ${created.ref.number}.`);
  return null;
}

function named(problem: Problem, document: PlannedDocument, ref: LedgerRef): Problem {
  if (problem.act === "retry") return problem;
  return {
    ...problem,
    message: `${problem.message} ${capital(label(document))} ${ref.number} is left unbooked.`,
  };
}

function label(document: PlannedDocument): string {
  return document.kind === "invoice" ? "invoice" : "credit note";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
