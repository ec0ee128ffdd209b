import type { Problem, RetryProblem } from "../../domain/problem.ts";
import type { Installation, ShopResult } from "../platform.ts";
import { waitOf } from "./retry-after.ts";

/** Whom a sentence is about. */
type Named = Pick<Installation, "tenantName">;

/** Time heals it, and nothing was written; `what` goes on after the shop's name, `theirs` is for the log. */
export function retry({ tenantName }: Named, what: string, theirs: string): RetryProblem {
  const message = `${tenantName} ${what}. It is tried again by itself.`;
  return { act: "retry", message, inDoubt: false, theirs };
}

/** Too many calls: tried again when the shop said, by its `Retry-After`. */
export function slowDown(
  shop: Named,
  retryAfter: string | undefined,
  nowMs: number,
  theirs: string,
): RetryProblem {
  const afterMs = waitOf(retryAfter, nowMs);
  const problem = retry(shop, "asks us to slow down", theirs);
  return afterMs === null ? problem : { ...problem, afterMs };
}

export function failed(problem: Problem): ShopResult<never> {
  return { ok: false, problem };
}
