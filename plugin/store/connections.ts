import type { Selectable, Transaction } from "kysely";
import type { LedgerFacts } from "../domain/ledger-facts.ts";
import type { ConnectionsTable, Database, Store } from "./database.ts";
import { instant } from "./time.ts";

/** A ledger connected to an installation. */
export interface StoredConnection {
  readonly id: number;
  readonly installationId: number;
  readonly system: string;
  readonly status: Exclude<ConnectionsTable["status"], "removed">;
  readonly ledgerTenant: string | null;
  readonly companyName: string | null;
  readonly settingsVersion: number;
  readonly facts: LedgerFacts | null;
  /** UTC instant; see `look_until` of the table. */
  readonly lookUntil: string | null;
  /** Until when changes made by hand in the ledger have been looked for; null = never yet. */
  readonly watchedTo: string | null;
  /** To books for trying out: nothing of them counts, and nothing of them reaches anybody. */
  readonly isPractice: boolean;
  /** Last day YYYY-MM-DD of the months a person of the shop has closed; null = none. */
  readonly closedUntil: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** With its first settings, both or neither. */
export async function createConnection(
  db: Transaction<Database>,
  installationId: number,
  system: string,
  settings: unknown,
  by: string,
  nowMs: number,
  isPractice: boolean,
): Promise<number> {
  const now = instant(nowMs);
  const inserted = await db
    .insertInto("connections")
    .values({
      installation_id: installationId,
      system,
      status: "connecting",
      ledger_tenant: null,
      company_name: null,
      secrets: null,
      secrets_owner: null,
      secrets_until: null,
      settings_version: 1,
      facts: null,
      facts_at: null,
      look_until: null,
      watched_to: null,
      is_practice: isPractice ? 1 : 0,
      created_at: now,
      updated_at: now,
    })
    .executeTakeFirstOrThrow();
  const id = Number(inserted.insertId);
  await db
    .insertInto("settings_versions")
    .values({
      connection_id: id,
      version: 1,
      settings: JSON.stringify(settings),
      changed_by: by,
      changed_at: now,
    })
    .execute();
  return id;
}

/** The installation is asked for so that no tenant ever reads another's connection. */
export async function readConnection(
  store: Store,
  installationId: number,
  id: number,
): Promise<StoredConnection | null> {
  const row = await store.db
    .selectFrom("connections")
    .selectAll()
    .where("id", "=", id)
    .where("installation_id", "=", installationId)
    .where("status", "!=", "removed")
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Oldest first, practice books after the ledgers: the first is the one the merchant API means when none is named. */
export async function listConnections(store: Store, installationId: number): Promise<StoredConnection[]> {
  const rows = await store.db
    .selectFrom("connections")
    .selectAll()
    .where("installation_id", "=", installationId)
    .where("status", "!=", "removed")
    .orderBy("id")
    .execute();
  return rows.map(fromRow).sort((a, b) => rankOf(a) - rankOf(b));
}

/** A ledger whose consent was never finished has less to show than practice books. */
function rankOf({ isPractice, status }: Pick<StoredConnection, "isPractice" | "status">): number {
  if (isPractice) return 1;
  return status === "connecting" ? 2 : 0;
}

export async function setConnected(
  store: Store,
  id: number,
  company: { readonly ledgerTenant: string; readonly name: string },
  nowMs: number,
): Promise<void> {
  await store.db
    .updateTable("connections")
    .set({
      status: "connected",
      ledger_tenant: company.ledgerTenant,
      company_name: company.name,
      facts: null,
      facts_at: null,
      updated_at: instant(nowMs),
    })
    .where("id", "=", id)
    .execute();
}

/** Only while the connection is as it was read: what a worker met before a new consent says nothing about this one. */
export async function setConnectionStatus(
  store: Store,
  read: Pick<StoredConnection, "id" | "updatedAt">,
  status: StoredConnection["status"],
  nowMs: number,
): Promise<void> {
  await store.db
    .updateTable("connections")
    .set({ status, updated_at: instant(nowMs) })
    .where("id", "=", read.id)
    .where("updated_at", "=", read.updatedAt)
    .where("status", "!=", "removed")
    .execute();
}

/** A person lets booking rest or go on. False when the connection is in no state for it. */
export async function moveConnection(
  store: Store,
  id: number,
  from: StoredConnection["status"],
  to: StoredConnection["status"],
  nowMs: number,
): Promise<boolean> {
  const moved = await store.db
    .updateTable("connections")
    .set({ status: to, updated_at: instant(nowMs) })
    .where("id", "=", id)
    .where("status", "=", from)
    .executeTakeFirst();
  return moved.numUpdatedRows > 0n;
}

/**
 * Takes a connection away with its secrets. The row stays, and with it what was booked through it: the same books
 * connected anew must not get anything twice (R17).
 */
export async function deleteConnection(store: Store, installationId: number, id: number): Promise<void> {
  await store.db
    .updateTable("connections")
    .set({
      status: "removed",
      secrets: null,
      secrets_owner: null,
      secrets_until: null,
      facts: null,
      facts_at: null,
    })
    .where("id", "=", id)
    .where("installation_id", "=", installationId)
    .execute();
}

/** Connections to the same books that were taken away. */
export async function removedConnections(
  store: Store,
  installationId: number,
  books: { readonly system: string; readonly ledgerTenant: string },
): Promise<number[]> {
  const rows = await store.db
    .selectFrom("connections")
    .select("id")
    .where("installation_id", "=", installationId)
    .where("status", "=", "removed")
    .where("system", "=", books.system)
    .where("ledger_tenant", "=", books.ledgerTenant)
    .orderBy("id")
    .execute();
  return rows.map((row) => row.id);
}

/** `null` forgets the facts, so that the next order reads them anew. */
export async function saveFacts(
  store: Store,
  id: number,
  facts: LedgerFacts | null,
  nowMs: number,
): Promise<void> {
  await store.db
    .updateTable("connections")
    .set({
      facts: facts === null ? null : JSON.stringify(facts),
      facts_at: facts === null ? null : instant(nowMs),
    })
    .where("id", "=", id)
    .execute();
}

export async function setWatchedTo(store: Store, id: number, nowMs: number): Promise<void> {
  await store.db
    .updateTable("connections")
    .set({ watched_to: instant(nowMs) })
    .where("id", "=", id)
    .execute();
}

function fromRow(row: Selectable<ConnectionsTable>): StoredConnection {
  const { status } = row;
  if (status === "removed") throw new Error(`connection ${row.id} was removed`);
  return {
    id: row.id,
    installationId: row.installation_id,
    system: row.system,
    status,
    ledgerTenant: row.ledger_tenant,
    companyName: row.company_name,
    settingsVersion: row.settings_version,
    facts: row.facts === null ? null : factsIn(row.facts),
    lookUntil: row.look_until,
    watchedTo: row.watched_to,
    isPractice: row.is_practice === 1,
    closedUntil: row.closed_until,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

const MAX_PARSED = 200;
const parsed = new Map<string, LedgerFacts>();

/** A chart of accounts is long, read with every order, and the same for hours. Nobody changes what is given out. */
function factsIn(json: string): LedgerFacts {
  const known = parsed.get(json);
  if (known !== undefined) return known;
  const facts = JSON.parse(json) as LedgerFacts;
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(json, facts);
  return facts;
}

/** Has everything looked up in every ledger before it is written, until the instant. Gives how many connections. */
export async function lookFirst(store: Store, untilMs: number): Promise<number> {
  const set = await store.db
    .updateTable("connections")
    .set({ look_until: instant(untilMs) })
    .executeTakeFirst();
  return Number(set.numUpdatedRows);
}
