import type { Problem } from "../../domain/problem.ts";
import type { Settings } from "../../settings/schema.ts";
import {
  claimStockRun,
  finishStockRun,
  planStockRun,
  readStockRun,
  type StockKey,
} from "../../store/catalogue/stock.ts";
import { listConnections, readConnection, type StoredConnection } from "../../store/connections.ts";
import { readInstallation, type StoredInstallation } from "../../store/installations.ts";
import { currentSettings, openLedger } from "../books.ts";
import type { Context } from "../context.ts";
import { openShop } from "../shop.ts";
import { type StockSides, sendLevels } from "./stock-levels.ts";
import { type StockReport, StockTally } from "./stock-report.ts";

/** Longer than a run over a hundred thousand articles; after it, another process takes a dead one's place. */
const LEASE_MS = 30 * 60_000;
const RETRY_MS = 5 * 60_000;

/** Sees to it that stock is passed on wherever the settings ask for it: connections may have been made anew. */
export async function planStock(context: Context, installationId: number): Promise<void> {
  const { store, ports } = context;
  for (const connection of await listConnections(store, installationId)) {
    if (connection.status !== "connected" || connection.isPractice) continue;
    if (!(await currentSettings(context, connection)).stock.enabled) continue;
    const key = { installationId, connectionId: connection.id };
    const run = await readStockRun(store, key);
    if (run === null || run.dueAt === null) await planStockRun(store, key, ports.clock.now());
  }
}

/**
 * Passes the ledger's stock on to the shop, when it is due and no other process is at it. The ledger is the master;
 * only levels the shop was not told yet are sent.
 */
export async function passStockOn(context: Context, key: StockKey): Promise<void> {
  const { store, ports } = context;
  const begun = ports.clock.now();
  if (!(await claimStockRun(store, key, begun, begun + LEASE_MS))) return;
  const installation = await readInstallation(store, key.installationId);
  const connection = await readConnection(store, key.installationId, key.connectionId);
  if (installation === null || connection === null) return await planStockRun(store, key, null);
  const settings = await currentSettings(context, connection);
  if (!settings.stock.enabled) return await planStockRun(store, key, null);
  const tally = new StockTally();
  const report = await run(context, installation, connection, settings, tally);
  const now = ports.clock.now();
  const interval = settings.stock.interval_minutes * 60_000;
  const next = now + (report.state === "failed" ? Math.min(interval, RETRY_MS) : interval);
  await finishStockRun(store, key, report, next, now);
  if (report.state === "failed")
    ports.log.warn("stock was not passed on", { ...key, message: report.message });
}

async function run(
  context: Context,
  installation: StoredInstallation,
  connection: StoredConnection,
  settings: Settings,
  tally: StockTally,
): Promise<StockReport> {
  const { clock } = context.ports;
  const sides = await bothSides(context, installation, connection);
  if (typeof sides === "string") return tally.report("off", clock.now(), sides);
  const problem = await transferLevels(context, connection, settings, sides, tally);
  return problem === null
    ? tally.report("ok", clock.now())
    : tally.report("failed", clock.now(), problem.message);
}

/** Ledger and shop, or why stock cannot be passed on, in one sentence for the merchant. */
async function bothSides(
  context: Context,
  installation: StoredInstallation,
  connection: StoredConnection,
): Promise<StockSides | string> {
  if (installation.status !== "installed") return "The app is not installed in the shop any more.";
  if (connection.status !== "connected") return "The ledger is not connected at the moment.";
  const { setStock } = openShop(context, installation);
  if (setStock === null) {
    return "The shop does not let us change stock levels. Install the app again from the shop's admin and grant stock:write.";
  }
  const { stock } = openLedger(context, connection, "backlog");
  return stock === null ? "This ledger keeps no stock." : { reader: stock, setStock };
}

async function transferLevels(
  context: Context,
  connection: StoredConnection,
  settings: Settings,
  sides: StockSides,
  tally: StockTally,
): Promise<Problem | null> {
  const read = await sides.reader.levels();
  if (!read.ok) return read.problem;
  tally.articles = read.value.length;
  const key = { installationId: connection.installationId, connectionId: connection.id };
  const location = settings.stock.location ?? null;
  return await sendLevels({ context, key, sides, location, tally }, read.value);
}
