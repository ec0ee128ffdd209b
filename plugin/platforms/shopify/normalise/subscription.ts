import type { Order } from "../../../domain/order.ts";
import type { ShopifyLine, ShopifyOrder } from "../schema/order.ts";

/** Recharge, whose renewals are orders like any other (shopify.md 3.6). */
const RECHARGE = "294517";
/** Shopify's own word for renewals; it changed once without notice, so others that begin alike count too. */
const RENEWAL = /^subscription_contract/;

/** What an order of a subscription is: its first order comes by the web like any other, its renewals by themselves. */
export function subscriptionOf(
  order: ShopifyOrder,
  lines: readonly ShopifyLine[],
): Pick<Order, "kind" | "subscription" | "source"> {
  const plan = lines.find((line) => line.sellingPlan != null)?.sellingPlan ?? null;
  const isRecharge = order.app?.id === RECHARGE;
  const isRenewal = RENEWAL.test(order.sourceName ?? "") || (isRecharge && order.sourceName !== "web");
  const isSubscription = plan !== null || isRenewal;
  const source = order.sourceName === "pos" ? "pos" : isSubscription ? "subscription" : "web";
  return {
    kind: isRenewal ? "renewal" : "order",
    source,
    subscription: isSubscription
      ? { id: plan?.sellingPlanId ?? plan?.name ?? order.legacyResourceId, period: null, state: "active" }
      : null,
  };
}
