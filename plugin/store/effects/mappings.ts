import type { Selectable } from "kysely";
import type { MappingsTable, Store } from "../database.ts";
import { insertIgnoring } from "../dialect.ts";
import { instant } from "../time.ts";

/** Which customer or article of the ledger a platform's customer or product became. */
export interface Mapping {
  readonly kind: MappingsTable["kind"];
  readonly platformKey: string;
  readonly state: "sending" | "done";
  readonly ledgerNumber: string | null;
  readonly fingerprint: string;
}

export interface MappingKey {
  readonly installationId: number;
  readonly connectionId: number;
  readonly kind: MappingsTable["kind"];
  readonly platformKey: string;
}

/** The mappings of an order's customer and articles, in one query. */
export async function readMappings(
  store: Store,
  connection: { readonly installationId: number; readonly connectionId: number },
  keys: readonly { readonly kind: MappingsTable["kind"]; readonly platformKey: string }[],
): Promise<Mapping[]> {
  if (keys.length === 0) return [];
  const rows = await store.db
    .selectFrom("mappings")
    .select(["kind", "platform_key", "state", "ledger_number", "fingerprint"])
    .where("installation_id", "=", connection.installationId)
    .where("connection_id", "=", connection.connectionId)
    .where("kind", "in", [...new Set(keys.map((key) => key.kind))])
    .where("platform_key", "in", [...new Set(keys.map((key) => key.platformKey))])
    .execute();
  return rows.map(fromRow);
}

type MappingRow = Pick<
  Selectable<MappingsTable>,
  "kind" | "platform_key" | "state" | "ledger_number" | "fingerprint"
>;

function fromRow(row: MappingRow): Mapping {
  return {
    kind: row.kind,
    platformKey: row.platform_key,
    state: row.state,
    ledgerNumber: row.ledger_number,
    fingerprint: row.fingerprint,
  };
}

/** Other keys of this kind that have become, or are about to become, this number in the ledger. */
export async function mappingsToNumber(
  store: Store,
  key: MappingKey,
  ledgerNumber: string,
): Promise<Mapping[]> {
  const rows = await store.db
    .selectFrom("mappings")
    .select(["kind", "platform_key", "state", "ledger_number", "fingerprint"])
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("kind", "=", key.kind)
    .where("ledger_number", "=", ledgerNumber)
    .where("platform_key", "<>", key.platformKey)
    .execute();
  return rows.map(fromRow);
}

/** The SKUs that became these articles, by the article's number. */
export async function skusOfArticles(
  store: Store,
  connection: { readonly installationId: number; readonly connectionId: number },
  numbers: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (numbers.length === 0) return new Map();
  const rows = await store.db
    .selectFrom("mappings")
    .select(["platform_key", "ledger_number"])
    .where("installation_id", "=", connection.installationId)
    .where("connection_id", "=", connection.connectionId)
    .where("kind", "=", "article")
    .where("state", "=", "done")
    .where("ledger_number", "in", [...numbers])
    .orderBy("platform_key")
    .execute();
  const skus = new Map<string, string[]>();
  for (const { platform_key: sku, ledger_number: number } of rows) {
    if (number !== null) skus.set(number, [...(skus.get(number) ?? []), sku]);
  }
  return skus;
}

/**
 * Reserves the mapping before the customer or article is made, for one worker at a time over all orders.
 * "mine": go on (`inDoubt` when an earlier holder may have written); "busy": another worker is at it.
 * `wanted`: the number it is to have in the ledger, where that is known before.
 */
export async function reserveMapping(
  store: Store,
  key: MappingKey,
  fingerprint: string,
  owner: string,
  nowMs: number,
  untilMs: number,
  wanted: string | null = null,
): Promise<"mine" | "in-doubt" | "busy"> {
  const now = instant(nowMs);
  const until = instant(untilMs);
  const inserted = await insertIgnoring(
    store.engine,
    store.db.insertInto("mappings").values({
      installation_id: key.installationId,
      connection_id: key.connectionId,
      kind: key.kind,
      platform_key: key.platformKey,
      state: "sending",
      ledger_number: wanted,
      fingerprint,
      owner,
      owner_until: until,
      created_at: now,
      updated_at: now,
    }),
  ).executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return "mine";
  const taken = await store.db
    .updateTable("mappings")
    .set({ owner, owner_until: until, ledger_number: wanted, fingerprint, updated_at: now })
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("kind", "=", key.kind)
    .where("platform_key", "=", key.platformKey)
    .where("state", "=", "sending")
    .where((where) => where.or([where("owner_until", "<=", now), where("owner", "=", owner)]))
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n ? "in-doubt" : "busy";
}

/**
 * Stores what became of it, for whoever holds the reservation; a mapping that is done keeps its number and takes a new
 * fingerprint. A successor's reservation is left alone: it looks for itself.
 */
export async function storeMapping(
  store: Store,
  key: MappingKey,
  owner: string,
  ledgerNumber: string,
  fingerprint: string,
  nowMs: number,
): Promise<void> {
  const row = { ledger_number: ledgerNumber, fingerprint, updated_at: instant(nowMs) };
  await store.db
    .updateTable("mappings")
    .set({ ...row, state: "done", owner: null, owner_until: null })
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("kind", "=", key.kind)
    .where("platform_key", "=", key.platformKey)
    .where((where) =>
      where.or([
        where.and([where("state", "=", "sending"), where("owner", "=", owner)]),
        where.and([where("state", "=", "done"), where("ledger_number", "=", ledgerNumber)]),
      ]),
    )
    .execute();
}

/** Gives a reservation back: nothing was made. Only the holder can; a successor's is not ours to take back. */
export async function releaseMapping(store: Store, key: MappingKey, owner: string): Promise<void> {
  await store.db
    .deleteFrom("mappings")
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("kind", "=", key.kind)
    .where("platform_key", "=", key.platformKey)
    .where("state", "=", "sending")
    .where("owner", "=", owner)
    .execute();
}

/** Forgets a number that the ledger no longer has; what somebody else has put in its place since stays. */
export async function forgetMapping(store: Store, key: MappingKey, ledgerNumber: string): Promise<void> {
  await store.db
    .deleteFrom("mappings")
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("kind", "=", key.kind)
    .where("platform_key", "=", key.platformKey)
    .where("state", "=", "done")
    .where("ledger_number", "=", ledgerNumber)
    .execute();
}

/** Ends the holder's lease then: the write may have landed, and whoever comes next looks. */
export async function expireMapping(
  store: Store,
  key: MappingKey,
  owner: string,
  untilMs: number,
): Promise<void> {
  await store.db
    .updateTable("mappings")
    .set({ owner_until: instant(untilMs) })
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("kind", "=", key.kind)
    .where("platform_key", "=", key.platformKey)
    .where("state", "=", "sending")
    .where("owner", "=", owner)
    .execute();
}

/** A customer's card in a ledger. */
export interface CustomerCard {
  readonly connectionId: number;
  readonly key: string;
  readonly number: string | null;
}

/** The cards a customer's keys became in the ledgers of an installation. */
export async function cardsOf(
  store: Store,
  installationId: number,
  keys: readonly string[],
): Promise<CustomerCard[]> {
  const rows = await store.db
    .selectFrom("mappings")
    .select(["connection_id", "platform_key", "ledger_number"])
    .where("installation_id", "=", installationId)
    .where("kind", "=", "customer")
    .where("platform_key", "in", [...keys])
    .execute();
  return rows.map((row) => ({
    connectionId: row.connection_id,
    key: row.platform_key,
    number: row.ledger_number,
  }));
}
