/** How much memory does the process hold when idle, and, with servers behind it, after it has booked 10,000 orders? */
import { setTimeout as wait } from "node:timers/promises";
import { bookOrders, startJoinedApp } from "./orders-booked.ts";
import { startPeers } from "./peers.ts";
import { memoryOf } from "./process-figures.ts";
import { type Figure, rounded } from "./table.ts";
import type { World } from "./world.ts";

const ORDERS = 10_000;
const WITHIN_SECONDS = 70;
/** Time for what is over to be let go. */
const SETTLE_MS = 2_000;

export async function memory({ engines, folder }: World): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const engine of engines) {
    const figure = (name: string, value: number, beside: string): Figure => ({
      figure: `Resident memory, ${name}`,
      engine: engine.name,
      value: `${rounded(value)} MB`,
      beside,
    });
    const peers = await startPeers(folder);
    const variables = await engine.fresh();
    const app = await startJoinedApp(variables, peers, folder);
    await wait(SETTLE_MS);
    figures.push(figure("idle", (await memoryOf(app)).now, "one ledger connected, nothing booked"));
    // On one engine only: so many orders take most of a minute, and the bench should not outlast one's patience.
    if ("DATABASE_URL" in variables) {
      const { orders } = await bookOrders(app, peers, {
        from: 1,
        atMost: ORDERS,
        withinSeconds: WITHIN_SECONDS,
      });
      await wait(SETTLE_MS);
      const { now, peak } = await memoryOf(app);
      const name = `after ${rounded(orders)} orders`;
      figures.push(figure(name, now, `at most ${rounded(peak)} MB while booking`));
    }
    await app.stop();
    await peers.stop();
  }
  return figures;
}
