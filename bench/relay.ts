/**
 * How many orders per second does the app book and pay in a ledger that answers at once, and what does each cost in
 * calls and statements?
 */
import { bareCalls } from "./bare-calls.ts";
import { bookOrders, startJoinedApp } from "./orders-booked.ts";
import { countedBetween, countsOf, startPeers } from "./peers.ts";
import { cpuTimeOf } from "./process-figures.ts";
import { type Figure, rounded } from "./table.ts";
import type { World } from "./world.ts";

const WARM_UP = 200;
const ORDERS = 3_000;
/** What is rarer than once in so many orders is summed up. */
const RARE = 50;

export async function relay({ engines, folder }: World): Promise<Figure[]> {
  const floor = await callsAlone(folder);
  const figures: Figure[] = [];
  let costs: Figure[] = [];
  for (const engine of engines) {
    const peers = await startPeers(folder);
    const app = await startJoinedApp(await engine.fresh(), peers, folder);
    await bookOrders(app, peers, 1, WARM_UP);
    const counted = [app, peers.ledger, peers.shop];
    const before = await Promise.all(counted.map(countsOf));
    const cpuBefore = await cpuTimeOf(app);
    const seconds = await bookOrders(app, peers, 1 + WARM_UP, ORDERS);
    const cpuTime = (await cpuTimeOf(app)) - cpuBefore;
    const after = await Promise.all(counted.map(countsOf));
    const rate = ORDERS / seconds;
    figures.push(
      {
        figure: "Orders booked and paid per second",
        engine: engine.name,
        value: rounded(rate),
        beside: `${rounded(floor)} for the same calls alone, ratio ${rounded(rate / floor, 2)}`,
      },
      {
        figure: "Processor time per order",
        engine: engine.name,
        value: `${rounded(cpuTime / ORDERS, 2)} ms`,
        beside: "of the app's process, whatever else the machine does",
      },
    );
    const costOf = (index: number, name: string, condition: string) =>
      costRows(name, engine.name, condition, countedBetween(before[index] ?? {}, after[index] ?? {}));
    // An order costs the same on every engine, so the last one's are shown.
    costs = [
      ...costOf(1, "Ledger calls per order", "one order in ten is of a new customer"),
      ...costOf(2, "Shop calls per order", ""),
      ...costOf(0, "Statements per order", "without begin and commit"),
    ];
    await app.stop();
    await peers.stop();
  }
  return [...figures, ...costs];
}

/** The floor: the HTTP calls of the orders, made by the app's own client and as many at once, with nothing between. */
async function callsAlone(folder: string): Promise<number> {
  const peers = await startPeers(folder);
  await bareCalls(peers, 0, WARM_UP);
  const startedAt = performance.now();
  await bareCalls(peers, WARM_UP, ORDERS);
  const seconds = (performance.now() - startedAt) / 1000;
  await peers.stop();
  return ORDERS / seconds;
}

/** The sum, and below it what it is made of. */
function costRows(
  figure: string,
  engine: string,
  beside: string,
  counted: readonly (readonly [kind: string, count: number])[],
): Figure[] {
  const row = (name: string, count: number): Figure => ({
    figure: `  ${name}`,
    engine: "",
    value: rounded(count / ORDERS, 2),
    beside: "",
  });
  const sum = (some: typeof counted) => some.reduce((total, [, count]) => total + count, 0);
  const rare = counted.filter(([, count]) => count < ORDERS / RARE);
  return [
    { ...row("", sum(counted)), figure, engine, beside },
    ...counted.slice(0, counted.length - rare.length).map(([kind, count]) => row(kind, count)),
    ...(rare.length === 0 ? [] : [row("rarer ones", sum(rare))]),
  ];
}
