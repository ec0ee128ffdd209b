import { z } from "zod";
import type { SiteFaults } from "./faults.ts";
import type { Module } from "./records.ts";
import { isModule } from "./rows.ts";
import type { Store } from "./store.ts";

/** As the merchant fills in "Configure Webhook": one address for one module and one event. */
export const webhookSetup = z.object({
  module: z.string().refine(isModule, "is invalid"),
  /** `any`: the site has no such word, but saves a test from pasting one address five times. */
  event: z.string().min(1),
  /** `{SF_ID}` in it becomes the record's id. */
  url: z.url({ protocol: /^https?$/ }),
  method: z.enum(["GET", "POST"]).default("POST"),
});

export type WebhookSetup = z.output<typeof webhookSetup>;

export type Announce = (module: Module, event: string, id: string) => void;

export interface Delivery {
  module: Module;
  event: string;
  id: string;
  url: string;
  status: number | null;
  state: "sent" | "dropped";
}

interface SenderParts {
  store: Store;
  faults: SiteFaults;
}

const SHUFFLE_WINDOW_MS = 200;
const TIMEOUT_MS = 10_000;

/** Sends events to pasted addresses: unsigned, once, and in no promised order; nothing is repeated. */
export function startWebhookSender({ store, faults }: SenderParts) {
  const deliveries: Delivery[] = [];
  const onTheWay = new Set<Promise<void>>();
  const closing = new AbortController();
  let shuffled: (() => Promise<void>)[] = [];

  const announce: Announce = (module, event, id) => {
    const meant = store.state.webhooks.filter(
      (one) => one.module === module && (one.event === event || one.event === "any"),
    );
    for (const setup of meant) {
      const url = setup.url.replaceAll(/\{SF_ID\}|%7BSF_ID%7D/g, encodeURIComponent(id));
      const delivery: Delivery = { module, event, id, url, status: null, state: "sent" };
      deliveries.push(delivery);
      if (faults.webhooksDrop) {
        delivery.state = "dropped";
        continue;
      }
      for (let copy = 0; copy < (faults.webhooksDuplicate ? 2 : 1); copy += 1) {
        later(() => send(delivery, setup.method));
      }
    }
  };

  function later(work: () => Promise<void>): void {
    if (!faults.webhooksShuffle) {
      track(work());
      return;
    }
    shuffled.push(work);
    if (shuffled.length > 1) return;
    const timer = setTimeout(() => {
      const held = shuffled.toReversed();
      shuffled = [];
      track(held.reduce((before, release) => before.then(release), Promise.resolve()));
    }, SHUFFLE_WINDOW_MS);
    closing.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  }

  function track(work: Promise<void>): void {
    const tracked = work.finally(() => onTheWay.delete(tracked));
    onTheWay.add(tracked);
  }

  async function send(delivery: Delivery, method: WebhookSetup["method"]): Promise<void> {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const init = method === "GET" ? {} : { body: formOf(delivery, faults.webhookBody) };
    try {
      const answer = await fetch(delivery.url, { method, ...init, redirect: "manual", signal });
      delivery.status = answer.status;
    } catch {
      delivery.status = null;
    }
  }

  return {
    announce,
    deliveries: (): readonly Delivery[] => deliveries,
    async idle() {
      while (onTheWay.size > 0 || shuffled.length > 0) {
        await Promise.all([...onTheWay, new Promise((resolve) => setTimeout(resolve, 20))]);
      }
    },
    async close() {
      closing.abort();
      await Promise.all(onTheWay);
    },
  };
}

/** The default payload; under which name the record's id stands is nowhere written. */
function formOf(delivery: Delivery, where: SiteFaults["webhookBody"]): URLSearchParams {
  const form = new URLSearchParams({ event: delivery.event, method: "POST" });
  const names = { id: "id", data: "data[id]", entity: "entity[id]", none: null };
  const name = names[where];
  if (name !== null) form.set(name, delivery.id);
  return form;
}
