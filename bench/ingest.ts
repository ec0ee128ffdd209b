/** How many signed webhooks per second does the app take in durably, and how long does the shop wait for the answer? */
import { startChild } from "./child.ts";
import { newDatabase } from "./engines.ts";
import { installApp } from "./join.ts";
import { CONNECTIONS, type Load, sendAll } from "./load.ts";
import { appVariables, startPeers } from "./peers.ts";
import { signedWebhooks } from "./signed-webhooks.ts";
import { type Figure, rounded } from "./table.ts";
import type { World } from "./world.ts";

const WARM_UP = CONNECTIONS * 30;
const WEBHOOKS = CONNECTIONS * 300;

export async function ingest({ engines, mariadbUrl, folder }: World): Promise<Figure[]> {
  const floor = await plainInserts(mariadbUrl, folder);
  const figures: Figure[] = [];
  for (const engine of engines) {
    const peers = await startPeers(folder);
    const variables = { ...appVariables(peers), ...(await engine.fresh()) };
    // Only receiving is measured: with servers in a process that only receives; on SQLite no ledger is connected,
    // so that the orders are noted and wait.
    const role = "DATABASE_URL" in variables ? "web" : "all";
    const app = await startChild(
      import.meta.resolve("../server/start.ts"),
      { ...variables, ROLE: role },
      folder,
    );
    await installApp(app, peers);
    const load = await measured(app.url, peers.shop.url);
    figures.push(...figuresOf(engine.name, load, role === "web" ? floor : null));
    await app.stop();
    await peers.stop();
  }
  return figures;
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

function figuresOf(engine: string, load: Load, floor: Load | null): Figure[] {
  const condition = `${CONNECTIONS} connections`;
  const ratio = floor === null ? 0 : load.perSecond / floor.perSecond;
  return [
    {
      figure: "Webhooks accepted per second",
      engine,
      value: rounded(load.perSecond),
      beside:
        floor === null
          ? `${condition}, noted by the same process meanwhile`
          : `${rounded(floor.perSecond)} for a plain insert per request, ratio ${rounded(ratio, 2)}`,
    },
    {
      figure: "Answer to a webhook, median / p99",
      engine,
      value: `${rounded(load.p50)} / ${rounded(load.p99)} ms`,
      beside:
        floor === null ? condition : `${rounded(floor.p50)} / ${rounded(floor.p99)} ms for the plain insert`,
    },
  ];
}
