import type { Transaction } from "kysely";
import type { StoredConnection } from "../connections.ts";
import type { Database } from "../database.ts";

/**
 * The connections an order is pointed at: the ledgers, or 0 while there is none. Practice books come along until a
 * ledger is connected, and never keep an order from it: what came meanwhile waits for the ledger.
 */
export function orderTargets(
  connections: readonly Pick<StoredConnection, "id" | "isPractice" | "status">[],
): number[] {
  const ledgers = connections.filter((one) => !one.isPractice);
  const practice = connections.filter((one) => one.isPractice).map((one) => one.id);
  const isConnected = ledgers.some((one) => one.status !== "connecting");
  return [...(ledgers.length === 0 ? [0] : ledgers.map((one) => one.id)), ...(isConnected ? [] : practice)];
}

/** What the installations' orders are pointed at, practice books for themselves; see `orderTargets`. */
export interface Targets {
  readonly live: readonly number[];
  /** All connections: what somebody asks for by name goes there, live or not. */
  readonly all: readonly number[];
}

/** The targets of an installation without any connection, which is missing from what `targetsOf` gives. */
export const NOWHERE: Targets = { live: [0], all: [] };

/** An installation without any connection is missing from the map. */
export async function targetsOf(
  db: Transaction<Database>,
  installationIds: readonly number[],
): Promise<Map<number, Targets>> {
  const rows = await db
    .selectFrom("connections")
    .select(["id", "installation_id", "status", "is_practice"])
    .where("installation_id", "in", [...installationIds])
    .where("status", "!=", "removed")
    .orderBy("id")
    .execute();
  const grouped = Map.groupBy(rows, (row) => row.installation_id);
  return new Map(
    [...grouped].map(([installationId, own]) => {
      const connections = own.flatMap(({ id, status, is_practice }) =>
        status === "removed" ? [] : [{ id, status, isPractice: is_practice === 1 }],
      );
      return [installationId, { live: orderTargets(connections), all: own.map((row) => row.id) }];
    }),
  );
}
