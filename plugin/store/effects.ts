import type { Selectable } from "kysely";
import type { EffectsTable, Store } from "./database.ts";
import { upsert } from "./dialect.ts";
import { instant } from "./time.ts";

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

/** Writes what was done and what is begun next in one statement each, in one transaction when there are two. */
export async function writeEffects(
  store: Store,
  writes: readonly EffectWrite[],
  nowMs: number,
): Promise<void> {
  const now = instant(nowMs);
  const one = async (db: Store["db"], write: EffectWrite): Promise<void> => {
    const values = {
      state: write.state,
      planned: json(write.planned),
      ref: json(write.ref),
      totals: json(write.totals),
      updated_at: now,
    };
    await upsert(
      store.engine,
      db.insertInto("effects").values({
        installation_id: write.key.installationId,
        connection_id: write.key.connectionId,
        order_id: write.key.orderId,
        document: write.key.document,
        step: write.key.step,
        created_at: now,
        ...values,
      }),
      ["installation_id", "connection_id", "order_id", "document", "step"],
      values,
    ).execute();
  };
  const [first, ...rest] = writes;
  if (first === undefined) return;
  if (rest.length === 0) return await one(store.db, first);
  await store.db.transaction().execute(async (db) => {
    for (const write of writes) await one(db, write);
  });
}

/** Takes a reservation back after the ledger certainly did not do it (refused, or looked up and absent). */
export async function dropEffect(store: Store, key: EffectKey): Promise<void> {
  await store.db
    .deleteFrom("effects")
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("order_id", "=", key.orderId)
    .where("document", "=", key.document)
    .where("step", "=", key.step)
    .where("state", "=", "sending")
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
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
