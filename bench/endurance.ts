/** Does the process's memory stay as it is while it books order after order? */
import { bookOrders, startJoinedApp } from "./orders-booked.ts";
import { startPeers } from "./peers.ts";
import { memoryOf } from "./process-figures.ts";
import { type Figure, rounded } from "./table.ts";
import type { World } from "./world.ts";

const ORDERS = 100_000;
const EVERY = 10_000;
const WITHIN_SECONDS = 900;

export async function endurance({ engines, folder }: World): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const engine of engines) {
    const peers = await startPeers(folder);
    const app = await startJoinedApp(await engine.fresh(), peers, folder);
    for (let booked = 0; booked < ORDERS; booked += EVERY) {
      const { orders, seconds } = await bookOrders(app, peers, {
        from: 1 + booked,
        atMost: EVERY,
        withinSeconds: WITHIN_SECONDS,
      });
      const { now, peak } = await memoryOf(app);
      const figure = {
        figure: `Resident memory after ${rounded(booked + EVERY)} orders`,
        engine: engine.name,
        value: `${rounded(now)} MB`,
        beside: `at most ${rounded(peak)} MB so far; ${rounded(orders / seconds)} orders per second`,
      };
      figures.push(figure);
      // So that whoever waits for minutes sees it move.
      console.error(`${engine.name}: ${figure.figure}: ${figure.value}, ${figure.beside}`);
    }
    await app.stop();
    await peers.stop();
  }
  return figures;
}
