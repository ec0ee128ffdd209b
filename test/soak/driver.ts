import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, FaultKind } from "../../sandbox/accounting/fortnox/faults.ts";
import type { FortnoxStandIn } from "../../sandbox/accounting/fortnox/server.ts";
import type { Shop } from "../../sandbox/platforms/manifest-shop/shop.ts";
import type { Random } from "./random.ts";
import { charged, someDraft, someRefund, withAddition } from "./trade.ts";

export interface Driver {
  readonly shop: Shop;
  readonly fortnox: FortnoxStandIn;
  readonly random: Random;
  /** The orders so far, oldest first. */
  readonly placed: string[];
  /** Ends one process of the app. */
  readonly kill: () => void;
  /** Null where there is no Redis. */
  readonly emptyRedis: (() => Promise<void>) | null;
  readonly note: (line: string) => void;
}

/** The calls whose loss hurts most, and the look-ups that settle it. */
const CALLS = [
  "POST /3/invoices",
  "POST /3/invoices",
  "PUT /3/invoices/*/bookkeep",
  "POST /3/invoicepayments",
  "PUT /3/invoicepayments/*/bookkeep",
  "POST /3/customers",
  "POST /3/articles",
  "GET /3/invoices",
  "GET /3/invoicepayments",
  "GET /3/customers",
  "GET /3/invoices/*",
  "POST /oauth-v1/token",
];

const KINDS: readonly FaultKind[] = [
  "timeout-after-write",
  "timeout-before-write",
  "connection-reset-after-write",
  "500",
  "503",
  "429",
  "html-502",
  "slow",
  "unauthorized",
];

/** A write may land this long after its caller has died; shorter than the wait before a doubt is looked up. */
const LATEST_LANDING_MS = 1_500;

/** Among how many orders the next thing mostly happens. */
const RECENT = 60;

/** Does one thing after another until the time is up: trade, trouble and violence, chosen by the seed. */
export async function drive(driver: Driver, until: number, pauseMs: number): Promise<void> {
  const { random } = driver;
  const actions: readonly (readonly [weight: number, act: (driver: Driver) => Promise<void> | void])[] = [
    [45, place],
    [14, refund],
    [6, edit],
    [5, payLate],
    [3, cancel],
    [6, touch],
    [6, disturbWebhooks],
    [12, disturbLedger],
    [3, disturbShop],
    [4, (one) => one.kill()],
    [2, emptyRedis],
  ];
  const total = actions.reduce((sum, [weight]) => sum + weight, 0);
  while (Date.now() < until) {
    let at = random.between(1, total);
    const chosen = actions.find(([weight]) => {
      at -= weight;
      return at <= 0;
    });
    await chosen?.[1](driver);
    await sleep(random.between(0, 2 * pauseMs));
  }
}

/** Everything works again. */
export function endTroubles({ shop, fortnox }: Driver): void {
  fortnox.faults.clear();
  fortnox.faults.set({ rateLimit: false });
  Object.assign(shop.faults, {
    apiDown: false,
    api429: false,
    apiSlowMs: 0,
    apiDropAfterWrite: false,
    webhooksDrop: false,
    webhooksDuplicate: false,
    webhooksShuffle: false,
    webhooksDelayMs: 0,
  });
}

async function place({ shop, placed, random, note }: Driver): Promise<void> {
  const { id } = await shop.placeOrder(someDraft(random));
  placed.push(id);
  note(`place ${id}`);
}

async function refund(driver: Driver): Promise<void> {
  const { shop, random, note } = driver;
  const order = someOrder(driver, (one) => charged(one) !== "0.00");
  if (order === undefined) return;
  const draft = someRefund(order, random);
  // The shop itself refuses to give back more than is left.
  const done = await shop.refund(order.id, draft).catch(() => null);
  note(`refund ${order.id} ${JSON.stringify(draft)}${done === null ? " refused by the shop" : ""}`);
}

async function edit(driver: Driver): Promise<void> {
  const { shop, random, note } = driver;
  const order = someOrder(driver, (one) => one.financial_status === "paid");
  if (order === undefined) return;
  await shop.putOrder(withAddition(order, random, new Date().toISOString()));
  note(`add to ${order.id}`);
}

async function payLate(driver: Driver): Promise<void> {
  const { shop, note } = driver;
  const order = someOrder(driver, isUnpaid);
  if (order === undefined) return;
  await shop.pay(order.id);
  note(`pay ${order.id}`);
}

async function cancel(driver: Driver): Promise<void> {
  const { shop, note } = driver;
  const order = someOrder(driver, isUnpaid);
  if (order === undefined) return;
  await shop.cancel(order.id);
  note(`cancel ${order.id}`);
}

const isUnpaid = (order: { readonly financial_status: string }): boolean =>
  order.financial_status === "pending";

async function touch(driver: Driver): Promise<void> {
  const { shop, random, note } = driver;
  const order = someOrder(driver, () => true);
  if (order === undefined) return;
  if (random.chance(0.3)) await shop.syncNow([order.id]).catch(() => null);
  else await shop.fulfil(order.id);
  note(`touch ${order.id}`);
}

function disturbWebhooks({ shop, random, note }: Driver): void {
  const faults = {
    webhooksDrop: random.chance(0.15),
    webhooksDuplicate: random.chance(0.4),
    webhooksShuffle: random.chance(0.3),
    webhooksDelayMs: random.chance(0.2) ? random.between(1, 900) : 0,
  };
  Object.assign(shop.faults, faults);
  note(`webhooks ${JSON.stringify(faults)}`);
}

function disturbLedger({ fortnox, random, note }: Driver): void {
  // Each waits for its call; more than a few would only queue up.
  const pending = fortnox.faults.pending();
  if (pending.length > 6) return;
  const kind = random.pick(KINDS);
  // A fresh token that is refused too means that the consent is gone, and only a person can give a new one.
  const isLimited = kind === "unauthorized";
  if (isLimited && pending.some((one) => one.fault === kind)) return;
  const fault: Fault = {
    match: random.pick(CALLS),
    fault: kind,
    times: !isLimited && random.chance(0.2) ? 3 : 1,
    ms: kind === "slow" ? random.between(50, LATEST_LANDING_MS) : random.between(1, 300),
  };
  fortnox.faults.next(fault);
  note(`ledger ${fault.fault} at ${fault.match} x${fault.times} ${fault.ms} ms`);
}

/**
 * Not with an expired token: a process that dies between a rotation and its storing takes the new refresh token with it,
 * the shop withdraws the grant, and only a person can give another.
 */
function disturbShop({ shop, random, note }: Driver): void {
  const faults = {
    apiDown: random.chance(0.3) ? 2 : false,
    api429: random.chance(0.2) ? 1 : false,
    apiDropAfterWrite: random.chance(0.3) ? 1 : false,
  };
  Object.assign(shop.faults, faults);
  note(`shop ${JSON.stringify(faults)}`);
}

async function emptyRedis({ emptyRedis: empty, note }: Driver): Promise<void> {
  if (empty === null) return;
  await empty();
  note("empty Redis");
}

/** Mostly a recent order: that is where the app is at work. */
function someOrder({ shop, placed, random }: Driver, fits: (order: Order) => boolean): Order | undefined {
  const ids = random.chance(0.8) ? placed.slice(-RECENT) : placed;
  for (let tries = 0; tries < 8 && ids.length > 0; tries += 1) {
    const order = shop.order(random.pick(ids));
    if (order !== undefined && fits(order)) return order;
  }
  return undefined;
}

type Order = NonNullable<ReturnType<Shop["order"]>>;
