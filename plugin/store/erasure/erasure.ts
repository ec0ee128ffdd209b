import type { Selectable } from "kysely";
import { codes } from "../../domain/problem.ts";
import type { EffectsTable, Store } from "../database.ts";
import { holds } from "../dialect.ts";
import { instant } from "../time.ts";
import { ERASED } from "./erased.ts";

/** Reads and rewrites what of a tenant is about people. Every statement leads with the installation. */

export interface StoredOperation {
  readonly connectionId: number;
  readonly orderId: string;
  readonly document: string;
  readonly step: string;
  readonly state: "sending" | "done";
  readonly planned: unknown;
}

const PAGE = 500;

/**
 * All effects of an installation, some hundred at a time, in the order of their key; or those alone that were sent with
 * this text in them.
 */
export async function* operationsOf(
  store: Store,
  installationId: number,
  naming: string | null = null,
): AsyncGenerator<StoredOperation> {
  let after: StoredOperation | null = null;
  for (;;) {
    const last: StoredOperation | null = after;
    let query = store.db
      .selectFrom("effects")
      .select(["connection_id", "order_id", "document", "step", "state", "planned"])
      .where("installation_id", "=", installationId);
    if (naming !== null) query = query.where(holds("planned", naming));
    if (last !== null) {
      query = query.where((where) =>
        where.or([
          where("connection_id", ">", last.connectionId),
          where.and([where("connection_id", "=", last.connectionId), where("order_id", ">", last.orderId)]),
          where.and([
            where("connection_id", "=", last.connectionId),
            where("order_id", "=", last.orderId),
            where("document", ">", last.document),
          ]),
          where.and([
            where("connection_id", "=", last.connectionId),
            where("order_id", "=", last.orderId),
            where("document", "=", last.document),
            where("step", ">", last.step),
          ]),
        ]),
      );
    }
    const rows = await query
      .orderBy("connection_id")
      .orderBy("order_id")
      .orderBy("document")
      .orderBy("step")
      .limit(PAGE)
      .execute();
    for (const row of rows) {
      after = fromRow(row);
      yield after;
    }
    if (rows.length < PAGE) return;
  }
}

/** The effects of one order, of all connections. */
export async function operationsOfOrder(
  store: Store,
  installationId: number,
  orderId: string,
): Promise<StoredOperation[]> {
  const connections = store.db
    .selectFrom("connections")
    .select("id")
    .where("installation_id", "=", installationId);
  const rows = await store.db
    .selectFrom("effects")
    .select(["connection_id", "order_id", "document", "step", "state", "planned"])
    .where("installation_id", "=", installationId)
    .where("connection_id", "in", connections)
    .where("order_id", "=", orderId)
    .execute();
  return rows.map(fromRow);
}

type Row = Pick<
  Selectable<EffectsTable>,
  "connection_id" | "order_id" | "document" | "step" | "state" | "planned"
>;

function fromRow(row: Row): StoredOperation {
  return {
    connectionId: row.connection_id,
    orderId: row.order_id,
    document: row.document,
    step: row.step,
    state: row.state,
    planned: row.planned === null ? null : JSON.parse(row.planned),
  };
}

export async function rewriteOperation(
  store: Store,
  installationId: number,
  { connectionId, orderId, document, step, state }: StoredOperation,
  planned: unknown,
): Promise<void> {
  await store.db
    .updateTable("effects")
    .set({ planned: JSON.stringify(planned) })
    .where("installation_id", "=", installationId)
    .where("connection_id", "=", connectionId)
    .where("order_id", "=", orderId)
    .where("document", "=", document)
    .where("step", "=", step)
    .where("state", "=", state)
    .execute();
}

/** Orders of one buyer, by his key, whether anything of them was sent or not. */
export async function ordersOfBuyer(
  store: Store,
  installationId: number,
  buyerKey: string,
): Promise<{ readonly connectionId: number; readonly orderId: string }[]> {
  const rows = await store.db
    .selectFrom("transfers")
    .select(["connection_id", "order_id"])
    .where("installation_id", "=", installationId)
    .where("buyer_key", "=", buyerKey)
    .execute();
  return rows.map((row) => ({ connectionId: row.connection_id, orderId: row.order_id }));
}

