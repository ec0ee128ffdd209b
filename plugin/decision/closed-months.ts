import type { Plan, PlannedDocument, PlannedPayment } from "../domain/plan.ts";
import { periodLocked } from "./dates.ts";
import type { DecisionInput } from "./input.ts";
import { held } from "./outcomes.ts";

/**
 * Keeps payments out of months that a person of the shop closed: no ledger refuses them there, as it would in a period of
 * its own that is locked. What is registered already stays; the rest is held, unless the settings move it to the first
 * open day, which `paymentDay` has done by now.
 */
export function outsideClosedMonths(plan: Plan, input: DecisionInput): Plan {
  const { closedHere } = input.facts;
  if (closedHere === undefined) return plan;
  const isKept = (document: PlannedDocument, payment: PlannedPayment): boolean =>
    payment.date > closedHere || isRegistered(document, payment, input);
  const stopped = plan.documents.flatMap((document) =>
    document.payments.filter((payment) => !isKept(document, payment)),
  );
  const [first] = stopped;
  if (first === undefined) return plan;
  return {
    ...plan,
    documents: plan.documents.map((document) => ({
      ...document,
      payments: document.payments.filter((payment) => isKept(document, payment)),
    })),
    outcome:
      plan.outcome.state === "held"
        ? plan.outcome
        : held(periodLocked(first.date, input.facts, input.ledgerName)),
  };
}

function isRegistered(
  { key }: PlannedDocument,
  { id }: PlannedPayment,
  { existing }: DecisionInput,
): boolean {
  const sent = existing.find((one) => one.planned.key === key);
  return sent?.planned.payments.some((one) => one.id === id) === true;
}
