import type { Notice, Outcome, Plan, PlannedDocument } from "../domain/plan.ts";
import { codes, type SkippedCode, type WaitingCode, type Warning } from "../domain/problem.ts";
import { Refusal } from "./refusal.ts";

export const booked: Outcome = { state: "booked" };

export function skip(code: SkippedCode, message: string = codes[code].sentence): Outcome {
  return { state: "skipped", code, message };
}

export function wait(code: WaitingCode, message: string = codes[code].sentence): Outcome {
  return { state: "waiting", code, message };
}

export function held(refusal: Refusal): Outcome {
  const { code, message, fix } = refusal.problem;
  return { state: "held", code, message, fix };
}

export function plan(
  documents: readonly PlannedDocument[],
  outcome: Outcome,
  notices: readonly Notice[] = [],
  others: readonly Warning[] = [],
): Plan {
  const warnings = [...new Set([...notices.map((one) => one.code), ...others])];
  return { documents, removals: [], outcome, warnings, notices };
}

/** The value, or the refusal that kept it from being made. Anything else is a mistake of ours and goes on up. */
export function guarded<T>(make: () => T): T | Refusal {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
