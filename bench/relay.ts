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
const WITHIN_SECONDS = 30;
/** What is rarer than once in so many orders is summed up. */
const RARE = 50;

export async function relay({ engines, folder }: World): Promise<Figure[]> {
  const floor = await callsAlone(folder);
  const figures: Figure[] = [];
  let costs: Figure[] = [];
  for (const engine of engines) {
    const peers = await startPeers(folder);
    const app = await startJoinedApp(await engine.fresh(), peers, folder);
    await bookOrders(app, peers, { from: 1, atMost: WARM_UP, withinSeconds: WITHIN_SECONDS });
    const counted = [app, peers.ledger, peers.shop];
    const before = await Promise.all(counted.map(countsOf));
    const cpuBefore = await cpuTimeOf(app);
    const { orders, seconds } = await bookOrders(app, peers, {
      from: 1 + WARM_UP,
      atMost: ORDERS,
      withinSeconds: WITHIN_SECONDS,
    });
    const cpuTime = (await cpuTimeOf(app)) - cpuBefore;
    const after = await Promise.all(counted.map(countsOf));
    const rate = orders / seconds;
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
        value: `${rounded(cpuTime / orders, 2)} ms`,
        beside: "of the app's process, whatever else the machine does",
      },
    );
    const costOf = (index: number, name: string, condition: string) =>
      costRows(
        { figure: name, engine: engine.name, beside: condition },
        orders,
        countedBetween(before[index] ?? {}, after[index] ?? {}),
      );
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

/** The sum per order, and below it what it is made of. */
function costRows(
  heading: Omit<Figure, "value">,
  orders: number,
  counted: readonly (readonly [kind: string, count: number])[],
): Figure[] {
  const perOrder = (some: typeof counted) =>
    rounded(some.reduce((sum, [, count]) => sum + count, 0) / orders, 2);
  const isRare = ([, count]: readonly [string, number]) => count < orders / RARE;
  const part = (name: string, some: typeof counted): Figure => ({
    figure: `  ${name}`,
    engine: "",
    value: perOrder(some),
    beside: "",
  });
  const rare = counted.filter(isRare);
  return [
    { ...heading, value: perOrder(counted) },
    ...counted.filter((each) => !isRare(each)).map((each) => part(each[0], [each])),
    ...(rare.length === 0 ? [] : [part("rarer ones", rare)]),
  ];
}
