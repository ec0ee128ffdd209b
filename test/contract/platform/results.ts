import type { Problem } from "../../../plugin/domain/problem.ts";
import type { ShopResult } from "../../../plugin/platforms/platform.ts";

export function worked<T>(result: ShopResult<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

export function failed(result: ShopResult<unknown>): Problem {
  if (result.ok) throw new Error("it worked");
  return result.problem;
}
