/** How many signed webhooks per second does the app take in durably, and how long does the shop wait for the answer? */
import { startChild } from "./child.ts";
import { newDatabase } from "./engines.ts";
import { installApp } from "./join.ts";
import { CONNECTIONS, type Load, sendAll } from "./load.ts";
import { appVariables, startPeers } from "./peers.ts";
import { signedWebhooks } from "./signed-webhooks.ts";
import { type Figure, median, rounded } from "./table.ts";
import type { World } from "./world.ts";

const WARM_UP = CONNECTIONS * 30;
const WEBHOOKS = CONNECTIONS * 300;
/** Every figure is the median of so many, taken in turn, so that a slow moment of the machine falls on all alike. */
const ROUNDS = 3;

/** What takes the webhooks in: a process of ours with this role on this engine, or (null) the plain handler. */
interface Taker {
  readonly name: string;
  readonly engine: "embedded" | "servers";
  readonly role: "all" | "web" | null;
  readonly beside: string;
}

const plainHandler: Taker = { name: "floor", engine: "servers", role: null, beside: "" };
const ours: readonly Taker[] = [
  { name: "MariaDB + Redis", engine: "servers", role: "web", beside: "a process that only receives" },
  // On SQLite no ledger is connected, so that the orders are noted and wait; likewise here.
  { name: "MariaDB + Redis", engine: "servers", role: "all", beside: "noted by the same process meanwhile" },
  { name: "SQLite", engine: "embedded", role: "all", beside: "noted by the same process meanwhile" },
];

export async function ingest(world: World): Promise<Figure[]> {
  const loads = new Map<Taker, Load[]>([plainHandler, ...ours].map((taker) => [taker, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [taker, taken] of loads) taken.push(await loadOn(taker, world));
  }
  const floor = middle(loads.get(plainHandler) ?? []);
  return ours.flatMap((taker) => figuresOf(taker, middle(loads.get(taker) ?? []), floor));
}

async function loadOn({ engine, role }: Taker, { engines, mariadbUrl, folder }: World): Promise<Load> {
  if (role === null) return await plainInserts(mariadbUrl, folder);
  const peers = await startPeers(folder);
  const fresh = await engines[engine === "embedded" ? 0 : 1]?.fresh();
  const variables = { ...appVariables(peers), ...fresh, ROLE: role };
  const app = await startChild(import.meta.resolve("../server/start.ts"), variables, folder);
  await installApp(app, peers);
  const load = await measured(app.url, peers.shop.url);
  await app.stop();
  await peers.stop();
  return load;
}

async function plainInserts(mariadbUrl: string, folder: string): Promise<Load> {
  const database = await newDatabase(mariadbUrl);
  const app = await startChild(
    import.meta.resolve("./peers/plain-insert.ts"),
    { DATABASE_URL: database },
    folder,
  );
  const load = await measured(app.url, "http://127.0.0.1");
  await app.stop();
  return load;
}

async function measured(url: string, issuer: string): Promise<Load> {
  await sendAll(url, signedWebhooks(issuer, "/webhooks", 1, WARM_UP));
  return await sendAll(url, signedWebhooks(issuer, "/webhooks", 1 + WARM_UP, WEBHOOKS));
}

function middle(loads: readonly Load[]): Load {
  const of = (member: keyof Load): number => median(loads.map((load) => load[member]));
  return { perSecond: of("perSecond"), p50: of("p50"), p99: of("p99") };
}

function figuresOf(taker: Taker, load: Load, floor: Load): Figure[] {
  const ratio = rounded(load.perSecond / floor.perSecond, 2);
  return [
    {
      figure: "Webhooks accepted per second",
      engine: taker.name,
      value: rounded(load.perSecond),
      beside: `${taker.beside}; ${rounded(floor.perSecond)} for a plain insert per request, ratio ${ratio}`,
    },
    {
      figure: "Answer to a webhook, median / p99",
      engine: taker.name,
      value: `${rounded(load.p50)} / ${rounded(load.p99)} ms`,
      beside: `${CONNECTIONS} connections; ${rounded(floor.p50)} / ${rounded(floor.p99)} ms for the plain insert`,
    },
  ];
}
