import type { Selectable } from "kysely";
import type { PracticeRecordsTable, Store } from "../database.ts";
import { isDuplicateKey } from "../dialect.ts";
import { instant } from "../time.ts";

/** One object of practice books. */
export interface PracticeRecord {
  readonly kind: string;
  readonly number: string;
  readonly reference: string | null;
  readonly revision: number;
  /** JSON of the connector's own shape. */
  readonly content: string;
}

/** Whose books. */
export interface PracticeBooks {
  readonly installationId: number;
  readonly connectionId: number;
}

export interface NewPracticeRecord {
  readonly kind: string;
  /** Null = the next of its kind, counted from 1. */
  readonly number: string | null;
  readonly reference: string | null;
  readonly content: string;
}

/** Two at once want the same number; each attempt lets one of them through. */
const ATTEMPTS = 20;

/** Of one kind, in the order of making. */
export async function listPracticeRecords(
  store: Store,
  { connectionId }: PracticeBooks,
  kind: string,
): Promise<PracticeRecord[]> {
  const rows = await store.db
    .selectFrom("practice_records")
    .selectAll()
    .where("connection_id", "=", connectionId)
    .where("kind", "=", kind)
    .orderBy("position")
    .execute();
  return rows.map(fromRow);
}

export async function countPracticeRecords(
  store: Store,
  { connectionId }: PracticeBooks,
  kind: string,
): Promise<number> {
  const { count } = await store.db
    .selectFrom("practice_records")
    .select((build) => build.fn.countAll<number | string>().as("count"))
    .where("connection_id", "=", connectionId)
    .where("kind", "=", kind)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function readPracticeRecord(
  store: Store,
  { connectionId }: PracticeBooks,
  kind: string,
  by: { readonly number: string } | { readonly reference: string },
): Promise<PracticeRecord | null> {
  const ofKind = store.db
    .selectFrom("practice_records")
    .selectAll()
    .where("connection_id", "=", connectionId)
    .where("kind", "=", kind);
  const row = await ("number" in by
    ? ofKind.where("number", "=", by.number)
    : ofKind.where("reference", "=", by.reference)
  ).executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Writes an object once: where its number or reference is taken, what stands there is given back unchanged. */
export async function addPracticeRecord(
  store: Store,
  books: PracticeBooks,
  fresh: NewPracticeRecord,
  nowMs: number,
): Promise<PracticeRecord> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const there = await standing(store, books, fresh);
    if (there !== null) return there;
    const position = (await lastPosition(store, books, fresh.kind)) + 1;
    const { kind, reference, content } = fresh;
    const record = { kind, number: fresh.number ?? String(position), reference, revision: 1, content };
    const now = instant(nowMs);
    const row = {
      installation_id: books.installationId,
      connection_id: books.connectionId,
      ...record,
      position,
      created_at: now,
      updated_at: now,
    };
    try {
      await store.db.insertInto("practice_records").values(row).execute();
      return record;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
  throw new Error(`no number was free for a ${fresh.kind} of connection ${books.connectionId}`);
}

/** False when it is no longer as it was read. `reference` null takes the object out of the way of a later one. */
export async function changePracticeRecord(
  store: Store,
  { connectionId }: PracticeBooks,
  { kind, number, revision }: PracticeRecord,
  to: { readonly content: string; readonly reference: string | null },
  nowMs: number,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("practice_records")
    .set({ ...to, revision: revision + 1, updated_at: instant(nowMs) })
    .where("connection_id", "=", connectionId)
    .where("kind", "=", kind)
    .where("number", "=", number)
    .where("revision", "=", revision)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function standing(
  store: Store,
  books: PracticeBooks,
  { kind, number, reference }: NewPracticeRecord,
): Promise<PracticeRecord | null> {
  const byReference = reference === null ? null : await readPracticeRecord(store, books, kind, { reference });
  if (byReference !== null || number === null) return byReference;
  return await readPracticeRecord(store, books, kind, { number });
}

async function lastPosition(store: Store, { connectionId }: PracticeBooks, kind: string): Promise<number> {
  const { last } = await store.db
    .selectFrom("practice_records")
    .select((build) => build.fn.max("position").as("last"))
    .where("connection_id", "=", connectionId)
    .where("kind", "=", kind)
    .executeTakeFirstOrThrow();
  return last ?? 0;
}

function fromRow(row: Selectable<PracticeRecordsTable>): PracticeRecord {
  const { kind, number, reference, revision, content } = row;
  return { kind, number, reference, revision, content };
}
