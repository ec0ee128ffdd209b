import { HttpFailure, type HttpResponse, type Job, type JobOptions } from "../../ports.ts";
import {
  type Attempt,
  type DueEndpoint,
  dueWebhooks,
  giveUpWebhooks,
  storeAttempt,
  type WebhookDelivery,
} from "../../store/messages/webhook-deliveries.ts";
import {
  claimEndpoint,
  holdEndpoint,
  setEndpointStatus,
  type WebhookEndpoint,
} from "../../store/messages/webhook-endpoints.ts";
import type { Context } from "../context.ts";
import { forgetEndpoints } from "./announce.ts";
import { endpointSecret } from "./webhook-endpoints.ts";
import { signedHeaders } from "./webhook-signature.ts";

const TIMEOUT_MS = 15_000;
/** Longer than one attempt, so that nobody else delivers meanwhile. */
const LEASE_MS = 60_000;
const BATCH = 50;
/** What a failing address is left alone for, whatever else waits for it. */
const REST_MS = 5_000;
const MOST_REST_MS = 24 * 3_600_000;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** After each failed attempt; with the first at once that makes ten in about three days (Standard Webhooks, retries). */
const RETRY_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

export function webhooksJob({ installationId, endpointId }: DueEndpoint): { job: Job; options: JobOptions } {
  const job = { kind: "webhooks" as const, installationId, endpointId };
  return { job, options: { key: `webhooks:${endpointId}` } };
}

/** Sends an address what is due, oldest first, one at a time over all processes, until one attempt fails. */
export async function deliverWebhooks(context: Context, endpointId: string): Promise<void> {
  const { store, ports } = context;
  const begun = ports.clock.now();
  const endpoint = await claimEndpoint(store, endpointId, begun, begun + LEASE_MS);
  if (endpoint === null) return;
  let restUntil: number | null = null;
  try {
    const secret = await endpointSecret(context, endpoint);
    for (;;) {
      const due = await dueWebhooks(store, endpointId, ports.clock.now(), BATCH);
      for (const delivery of due) {
        await holdEndpoint(store, endpointId, ports.clock.now() + LEASE_MS);
        restUntil = await deliver(context, endpoint, secret, delivery);
        if (restUntil !== null) return;
      }
      if (due.length < BATCH) return;
    }
  } finally {
    await holdEndpoint(store, endpointId, restUntil);
  }
}

/** Null when it went well, else until when the address rests. */
async function deliver(
  context: Context,
  endpoint: WebhookEndpoint,
  secret: string,
  delivery: WebhookDelivery,
): Promise<number | null> {
  const { store, ports } = context;
  const { body, messageId } = delivery;
  const attempts = delivery.attempts + 1;
  const answer = await send(context, endpoint.url, body, {
    "content-type": "application/json",
    ...signedHeaders(secret, { id: messageId, body }, ports.clock.now()),
  });
  const now = ports.clock.now();
  const status = "failure" in answer ? null : answer.status;
  if (status !== null && status >= 200 && status < 300) {
    const done: Attempt = { state: "delivered", attempts, answerStatus: status, failure: null, nextAt: null };
    await storeAttempt(store, delivery.id, done, now);
    return null;
  }
  const failure = "failure" in answer ? answer.failure : `answered ${answer.status}`;
  const askedMs = "failure" in answer ? 0 : retryAfterMs(answer.headers["retry-after"], now);
  const delay = RETRY_MS[attempts - 1];
  const nextAt = delay === undefined ? null : now + Math.max(jittered(delay), askedMs);
  const state = nextAt === null ? "failed" : "waiting";
  await storeAttempt(store, delivery.id, { state, attempts, answerStatus: status, failure, nextAt }, now);
  if (status === 410) await switchOff(context, endpoint, now);
  return now + Math.max(REST_MS, askedMs);
}

async function send(
  context: Context,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<HttpResponse | { readonly failure: string }> {
  try {
    // Redirects are answers like any other: a signed body goes where the merchant said and nowhere else.
    return await context.ports.http({
      method: "POST",
      url,
      headers,
      body,
      timeoutMs: TIMEOUT_MS,
      untrusted: true,
    });
  } catch (error) {
    if (error instanceof HttpFailure) return { failure: error.message };
    throw error;
  }
}

/** 410: the address says that it is gone and wants nothing any more. */
async function switchOff(
  context: Context,
  { id, installationId }: WebhookEndpoint,
  now: number,
): Promise<void> {
  const { store, ports } = context;
  await setEndpointStatus(store, id, "disabled", now);
  await giveUpWebhooks(store, id, "the address answered 410 and was switched off", now);
  forgetEndpoints(context, installationId);
  ports.log.info("a webhook address is gone and was switched off", {
    installation: installationId,
    endpoint: id,
  });
}

/** Up to a tenth more, so that an address that comes back is not met by everything at once. */
const jittered = (delay: number): number => Math.round(delay * (1 + Math.random() / 10));

/** Seconds or a date; at most a day, also when the address asks for more. */
function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const asked = /^\d+$/.test(header) ? Number(header) * SECOND : Date.parse(header) - now;
  return Number.isFinite(asked) ? Math.min(Math.max(asked, 0), MOST_REST_MS) : 0;
}
