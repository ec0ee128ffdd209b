import type { Store } from "./database.ts";
import { locking } from "./dialect.ts";
import { insist } from "./insist.ts";

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
  return guideOf(row?.guide ?? null);
}

/** Adds to what is known; steps that were done stay so. */
export async function noteGuide(store: Store, connectionId: number, done: Guide): Promise<void> {
  await insist(() =>
    store.db
      .transaction()
      .setIsolationLevel("read committed")
      .execute(async (db) => {
        const connection = db.selectFrom("connections").select("guide").where("id", "=", connectionId);
        const row = await locking(store.engine, connection).executeTakeFirst();
        const guide = { ...guideOf(row?.guide ?? null), ...done };
        await db
          .updateTable("connections")
          .set({ guide: JSON.stringify(guide) })
          .where("id", "=", connectionId)
          .execute();
      }),
  );
}

const guideOf = (json: string | null): Guide => (json === null ? {} : (JSON.parse(json) as Guide));
