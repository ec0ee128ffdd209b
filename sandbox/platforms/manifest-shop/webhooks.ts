import type { ShopClock } from "./clock.ts";
import type { ShopFaults } from "./faults.ts";
import type { Store } from "./store.ts";
import { newMessageId, newWebhookSecret, signedHeaders } from "./webhook-signature.ts";

export interface ShopEvent {
  type: string;
  /** When it happened. */
  at: string;
  data: { id: string; object: string } & Record<string, string>;
}

export interface Delivery {
  /** The `webhook-id`: one event keeps it over all attempts. */
  id: string;
  type: string;
  data: ShopEvent["data"];
  body: string;
  url: string;
  raised_at: string;
  state: "waiting" | "delivered" | "dropped" | "given_up";
  attempts: { at: string; status: number | null; error: string | null; ms: number }[];
  next_attempt_at: string | null;
}

export type Announce = (event: ShopEvent) => void;

export interface WebhookSender {
  announce: Announce;
  /** Resolves when no attempt is on its way. */
  idle(): Promise<void>;
  /** Takes up what an earlier run left waiting. */
  resume(): void;
  close(): Promise<void>;
}

interface SenderParts {
  store: Store;
  clock: ShopClock;
  faults: ShopFaults;
  issuer: () => string;
}

/** Pause before each attempt; Standard Webhooks goes on for days, a stand-in's day ends earlier. */
const RETRY_PAUSES_MS = [0, 1_000, 5_000, 30_000, 120_000, 600_000];
const ATTEMPT_TIMEOUT_MS = 15_000;
const SHUFFLE_WINDOW_MS = 200;
const LOGGED_DELIVERIES = 5_000;
const HOUR_MS = 3_600_000;

/** Sends the shop's events to the installed app, and only there, until it has taken them. */
export function startWebhookSender({ store, clock, faults, issuer }: SenderParts): WebhookSender {
  const { state } = store;
  const timers = new Set<NodeJS.Timeout>();
  const onTheWay = new Set<Promise<void>>();
  const closing = new AbortController();
  let shuffled: (() => Promise<void>)[] = [];

  function announce(event: ShopEvent): void {
    const app = state.app;
    if (app === null || app.webhooks_disabled) return;
    const { url, events } = app.manifest.app.webhooks;
    if (!events.includes(event.type)) return;

    const delivery: Delivery = {
      id: newMessageId(),
      type: event.type,
      data: event.data,
      body: JSON.stringify({
        type: event.type,
        timestamp: event.at,
        iss: issuer(),
        tenant: { id: state.tenant.id },
        data: event.data,
      }),
      url,
      raised_at: clock.write(clock.now()),
      state: faults.webhooksDrop ? "dropped" : "waiting",
      attempts: [],
      next_attempt_at: null,
    };
    state.deliveries.push(delivery);
    if (state.deliveries.length > LOGGED_DELIVERIES) state.deliveries.shift();
    store.changed();
    if (delivery.state === "dropped") return;

    const secret = app.webhook_secret;
    const send = async () => {
      const copies = faults.webhooksDuplicate ? [delivery, delivery] : [delivery];
      await Promise.all(copies.map((copy) => attempt(copy, secret)));
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

  /**
   * The secret that is right for an attempt today, or `undefined` when the app has gone. A removed app hears one
   * last thing, signed with the secret it knew: should it be back by then, the farewell must not count.
   */
  function secretFor(delivery: Delivery, raisedWith: string): string | undefined {
    if (delivery.type === "app.uninstalled") return raisedWith;
    const { app } = state;
    return app?.manifest.app.webhooks.url === delivery.url ? app.webhook_secret : undefined;
  }

  async function attempt(delivery: Delivery, raisedWith: string): Promise<void> {
    const startedAt = clock.now();
    delivery.next_attempt_at = null;
    const ownSecret = secretFor(delivery, raisedWith);
    if (ownSecret === undefined) {
      delivery.state = "given_up";
      return;
    }
    const signedAt = faults.webhooksOldTimestamp ? new Date(startedAt.getTime() - HOUR_MS) : startedAt;
    const secret = faults.webhooksBadSignature ? newWebhookSecret() : ownSecret;
    const headers = signedHeaders(secret, { id: delivery.id, at: signedAt, body: delivery.body });
    const answer = await post(delivery.url, headers, delivery.body, closing.signal);
    if (closing.signal.aborted) return;

    delivery.attempts.push({
      at: clock.write(startedAt),
      status: answer.status,
      error: answer.error,
      ms: clock.now().getTime() - startedAt.getTime(),
    });
    store.changed();
    const isTaken = answer.status !== null && answer.status >= 200 && answer.status < 300;
    if (isTaken || delivery.state === "delivered") delivery.state = "delivered";
    else if (answer.status === 410) disable(delivery);
    else plan(delivery, raisedWith, answer.retryAfterMs);
  }

  /** Standard Webhooks: 410 says that nobody wants these events any more. */
  function disable(delivery: Delivery): void {
    delivery.state = "given_up";
    if (state.app !== null && state.app.manifest.app.webhooks.url === delivery.url) {
      state.app.webhooks_disabled = true;
    }
  }

  function plan(delivery: Delivery, raisedWith: string, retryAfterMs: number): void {
    const pause = RETRY_PAUSES_MS[delivery.attempts.length];
    if (pause === undefined) {
      delivery.state = "given_up";
      return;
    }
    const wait = Math.max(pause, retryAfterMs);
    delivery.next_attempt_at = clock.write(new Date(clock.now().getTime() + wait));
    later(wait, () => attempt(delivery, raisedWith));
  }

  function resume(): void {
    const secret = state.app?.webhook_secret;
    for (const delivery of state.deliveries) {
      if (delivery.state !== "waiting") continue;
      if (secret === undefined) delivery.state = "given_up";
      else later(0, () => attempt(delivery, secret));
    }
  }

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

  return { announce, idle, resume, close };
}

interface Answer {
  status: number | null;
  error: string | null;
  retryAfterMs: number;
}

async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  closing: AbortSignal,
): Promise<Answer> {
  try {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]);
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    await response.arrayBuffer();
    const seconds = Number(response.headers.get("retry-after") ?? "0");
    return {
      status: response.status,
      error: null,
      retryAfterMs: Number.isFinite(seconds) ? Math.max(0, seconds) * 1_000 : 0,
    };
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return {
      status: null,
      error: reason instanceof Error ? reason.message : String(reason),
      retryAfterMs: 0,
    };
  }
}
