import { createHash } from "node:crypto";
import { addWebhook } from "../../store/messages/webhook-deliveries.ts";
import { listEndpoints } from "../../store/messages/webhook-endpoints.ts";
import type { TransferResult } from "../../store/transfers/transfer-leases.ts";
import type { Transfer, TransferKey } from "../../store/transfers/transfers.ts";
import type { Context } from "../context.ts";

const EVENT = "order.state_changed";

/** How long another process may go on without knowing of a new address. */
const CACHE_MS = 5_000;
const MAX_CACHED = 10_000;
const known = new Map<string, { readonly until: number; readonly ids: readonly string[] }>();

/**
 * Notes for the merchant's addresses that an order's state changes, before it is stored: after a crash between the two
 * the next run notes the same message again, and an address has each once. Returns the addresses to send to.
 */
export async function announce(
  context: Context,
  key: TransferKey,
  before: Transfer,
  result: TransferResult,
): Promise<readonly string[]> {
  const isNews = before.state !== result.state || before.code !== result.code;
  if (!isNews || before.kind !== "order") return [];
  const endpoints = await endpointsOf(context, key.installationId);
  if (endpoints.length === 0) return [];
  const now = context.ports.clock.now();
  const { state, code, message } = result;
  const body = {
    type: EVENT,
    timestamp: new Date(now).toISOString(),
    data: {
      order_id: key.orderId,
      number: result.order?.number ?? before.number,
      connection_id: String(key.connectionId),
      state,
      code,
      message,
      previous: { state: before.state, code: before.code },
    },
  };
  // `updatedAt` is when the state before was stored: the change has one name however often it is tried.
  const change = [key, before.updatedAt, before.state, before.code, state, code];
  const digest = createHash("sha256").update(JSON.stringify(change)).digest("base64url");
  const webhook = {
    messageId: `msg_${digest.slice(0, 32)}`,
    type: EVENT,
    orderId: key.orderId,
    body: JSON.stringify(body),
  };
  await addWebhook(context.store, endpoints, webhook, now);
  return endpoints;
}

/** Most merchants have no address, and their orders must not pay for those who do. */
async function endpointsOf(context: Context, installationId: number): Promise<readonly string[]> {
  const name = cacheName(context, installationId);
  const now = context.ports.clock.now();
  const cached = known.get(name);
  if (cached !== undefined && cached.until > now) return cached.ids;
  const endpoints = await listEndpoints(context.store, installationId);
  const ids = endpoints.filter(({ status }) => status === "active").map(({ id }) => id);
  if (known.size >= MAX_CACHED) known.clear();
  known.set(name, { until: now + CACHE_MS, ids });
  return ids;
}

/** The addresses of an installation have changed. */
export function forgetEndpoints(context: Context, installationId: number): void {
  known.delete(cacheName(context, installationId));
}

const cacheName = (context: Context, installationId: number): string => `${context.owner}:${installationId}`;