/** The buyer's name in the lists, what keeps the order, and the words and data of its log, which may name him. */
export async function eraseOrder(store: Store, installationId: number, orderId: string): Promise<void> {
  await store.db
    .updateTable("transfers")
    .set({ customer: ERASED, buyer_key: null })
    .where("installation_id", "=", installationId)
    .where("order_id", "=", orderId)
    .execute();
  await plainMessages(store, installationId, orderId);
  await store.db
    .updateTable("transfer_log")
    .set({ message: ERASED, detail: null })
    .where("installation_id", "=", installationId)
    .where("order_id", "=", orderId)
    .where("step", "in", ["customer", "email", "problem", "note"])
    .execute();
}

/** What holds an order may name the buyer, or quote a ledger that does: its code's own sentence says enough. */
async function plainMessages(store: Store, installationId: number, orderId: string): Promise<void> {
  const ofOrder = { installation_id: installationId, order_id: orderId };
  const rows = await store.db
    .selectFrom("transfers")
    .select("code")
    .distinct()
    .where((where) => where.and(ofOrder))
    .where("message", "is not", null)
    .execute();
  for (const { code } of rows) {
    const known = Object.entries(codes).find(([name]) => name === code);
    await store.db
      .updateTable("transfers")
      .set({ message: known?.[1].sentence ?? ERASED })
      .where((where) => where.and(ofOrder))
      .where("code", "=", code)
      .where("message", "is not", null)
      .execute();
  }
}

/**
 * The card in the ledger stays known under a name that tells nothing. A buyer who was erased before and came back had
 * become a stranger with a second entry: the older one stays.
 */
export async function renameCustomer(
  store: Store,
  installationId: number,
  from: string,
  to: string,
): Promise<void> {
  if (from === to) return;
  const entries = await store.db
    .selectFrom("mappings")
    .select("connection_id")
    .where("installation_id", "=", installationId)
    .where("kind", "=", "customer")
    .where("platform_key", "=", to)
    .execute();
  const taken = entries.map((row) => row.connection_id);
  const ofPerson = { installation_id: installationId, kind: "customer" as const, platform_key: from };
  if (taken.length > 0) {
    await store.db
      .deleteFrom("mappings")
      .where((where) => where.and(ofPerson))
      .where("connection_id", "in", taken)
      .execute();
  }
  await store.db
    .updateTable("mappings")
    .set({ platform_key: to, fingerprint: "" })
    .where((where) => where.and(ofPerson))
    .execute();
}

/** Orders of an installation that still show a buyer, whether anything of them was sent or not. */
export async function namedOrders(store: Store, installationId: number): Promise<string[]> {
  const rows = await store.db
    .selectFrom("transfers")
    .select("order_id")
    .distinct()
    .where("installation_id", "=", installationId)
    .where("customer", "is not", null)
    .where("customer", "<>", ERASED)
    .execute();
  return rows.map((row) => row.order_id);
}

/** Deliveries as they came. */
export async function dropDeliveries(store: Store, installationId: number): Promise<void> {
  await store.db.deleteFrom("inbox").where("installation_id", "=", installationId).execute();
}

/** Installations that were removed before the instant and still hold what is about people. */
export async function installationsToErase(store: Store, beforeMs: number, limit: number): Promise<number[]> {
  const rows = await store.db
    .selectFrom("installations")
    .select("id")
    .where("status", "=", "uninstalled")
    .where("updated_at", "<", instant(beforeMs))
    .where("erased_at", "is", null)
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/**
 * Done only while it is still removed: a shop that came back meanwhile is erased when it has left again. Its secrets go
 * too: whoever installs the app again gives consent again.
 */
export async function markErased(store: Store, id: number, nowMs: number): Promise<void> {
  await store.db.transaction().execute(async (db) => {
    const marked = await db
      .updateTable("installations")
      .set({ erased_at: instant(nowMs), secrets: "" })
      .where("id", "=", id)
      .where("status", "=", "uninstalled")
      .executeTakeFirst();
    if (marked.numUpdatedRows === 0n) return;
    // What programs were told, and what let them in: nobody is left to ask with it.
    const own = db.selectFrom("webhook_endpoints").select("id").where("installation_id", "=", id);
    await db.deleteFrom("webhook_deliveries").where("endpoint_id", "in", own).execute();
    await db.deleteFrom("webhook_endpoints").where("installation_id", "=", id).execute();
    await db.deleteFrom("api_keys").where("installation_id", "=", id).execute();
    await db.deleteFrom("accountant_links").where("installation_id", "=", id).execute();
    await db
      .updateTable("connections")
      .set({ secrets: null, status: "needs_reauth" })
      .where("installation_id", "=", id)
      .where("status", "in", ["connected", "paused"])
      .execute();
  });
}
