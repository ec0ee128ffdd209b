import type { LedgerResult, Performed } from "../../connectors/connector.ts";
import { captureStep, FLOW_DOCUMENT, type PlannedCapture } from "../../domain/flow.ts";
import type { Order } from "../../domain/order.ts";
import { fix, type Problem } from "../../domain/problem.ts";
import { performBy, storeFound } from "../effects/perform.ts";
import type { Work } from "../work.ts";
import { capturedAs, findCapture } from "./find-capture.ts";
import type { CaptureOperation } from "./flow-operation.ts";

/** Stands for the movement that practice never makes. */
const PRACTICE = "practice";

/**
 * Takes reserved money in the shop, once: reserved, performed and stored like a write to the ledger, and looked up
 * among the order's movements when the answer was lost. What was taken is registered when the order is read again.
 */
export async function captureOnce(
  work: Work,
  order: Order,
  capture: PlannedCapture,
): Promise<Problem | null> {
  const operation: CaptureOperation = {
    step: "capture",
    capture,
    known: order.payments.map((payment) => payment.id),
  };
  const step = captureStep(capture.authorization);
  if (work.connection.isPractice) {
    await storeFound(work, { document: FLOW_DOCUMENT, step, operation }, capturedAs(PRACTICE));
    work.note("capture", `Practice books: ${capture.amount} ${capture.currency} would be taken in the shop.`);
    return null;
  }
  const done = await performBy(work, FLOW_DOCUMENT, step, operation, () => take(work, operation));
  if (!done.ok) return done.problem;
  work.note("capture", `Took ${capture.amount} ${capture.currency} of the reserved money in the shop.`);
  return null;
}

async function take(work: Work, operation: CaptureOperation): Promise<LedgerResult<Performed>> {
  const { shop, key } = work;
  if (shop.capture === undefined) return { ok: false, problem: refused("the app may not take payments") };
  const taken = await shop.capture(key.orderId, operation.capture);
  if (!taken.ok) {
    const { problem } = taken;
    // Whatever kept the answer away, the money may have been taken.
    if (problem.act === "retry") return { ok: false, problem: { ...problem, inDoubt: true } };
    return { ok: false, problem: refused(problem.theirs ?? problem.message) };
  }
  if (taken.value !== null) return { ok: true, value: capturedAs(taken.value.id) };
  // Nothing is left to take: somebody else has taken it, or the reservation has run out.
  const found = await findCapture(work, operation);
  if (!found.ok) return found;
  if (found.value !== null) return { ok: true, value: found.value };
  return { ok: false, problem: refused("nothing is left to take of what was reserved") };
}

function refused(theirs: string): Problem {
  const message = `The shop did not let the reserved money be taken: ${theirs}.`;
  return fix("CAPTURE_REFUSED", message, { place: "shop" }, theirs);
}

const LOOK_AGAIN_MS = 5_000;
/** A shop that does not show a capture by then announces it by itself. */
const LOOK_LONGEST_MS = 10 * 60_000;

/** When to read the order again for money that was taken and does not stand on it yet; null when nothing is missing. */
export function captureSeenAt({ effects }: Work, order: Order, nowMs: number): number | null {
  const shown = order.payments.map((payment) => payment.id);
  const isMissing = effects
    .all()
    .some(
      ({ operation, state, ref, createdAt }) =>
        operation?.step === "capture" &&
        state === "done" &&
        ref?.id !== PRACTICE &&
        !shown.includes(ref?.id ?? "") &&
        nowMs - Date.parse(createdAt) < LOOK_LONGEST_MS,
    );
  return isMissing ? nowMs + LOOK_AGAIN_MS : null;
}
