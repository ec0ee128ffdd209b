import type { NotificationsTable, Store } from "../database.ts";
import { insertIgnoring } from "../dialect.ts";
import { instant } from "../time.ts";

/** One kind of mail about one connection. */
export interface NotificationKey {
  readonly installationId: number;
  readonly connectionId: number;
  readonly kind: NotificationsTable["kind"];
}

/** Makes the mail due then, where its rhythm is new; with the rhythm it has already, what is planned stays. */
export async function planNotification(
  store: Store,
  key: NotificationKey,
  rhythm: string,
  dueMs: number | null,
  nowMs: number,
): Promise<void> {
  const now = instant(nowMs);
  const due = dueMs === null ? null : instant(dueMs);
  await insertIgnoring(
    store.engine,
    store.db.insertInto("notifications").values({
      installation_id: key.installationId,
      connection_id: key.connectionId,
      kind: key.kind,
      rhythm,
      due_at: due,
      told: "",
      created_at: now,
      updated_at: now,
    }),
  ).execute();
  await updateOf(store, key)
    .set({ rhythm, due_at: due, updated_at: now })
    .where("rhythm", "!=", rhythm)
    .execute();
}

export async function dueNotifications(
  store: Store,
  nowMs: number,
  limit: number,
): Promise<NotificationKey[]> {
  const rows = await store.db
    .selectFrom("notifications")
    .select(["installation_id", "connection_id", "kind"])
    .where("due_at", "<=", instant(nowMs))
    .orderBy("due_at")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    installationId: row.installation_id,
    connectionId: row.connection_id,
    kind: row.kind,
  }));
}

/**
 * Takes a mail that is due and plans the next: of several processes one, and none again after a crash. False when
 * another was faster.
 */
export async function claimNotification(
  store: Store,
  key: NotificationKey,
  nowMs: number,
  nextMs: number,
): Promise<boolean> {
  const taken = await updateOf(store, key)
    .set({ due_at: instant(nextMs), updated_at: instant(nowMs) })
    .where("due_at", "<=", instant(nowMs))
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
}

/** Plans the next anew; null ends the mails. */
export async function postponeNotification(
  store: Store,
  key: NotificationKey,
  nextMs: number | null,
): Promise<void> {
  await updateOf(store, key)
    .set({ due_at: nextMs === null ? null : instant(nextMs) })
    .execute();
}

/** The troubles of the connection that were reported and have not ended since. */
export async function toldTroubles(store: Store, key: NotificationKey): Promise<readonly string[]> {
  const row = await store.db
    .selectFrom("notifications")
    .select("told")
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("kind", "=", key.kind)
    .executeTakeFirst();
  return row === undefined || row.told === "" ? [] : row.told.split(" ");
}

export async function keepTroubles(
  store: Store,
  key: NotificationKey,
  told: readonly string[],
): Promise<void> {
  await updateOf(store, key)
    .set({ told: told.join(" ") })
    .execute();
}

function updateOf(store: Store, key: NotificationKey) {
  return store.db
    .updateTable("notifications")
    .where("installation_id", "=", key.installationId)
    .where("connection_id", "=", key.connectionId)
    .where("kind", "=", key.kind);
}
