import { z } from "zod";
import { fix, type Problem, type RetryProblem } from "../../domain/problem.ts";
import type { HttpResponse } from "../../ports.ts";
import type { Installation } from "../platform.ts";
import { retry, slowDown } from "../shared/problems.ts";
import { type QueryCost, queryCost } from "./cost.ts";
import { accessEnded } from "./tokens.ts";

const HOUR_MS = 3_600_000;

/** Whom a sentence is about. */
type Named = Pick<Installation, "tenantName">;

export type Answer =
  | {
      readonly kind: "data";
      readonly data: unknown;
      readonly cost: QueryCost | null;
      readonly denied: readonly string[];
    }
  /** The token is not taken. */
  | { readonly kind: "unauthorized"; readonly theirs: string }
  /** The shop's points are used up for the moment. */
  | { readonly kind: "throttled"; readonly cost: QueryCost | null }
  /** No shop answers a query of that size: it has to be asked in smaller pieces. */
  | { readonly kind: "too costly" }
  /** What was asked for, and all beside it, is not shown to us. */
  | { readonly kind: "not allowed"; readonly problem: Problem }
  | { readonly kind: "problem"; readonly problem: Problem };

/** Sorts an answer by who must act (shopify.md 3.4). A query Shopify does not understand is our mistake and thrown. */
export function readAnswer(response: HttpResponse, installation: Named, nowMs: number): Answer {
  const { status } = response;
  if (status === 401) return { kind: "unauthorized", theirs: "status 401" };
  if (status !== 200) return { kind: "problem", problem: problemOf(response, installation, nowMs) };
  const json = parsed(response.body);
  const answer = graphqlAnswer.safeParse(json);
  if (!answer.success) {
    // Most often a page of something between us and the shop.
    return problem(retry(installation, "gave an answer that is not JSON", response.body.slice(0, 80)));
  }
  const { data, errors, extensions } = answer.data;
  const cost = queryCost.safeParse(extensions?.cost);
  const doubts = (extensions?.search ?? []).flatMap((one) => one.warnings ?? []);
  // A search that is understood otherwise than meant finds other orders, and says so here only.
  if (doubts.length > 0)
    throw new Error(`Shopify doubts our search: ${JSON.stringify(doubts).slice(0, 300)}`);
  return errorsOf(errors ?? [], data, cost.success ? cost.data : null, installation);
}

const graphqlError = z.object({
  message: z.string(),
  extensions: z.looseObject({ code: z.string().nullish() }).nullish(),
});

const graphqlAnswer = z.object({
  data: z.unknown().optional(),
  errors: z.array(graphqlError).nullish(),
  extensions: z
    .looseObject({
      cost: z.unknown().optional(),
      search: z.array(z.looseObject({ warnings: z.array(z.unknown()).nullish() })).nullish(),
    })
    .nullish(),
});

type GraphqlError = z.output<typeof graphqlError>;

function errorsOf(
  errors: readonly GraphqlError[],
  data: unknown,
  cost: QueryCost | null,
  installation: Named,
): Answer {
  const has = (code: string): boolean => errors.some((one) => one.extensions?.code === code);
  const theirs = errors
    .map((one) => `${one.extensions?.code ?? ""} ${one.message}`.trim())
    .join("; ")
    .slice(0, 300);
  if (has("THROTTLED")) return { kind: "throttled", cost };
  if (has("MAX_COST_EXCEEDED")) return { kind: "too costly" };
  if (has("SHOP_INACTIVE")) return problem(paused(installation, "is closed at the moment", theirs));
  const denied = errors.filter((one) => one.extensions?.code === "ACCESS_DENIED").map((one) => one.message);
  const others = errors.length - denied.length;
  if (others === 0 && data != null) return { kind: "data", data, cost, denied };
  if (others === 0 && denied.length > 0)
    return { kind: "not allowed", problem: notAllowed(installation, theirs) };
  if (errors.some(isOurMistake)) throw new Error(`Shopify does not understand our query: ${theirs}`);
  return problem(retry(installation, "could not answer", theirs));
}

/** Codes of the shop's own are in capitals; those of a query that does not fit the schema are not, or are missing. */
function isOurMistake({ extensions }: GraphqlError): boolean {
  return !/^[A-Z_]+$/.test(extensions?.code ?? "");
}

function problemOf(response: HttpResponse, installation: Named, nowMs: number): Problem {
  const { status } = response;
  const theirs = `status ${status}`;
  switch (status) {
    case 402:
      return paused(installation, "is frozen until its bill at Shopify is paid", theirs);
    case 423:
      return paused(installation, "is locked by Shopify", theirs);
    case 403:
      return notAllowed(installation, theirs);
    case 404:
      return accessEnded(installation, theirs);
    case 429:
      return slowDown(installation, response.headers["retry-after"], nowMs, theirs);
    case 430:
      return paused(installation, "takes us for a robot", theirs);
    default:
      return retry(installation, `answered with status ${status}`, theirs);
  }
}

/** Nothing we do changes it, and it may last for days. */
function paused(installation: Named, what: string, theirs: string): RetryProblem {
  return { ...retry(installation, what, theirs), afterMs: HOUR_MS };
}

function notAllowed(installation: Named, theirs: string): Problem {
  const message = `${installation.tenantName} does not allow us this. Open the app in the shop's admin and grant what it asks for.`;
  return fix("NOT_CONNECTED", message, { place: "connection" }, theirs);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const problem = (one: Problem): Answer => ({ kind: "problem", problem: one });
