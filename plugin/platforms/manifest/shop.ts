import { fix } from "../../domain/problem.ts";
import type {
  Installation,
  ProductPage,
  Reserved,
  Shop,
  ShopLevel,
  ShopPorts,
  ShopResult,
  StockSet,
} from "../platform.ts";
import { type Api, apiOf } from "./client.ts";
import { justBefore } from "./just-before.ts";
import { normaliseOrder, unreadable, wrongMember } from "./normalise.ts";
import { contractProductPage, normaliseProduct } from "./normalise-product.ts";
import { payoutsOf } from "./payouts.ts";
import { contractCapture, contractPage, contractPageOrder, contractStockSet } from "./schema.ts";
import { captureScope, payoutsScope, readProductsScope, setStockScope, showStateScope } from "./scopes.ts";

const PAGE_SIZE = "200"; // the contract's largest

/** The shop of one installation, read and written through the contract's resource API. */
export function shopOf(installation: Installation, ports: ShopPorts): Shop {
  const api = apiOf(installation, ports);
  return {
    canShowState: installation.scopes.includes(showStateScope),
    ...(installation.scopes.includes(payoutsScope) ? { payouts: payoutsOf(installation, ports, api) } : {}),

    async order(id) {
      const path = orderPath(id);
      if (path === null) return { ok: true, value: null };
      const answer = await api({ method: "GET", path });
      if (!answer.ok) return answer;
      if (!answer.value.found) return { ok: true, value: null };
      const order = normaliseOrder(answer.value.json, installation);
      // The id is the key under which it is booked once: another spelling would be another key.
      if (order.ok && order.value.id !== id) {
        const message = `The shop answered with order ${order.value.id} when asked for ${id}.`;
        return { ok: false, problem: fix("ORDER_UNREADABLE", message, { place: "shop" }) };
      }
      return order;
    },

    ...(installation.scopes.includes(captureScope)
      ? { capture: (orderId: string, wanted: Reserved) => capture(api, orderId, wanted) }
      : {}),

    async changedOrders(from, cursor) {
      const answer = await api({
        method: "GET",
        path: "/orders",
        query: { ...rangeOf(from), limit: PAGE_SIZE, ...(cursor === null ? {} : { cursor }) },
      });
      if (!answer.ok) return answer;
      const page = contractPage.safeParse(answer.value.json, wrongMember);
      if (!page.success) return { ok: false, problem: unreadable("the list of orders", page.error) };
      const orders = page.data.data.flatMap((one) => {
        const order = contractPageOrder.safeParse(one, wrongMember);
        if (order.success) return [{ id: order.data.id, updatedAt: order.data.updated_at }];
        const { message } = unreadable("an order of the list", order.error);
        ports.log.warn("an order cannot be visited", { installation: installation.id, message });
        return [];
      });
      return { ok: true, value: { orders, nextCursor: page.data.next_cursor } };
    },

    async showState(orderId, shown) {
      const path = orderPath(orderId);
      if (path === null) return { ok: true, value: null };
      const { state, text, url } = shown;
      const answer = await api({ method: "PATCH", path, body: { accounting: { state, text, url } } });
      return answer.ok ? { ok: true, value: null } : answer;
    },

    changedProducts: installation.scopes.includes(readProductsScope)
      ? (updatedAfter, cursor) => changedProducts(api, installation, ports, updatedAfter, cursor)
      : null,
    setStock: installation.scopes.includes(setStockScope) ? (levels) => setStock(api, levels) : null,
  };
}

async function capture(
  api: Api,
  orderId: string,
  { amount, currency }: Reserved,
): Promise<ShopResult<{ readonly id: string } | null>> {
  const path = orderPath(orderId);
  if (path === null) return { ok: true, value: null };
  const body = { amount, currency };
  const answer = await api({ method: "POST", path: `${path}/capture`, body, mayBeNothing: true });
  if (!answer.ok) return answer;
  if (!answer.value.found) return { ok: true, value: null };
  const taken = contractCapture.safeParse(answer.value.json, wrongMember);
  return taken.success
    ? { ok: true, value: taken.data }
    : { ok: false, problem: unreadable("the answer about taking reserved money", taken.error) };
}

async function changedProducts(
  api: Api,
  installation: Installation,
  ports: Pick<ShopPorts, "log">,
  updatedAfter: string | null,
  cursor: string | null,
): Promise<ShopResult<ProductPage>> {
  const query = {
    ...(updatedAfter === null ? {} : { updated_after: justBefore(updatedAfter) }),
    ...(cursor === null ? {} : { cursor }),
    limit: PAGE_SIZE,
  };
  const answer = await api({ method: "GET", path: "/products", query });
  if (!answer.ok) return answer;
  const page = contractProductPage.safeParse(answer.value.json, wrongMember);
  if (!page.success) return { ok: false, problem: unreadable("the list of products", page.error) };
  const products = page.data.data.flatMap((one) => {
    const product = normaliseProduct(one, installation.currency);
    if (product.success) return product.data === null ? [] : [product.data];
    const { message } = unreadable("a product", product.error);
    ports.log.warn("a product cannot be read", { installation: installation.id, message });
    return [];
  });
  return { ok: true, value: { products, nextCursor: page.data.next_cursor } };
}

async function setStock(api: Api, levels: readonly ShopLevel[]): Promise<ShopResult<StockSet>> {
  const body = {
    levels: levels.map(({ sku, available, location }) => ({
      sku,
      available,
      ...(location === null ? {} : { location_id: location }),
    })),
  };
  const answer = await api({ method: "PATCH", path: "/stock", body });
  if (!answer.ok) return answer;
  if (!answer.value.found) {
    const message = "The shop has no place where stock levels could be set.";
    return { ok: false, problem: fix("NOT_CONNECTED", message, { place: "shop" }) };
  }
  const set = contractStockSet.safeParse(answer.value.json, wrongMember);
  return set.success
    ? { ok: true, value: { unknown: set.data.unknown } }
    : { ok: false, problem: unreadable("the answer about stock", set.error) };
}

/** Null for ids that would leave `/orders/`: no shop can have such an order. */
function orderPath(id: string): string | null {
  return /^\.{0,2}$/.test(id) || !id.isWellFormed() ? null : `/orders/${encodeURIComponent(id)}`;
}

function rangeOf(from: Parameters<Shop["changedOrders"]>[0]): Record<string, string> {
  if ("updatedAfter" in from) return { updated_after: justBefore(from.updatedAfter) };
  return { created_after: justBefore(from.createdAfter), created_before: from.createdBefore };
}
