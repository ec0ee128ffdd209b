import type { Problem } from "../../domain/problem.ts";
import type { Context } from "../../pipeline/context.ts";
import { type FixSubject, fixUrl } from "../fix-url.ts";
import { ApiProblem } from "./problem.ts";

/** A failure of shop or ledger as an answer: 503 when time heals it, 409 with the page to go to when a person must. */
export function pipelineProblem(context: Context, problem: Problem, subject: FixSubject): ApiProblem {
  if (problem.act === "retry") {
    const seconds = Math.max(1, Math.ceil((problem.afterMs ?? 5_000) / 1_000));
    return new ApiProblem(
      "SERVICE_UNAVAILABLE",
      { code: "RETRYING", detail: problem.message },
      { "Retry-After": String(seconds) },
    );
  }
  const { code, message: detail, fix } = problem;
  return new ApiProblem("CONFLICT", { code, detail, fix_url: fixUrl(context.publicUrl, fix, subject) });
}

export function notConnected(context: Context): ApiProblem {
  return pipelineProblem(
    context,
    {
      act: "fix",
      code: "NOT_CONNECTED",
      message: "The ledger has not been connected yet.",
      fix: { place: "connection" },
    },
    { orderId: null, platformUrl: null },
  );
}
