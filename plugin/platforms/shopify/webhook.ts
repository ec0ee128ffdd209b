import { createHash } from "node:crypto";
import { z } from "zod";
import type { Secrets } from "../../ports.ts";
import type { Meaning, RawDelivery, WebhookReader } from "../platform.ts";
import { numberOf, orderNumberIn } from "./gid.ts";
import type { ShopifyOptions } from "./options.ts";
import { claimOf, shopName } from "./shop-name.ts";
import { compliancePath, webhookPath } from "./topics.ts";
import { isSigned } from "./webhook-signature.ts";

/** A product with a hundred variants, or an order with as many lines, is larger than what others send. */
const LARGEST = "10mb";

/** Webhooks are hints: proven, understood as far as "look at this order", and the order is read by GraphQL. */
export function webhooksOf(options: ShopifyOptions): WebhookReader {
  return {
    doors: [webhookPath, compliancePath].map((path) => ({
      path,
      largestBody: LARGEST,
    })),

    claim(delivery) {
      if (header(delivery, "hmac-sha256") === null || header(delivery, "topic") === null) return "malformed";
      const shop = shopName(header(delivery, "shop-domain"));
      return shop === null ? "unknown" : claimOf(shop);
    },

    isGenuine: (delivery) => isSigned(delivery, options.secrets),

    verify(delivery, secrets) {
      if (!isSigned(delivery, options.secrets)) return "refused";
      const type = header(delivery, "topic") ?? "";
      const body = jsonOf(delivery);
      if (body === undefined) return "unreadable";
      const meaning = meaningOf(type, body, delivery, secrets);
      if (meaning === null) return "unreadable";
      return { deliveryId: deliveryIdOf(delivery, type), type, meaning, dropsBody: true };
    },
  };
}

const id = z.union([z.string(), z.int()]).transform(String);

/** The places where topics name the order they are about, the exact one first. */
const namedOrder = z.union([
  z
    .object({ admin_graphql_api_id: z.string().regex(/\/Order\/\d+$/) })
    .transform((one) => one.admin_graphql_api_id),
  z.object({ order_id: id }).transform((one) => one.order_id),
  z.object({ order_edit: z.object({ order_id: id }) }).transform((one) => one.order_edit.order_id),
  z.object({ order: z.object({ id }) }).transform((one) => one.order.id),
]);
const orderItself = z.union([namedOrder, z.object({ id }).transform((one) => one.id)]);
const shopItself = z.object({ id });
const ofShop = z.object({ shop_id: id });
const redactCustomer = z.object({ customer: z.object({ id }), orders_to_redact: z.array(id).catch([]) });
const dataRequest = z.object({ customer: z.object({ id }), orders_requested: z.array(id).catch([]) });
const scopesUpdate = z.object({ shop_id: id, current: z.array(z.string()) });

/**
 * Only the body is signed, so a body of another shop could be sent again under this one's name. What does more than
 * look at an order has to name this shop in the body. Null: it cannot be read.
 */
function meaningOf(type: string, body: unknown, delivery: RawDelivery, secrets: Secrets): Meaning | null {
  const [resource = ""] = type.split("/");
  switch (type) {
    case "app/uninstalled":
      return isOurs(shopItself.safeParse(body).data?.id, secrets) && !isLate(delivery, secrets)
        ? { kind: "uninstalled" }
        : { kind: "note" };
    case "app/scopes_update": {
      const update = scopesUpdate.safeParse(body);
      return update.success && isOurs(update.data.shop_id, secrets)
        ? { kind: "granted", scopes: update.data.current }
        : { kind: "note" };
    }
    case "customers/data_request": {
      const asked = dataRequest.safeParse(body);
      if (!asked.success || !isOurs(ofShop.safeParse(body).data?.shop_id, secrets)) return null;
      return { kind: "report", customerId: asked.data.customer.id, orderIds: asked.data.orders_requested };
    }
    case "customers/redact": {
      const customer = redactCustomer.safeParse(body);
      if (!customer.success || !isOurs(ofShop.safeParse(body).data?.shop_id, secrets)) return null;
      return {
        kind: "redact",
        customerId: customer.data.customer.id,
        orderIds: customer.data.orders_to_redact,
      };
    }
    case "shop/redact":
      return isOurs(ofShop.safeParse(body).data?.shop_id, secrets)
        ? { kind: "redact", customerId: null }
        : null;
    default:
      if (resource === "orders") return pointing(orderItself.safeParse(body));
      if (ABOUT_COMPANIES.has(resource)) return { kind: "customers" };
      if (ABOUT_ORDERS.has(resource)) return pointing(namedOrder.safeParse(body));
      return { kind: "note" };
  }
}

const ABOUT_COMPANIES = new Set(["companies", "company_locations"]);
const ABOUT_ORDERS = new Set(["refunds", "order_transactions", "returns", "fulfillments"]);

function pointing(parsed: z.ZodSafeParseResult<string>): Meaning {
  const number = parsed.success ? orderNumberIn(numberOf(parsed.data)) : null;
  return number === null ? { kind: "note" } : { kind: "order", orderIds: [number] };
}

function isOurs(shopId: string | undefined, secrets: Secrets): boolean {
  return shopId !== undefined && numberOf(shopId) === secrets["shop_id"];
}

/** A farewell from before this installation: the shop left and came back, and the news of the first is late (1.7). */
function isLate(delivery: RawDelivery, secrets: Secrets): boolean {
  const triggered = Date.parse(header(delivery, "triggered-at") ?? "");
  const installed = Date.parse(secrets["installed_at"] ?? "");
  return triggered < installed;
}

/** The same over all attempts; a delivery without an id is known by its content. */
function deliveryIdOf(delivery: RawDelivery, type: string): string {
  const given = header(delivery, "webhook-id");
  if (given !== null && /^[\x21-\x7e]{1,150}$/.test(given)) return given;
  return `sha256:${createHash("sha256").update(type).update("\n").update(delivery.body).digest("hex")}`;
}

function header(delivery: RawDelivery, name: string): string | null {
  const value = delivery.headers[`x-shopify-${name}`];
  return value === undefined || value === "" ? null : value;
}

/** The body with ids as they were written: numbers beyond 2^53 lose their last digits otherwise (2.2). */
function jsonOf(delivery: RawDelivery): unknown {
  try {
    return JSON.parse(delivery.body.toString("utf8"), exactIds);
  } catch {
    return undefined;
  }
}

function exactIds(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === "number" && !Number.isSafeInteger(value) ? (context?.source ?? value) : value;
}
