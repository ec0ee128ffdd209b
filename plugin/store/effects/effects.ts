import type { Selectable } from "kysely";
import type { Warning } from "../../domain/problem.ts";
import type { EffectsTable, Store } from "../database.ts";
import { incoming, upsert } from "../dialect.ts";
import { instant } from "../time.ts";

/**
 * One write to the ledger, or the intention of it. `sending` is written before the call, `done` after it:
 * a row found in `sending` by a new attempt is in doubt and is looked up before anything is written (R17).
 */
export interface Effect {
  readonly document: string;
  readonly step: string;
  readonly state: "sending" | "done";
  /** JSON as it was sent. */
  readonly planned: unknown;
  readonly ref: unknown;
  readonly totals: unknown;
  readonly warning: Warning | null;
  /** What a person changed about the document in the ledger; on `create` only. */
  readonly changed: unknown;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface EffectKey {
  readonly installationId: number;
  readonly connectionId: number;
  readonly orderId: string;
  readonly document: string;
  readonly step: string;
}

export interface EffectWrite {
  readonly key: EffectKey;
  readonly state: "sending" | "done";
  readonly planned: unknown;
  readonly ref: unknown;
  readonly totals: unknown;
  readonly warning?: Warning | null;
  /** Our reference on a document, by which it is recognised in the ledger's lists; `create` only. */
  readonly reference?: string | null;
}

/** All effects of one order, in the order they were begun. */
export async function readEffects(
  store: Store,
  order: { readonly installationId: number; readonly connectionId: number; readonly orderId: string },
): Promise<Effect[]> {
  const rows = await store.db
    .selectFrom("effects")
    .selectAll()
    .where("installation_id", "=", order.installationId)
    .where("connection_id", "=", order.connectionId)
    .where("order_id", "=", order.orderId)
    .orderBy("created_at")
    .execute();
  return rows.map(fromRow);
}

/** Writes what was done and what is begun next in one statement: all of it or nothing. */
export async function writeEffects(
  store: Store,
  writes: readonly EffectWrite[],
  nowMs: number,
): Promise<void> {
  if (writes.length === 0) return;
  const now = instant(nowMs);
  const insert = store.db.insertInto("effects").values(
    writes.map((write) => ({
      ...columnsOf(write.key),
      state: write.state,
      planned: json(write.planned),
      ref: json(write.ref),
      totals: json(write.totals),
      warning: write.warning ?? null,
      reference: write.reference ?? null,
      changed: null,
      created_at: now,
      updated_at: now,
    })),
  );
  await upsert(
    store.engine,
    insert,
    ["installation_id", "connection_id", "order_id", "document", "step"],
    incoming(store.engine, ["state", "planned", "ref", "totals", "warning", "reference", "updated_at"]),
  ).execute();
}

/** Moves the `updated_at` of a reservation on, if it is still the one made then. */
export async function touchEffect(
  store: Store,
  key: EffectKey,
  reservedAt: string,
  nowMs: number,
): Promise<void> {
  await store.db
    .updateTable("effects")
    .set({ updated_at: instant(nowMs) })
    .where((where) => where.and(columnsOf(key)))
    .where("state", "=", "sending")
    .where("updated_at", "=", reservedAt)
    .execute();
}

/**
 * Takes a reservation back after the ledger certainly did not do it (refused, or looked up and absent). Only the one
 * made or touched at `reservedAt`: by now somebody else may have reserved the same step.
 */
export async function dropEffect(store: Store, key: EffectKey, reservedAt: string): Promise<void> {
  await store.db
    .deleteFrom("effects")
    .where((where) => where.and(columnsOf(key)))
    .where("state", "=", "sending")
    .where("updated_at", "=", reservedAt)
    .execute();
}

function columnsOf(key: EffectKey) {
  return {
    installation_id: key.installationId,
    connection_id: key.connectionId,
    order_id: key.orderId,
    document: key.document,
    step: key.step,
  };
}

/** Forgets a document that is not in the ledger any more, so that it can be made anew. */
export async function dropDocument(
  store: Store,
  order: { readonly installationId: number; readonly connectionId: number; readonly orderId: string },
  document: string,
): Promise<void> {
  await store.db
    .deleteFrom("effects")
    .where("installation_id", "=", order.installationId)
    .where("connection_id", "=", order.connectionId)
    .where("order_id", "=", order.orderId)
    .where("document", "=", document)
    .execute();
}

const json = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);
const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

function fromRow(row: Selectable<EffectsTable>): Effect {
  return {
    document: row.document,
    step: row.step,
    state: row.state,
    planned: parsed(row.planned),
    ref: parsed(row.ref),
    totals: parsed(row.totals),
    warning: row.warning as Warning | null,
    changed: parsed(row.changed),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
