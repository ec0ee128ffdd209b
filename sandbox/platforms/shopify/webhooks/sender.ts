import { createHmac, randomBytes, randomUUID } from "node:crypto";
import type { ShopClock } from "../clock.ts";
import type { AppDescription, Subscription } from "../deploy/app-description.ts";
import type { ShopFaults } from "../faults.ts";
import type { ClientSecrets } from "../oauth/secrets.ts";
import type { Store } from "../store.ts";
import type { Payload } from "./payloads.ts";
import { included, jsonText } from "./payloads.ts";

export interface Delivery {
  /** `X-Shopify-Webhook-Id`: one delivery keeps it over all attempts. */
  id: string;
  /** `X-Shopify-Event-Id`: the same for all topics of one action. */
  eventId: string;
  topic: string;
  body: string;
  url: string;
  name: string | null;
  triggeredAt: string;
  state: "waiting" | "delivered" | "dropped" | "given_up";
  attempts: { at: string; status: number | null; error: string | null; ms: number }[];
  nextAttemptAt: string | null;
}

/** Tells the app of one thing that happened, under as many topics as it has. */
export type Announce = (events: readonly { topic: string; payload: Payload }[]) => void;

interface SenderParts {
  store: Store;
  clock: ShopClock;
  faults: ShopFaults;
  secrets: ClientSecrets;
  app: () => AppDescription;
  shop: string;
  /** Pauses before the second attempt and those after it. */
  retryPausesMs: readonly number[];
}

const ATTEMPT_TIMEOUT_MS = 5_000;
const SHUFFLE_WINDOW_MS = 200;
const LOGGED_DELIVERIES = 5_000;

