import { setTimeout as wait } from "node:timers/promises";
import { type Child, startChild } from "./child.ts";
import { connectLedger, installApp } from "./join.ts";
import { appVariables, countsOf, type Peers } from "./peers.ts";

const POLL_MS = 20;
const PATIENCE_MS = 300_000;
/** After the payment the shop is told and the outcome is stored. */
const AFTERWARDS_MS = 500;
const BATCH = 1_000;

/** The app without limits between its peers, installed and connected. */
export async function startJoinedApp(
  variables: Readonly<Record<string, string>>,
  peers: Peers,
  folder: string,
): Promise<Child> {
  const script = import.meta.resolve("./unlimited-app.ts");
  const app = await startChild(script, { ...appVariables(peers), ...variables }, folder);
  await installApp(app, peers);
  await connectLedger(app, peers);
  return app;
}

export interface Booked {
  readonly orders: number;
  /** From putting orders into the inbox until the last of them is paid in the ledger. */
  readonly seconds: number;
}

/**
 * Has orders `o<from>` and the following booked, a thousand at a time, until there are `atMost` or the time is up:
 * on a slow machine fewer orders tell the same.
 */
export async function bookOrders(
  app: Child,
  peers: Peers,
  { from, atMost, withinSeconds }: { from: number; atMost: number; withinSeconds: number },
): Promise<Booked> {
  let orders = 0;
  let seconds = 0;
  while (orders < atMost && seconds < withinSeconds) {
    const count = Math.min(BATCH, atMost - orders);
    seconds += await bookBatch(app, peers, from + orders, count);
    orders += count;
  }
  await wait(AFTERWARDS_MS);
  return { orders, seconds };
}

async function bookBatch(app: Child, peers: Peers, from: number, count: number): Promise<number> {
  const paidBefore = await paid(peers);
  const startedAt = performance.now();
  await fetch(`${app.url}/bench/orders?from=${from}&count=${count}`, { method: "POST" });
  while ((await paid(peers)) - paidBefore < count) {
    if (performance.now() - startedAt > PATIENCE_MS) throw new Error(`${count} orders were not paid in time`);
    await wait(POLL_MS);
  }
  return (performance.now() - startedAt) / 1000;
}

async function paid({ ledger }: Peers): Promise<number> {
  return (await countsOf(ledger))["PUT /invoicepayments/{id}/bookkeep"] ?? 0;
}
