import { isFileOrderId } from "../../domain/file-order-id.ts";
import { toOrder } from "../../order-files/file-order.ts";
import type { Installation, Shop } from "../../platforms/platform.ts";
import { takenOrder } from "../../store/incoming/file-orders.ts";
import type { Context } from "../context.ts";
import { storedOrder } from "./stored-order.ts";

/**
 * The shop, with the orders of its files beside its own: they are read from what was handed in and stand on no page of
 * the platform. An id that only looks like one of a file is still the platform's.
 */
export function withFileOrders(
  context: Pick<Context, "store">,
  installation: Installation,
  shop: Shop,
): Shop {
  const taken = async (orderId: string): Promise<unknown> =>
    isFileOrderId(orderId) ? await takenOrder(context.store, installation.id, orderId) : null;
  return {
    ...shop,
    async order(orderId) {
      const content = await taken(orderId);
      if (content === null) return await shop.order(orderId);
      return { ok: true, value: toOrder(storedOrder(content), installation) };
    },
    async showState(orderId, shown) {
      if ((await taken(orderId)) !== null) return { ok: true, value: null };
      return await shop.showState(orderId, shown);
    },
  };
}
