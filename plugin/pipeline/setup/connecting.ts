import { dayIn } from "../../decision/dates.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Installation } from "../../platforms/platform.ts";
import { defaultSettings } from "../../settings/schema.ts";
import {
  createConnection,
  deleteConnection,
  listConnections,
  moveConnection,
  readConnection,
  type StoredConnection,
} from "../../store/connections.ts";
import type { StoreTransaction } from "../../store/database.ts";
import { insist } from "../../store/insist.ts";
import { lockInstallation } from "../../store/installations.ts";
import { deletePracticeBooks } from "../../store/practice/practice-removal.ts";
import { releaseTransfers } from "../../store/transfers/releases.ts";
import { adoptTransfers } from "../../store/transfers/transfer-demand.ts";
import { currentSettings, ledgerFacts, openLedger } from "../books.ts";
import { type Context, connectorOf, platformOf } from "../context.ts";
import { needsOf } from "./needs.ts";

export interface OfferedSystem {
  readonly id: string;
  readonly name: string;
  readonly isPractice: boolean;
}

/** Ledgers that can be connected: those the host has credentials for, and books for trying out. */
export function offeredSystems(context: Context): OfferedSystem[] {
  return [...context.connectors.values()].map(({ id, name, isPractice }) => ({
    id,
    name,
    isPractice: isPractice === true,
  }));
}

/**
 * Makes a connection with default settings, or gives the one of the same ledger back that waits for a consent. Practice
 * books there is one of; what waits for a ledger is not theirs.
 */
export async function startConnection(
  context: Context,
  installation: Installation,
  system: string,
  by: string,
): Promise<StoredConnection> {
  const { store, ports } = context;
  const { isPractice = false, startSettings } = connectorOf(context, system);
  const now = ports.clock.now();
  const today = dayIn(installation.timeZone, new Date(now).toISOString());
  const numbers = platformOf(context, installation.platform).checksVatNumbers === false ? "vies" : "platform";
  const more = startSettings?.(installation, today);
  const settings = defaultSettings(today, installation.country, more, numbers);
  const start = async (within: StoreTransaction): Promise<number> => {
    // Who clicks twice gets one connection.
    await lockInstallation(within, installation.id);
    const waiting = (await listConnections(within, installation.id)).find(
      ({ system: other, status }) =>
        other === system && (isPractice || status === "connecting" || status === "needs_reauth"),
    );
    if (waiting !== undefined) return waiting.id;
    return await createConnection(within.db, installation.id, system, settings, by, now, isPractice);
  };
  const id = await insist(() => store.db.transaction().execute((db) => start({ db, engine: store.engine })));
  // Also of one that waits: whoever made it may have died before this.
  if (!isPractice) await adoptTransfers(store, installation.id, id, now);
  const made = await readConnection(store, installation.id, id);
  if (made === null) throw new Error(`connection ${id} is gone`);
  return made;
}

/**
 * Removes a connection: its orders are no longer shown; documents in the ledger stay, and the same books find them again.
 * Practice books go with everything that was booked in them.
 */
export async function removeConnection(context: Context, connection: StoredConnection): Promise<void> {
  const { installationId, id, isPractice } = connection;
  await deleteConnection(context.store, installationId, id);
  if (isPractice) await deletePracticeBooks(context.store, installationId, id);
  context.ports.log.info("a connection was removed", { connection: connection.id });
}

/** Lets booking rest, or go on: what came meanwhile waited and is booked then. False when the connection is in no state for it. */
export async function pauseConnection(
  context: Context,
  connection: StoredConnection,
  to: "paused" | "connected",
): Promise<boolean> {
  const { store, ports } = context;
  const { installationId, id } = connection;
  const now = ports.clock.now();
  if (!(await moveConnection(store, id, to === "paused" ? "connected" : "paused", to, now))) return false;
  if (to === "connected") await releaseTransfers(store, installationId, id, ["waiting"], now, "PAUSED");
  return true;
}

/** Pre-flight: what stands in the way in the ledger. Also reads the ledger's lists anew. */
export async function checkConnection(
  context: Context,
  connection: StoredConnection,
): Promise<readonly Problem[]> {
  if (connection.status === "connecting") return [];
  const ledger = openLedger(context, connection, "people");
  const facts = await ledgerFacts(context, connection, ledger, true);
  if (!facts.ok) return [facts.problem];
  const checked = await ledger.check(needsOf(await currentSettings(context, connection)));
  return checked.ok ? checked.value : [checked.problem];
}
