import type { LedgerResult } from "../../../plugin/connectors/connector.ts";
import type { Problem } from "../../../plugin/domain/problem.ts";

/** The value of a result that has to be one; a problem fails the test in its own words. */
export function worked<T>(result: LedgerResult<T>): T {
  if (!result.ok) throw new Error(`expected a result, got ${JSON.stringify(result.problem)}`);
  return result.value;
}

export function failed(result: LedgerResult<unknown>): Problem {
  if (result.ok) throw new Error(`expected a problem, got ${JSON.stringify(result.value)}`);
  return result.problem;
}
