import type { RetryProblem } from "../../domain/problem.ts";
import type { HttpFailure } from "../../ports.ts";

/** How long a write in doubt rests before it is looked up: lists of ledgers lag behind their writes. */
const SETTLE_MS = 5_000;

/** No answer came. Only a request that may have arrived leaves a write in doubt (R17). */
export function noAnswer(ledger: string, failure: HttpFailure, isWrite: boolean): RetryProblem {
  const inDoubt = isWrite && failure.sent;
  return {
    act: "retry",
    message: `${ledger} did not answer. It is tried again by itself.`,
    inDoubt,
    theirs: failure.message,
    ...(inDoubt ? { afterMs: SETTLE_MS } : {}),
  };
}

/** The ledger answered that it is ill, or with something that is not its own answer. */
export function illAnswer(ledger: string, theirs: string, isWrite: boolean): RetryProblem {
  return {
    act: "retry",
    message: `${ledger} has a fault at the moment. It is tried again by itself.`,
    inDoubt: isWrite,
    theirs,
    ...(isWrite ? { afterMs: SETTLE_MS } : {}),
  };
}

/** The ledger counts calls and this was one too many: it did nothing. */
export function tooManyCalls(ledger: string, waitMs: number): RetryProblem {
  return {
    act: "retry",
    message: `${ledger} takes no more calls at the moment. It is tried again by itself.`,
    afterMs: waitMs,
    inDoubt: false,
  };
}
