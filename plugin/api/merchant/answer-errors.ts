import type { ErrorRequestHandler } from "express";
import type { Log } from "../../ports.ts";
import { isDatabaseAway } from "../../store/dialect.ts";
import { ApiProblem, type ProblemKind } from "./problem.ts";

const RETRY_AFTER = { "Retry-After": "5" };

/** Answers every failure as problem details; what is our mistake is logged, never shown. */
export function answerErrors(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOf(error);
    const { status } = problem.body;
    if (status === 503 && !(error instanceof ApiProblem)) {
      log.warn("the database is away", { path: request.path, error: String(error) });
    }
    if (status === 500) log.error("a call of the merchant API failed", { path: request.path, error });
    response
      .status(status)
      .set(problem.headers)
      .type("application/problem+json")
      .send(JSON.stringify(problem.body));
  };
}

function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (isDatabaseAway(error)) return new ApiProblem("SERVICE_UNAVAILABLE", {}, RETRY_AFTER);
  return new ApiProblem(kindOf(error));
}

/** The body parser and the router say by `type` and `status` what the caller did wrong. */
function kindOf(error: unknown): ProblemKind {
  if (!(error instanceof Error) || !("status" in error)) return "INTERNAL_SERVER_ERROR";
  if ("type" in error && error.type === "entity.parse.failed") return "MALFORMED_JSON";
  switch (error.status) {
    case 413:
      return "PAYLOAD_TOO_LARGE";
    case 415:
      return "UNSUPPORTED_MEDIA_TYPE";
    default:
      return Number(error.status) >= 500 ? "INTERNAL_SERVER_ERROR" : "BAD_REQUEST";
  }
}
