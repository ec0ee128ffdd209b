import type { Selectable } from "kysely";
import type { Store, WebhookDeliveriesTable } from "../database.ts";
import { insertIgnoring } from "../dialect.ts";
import { instant } from "../time.ts";

/** One message to one address, over all its attempts. */
export interface WebhookDelivery {
  readonly id: number;
  readonly messageId: string;
  readonly type: string;
  readonly orderId: string;
  readonly body: string;
  readonly state: WebhookDeliveriesTable["state"];
  readonly attempts: number;
  readonly dueAt: string | null;
  readonly answerStatus: number | null;
  readonly failure: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface NewWebhook {
  readonly messageId: string;
  readonly type: string;
  readonly orderId: string;
  readonly body: string;
}

/** Notes a message for each address, due at once. A message an address has already is left alone. */
export async function addWebhook(
  store: Store,
  endpointIds: readonly string[],
  message: NewWebhook,
  nowMs: number,
): Promise<void> {
  if (endpointIds.length === 0) return;
  const now = instant(nowMs);
  await insertIgnoring(
    store.engine,
    store.db.insertInto("webhook_deliveries").values(
      endpointIds.map((endpointId) => ({
        endpoint_id: endpointId,
        message_id: message.messageId,
        type: message.type,
        order_id: message.orderId,
        body: message.body,
        state: "waiting" as const,
        attempts: 0,
        due_at: now,
        answer_status: null,
        failure: null,
        created_at: now,
        updated_at: now,
      })),
    ),
  ).execute();
}

/** Addresses for which something is due, but for those that rest or are busy. */
export async function dueEndpoints(store: Store, nowMs: number, limit: number): Promise<DueEndpoint[]> {
  const now = instant(nowMs);
  const rows = await store.db
    .selectFrom("webhook_deliveries")
    .innerJoin("webhook_endpoints", "webhook_endpoints.id", "webhook_deliveries.endpoint_id")
    .select(["webhook_endpoints.id", "webhook_endpoints.installation_id"])
    .where("webhook_deliveries.due_at", "<=", now)
    .where(({ eb, or }) => or([eb("busy_until", "is", null), eb("busy_until", "<=", now)]))
    .groupBy(["webhook_endpoints.id", "webhook_endpoints.installation_id"])
    .limit(limit)
    .execute();
  return rows.map((row) => ({ endpointId: row.id, installationId: row.installation_id }));
}

export interface DueEndpoint {
  readonly endpointId: string;
  readonly installationId: number;
}

/** What is due for one address, in the order it happened. */
export async function dueWebhooks(
  store: Store,
  endpointId: string,
  nowMs: number,
  limit: number,
): Promise<WebhookDelivery[]> {
  const rows = await store.db
    .selectFrom("webhook_deliveries")
    .selectAll()
    .where("endpoint_id", "=", endpointId)
    .where("due_at", "<=", instant(nowMs))
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

export type Attempt = Pick<WebhookDelivery, "state" | "attempts" | "answerStatus" | "failure"> & {
  readonly nextAt: number | null;
};

export async function storeAttempt(store: Store, id: number, attempt: Attempt, nowMs: number): Promise<void> {
  await store.db
    .updateTable("webhook_deliveries")
    .set({
      state: attempt.state,
      attempts: attempt.attempts,
      answer_status: attempt.answerStatus,
      failure: attempt.failure,
      due_at: attempt.nextAt === null ? null : instant(attempt.nextAt),
      updated_at: instant(nowMs),
    })
    .where("id", "=", id)
    .execute();
}

/** Nothing that waits for the address is sent any more. */
export async function giveUpWebhooks(
  store: Store,
  endpointId: string,
  failure: string,
  nowMs: number,
): Promise<void> {
  await store.db
    .updateTable("webhook_deliveries")
    .set({ state: "failed", failure, due_at: null, updated_at: instant(nowMs) })
    .where("endpoint_id", "=", endpointId)
    .where("state", "=", "waiting")
    .execute();
}

/** Newest first, those older than `before`. */
export async function listWebhooks(
  store: Store,
  endpointId: string,
  before: number,
  limit: number,
): Promise<WebhookDelivery[]> {
  const rows = await store.db
    .selectFrom("webhook_deliveries")
    .selectAll()
    .where("endpoint_id", "=", endpointId)
    .where("id", "<", before)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

/** Makes a message due again, with the schedule from its beginning; null when the address has no such one. */
export async function resendWebhook(
  store: Store,
  endpointId: string,
  id: number,
  nowMs: number,
): Promise<WebhookDelivery | null> {
  const now = instant(nowMs);
  const renewed = await store.db
    .updateTable("webhook_deliveries")
    .set({ state: "waiting", attempts: 0, due_at: now, updated_at: now })
    .where("endpoint_id", "=", endpointId)
    .where("id", "=", id)
    .executeTakeFirst();
  if (renewed.numUpdatedRows === 0n) return null;
  const [delivery] = await listWebhooks(store, endpointId, id + 1, 1);
  return delivery ?? null;
}

/** Deletes messages made long ago, at most `limit` at a time, and says how many. */
export async function forgetWebhooks(store: Store, madeBeforeMs: number, limit: number): Promise<number> {
  const old = await store.db
    .selectFrom("webhook_deliveries")
    .select("id")
    .where("created_at", "<", instant(madeBeforeMs))
    .orderBy("created_at")
    .limit(limit)
    .execute();
  if (old.length === 0) return 0;
  const ids = old.map((row) => row.id);
  await store.db.deleteFrom("webhook_deliveries").where("id", "in", ids).execute();
  return ids.length;
}

function fromRow(row: Selectable<WebhookDeliveriesTable>): WebhookDelivery {
  return {
    id: row.id,
    messageId: row.message_id,
    type: row.type,
    orderId: row.order_id,
    body: row.body,
    state: row.state,
    attempts: row.attempts,
    dueAt: row.due_at,
    answerStatus: row.answer_status,
    failure: row.failure,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
