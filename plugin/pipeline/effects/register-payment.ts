import type { LedgerRef, Operation } from "../../connectors/connector.ts";
import type { PlannedDocument, PlannedPayment } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";
import { connectorOf } from "../context.ts";
import type { Work } from "../work.ts";
import { bookPaymentStep, payStep } from "./also-done.ts";
import { performStep, type StepResult } from "./perform.ts";
import { documentReference } from "./reference.ts";

/** Registers one movement of money on its document, and books it where the ledger asks for that apart (R4). */
export async function registerPayment(
  work: Work,
  document: PlannedDocument,
  documentRef: LedgerRef,
  payment: PlannedPayment,
): Promise<Problem | null> {
  const { capabilities } = connectorOf(work.context, work.connection.system);
  const bookStep = bookPaymentStep(payment.id);
  const known = work.effects.get(document.key, payStep(payment.id));
  let ref = known?.state === "done" ? known.ref : null;
  if (ref === null) {
    const others = work.effects
      .all()
      .filter(
        (effect) =>
          effect.document === document.key && effect.operation?.step === "pay" && effect.ref !== null,
      )
      .map((effect) => effect.ref?.id ?? "");
    const against = payment.setOff === undefined ? null : work.effects.ref(payment.setOff);
    const operation: Operation = {
      step: "pay",
      document,
      ref: documentRef,
      payment,
      known: others,
      reference: paymentReference(work, document.key, payment),
      ...customerOf(work, document.key),
      ...(against === null ? {} : { against }),
    };
    const result: StepResult = await performStep(work, document.key, payStep(payment.id), operation);
    if (!result.ok) return result.problem;
    ref = result.performed.ref;
  }
  if (capabilities.booksPaymentsSeparately && !work.effects.isDone(document.key, bookStep)) {
    const result = await performStep(work, document.key, bookStep, {
      step: "book-payment",
      document,
      payment,
      ref,
      documentRef,
    });
    if (!result.ok) return result.problem;
    work.note("pay", registered(payment));
  }
  return null;
}

export function registered({ direction, amount, currency, method, date }: PlannedPayment): string {
  const way = direction === "in" ? "Registered" : "Registered the return of";
  return `${way} ${amount} ${currency} by ${method} on ${date}.`;
}

/** The same for ever, whichever step writes the payment. */
export function paymentReference(work: Work, document: string, payment: PlannedPayment): string {
  return documentReference(work, work.key.orderId, `${document} ${payStep(payment.id)}`);
}

function customerOf(work: Work, document: string): { customerNumber?: string } {
  const written = work.effects.written(document);
  return written === null ? {} : { customerNumber: written.operation.customerNumber };
}
