import type { Store } from "./database.ts";

/** What of the first steps of a connection somebody has done: UTC instants. */
export interface Guide {
  readonly checkedAt?: string;
  readonly previewedAt?: string;
  readonly liveAt?: string;
}

export async function readGuide(store: Store, connectionId: number): Promise<Guide> {
  const row = await store.db
    .selectFrom("connections")
    .select("guide")
    .where("id", "=", connectionId)
    .executeTakeFirst();
  return row?.guide == null ? {} : (JSON.parse(row.guide) as Guide);
}

/** Adds to what is known; steps that were done stay so. */
export async function noteGuide(store: Store, connectionId: number, done: Guide): Promise<void> {
  const guide = { ...(await readGuide(store, connectionId)), ...done };
  await store.db
    .updateTable("connections")
    .set({ guide: JSON.stringify(guide) })
    .where("id", "=", connectionId)
    .execute();
}
