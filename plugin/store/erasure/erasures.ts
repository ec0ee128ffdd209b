import type { Store } from "../database.ts";
import { upsert } from "../dialect.ts";
import { instant } from "../time.ts";

/** Somebody to be forgotten: `customer:<the platform's id>`, who bought `order:<its id>`, or `everybody`. */
export interface WantedErasure {
  readonly installationId: number;
  readonly person: string;
  readonly createdAt: string;
  /** Later when it was asked for again: what was done before that is not what was asked for. */
  readonly dueAt: string | null;
}

/** Durable when it resolves. Asked for again it is still one. */
export async function wantErasure(
  store: Store,
  installationId: number,
  person: string,
  nowMs: number,
): Promise<void> {
  const now = instant(nowMs);
  const row = { installation_id: installationId, person, due_at: now, created_at: now };
  await upsert(store.engine, store.db.insertInto("erasures").values(row), ["installation_id", "person"], {
    due_at: now,
  }).execute();
}

export async function dueErasures(store: Store, nowMs: number, limit: number): Promise<WantedErasure[]> {
  const rows = await store.db
    .selectFrom("erasures")
    .select(["installation_id", "person", "created_at", "due_at"])
    .where("due_at", "<=", instant(nowMs))
    .orderBy("due_at")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    installationId: row.installation_id,
    person: row.person,
    createdAt: row.created_at,
    dueAt: row.due_at,
  }));
}

export async function postponeErasure(
  store: Store,
  { installationId, person, dueAt }: WantedErasure,
  untilMs: number,
): Promise<void> {
  await store.db
    .updateTable("erasures")
    .set({ due_at: instant(untilMs) })
    .where("installation_id", "=", installationId)
    .where("person", "=", person)
    .where("due_at", "=", dueAt)
    .execute();
}

/** Unless it was asked for again meanwhile. */
export async function dropErasure(
  store: Store,
  { installationId, person, dueAt }: WantedErasure,
): Promise<void> {
  await store.db
    .deleteFrom("erasures")
    .where("installation_id", "=", installationId)
    .where("person", "=", person)
    .where("due_at", "=", dueAt)
    .execute();
}
