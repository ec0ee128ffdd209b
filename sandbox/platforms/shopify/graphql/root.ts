import type { ShopClock } from "../clock.ts";
import type { AppDescription } from "../deploy/app-description.ts";
import { gid, numberIn, partsOf } from "../ids.ts";
import type { BulkOperation, Store } from "../store.ts";
import type { Variant } from "../trade/catalogue.ts";
import type { Customer, Order } from "../trade/order.ts";
import { financialStatus } from "../trade/totals.ts";
import type { Access } from "./access.ts";
import { hasScope } from "./access.ts";
import { bulkView } from "./bulk-view.ts";
import { companyLists } from "./companies.ts";
import type { PageArgs } from "./connection.ts";
import { connection } from "./connection.ts";
import type { Fields, Search } from "./search.ts";
import { orderView } from "./views/order-view.ts";
import { accountView } from "./views/payout-view.ts";
import { itemView, placeView, productView, variantView } from "./views/product-view.ts";
import { customerView } from "./views/purchaser-view.ts";
import { refundView } from "./views/refund-view.ts";
import type { Shelf } from "./views/shelf.ts";
import { installationView, shopView } from "./views/shop-view.ts";

export interface RootParts {
  store: Store;
  shelf: Shelf;
  app: AppDescription;
  shop: string;
  access: Access;
  search: Search;
  clock: Pick<ShopClock, "today">;
  bulkUrl: (id: string) => string;
}

type Listed = PageArgs & { query?: string | null; sortKey?: string };

/** Apps see the orders of the last sixty days unless they may read all; older ones are simply not there. */
const WINDOW_MS = 60 * 86_400_000;

/** The queries the stand-in answers. */
export function queryRoot(parts: RootParts): Record<string, unknown> {
  const { store, shelf, search, app, shop } = parts;
  const { state } = store;

  const visible = (): Order[] => {
    const since = parts.clock.today().getTime() - WINDOW_MS;
    const all = hasScope(parts.access.scopes, "read_all_orders");
    return [...state.orders.values()].filter((order) => all || Date.parse(order.createdAt) >= since);
  };
  const found = (query: string | null | undefined) => search(visible(), query, ORDER_FIELDS);
  const variants = () => [...state.variants.values()];
  const order = (id: string) => {
    const kept = visible().find((each) => gid("Order", each.id) === id);
    return kept === undefined ? null : orderView(kept, shelf);
  };

  const node = (id: string): unknown => {
    const parts = partsOf(id);
    const variant = variants().find(
      (each) => each.id === parts?.id || each.productId === parts?.id || each.inventoryItemId === parts?.id,
    );
    switch (parts?.type) {
      case "Order":
        return order(id);
      case "Customer":
        return shelf.customerView(parts.id);
      case "ProductVariant":
        return variant === undefined ? null : variantView(variant, store);
      case "Product":
        return variant === undefined ? null : productView(variant, store);
      case "InventoryItem":
        return variant === undefined ? null : itemView(variant, store);
      case undefined:
        return null;
      default:
        throw new Error(`The stand-in does not know nodes of type ${parts?.type}.`);
    }
  };

  return {
    order: ({ id }: { id: string }) => order(id),
    orders: (args: Listed) =>
      connection(sortedBy(found(args.query), rankBy(args.sortKey)), args, {
        keyOf: (each) => each.id,
        rankOf: rankBy(args.sortKey),
        view: (each) => orderView(each, shelf),
      }),
    ordersCount: ({ query, limit }: { query?: string | null; limit?: number | null }) => {
      const count = found(query).length;
      const most = limit ?? Number.POSITIVE_INFINITY;
      return { count: Math.min(count, most), precision: count > most ? "AT_LEAST" : "EXACT" };
    },
    node: ({ id }: { id: string }) => node(id),
    nodes: ({ ids }: { ids: string[] }) => ids.map(node),
    refund: ({ id }: { id: string }) => {
      const holder = visible().find((each) => each.refunds.some((refund) => gid("Refund", refund.id) === id));
      const refund = holder?.refunds.find((each) => gid("Refund", each.id) === id);
      return holder === undefined || refund === undefined ? null : refundView(holder, refund, shelf);
    },
    customer: ({ id }: { id: string }) => shelf.customerView(numberIn("Customer", id) ?? ""),
    customers: (args: Listed) =>
      connection(
        sortedBy(
          search([...state.customers.values()], args.query, CUSTOMER_FIELDS),
          customerRank(args.sortKey),
        ),
        args,
        {
          keyOf: (each) => each.id,
          rankOf: customerRank(args.sortKey),
          view: (each) => customerView(each, store),
        },
      ),
    ...companyLists(store, search),
    product: ({ id }: { id: string }) => {
      const variant = variants().find((each) => gid("Product", each.productId) === id);
      return variant === undefined ? null : productView(variant, store);
    },
    productVariant: ({ id }: { id: string }) => {
      const variant = variants().find((each) => gid("ProductVariant", each.id) === id);
      return variant === undefined ? null : variantView(variant, store);
    },
    products: (args: Listed) =>
      connection(sortedBy(search(variants(), args.query, PRODUCT_FIELDS), changeRank(args.sortKey)), args, {
        keyOf: (each) => each.productId,
        view: (each) => productView(each, store),
      }),
    productVariants: (args: Listed) =>
      connection(sortedBy(search(variants(), args.query, VARIANT_FIELDS), changeRank(args.sortKey)), args, {
        keyOf: (each) => each.id,
        rankOf: changeRank(args.sortKey),
        view: (each) => variantView(each, store),
      }),
    inventoryItem: ({ id }: { id: string }) => {
      const variant = variants().find((each) => gid("InventoryItem", each.inventoryItemId) === id);
      return variant === undefined ? null : itemView(variant, store);
    },
    locations: (args: PageArgs) =>
      connection(state.places, args, { keyOf: (each) => each.id, view: placeView }),
    location: ({ id }: { id?: string | null }) => {
      const place = state.places.find((each) => id == null || gid("Location", each.id) === id);
      return place === undefined ? null : placeView(place);
    },
    shop: () => shopView(store, shop),
    currentAppInstallation: () => installationView(store, app),
    webhookSubscriptions: (args: PageArgs) =>
      // Subscriptions of the app's own file are not among these, which are made call by call.
      connection([] as string[], args, { keyOf: (id) => id, view: (id) => ({ id }) }),
    shopifyPaymentsAccount: () => accountView(store, search),
    bulkOperation: ({ id }: { id: string }) => {
      const bulk = state.bulks.get(numberIn("BulkOperation", id) ?? "");
      return bulk === undefined ? null : bulkView(bulk, parts.bulkUrl, parts.clock);
    },
    bulkOperations: (args: Listed) =>
      connection(search([...state.bulks.values()], args.query, BULK_FIELDS).toReversed(), args, {
        keyOf: (each) => each.id,
        view: (each) => bulkView(each, parts.bulkUrl, parts.clock),
      }),
  };
}

