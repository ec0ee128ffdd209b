import type { Problem } from "../../domain/problem.ts";
import { HttpFailure, type HttpResponse } from "../../ports.ts";
import type { AppIdentity, Installation, ShopPorts } from "../platform.ts";
import { retry } from "../shared/problems.ts";
import { type Answer, readAnswer } from "./answers.ts";
import { apiVersion } from "./api-version.ts";
import { bucketOf, type QueryCost } from "./cost.ts";
import type { ShopifyOptions } from "./options.ts";
import { apiBaseOf } from "./shop-name.ts";
import { accessEnded, accessTokens } from "./tokens.ts";

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 16 * 1024 * 1024;
/** A worker that waits works for nobody: longer waits go back to the queue. */
const PATIENCE_MS = 3_000;
/** Only one document in several is measured by its own cost; the others count like a middling one. */
const USUAL_COST = 50;

export type Asked =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly problem: Problem; readonly refused: Refused };

/** Why a question as such is not answered: larger than any shop answers, or about what this one does not show. */
type Refused = "too costly" | "not allowed" | null;

export type Ask = (document: string, variables: Readonly<Record<string, unknown>>) => Promise<Asked>;

// What each document cost when it was asked last, per running app.
const memory = new WeakMap<AppIdentity, Map<string, number>>();

/** Asks a shop's GraphQL API: tokens, points, time-outs and refusals, nothing of what the answers mean. */
export function askShop(installation: Installation, options: ShopifyOptions, ports: ShopPorts): Ask {
  const tokens = accessTokens(installation, options, ports);
  const bucket = `shopify:${options.clientId}:${installation.tenantId}`;
  const costs = memory.get(ports.app) ?? new Map<string, number>();
  memory.set(ports.app, costs);

  const send = (body: string, token: string): Promise<HttpResponse> =>
    ports.http({
      method: "POST",
      url: `${apiBaseOf(installation.tenantId, options)}/admin/api/${apiVersion}/graphql.json`,
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        "x-shopify-access-token": token,
      },
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });

  const answerTo = async (body: string, token: string): Promise<Answer> => {
    const response = await send(body, token);
    noticeVersion(response, installation, ports);
    return readAnswer(response, installation, ports.clock.now());
  };

  const once = async (body: string): Promise<Answer> => {
    const token = await tokens.current();
    if (!token.ok) return { kind: "problem", problem: token.problem };
    const answer = await answerTo(body, token.value);
    if (answer.kind !== "unauthorized") return answer;
    const renewed = await tokens.replace(token.value);
    if (!renewed.ok) return { kind: "problem", problem: renewed.problem };
    return await answerTo(body, renewed.value);
  };

  /** Asks, and gives back what of the points taken was not charged. A question that was refused costs nothing. */
  const askFor = async (taken: number, document: string, body: string): Promise<Answer> => {
    let cost: QueryCost | null = null;
    try {
      const answer = await once(body);
      if (answer.kind === "data" || answer.kind === "throttled") cost = answer.cost;
      return answer;
    } finally {
      if (cost !== null) costs.set(nameOf(document), cost.requestedQueryCost);
      const charged = cost?.actualQueryCost ?? 0;
      await ports.points.settle(bucket, { taken, charged }, cost === null ? null : bucketOf(cost));
    }
  };

  return async (document, variables) => {
    const body = JSON.stringify({ query: document, variables });
    let patience = PATIENCE_MS;
    try {
      while (patience > 0) {
        const taken = costs.get(nameOf(document)) ?? USUAL_COST;
        const wait = await ports.points.take(bucket, taken, ports.lane);
        if (wait > patience) return busy(installation, wait);
        // One more: whoever waits for the same points may be quicker, and that has to end.
        patience -= wait + 1;
        if (wait > 0) {
          await ports.clock.sleep(wait);
          continue;
        }
        const answer = await askFor(taken, document, body);
        if (answer.kind === "data") return toData(answer, installation, ports);
        if (answer.kind !== "throttled") return failure(answer, installation);
        if (answer.cost === null) break;
      }
      return busy(installation, PATIENCE_MS);
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      return failed(retry(installation, "did not answer", error.message));
    }
  };
}

function toData(
  { data, denied }: Extract<Answer, { kind: "data" }>,
  installation: Installation,
  ports: ShopPorts,
): Asked {
  if (denied.length > 0) {
    ports.log.warn("a shop does not show us everything", {
      installation: installation.id,
      denied: denied.slice(0, 5),
    });
  }
  return { ok: true, data };
}

function failure(answer: Exclude<Answer, { kind: "data" | "throttled" }>, installation: Installation): Asked {
  switch (answer.kind) {
    case "unauthorized":
      return failed(accessEnded(installation, answer.theirs));
    case "too costly":
      return {
        ok: false,
        problem: retry(installation, "has no room for a question of that size", ""),
        refused: "too costly",
      };
    case "not allowed":
      return { ok: false, problem: answer.problem, refused: "not allowed" };
    case "problem":
      return failed(answer.problem);
  }
}

const nameOf = (document: string): string => /^\w+ (\w+)/.exec(document)?.[1] ?? "";

/** Shopify answers with a later version once ours has ended: then the answers may mean something else. */
function noticeVersion({ headers }: HttpResponse, installation: Installation, ports: ShopPorts): void {
  const version = headers["x-shopify-api-version"];
  if (version === undefined || version === apiVersion) return;
  ports.log.error("Shopify answers with another version of its API than we asked for", {
    installation: installation.id,
    asked: apiVersion,
    answered: version,
  });
}

function busy(installation: Installation, afterMs: number): Asked {
  return failed({ ...retry(installation, "has used up its questions for the moment", "THROTTLED"), afterMs });
}

const failed = (problem: Problem): Asked => ({ ok: false, problem, refused: null });
