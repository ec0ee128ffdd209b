import { fix } from "../../domain/problem.ts";
import type { Installation, Reserved, Shop, ShopPorts, ShopResult } from "../platform.ts";
import { capture } from "./capture.ts";
import { askShop } from "./client.ts";
import { companyTradeOf, seesCompanies } from "./company-trade.ts";
import { customersOf } from "./customers.ts";
import { orderGid } from "./gid.ts";
import { lacksOf, readGrants } from "./grants.ts";
import { MANY_ORDERS, orderHistory } from "./history.ts";
import { fileReader } from "./history-file.ts";
import { showState } from "./marks.ts";
import { normaliseOrder, type WholeOrder } from "./normalise/order.ts";
import type { ShopifyOptions } from "./options.ts";
import { changedOrders } from "./orders.ts";
import { payoutsOf } from "./payouts.ts";
import { changedProducts } from "./products.ts";
import { readOrder } from "./read-order.ts";
import { grantedOf } from "./scopes.ts";
import { adminAddress } from "./shop-name.ts";
import { setStock } from "./stock.ts";

const NOTHING = { ok: true, value: null } as const;

/** The shop of one installation, read and written through the GraphQL Admin API. */
export function shopOf(installation: Installation, ports: ShopPorts, options: ShopifyOptions): Shop {
  const ask = askShop(installation, options, ports);
  const granted = grantedOf(installation.scopes);
  const seesCustomers = granted("read_customers");
  const companies = companyTradeOf(installation, ports, granted);
  const seesPayouts = granted("read_shopify_payments_payouts") && granted("read_shopify_payments_accounts");
  /** As it stands in the shop; null for what is no order of hers, and for a test order, which moves no money. */
  const read = async (id: string): Promise<ShopResult<WholeOrder | null>> => {
    const gid = orderGid(id);
    if (gid === null) return { ok: true, value: null };
    const whole = await readOrder(gid, ask, granted, installation);
    if (!whole.ok || whole.value === null || whole.value.order.test) return whole.ok ? NOTHING : whole;
    if (whole.value.order.legacyResourceId === id) return whole;
    const message = `Shopify answered with order ${whole.value.order.legacyResourceId} when asked for ${id}.`;
    return { ok: false, problem: fix("ORDER_UNREADABLE", message, { place: "shop" }) };
  };
  const normalise = (whole: WholeOrder) => {
    const url = adminAddress(installation.tenantId, `orders/${whole.order.legacyResourceId}`, options);
    return normaliseOrder(whole, { timeZone: installation.timeZone, url });
  };
  return {
    canShowState: granted("write_orders"),
    lacks: lacksOf(granted),
    grants: () => readGrants(ask),
    ...(seesCustomers || seesCompanies(granted)
      ? { customers: customersOf({ ask, read, normalise, seesCustomers, companies }) }
      : {}),
    ...(seesPayouts ? { payouts: payoutsOf(ask) } : {}),

    async order(id) {
      const whole = await read(id);
      if (!whole.ok) return whole;
      return whole.value === null ? NOTHING : normalise(whole.value);
    },

    changedOrders: (from, cursor) => changedOrders(ask, from, cursor),

    orderHistory: (range, cursor) => {
      const history = { ask, read: fileReader(ports.http), many: MANY_ORDERS, log: ports.log, installation };
      return orderHistory(history, range, cursor);
    },
    ...(granted("write_orders")
      ? { capture: (orderId: string, wanted: Reserved) => capture(ask, orderId, wanted) }
      : {}),

    async showState(orderId, shown) {
      const gid = orderGid(orderId);
      return gid === null ? { ok: true, value: null } : await showState(ask, gid, shown);
    },

    changedProducts: granted("read_products")
      ? (updatedAfter, cursor) => changedProducts(ask, installation, updatedAfter, cursor)
      : null,
    setStock:
      granted("write_inventory") && granted("read_locations")
        ? (levels) => setStock(ask, installation, levels)
        : null,
  };
}
