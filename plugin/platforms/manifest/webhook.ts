import { z } from "zod";
import type { Meaning, RawDelivery, WebhookReader } from "../platform.ts";
import { provenDeliveryId } from "./webhook-signature.ts";

const MOST_REPORTED = 10_000;
const MOST_IDS = 50; // `max_ids` of the action in manifest.json

const id = z.union([z.string().min(1).max(200), z.int()]).transform(String);

const sender = z.object({ iss: z.string().min(1), tenant: z.object({ id }) });

const event = z.object({ type: z.string().min(1), data: z.unknown().optional() });
const record = z.object({ id });
const orderRecord = z.object({ id, object: z.literal("order") });
const payoutRecord = z.object({ id, object: z.literal("payout") });
const customerReport = z.object({ id, orders: z.array(id).max(MOST_REPORTED).catch([]) });
const action = z.object({
  action: z.string().min(1),
  resource: z.string().nullish(),
  ids: z.array(id).max(MOST_IDS),
  user: z
    .object({ locale: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
});

/** Thin webhooks and order actions of the contract, both proven by Standard Webhooks headers. */
export const webhooks: WebhookReader = {
  claim(delivery) {
    const body = jsonOf(delivery);
    if (body === undefined) return "malformed";
    const parsed = sender.safeParse(body);
    return parsed.success ? { issuer: parsed.data.iss, tenantId: parsed.data.tenant.id } : "unknown";
  },

  verify(delivery, secrets, nowMs) {
    const known = [secrets["webhook_secret"], secrets["webhook_secret_previous"]];
    const usable = known.filter((secret) => secret !== undefined);
    const deliveryId = provenDeliveryId(delivery, usable, nowMs);
    if (deliveryId === null) return "refused";
    const parsed = event.safeParse(jsonOf(delivery));
    if (!parsed.success) return "unreadable";
    const { type, data } = parsed.data;
    const meaning = type === "action.invoked" ? readAction(data) : readEvent(type, data);
    return meaning === null ? "unreadable" : { deliveryId, type, meaning };
  },
};

/** An action with ids we cannot take is not half obeyed: null tells the sender that nothing was done. */
function readAction(data: unknown): Meaning | null {
  const parsed = action.safeParse(data);
  if (!parsed.success) return null;
  const { action: name, resource, ids, user } = parsed.data;
  if ((resource ?? "order") !== "order") return { kind: "note" };
  return { kind: "action", action: name, orderIds: [...new Set(ids)], locale: user?.locale ?? null };
}

function readEvent(type: string, data: unknown): Meaning | null {
  if (type === "app.uninstalled") return { kind: "uninstalled" };
  if (type === "tenant.redact") return { kind: "redact", customerId: null };
  if (type === "customer.redact") {
    const customer = record.safeParse(data);
    // Unreadable, not noted: the sender has to know that nobody was forgotten.
    return customer.success ? { kind: "redact", customerId: customer.data.id } : null;
  }
  if (type === "customer.report") {
    const asked = customerReport.safeParse(data);
    // Unreadable as well: nobody would be given anything.
    return asked.success ? { kind: "report", customerId: asked.data.id, orderIds: asked.data.orders } : null;
  }
  const payout = payoutRecord.safeParse(data);
  if (type.startsWith("payout.") && payout.success) return { kind: "payout", payoutIds: [payout.data.id] };
  const isAboutOrder = /^(order|refund|invoice)\./.test(type) ? record : orderRecord;
  const parsed = isAboutOrder.safeParse(data);
  return parsed.success ? { kind: "order", orderIds: [parsed.data.id] } : { kind: "note" };
}

function jsonOf(delivery: RawDelivery): unknown {
  try {
    return JSON.parse(delivery.body.toString("utf8"));
  } catch {
    return undefined;
  }
}
