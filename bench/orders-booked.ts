import { setTimeout as wait } from "node:timers/promises";
import { type Child, startChild } from "./child.ts";
import { connectLedger, installApp } from "./join.ts";
import { appVariables, countsOf, type Peers } from "./peers.ts";

const POLL_MS = 20;
const PATIENCE_MS = 120_000;
/** After the payment the shop is told and the outcome is stored. */
const AFTERWARDS_MS = 1_000;

/** The app without limits between its peers, installed and connected. */
export async function startJoinedApp(
  variables: Readonly<Record<string, string>>,
  peers: Peers,
  folder: string,
): Promise<Child> {
  const app = await startChild(
    import.meta.resolve("./unlimited-app.ts"),
    { ...appVariables(peers), ...variables },
    folder,
  );
  await installApp(app, peers);
  await connectLedger(app, peers);
  return app;
}

/**
 * Puts orders `o<from>` and the following into the inbox and gives the seconds until the last is paid in the ledger.
 * Resolves a moment later, when the shop has been told of it, too.
 */
export async function bookOrders(app: Child, peers: Peers, from: number, count: number): Promise<number> {
  const paidBefore = await paid(peers);
  const startedAt = performance.now();
  await fetch(`${app.url}/bench/orders?from=${from}&count=${count}`, { method: "POST" });
  const end = startedAt + PATIENCE_MS;
  while ((await paid(peers)) - paidBefore < count) {
    if (performance.now() > end) throw new Error(`not all orders were paid within ${PATIENCE_MS / 1000} s`);
    await wait(POLL_MS);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await wait(AFTERWARDS_MS);
  return seconds;
}

async function paid({ ledger }: Peers): Promise<number> {
  return (await countsOf(ledger))["PUT /invoicepayments/{id}/bookkeep"] ?? 0;
}
