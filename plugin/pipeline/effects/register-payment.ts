import type { LedgerRef, Operation } from "../../connectors/connector.ts";
import type { PlannedDocument, PlannedPayment } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";
import { connectorOf } from "../context.ts";
import type { Work } from "../work.ts";
import { performStep, type StepResult } from "./perform.ts";

/** Registers one movement of money on its document, and books it where the ledger asks for that apart (R4). */
export async function registerPayment(
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
