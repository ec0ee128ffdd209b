import type { Store } from "./database.ts";
import { instant } from "./time.ts";

export interface SettingsVersion {
  readonly version: number;
  readonly settings: unknown;
  readonly changedBy: string;
  readonly changedAt: string;
}

export async function readSettings(store: Store, connectionId: number, version: number): Promise<unknown> {
  const row = await store.db
    .selectFrom("settings_versions")
    .select("settings")
    .where("connection_id", "=", connectionId)
    .where("version", "=", version)
    .executeTakeFirstOrThrow();
  return JSON.parse(row.settings);
}

/** Stores the next version. False when somebody changed the settings meanwhile: nothing is stored then. */
export async function saveSettings(
  store: Store,
  connectionId: number,
  base: number,
  settings: unknown,
  by: string,
  nowMs: number,
): Promise<boolean> {
  const now = instant(nowMs);
  return await store.db.transaction().execute(async (db) => {
    const moved = await db
      .updateTable("connections")
      .set({ settings_version: base + 1, updated_at: now })
      .where("id", "=", connectionId)
      .where("settings_version", "=", base)
      .executeTakeFirst();
    if (moved.numUpdatedRows === 0n) return false;
    await db
      .insertInto("settings_versions")
      .values({
        connection_id: connectionId,
        version: base + 1,
        settings: JSON.stringify(settings),
        changed_by: by,
        changed_at: now,
      })
      .execute();
    return true;
  });
}

/** Newest first. */
export async function settingsHistory(
  store: Store,
  connectionId: number,
  limit: number,
): Promise<SettingsVersion[]> {
  const rows = await store.db
    .selectFrom("settings_versions")
    .selectAll()
    .where("connection_id", "=", connectionId)
    .orderBy("version", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    version: row.version,
    settings: JSON.parse(row.settings),
    changedBy: row.changed_by,
    changedAt: row.changed_at,
  }));
}
