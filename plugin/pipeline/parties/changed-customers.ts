import { decide } from "../../decision/decide.ts";
import type { Order } from "../../domain/order.ts";
import type { PlannedCustomer } from "../../domain/plan.ts";
import type { ChangedCustomer, ShopCustomers } from "../../platforms/platform.ts";
import type { Settings } from "../../settings/schema.ts";
import { listConnections, type StoredConnection } from "../../store/connections.ts";
import { type Mapping, readMappings } from "../../store/effects/mappings.ts";
import { readInstallation, type StoredInstallation } from "../../store/installations.ts";
import { appendLog, type NewLogLine } from "../../store/transfers/transfer-log.ts";
import { currentSettings, openLedger } from "../books.ts";
import type { Context } from "../context.ts";
import { type Asking, askingOf } from "../reports/asking.ts";
import { openShop } from "../shop.ts";
import { refreshCustomer } from "./customers.ts";
import { lookedAt } from "./looked-at.ts";
import { storedKey } from "./reserved.ts";

/** Looked at twice costs no call to the ledger; missed, the next order brings it. */
const OVERLAP_MS = 120_000;
const MAX_PAGES = 20;

/**
 * Brings the cards of customers up to date who changed something of themselves in the shop, where a ledger has a card of
 * theirs already and its settings say so. Nobody is made or matched here, and the looking is remembered by this process only.
 */
export async function followCustomers(context: Context, installationId: number): Promise<void> {
  const { store, ports } = context;
  const installation = await readInstallation(store, installationId);
  if (installation?.status !== "installed") return;
  const { customers } = openShop(context, installation, "backlog");
  if (customers === undefined) return;
  const following = await connectionsThatFollow(context, installationId);
  if (following.length === 0) return;
  const known = lookedAt(context);
  const since = new Date(ports.clock.now() - context.sweepIntervalMs - OVERLAP_MS).toISOString();
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const read = await customers.changed(since, cursor);
    if (!read.ok) {
      ports.log.info("the shop's customers could not be read", { message: read.problem.message });
      return;
    }
    for (const customer of read.value.customers) {
      for (const connection of following) {
        if (known.has(connection.id, customer)) continue;
        const isDone = await follow(context, installation, connection, customers, customer);
        if (isDone) known.add(connection.id, customer);
      }
    }
    cursor = read.value.nextCursor;
    if (cursor === null) return;
  }
}

async function connectionsThatFollow(context: Context, installationId: number): Promise<StoredConnection[]> {
  const following: StoredConnection[] = [];
  for (const connection of await listConnections(context.store, installationId)) {
    if (connection.status !== "connected") continue;
    if (follows(await currentSettings(context, connection))) following.push(connection);
  }
  return following;
}

function follows({ customers: { mode, b2c, b2b, ean } }: Settings): boolean {
  return mode === "individual" && (b2c.update || b2b.update || ean.update);
}

/** False when shop or ledger did not answer, so that the next look asks again. */
async function follow(
  context: Context,
  installation: StoredInstallation,
  connection: StoredConnection,
  customers: ShopCustomers,
  changed: ChangedCustomer,
): Promise<boolean> {
  const { store, ports } = context;
  const key = { installationId: installation.id, connectionId: connection.id, orderId: changed.lastOrderId };
  const mappings = await cardsOf(context, connection, changed.id, installation.currency);
  // Who has no card may be given one by an order that is on its way.
  if (mappings.length === 0) return false;
  const asking = await askingOf(context, connection);
  if (asking === null) return false;
  const today = await customers.today(changed);
  if (!today.ok) return false;
  const planned = today.value === null ? null : plannedOf(asking, today.value);
  const mapping = mappings.find((one) => one.platformKey === storedKey(planned?.key ?? ""));
  if (planned === null || mapping === undefined) return true;
  const lines: NewLogLine[] = [];
  const isDone = await refreshCustomer(
    {
      context,
      key,
      owner: context.owner,
      settings: await currentSettings(context, connection),
      ledger: openLedger(context, connection, "backlog"),
      warnings: new Set(),
      note: (step, message) => void lines.push({ step, message, atMs: ports.clock.now() }),
    },
    planned,
    mapping,
  );
  await appendLog(store, key, lines);
  return isDone;
}

/** The cards a ledger has of a customer of the shop; some ledgers have one for each currency. */
async function cardsOf(
  { store }: Context,
  { id, installationId }: StoredConnection,
  customerId: string,
  currency: string,
): Promise<Mapping[]> {
  const keys = [customerId, `${customerId} ${currency}`].map((platformKey) => ({
    kind: "customer" as const,
    platformKey: storedKey(platformKey),
  }));
  const found = await readMappings(store, { installationId, connectionId: id }, keys);
  return found.filter(({ state, ledgerNumber }) => state === "done" && ledgerNumber !== null);
}

/** What an order of today would say of the buyer; null where it says nothing that could be booked. */
function plannedOf(asking: Asking, order: Order): PlannedCustomer | null {
  return decide({ ...asking, order }).documents[0]?.customer ?? null;
}
