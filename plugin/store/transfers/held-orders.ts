import type { Store } from "../database.ts";

export interface HeldOrder {
  readonly installationId: number;
  readonly shop: string;
  readonly connectionId: number;
  readonly orderId: string;
  readonly number: string | null;
  readonly code: string | null;
  readonly message: string | null;
  /** UTC instant of the last look at it. */
  readonly since: string;
}

export interface HeldFilter {
  readonly installationId?: number | undefined;
  readonly code?: string | undefined;
  readonly orderId?: string | undefined;
}

const MOST = 1_000;

/** Orders that wait for a person, over all shops, longest first; a thousand at most. For operators only. */
export async function heldOrders(store: Store, filter: HeldFilter): Promise<HeldOrder[]> {
  let query = store.db
    .selectFrom("transfers")
    .innerJoin("installations", "installations.id", "transfers.installation_id")
    .select([
      "transfers.installation_id",
      "installations.tenant_name",
      "transfers.connection_id",
      "transfers.order_id",
      "transfers.number",
      "transfers.code",
      "transfers.message",
      "transfers.updated_at",
    ])
    .where("transfers.state", "=", "held");
  const { installationId, code, orderId } = filter;
  if (installationId !== undefined) query = query.where("transfers.installation_id", "=", installationId);
  if (code !== undefined) query = query.where("transfers.code", "=", code);
  if (orderId !== undefined) query = query.where("transfers.order_id", "=", orderId);
  const rows = await query.orderBy("transfers.updated_at").limit(MOST).execute();
  return rows.map((row) => ({
    installationId: row.installation_id,
    shop: row.tenant_name,
    connectionId: row.connection_id,
    orderId: row.order_id,
    number: row.number,
    code: row.code,
    message: row.message,
    since: row.updated_at,
  }));
}
