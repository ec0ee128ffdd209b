import type { Transaction } from "kysely";
import { readConnection, removedConnections, setConnected } from "./connections.ts";
import type { Database, Store } from "./database.ts";
import { locking } from "./dialect.ts";
import { inheritConnection } from "./inheritance.ts";
import { insist } from "./insist.ts";
import { lockInstallation, restartSweep } from "./installations.ts";
import { replaceSecrets } from "./keys/secrets.ts";

/** A company's books in a ledger, and the sealed credentials that open them. */
export interface Books {
  readonly ledgerTenant: string;
  readonly name: string;
  readonly sealedSecrets: string;
}

/**
 * "connected" when the connection has the books now, with everything that was relayed to them through earlier ones (R17).
 * Else nothing was done: it was "removed" meanwhile, belongs to "other" books, or the books are "taken" by another
 * connection of the shop, which would book every order twice.
 */
export type TakenBooks = "connected" | "removed" | "other" | "taken";

/** Whole or not at all, and one at a time for a shop: two consents to the same company end in one connection. */
export async function takeBooks(
  store: Store,
  installationId: number,
  connectionId: number,
  books: Books,
  nowMs: number,
): Promise<TakenBooks> {
  const { ledgerTenant, name, sealedSecrets } = books;
  const take = async (db: Transaction<Database>): Promise<TakenBooks> => {
    const within = { db, engine: store.engine };
    await lockInstallation(within, installationId);
    // Nor is it taken away while this goes on.
    await locking(
      within.engine,
      db.selectFrom("connections").select("id").where("id", "=", connectionId),
    ).execute();
    const own = await readConnection(within, installationId, connectionId);
    if (own === null) return "removed";
    if (own.ledgerTenant !== null && own.ledgerTenant !== ledgerTenant) return "other";
    const same = { system: own.system, ledgerTenant };
    if (await isTaken(within, installationId, connectionId, same)) return "taken";
    for (const earlier of await removedConnections(within, installationId, same)) {
      await inheritConnection(db, installationId, earlier, connectionId, nowMs);
    }
    await replaceSecrets(within, "connections", connectionId, sealedSecrets);
    await setConnected(within, connectionId, { ledgerTenant, name }, nowMs);
    // It has seen nothing of what was swept before.
    await restartSweep(within, installationId, nowMs);
    return "connected";
  };
  // An order may be pointed at the connection in between: the next try meets it.
  return await insist(() => store.db.transaction().execute(take));
}

async function isTaken(
  { db }: Store,
  installationId: number,
  connectionId: number,
  books: { readonly system: string; readonly ledgerTenant: string },
): Promise<boolean> {
  const other = await db
    .selectFrom("connections")
    .select("id")
    .where("installation_id", "=", installationId)
    .where("system", "=", books.system)
    .where("ledger_tenant", "=", books.ledgerTenant)
    .where("status", "!=", "removed")
    .where("id", "!=", connectionId)
    .executeTakeFirst();
  return other !== undefined;
}