const CUSTOMER_FIELDS: Fields<Customer> = {
  id: (customer) => customer.id,
  email: (customer) => customer.email,
  updated_at: (customer) => customer.updatedAt ?? null,
};

const BULK_FIELDS: Fields<BulkOperation> = {
  id: (bulk) => bulk.id,
  created_at: (bulk) => bulk.createdAt,
};

const ORDER_FIELDS: Fields<Order> = {
  id: (order) => order.id,
  name: (order) => [order.name, String(order.number)],
  created_at: (order) => order.createdAt,
  processed_at: (order) => order.processedAt,
  updated_at: (order) => order.updatedAt,
  tag: (order) => order.tags,
  financial_status: (order) => financialStatus(order).toLowerCase(),
  fulfillment_status: (order) => order.fulfilment.toLowerCase(),
  test: (order) => order.test,
  gateway: (order) => order.transactions.map((each) => each.gateway),
  source_name: (order) => order.sourceName,
  po_number: (order) => order.poNumber,
  email: (order) => order.email,
  status: (order) => (order.cancelledAt === null ? "open" : "cancelled"),
};

const VARIANT_FIELDS: Fields<Variant> = {
  id: (variant) => variant.id,
  sku: (variant) => variant.sku,
  barcode: (variant) => variant.barcode,
  title: (variant) => variant.title,
  updated_at: (variant) => variant.updatedAt,
  product_id: (variant) => variant.productId,
};

const PRODUCT_FIELDS: Fields<Variant> = { ...VARIANT_FIELDS, id: (variant) => variant.productId };

/** What a list of orders is sorted by. */
function rankBy(sortKey: string | undefined): (order: Order) => number {
  switch (sortKey) {
    case "UPDATED_AT":
      return (order) => Date.parse(order.updatedAt);
    case "CREATED_AT":
      return (order) => Date.parse(order.createdAt);
    case undefined:
    case "PROCESSED_AT":
      return (order) => Date.parse(order.processedAt);
    case "ID":
    case "ORDER_NUMBER":
      return (order) => order.number;
    default:
      throw new Error(`The stand-in cannot sort orders by ${sortKey}.`);
  }
}

function customerRank(sortKey: string | undefined): (customer: Customer) => number {
  return sortKey === "UPDATED_AT" ? ({ updatedAt }) => Date.parse(updatedAt ?? "1970-01-01") : () => 0;
}

/** Variants by their last change, or by id. */
function changeRank(sortKey: string | undefined): (variant: Variant) => number {
  return sortKey === "UPDATED_AT" ? (variant) => Date.parse(variant.updatedAt) : () => 0;
}

function sortedBy<T extends { id: string }>(items: readonly T[], rankOf: (item: T) => number): T[] {
  return items.toSorted((a, b) => rankOf(a) - rankOf(b) || compareIds(a.id, b.id));
}

function compareIds(left: string, right: string): number {
  return Number(BigInt(left) - BigInt(right));
}
