import express, { type Request, type Response, type Router } from "express";
import type { Language, Speak } from "../panel/words/texts.ts";
import type { Context } from "../pipeline/context.ts";
import { drainInbox } from "../pipeline/inbox/drain.ts";
import type { Received, Receiver } from "../pipeline/inbox/receive.ts";
import { type SyncResult, waitForOrders } from "../pipeline/inbox/sync.ts";
import type { Platform, RawDelivery, WebhookDoor } from "../platforms/platform.ts";
import { isDatabaseAway } from "../store/dialect.ts";
import { queryOf } from "./install.ts";
import type { StrangerLimit } from "./stranger-limit.ts";
import { textsOf } from "./texts-of.ts";

const LARGEST_BODY = "1mb";
const SHARED_DOOR = "/webhooks";
const RETRY_AFTER_SECONDS = "5";
/** The platform waits five seconds for an action's answer; what takes longer goes on by itself. */
const ACTION_PATIENCE_MS = 3_500;
const MAX_ACTION_IDS = 50;

export interface WebhookDeps {
  readonly context: Context;
  readonly receiver: Receiver;
  readonly strangers: StrangerLimit;
  readonly speak: Speak;
}

/**
 * Doors through which platforms tell us things. The body stays raw until its signature is proven;
 * nothing is done inside the request but storing it.
 */
export function webhookRoutes(deps: WebhookDeps): Router {
  const { context } = deps;
  const router = express.Router();
  const raw = (limit: string) => express.raw({ type: () => true, limit });
  const known = [...context.platforms.values()];
  const sharing = known.filter((platform) => platform.webhooks.doors === undefined);

  const door = (platforms: readonly Platform[], { path, methods, largestBody, isSecret }: WebhookDoor) => {
    for (const method of methods ?? ["post"]) {
      router[method](path, raw(largestBody ?? LARGEST_BODY), async (request, response) => {
        const received = await receive(
          deps,
          platforms,
          request,
          response,
          isSecret === true ? HIDDEN : CLOSED,
        );
        if (received !== null) response.status(received.isNew && isSecret !== true ? 202 : 200).end();
      });
    }
  };
  door(sharing, { path: SHARED_DOOR });
  for (const platform of known) {
    for (const own of platform.webhooks.doors ?? []) door([platform], own);
  }

  router.post("/actions/sync-now", raw(LARGEST_BODY), async (request, response) => {
    const received = await receive(deps, sharing, request, response);
    if (received === null) return;
    const { meaning } = received.delivery;
    const { say } = deps.speak(meaning.kind === "action" ? meaning.locale : null);
    if (meaning.kind !== "action" || meaning.orderIds.length > MAX_ACTION_IDS) {
      response.status(422).json(reply(say, "error", "This action is not known.", []));
      return;
    }
    await drainInbox(context, "people").catch((error: unknown) => {
      // The delivery is safe: the next tick drains it.
      context.ports.log.warn("an action's orders were not taken out of the inbox at once", {
        error: String(error),
      });
    });
    const results = await waitForOrders(
      context,
      received.installation.id,
      meaning.orderIds,
      ACTION_PATIENCE_MS,
    );
    const isUnderWay = results.some((one) => one.status === "info");
    response.status(isUnderWay ? 202 : 200).json(reply(say, worst(results), summary(results), results));
  });

  return router;
}

/** What a stranger is told. */
interface Refusal {
  readonly status: 401 | 404;
  readonly body: Record<string, string>;
}

const CLOSED: Refusal = {
  status: 401,
  body: problem("unauthorized", "The request is not signed by a shop that installed us."),
};
/** Of an address that is a secret nobody learns whether a part of it was right. */
const HIDDEN: Refusal = { status: 404, body: problem("not_found", "There is nothing at this address.") };

type Accepted = Extract<Received, { kind: "accepted" }>;

async function receive(
  deps: WebhookDeps,
  platforms: readonly Platform[],
  request: Request,
  response: Response,
  refusal: Refusal = CLOSED,
): Promise<Accepted | null> {
  const { context, receiver, strangers } = deps;
  const received = await receiver.receive(platforms, rawDelivery(request)).catch((error: unknown) => {
    if (!isDatabaseAway(error)) throw error;
    context.ports.log.warn("a delivery could not be stored; the platform will repeat it", {
      error: String(error),
    });
    return { kind: "away" } as const;
  });
  if (received.kind === "malformed" || received.kind === "refused") {
    // Only now: a shop behind the same address as the flood must still be heard.
    const wait = strangers.count(request);
    if (wait !== null) {
      response
        .status(429)
        .set("Retry-After", String(wait))
        .json(problem("too_many_requests", "Too many requests that no shop has signed."));
      return null;
    }
  }
  switch (received.kind) {
    case "accepted":
      return received;
    case "malformed":
      response.status(400).json(problem("malformed", "The body is not JSON."));
      return null;
    case "unreadable":
      response.status(400).json(problem("unreadable", "The signed body does not have the contract's form."));
      return null;
    case "refused":
      response.status(refusal.status).json(refusal.body);
      return null;
    case "ignored":
      response.status(200).end();
      return null;
    case "gone":
      response.status(410).json(problem("gone", "The app is not installed here any more."));
      return null;
    case "away":
      response
        .status(503)
        .set("Retry-After", RETRY_AFTER_SECONDS)
        .json(problem("unavailable", "The delivery could not be stored. Please repeat it."));
      return null;
  }
}

function rawDelivery(request: Request): RawDelivery {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  const body: unknown = request.body;
  return {
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
    headers,
    params: textsOf(request.params),
    query: queryOf(request),
  };
}

function problem(code: string, detail: string): Record<string, string> {
  return { code, detail };
}

function reply(
  say: Language["say"],
  status: SyncResult["status"],
  message: string,
  results: readonly SyncResult[],
) {
  return {
    status,
    message: say(message),
    results: results.map((one) => ({
      id: one.id,
      status: one.status,
      message: say(one.message),
      ...(one.documentUrl === null ? {} : { document_url: one.documentUrl }),
    })),
    refresh: true,
  };
}

const ORDER = ["success", "info", "warning", "error"] as const;

function worst(results: readonly SyncResult[]): SyncResult["status"] {
  return ORDER.findLast((status) => results.some((one) => one.status === status)) ?? "success";
}

function summary(results: readonly SyncResult[]): string {
  const [only] = results;
  if (results.length === 1 && only !== undefined) return only.message;
  const count = (status: SyncResult["status"]): number =>
    results.filter((one) => one.status === status).length;
  const parts = [
    `${count("success") + count("warning")} booked`,
    `${count("info")} waiting or skipped`,
    `${count("error")} need you`,
  ];
  return `${results.length} orders: ${parts.join(", ")}.`;
}
