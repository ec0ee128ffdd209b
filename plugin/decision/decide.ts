import type { Plan, PlannedDocument } from "../domain/plan.ts";
import { cancelled } from "./cancelled.ts";
import { customerWarnings } from "./customer.ts";
import { withDeferral } from "./deferral.ts";
import type { DecisionInput } from "./input.ts";
import { inMinorUnits } from "./minor-units.ts";
import { movementsOf } from "./movements.ts";
import { booked, guarded, held, plan, wait } from "./outcomes.ts";
import { withPayments } from "./payments.ts";
import { reasonNotToBook } from "./reason-not-to-book.ts";
import { Refusal } from "./refusal.ts";
import { type Step, stepsOf } from "./steps.ts";
import { impossibleRate } from "./totals.ts";

/**
 * Decides what is to be in the ledger for one order: a pure function of what is known, so the plan can be shown,
 * compared and executed any number of times. Documents already in the ledger are taken as they are (R16);
 * the plan does not depend on the order in which events arrived (R17).
 */
export function decide(asked: DecisionInput): Plan {
  const input = { ...asked, order: inMinorUnits(asked.order) };
  const impossible = impossibleRate(input.order);
  if (impossible !== null) {
    const kept = input.existing.map((one) => one.planned);
    return plan(kept, held(impossible));
  }
  const early = input.existing.length === 0 ? reasonNotToBook(input) : null;
  return early === null ? withDeferral(cancelled(input) ?? book(input), input) : plan([], early);
}

function book(input: DecisionInput): Plan {
  const documents: PlannedDocument[] = input.existing.map((one) => refreshed(one.planned, input));
  const known = new Set(documents.map((one) => one.key));
  let isWaiting = false;
  let refusal: Refusal | null = null;
  const done: Step[] = [];
  for (const step of stepsOf(input)) {
    if (!known.has(step.key)) {
      // What is held holds everything after it; what is in the ledger already keeps its payments.
      if (refusal !== null) continue;
      if (step.isPending) {
        isWaiting = true;
        continue;
      }
      const keys = done.map((one) => one.key);
      const earlier = documents.filter((one) => keys.includes(one.key));
      const made = guarded(() => step.make(documents, earlier));
      if (made instanceof Refusal) {
        refusal = made;
        continue;
      }
      if (made !== null) documents.push(made);
    }
    done.push(step);
  }
  const movements = movementsOf(input, documents, done);
  const { documents: paid, warnings } = withPayments(input.order, documents, movements, input.settings);
  const remarks = [...warnings, ...customerWarnings(input.order)];
  return plan(paid, outcomeOf(refusal, isWaiting), remarks);
}

function outcomeOf(refusal: Refusal | null, isWaiting: boolean): Plan["outcome"] {
  if (refusal !== null) return held(refusal);
  return isWaiting ? wait("REFUND_PENDING") : booked;
}

/** A document in the ledger keeps its rows and date for ever; whether it is finished follows today's settings. */
function refreshed(document: PlannedDocument, input: DecisionInput): PlannedDocument {
  const { orders, refunds } = input.settings;
  return { ...document, booking: document.kind === "credit_note" ? refunds.booking : orders.booking };
}
