import type { Selectable } from "kysely";
import type { Store, WebhookEndpointsTable } from "../database.ts";
import { instant } from "../time.ts";

/** An address of a merchant that is told of every change of an order's state. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly installationId: number;
  readonly url: string;
  readonly description: string | null;
  readonly sealedSecret: string;
  readonly status: WebhookEndpointsTable["status"];
  readonly createdAt: string;
}

export async function addEndpoint(
  store: Store,
  endpoint: Omit<WebhookEndpoint, "status" | "createdAt">,
  nowMs: number,
): Promise<void> {
  const now = instant(nowMs);
  await store.db
    .insertInto("webhook_endpoints")
    .values({
      id: endpoint.id,
      installation_id: endpoint.installationId,
      url: endpoint.url,
      description: endpoint.description,
      secret: endpoint.sealedSecret,
      status: "active",
      busy_until: null,
      created_at: now,
      updated_at: now,
    })
    .execute();
}

/** Oldest first. */
export async function listEndpoints(store: Store, installationId: number): Promise<WebhookEndpoint[]> {
  const rows = await store.db
    .selectFrom("webhook_endpoints")
    .selectAll()
    .where("installation_id", "=", installationId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(fromRow);
}

/** The installation is asked for so that no tenant ever reaches another's. */
export async function readEndpoint(
  store: Store,
  installationId: number,
  id: string,
): Promise<WebhookEndpoint | null> {
  const row = await store.db
    .selectFrom("webhook_endpoints")
    .selectAll()
    .where("id", "=", id)
    .where("installation_id", "=", installationId)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Takes the address away with everything it was told; false when the installation has no such one. */
export async function deleteEndpoint(store: Store, installationId: number, id: string): Promise<boolean> {
  const deleted = await store.db
    .deleteFrom("webhook_endpoints")
    .where("id", "=", id)
    .where("installation_id", "=", installationId)
    .executeTakeFirst();
  if (deleted.numDeletedRows === 0n) return false;
  await store.db.deleteFrom("webhook_deliveries").where("endpoint_id", "=", id).execute();
  return true;
}

export async function setEndpointStatus(
  store: Store,
  id: string,
  status: WebhookEndpoint["status"],
  nowMs: number,
): Promise<void> {
  await store.db
    .updateTable("webhook_endpoints")
    .set({ status, updated_at: instant(nowMs) })
    .where("id", "=", id)
    .execute();
}

/** Takes an address for one process until `untilMs`; null while another delivers to it, it rests or is switched off. */
export async function claimEndpoint(
  store: Store,
  id: string,
  nowMs: number,
  untilMs: number,
): Promise<WebhookEndpoint | null> {
  const claimed = await store.db
    .updateTable("webhook_endpoints")
    .set({ busy_until: instant(untilMs) })
    .where("id", "=", id)
    .where("status", "=", "active")
    .where(({ eb, or }) => or([eb("busy_until", "is", null), eb("busy_until", "<=", instant(nowMs))]))
    .executeTakeFirst();
  if (claimed.numUpdatedRows === 0n) return null;
  const row = await store.db
    .selectFrom("webhook_endpoints")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Nothing is sent to the address before `untilMs`: the end of a lease, or of a failing address's rest. Null frees it. */
export async function holdEndpoint(store: Store, id: string, untilMs: number | null): Promise<void> {
  await store.db
    .updateTable("webhook_endpoints")
    .set({ busy_until: untilMs === null ? null : instant(untilMs) })
    .where("id", "=", id)
    .execute();
}

function fromRow(row: Selectable<WebhookEndpointsTable>): WebhookEndpoint {
  return {
    id: row.id,
    installationId: row.installation_id,
    url: row.url,
    description: row.description,
    sealedSecret: row.secret,
    status: row.status,
    createdAt: row.created_at,
  };
}