/** Sends what happens in the shop to the app's subscriptions until it has taken them, and then no more. */
export function startWebhookSender(parts: SenderParts) {
  const { store, clock, faults, secrets, shop } = parts;
  const { state } = store;
  const timers = new Set<NodeJS.Timeout>();
  const onTheWay = new Set<Promise<void>>();
  const closing = new AbortController();
  let shuffled: (() => Promise<void>)[] = [];

  const announce: Announce = (events) => {
    const eventId = randomUUID();
    for (const { topic, payload } of events) {
      if (state.installation === null && !OUTLIVE_THE_APP.includes(topic)) continue;
      for (const subscription of parts.app().subscriptions) {
        const wanted = [...subscription.topics, ...subscription.complianceTopics].includes(topic);
        if (wanted) dispatch(deliveryOf(topic, payload, { subscription, eventId }));
      }
    }
  };

  function deliveryOf(
    topic: string,
    payload: Payload,
    { subscription, eventId }: { subscription: Subscription; eventId: string },
  ): Delivery {
    const isLost = faults.webhooksDrop || faults.webhooksDropTopics.includes(topic);
    return {
      id: randomUUID(),
      eventId,
      topic,
      body: jsonText(included(payload, subscription.includeFields)),
      url: new URL(subscription.uri, parts.app().applicationUrl).href,
      name: subscription.name ?? null,
      triggeredAt: clock.now().toISOString().replace("Z", "000000Z"),
      state: isLost ? "dropped" : "waiting",
      attempts: [],
      nextAttemptAt: null,
    };
  }

  function dispatch(delivery: Delivery): void {
    state.deliveries.push(delivery);
    if (state.deliveries.length > LOGGED_DELIVERIES) state.deliveries.shift();
    store.changed();
    if (delivery.state === "dropped") return;
    const send = async () => {
      const copies = faults.webhooksDuplicate ? [delivery, delivery] : [delivery];
      await Promise.all(copies.map((copy) => attempt(copy)));
    };
    if (faults.webhooksShuffle) holdForShuffle(send);
    else later(faults.webhooksDelayMs, send);
  }

  /** One after another, each after the answer to the one before: the app surely sees the reverse order. */
  function holdForShuffle(send: () => Promise<void>): void {
    shuffled.push(send);
    if (shuffled.length > 1) return;
    later(SHUFFLE_WINDOW_MS, async () => {
      const held = shuffled.reverse();
      shuffled = [];
      for (const release of held) await release();
    });
  }

  /** Runs the work after a pause, at once without one, and knows of it until it is done. */
  function later(ms: number, work: () => Promise<void>): void {
    if (closing.signal.aborted) return;
    if (ms === 0) {
      track(work());
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      track(work());
    }, ms);
    timers.add(timer);
  }

  function track(work: Promise<void>): void {
    const tracked = work.finally(() => onTheWay.delete(tracked));
    onTheWay.add(tracked);
  }

  async function attempt(delivery: Delivery): Promise<void> {
    const startedAt = clock.now();
    delivery.nextAttemptAt = null;
    const answer = await post(delivery.url, headersOf(delivery), delivery.body, closing.signal);
    if (closing.signal.aborted) return;
    delivery.attempts.push({
      at: startedAt.toISOString(),
      ...answer,
      ms: clock.now().getTime() - startedAt.getTime(),
    });
    store.changed();
    const isTaken = answer.status !== null && answer.status >= 200 && answer.status < 300;
    if (isTaken || delivery.state === "delivered") delivery.state = "delivered";
    else plan(delivery);
  }

  function headersOf(delivery: Delivery): Record<string, string> {
    const secret = faults.webhooksBadHmac ? randomBytes(16).toString("hex") : secrets.signing();
    const hmac = createHmac("sha256", secret).update(delivery.body).digest("base64");
    return {
      "content-type": "application/json",
      "user-agent": "Shopify-Captain-Hook",
      "x-shopify-topic": delivery.topic,
      ...(faults.webhooksNoHmac ? {} : { "x-shopify-hmac-sha256": hmac }),
      "x-shopify-shop-domain": shop,
      "x-shopify-api-version": parts.app().apiVersion,
      "x-shopify-webhook-id": delivery.id,
      "x-shopify-event-id": delivery.eventId,
      "x-shopify-triggered-at": delivery.triggeredAt,
      ...(delivery.name === null ? {} : { "x-shopify-name": delivery.name }),
    };
  }

  function plan(delivery: Delivery): void {
    const pause = parts.retryPausesMs[delivery.attempts.length - 1];
    if (pause === undefined) {
      delivery.state = "given_up";
      return;
    }
    delivery.nextAttemptAt = new Date(clock.now().getTime() + pause).toISOString();
    later(pause, () => attempt(delivery));
  }

  /** Sends a delivery of the past once more, under its old id: as late and as often as a test likes. */
  function redeliver(id: string): void {
    const delivery = state.deliveries.find((each) => each.id === id);
    if (delivery !== undefined) later(0, () => attempt(delivery));
  }

  /** Takes up what an earlier run left waiting. */
  function resume(): void {
    for (const delivery of state.deliveries) {
      if (delivery.state === "waiting") later(0, () => attempt(delivery));
    }
  }

  /** Resolves when no attempt is on its way. */
  async function idle(): Promise<void> {
    while (onTheWay.size > 0 || shuffled.length > 0) {
      await Promise.all(onTheWay);
      if (shuffled.length > 0) await new Promise((resolve) => setTimeout(resolve, SHUFFLE_WINDOW_MS / 10));
    }
  }

  async function close(): Promise<void> {
    closing.abort();
    for (const timer of timers) clearTimeout(timer);
    await Promise.all(onTheWay);
  }

  return { announce, redeliver, resume, idle, close };
}

/** What the app hears of after it has gone. */
const OUTLIVE_THE_APP = ["app/uninstalled", "shop/redact", "customers/redact", "customers/data_request"];

async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  closing: AbortSignal,
): Promise<{ status: number | null; error: string | null }> {
  try {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]);
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    await response.arrayBuffer();
    return { status: response.status, error: null };
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { status: null, error: reason instanceof Error ? reason.message : String(reason) };
  }
}
