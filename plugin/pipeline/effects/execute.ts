import type { LedgerRef } from "../../connectors/connector.ts";
import type { PlannedFlow } from "../../domain/flow.ts";
import type { Order } from "../../domain/order.ts";
import type { Plan, PlannedDocument, PlannedPayment } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";
import { connectorOf } from "../context.ts";
import { executeFlow } from "../flow/execute-flow.ts";
import type { Work } from "../work.ts";
import { asWritten } from "./as-written.ts";
import { attachSpecification } from "./attach.ts";
import { createOnce } from "./create-document.ts";
import { capital, label } from "./document-name.ts";
import { executeJournals } from "./execute-journals.ts";
import { executePurchases } from "./execute-purchases.ts";
import { inClosedMonth, onOpenDay } from "./open-day.ts";
import { performStep, type StepResult } from "./perform.ts";
import { registerPayment } from "./register-payment.ts";
import { sendEmail } from "./send-email.ts";

/**
 * Carries a plan out, document by document: create or update -> compare totals -> attach -> book -> payments -> e-mail;
 * then what is bought with it, the vouchers whose day has come by `today`, a day in the shop's time zone, and what the
 * order's flow asks of others.
 * What earlier runs have done is passed over. Returns the first problem, or null when all is done.
 */
export async function execute(work: Work, plan: Plan, order: Order, today: string): Promise<Problem | null> {
  for (const key of plan.removals) {
    const problem = await remove(work, key);
    if (problem !== null) return problem;
  }
  for (const document of plan.documents) {
    if (work.effects.isClosed(document.key)) continue;
    const problem = await executeDocument(work, document, plan.flow);
    if (problem !== null) return problem;
  }
  return (
    (await setOff(work, plan)) ??
    (await executePurchases(work, plan)) ??
    (await executeJournals(work, plan, today)) ??
    (await executeFlow(work, plan, order))
  );
}

async function executeDocument(
  work: Work,
  document: PlannedDocument,
  flow: PlannedFlow | undefined,
): Promise<Problem | null> {
  const { capabilities } = connectorOf(work.context, work.connection.system);
  const created = await createOnce(work, document);
  if ("problem" in created) return created.problem;
  const { ref } = created;
  const unattached = await attachSpecification(work, document, ref);
  if (unattached !== null) return unattached;
  if (document.booking !== "book") return null;
  const { isOld } = created;
  const booked = capabilities.booksSeparately ? await bookOnce(work, document, ref, isOld) : { document };
  if ("problem" in booked) return booked.problem;
  // Some ledgers number a document only when it is booked.
  const place = work.effects.ref(document.key) ?? ref;
  const refused = await registerPayments(work, booked.document, place, document.payments);
  if (refused !== null) return refused;
  return flow?.sendsEmail === false ? null : await sendEmail(work, booked.document, place);
}

/** One whose method is set up wrongly does not keep the others back; the order is held for the first of them. */
async function registerPayments(
  work: Work,
  document: PlannedDocument,
  ref: LedgerRef,
  payments: readonly PlannedPayment[],
): Promise<Problem | null> {
  let refused: Problem | null = null;
  for (const payment of payments.filter((one) => one.setOff === undefined)) {
    const problem = await registerPayment(work, document, ref, payment);
    const isItsOwn = problem?.act === "fix" && problem.fix.place === "settings";
    if (problem !== null && !isItsOwn) return problem;
    refused ??= problem;
  }
  return refused;
}

type Booked = { readonly document: PlannedDocument } | { readonly problem: Problem };

/** The booked document: with another date where only the booking revealed that its own is locked (R16). */
async function bookOnce(
  work: Work,
  document: PlannedDocument,
  ref: LedgerRef,
  isOld: boolean,
): Promise<Booked> {
  if (work.effects.isDone(document.key, "book")) return { document };
  const changed = isOld ? await changedByHand(work, document, ref) : null;
  if (changed !== null) return { problem: changed };
  const closed = inClosedMonth(work, document);
  const booked: StepResult =
    closed === null
      ? await performStep(work, document.key, "book", { step: "book", document, ref })
      : { ok: false, problem: closed };
  if (booked.ok) {
    work.note("book", `Booked ${label(document)} ${booked.performed.ref.number}.`);
    return { document };
  }
  const later = onOpenDay(work, document, booked.problem);
  if (later === null) return { problem: named(booked.problem, document, ref) };
  const moved = await createOnce(work, later);
  return "problem" in moved ? moved : await bookOnce(work, later, ref, false);
}

/** Credit notes and invoices that settle each other do so when all of them are there. */
async function setOff(work: Work, plan: Plan): Promise<Problem | null> {
  for (const document of plan.documents) {
    const ref = work.effects.ref(document.key);
    if (ref === null) continue;
    for (const payment of document.payments.filter((one) => one.setOff !== undefined)) {
      const written = work.effects.written(document.key)?.operation.document ?? document;
      const problem = await registerPayment(work, written, ref, payment);
      if (problem !== null) return problem;
    }
  }
  return null;
}

/** A document that has waited for its booking is booked only as it was written: somebody may have changed it since. */
async function changedByHand(work: Work, document: PlannedDocument, ref: LedgerRef): Promise<Problem | null> {
  const { capabilities } = connectorOf(work.context, work.connection.system);
  const written = work.effects.written(document.key);
  if (capabilities.updatesDrafts !== true || written === null) return null;
  const before = asWritten(work.effects, written);
  const found = await work.ledger.find({ step: "update", ...before, ref, before });
  if (!found.ok) return found.problem;
  if (found.value !== null) return null;
  const message = `${capital(label(document))} ${ref.number} was changed in the ledger since it was made, so it was not booked.`;
  return {
    act: "fix",
    code: "CHANGED_IN_LEDGER",
    message,
    fix: { place: "ledger", ...(ref.url === null ? {} : { url: ref.url }) },
  };
}

async function remove(work: Work, key: string): Promise<Problem | null> {
  const written = work.effects.written(key);
  if (written === null) return null;
  const { ref } = written;
  const { document } = written.operation;
  const removed = await performStep(work, key, "remove", { step: "remove", document, ref });
  if (!removed.ok) return removed.problem;
  work.note("remove", `Removed the unbooked ${label(document)} ${ref.number}.`);
  return null;
}

function named(problem: Problem, document: PlannedDocument, ref: LedgerRef): Problem {
  if (problem.act === "retry") return problem;
  return {
    ...problem,
    message: `${problem.message} ${capital(label(document))} ${ref.number} is left unbooked.`,
  };
}
