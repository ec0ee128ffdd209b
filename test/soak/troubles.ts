import type { Fault, FaultKind } from "../../sandbox/accounting/fortnox/faults.ts";
import type { Driver } from "./driver.ts";

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

/** So long, at most, a server that was ended stays away. */
const LONGEST_AWAY_MS = 2_500;

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

export function disturbWebhooks({ shop, random, note }: Driver): void {
  const faults = {
    webhooksDrop: random.chance(0.15),
    webhooksDuplicate: random.chance(0.4),
    webhooksShuffle: random.chance(0.3),
    webhooksDelayMs: random.chance(0.2) ? random.between(1, 900) : 0,
  };
  Object.assign(shop.faults, faults);
  note(`webhooks ${JSON.stringify(faults)}`);
}

export function disturbLedger({ fortnox, random, troubles, note }: Driver): void {
  // Each waits for its call; more than a few would only queue up.
  const pending = fortnox.faults.pending();
  if (pending.length > 6) return;
  const kind = random.pick(KINDS);
  if (kind === "slow" && !troubles.has("slow")) return;
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

export function disturbShop({ shop, random, troubles, note }: Driver): void {
  const faults = {
    apiSlowMs: troubles.has("slow") && random.chance(0.3) ? random.between(50, 600) : 0,
    apiDown: random.chance(0.3) ? 2 : false,
    api429: random.chance(0.2) ? 1 : false,
    apiDropAfterWrite: random.chance(0.3) ? 1 : false,
  };
  Object.assign(shop.faults, faults);
  note(`shop ${JSON.stringify(faults)}`);
}

export async function emptyRedis({ emptyRedis: empty, note }: Driver): Promise<void> {
  if (empty === null) return;
  await empty();
  note("empty Redis");
}

/**
 * Every access token to the ledger is refused from now on, wherever it is kept. The app gets another by client
 * credentials, which no death can lose.
 */
export function expireLedgerTokens({ fortnox, note }: Driver): void {
  // Refused twice running means that the consent is gone, see `disturbLedger`.
  if (fortnox.faults.pending().some((one) => one.fault === "unauthorized")) return;
  fortnox.faults.expireTokens();
  note("the ledger's tokens expire");
}

/**
 * In peace only: a process that dies between a rotation and its storing takes the new refresh token with it, the shop
 * withdraws the grant, and only a person can give another.
 */
export function expireShopTokens({ shop, note }: Driver): void {
  shop.faults.tokenExpired = true;
  note("the shop's tokens expire");
}

export async function restartRedis({ restart, random, note }: Driver): Promise<void> {
  if (restart === null) return;
  const awayMs = random.between(0, LONGEST_AWAY_MS);
  note(`restart Redis after ${awayMs} ms`);
  await restart("redis", awayMs);
}

export async function restartDatabase({ restart, random, note }: Driver): Promise<void> {
  if (restart === null) return;
  const awayMs = random.between(0, LONGEST_AWAY_MS);
  note(`restart MariaDB after ${awayMs} ms`);
  await restart("mariadb", awayMs);
}
