import type { Store } from "../database.ts";
import { instant } from "../time.ts";

/** How much work lies there that nobody has begun. Counting stops at ten thousand: more is the same alarm. */
export interface Backlog {
  readonly deliveries: number;
  /** Age of the oldest delivery nobody has taken, in seconds; 0 when there is none. */
  readonly oldestDeliverySeconds: number;
  readonly dueOrders: number;
}

const MOST = 10_000;

export async function readBacklog(store: Store, nowMs: number): Promise<Backlog> {
  const { db } = store;
  const waiting = await db
    .selectFrom("inbox")
    .select("received_at")
    .where("taken_at", "is", null)
    .orderBy("id")
    .limit(MOST)
    .execute();
  const due = await db
    .selectFrom("transfers")
    .select("order_id")
    .where("due_at", "<=", instant(nowMs))
    .limit(MOST)
    .execute();
  const oldest = waiting[0];
  return {
    deliveries: waiting.length,
    oldestDeliverySeconds:
      oldest === undefined ? 0 : Math.max(0, Math.round((nowMs - Date.parse(oldest.received_at)) / 1000)),
    dueOrders: due.length,
  };
}
