import type { Order } from "../domain/order.ts";
import type { Payout } from "../domain/payout.ts";
import type { Problem } from "../domain/problem.ts";
import type { Product } from "../domain/product.ts";

export type ShopResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export interface Shop {
  /** The whole order with its refunds, or null when the shop does not know it. An unreadable order is the problem ORDER_UNREADABLE. */
  order(id: string): Promise<ShopResult<Order | null>>;
  /**
   * Ids of orders changed at or after the instant, oldest change first, one page at a time.
   * `upTo` is the newest `updated_at` on the page.
   */
  changedOrders(
    from: { readonly updatedAfter: string } | HistoryRange,
    cursor: string | null,
  ): Promise<ShopResult<ChangedPage>>;
  /**
   * The same list for an import, where the shop has a better way for many orders; absent: page by page all the same.
   * The cursor remembers what was begun, so whoever comes next goes on with it. An order may come twice.
   */
  readonly orderHistory?: (range: HistoryRange, cursor: string | null) => Promise<ShopResult<HistoryPage>>;
  /** The id of the order that people know by this number, address or id; absent where the id is all there is. */
  readonly findOrder?: (text: string) => Promise<ShopResult<string | null>>;
  /** Shows the accounting state on the order in the platform. Raises an `order.updated` that must start nothing. */
  showState(orderId: string, shown: ShownState): Promise<ShopResult<null>>;
  /** Products with a SKU changed since then (null = all), oldest change first; null where the grant does not show them. */
  readonly changedProducts:
    | ((updatedAfter: string | null, cursor: string | null) => Promise<ShopResult<ProductPage>>)
    | null;
  /** Sets what of these SKUs can be sold; null where the platform or its grant does not let us. */
  readonly setStock: ((levels: readonly ShopLevel[]) => Promise<ShopResult<StockSet>>) | null;
  /**
   * Takes reserved money of an order. The movement it became, or null when nothing is left to take. Absent where the
   * platform does not know it or the merchant has not granted it.
   */
  readonly capture?: (
    orderId: string,
    wanted: Reserved,
  ) => Promise<ShopResult<{ readonly id: string } | null>>;
  /** True when the platform still grants us access; a definite no marks the installation disconnected. */
  readonly canShowState: boolean;
  /** What the merchant has not let us do and can still allow in the platform's admin. */
  readonly lacks?: readonly Lack[];
  /** What we may do at this moment, in the platform's words; absent where that never changes after the installation. */
  readonly grants?: () => Promise<ShopResult<readonly string[]>>;
  /** For shops whose `updatedAt` may miss what money did: every night their lists are held against what was booked. */
  readonly looksBack?: { readonly days: number };
  /** Absent where the platform does not list its customers. */
  readonly customers?: ShopCustomers;
  /** Absent where the platform has no payouts or the merchant has not granted them: the feature is off. */
  readonly payouts?: ShopPayouts;
}

/** A feature that is off, and the words by which the platform's admin asks for it. */
export interface Lack {
  readonly feature: "older_orders" | "stock" | "payouts" | "companies";
  readonly scopes: readonly string[];
}

/** What to take of a reservation. */
export interface Reserved {
  /** The platform's id of the movement that reserved it. */
  readonly authorization: string;
  /** Decimal text in `currency`. */
  readonly amount: string;
  readonly currency: string;
}

export interface ShopPayouts {
  /** Null when the shop does not know it. An unreadable payout is the problem ORDER_UNREADABLE. */
  find(id: string): Promise<ShopResult<Payout | null>>;
  /** Ids of payouts changed at or after the instant, oldest change first, one page at a time. */
  changed(
    updatedAfter: string,
    cursor: string | null,
  ): Promise<
    ShopResult<{
      readonly payouts: readonly { readonly id: string; readonly updatedAt: string }[];
      readonly nextCursor: string | null;
    }>
  >;
}

export interface ShopCustomers {
  /** Who changed something of herself at or after the instant, one page at a time; not whom only her order changed. */
  changed(
    updatedAfter: string,
    cursor: string | null,
  ): Promise<
    ShopResult<{ readonly customers: readonly ChangedCustomer[]; readonly nextCursor: string | null }>
  >;
  /** Her last order with her data as they are now in place of those it was placed with; null when either is unknown. */
  today(customer: ChangedCustomer): Promise<ShopResult<Order | null>>;
}

export interface ChangedCustomer {
  /** As an order names its customer. */
  readonly id: string;
  readonly lastOrderId: string;
  /** Of the change, as the platform writes it. */
  readonly updatedAt: string;
}

export interface ChangedPage {
  readonly orders: readonly ChangedOrder[];
  readonly nextCursor: string | null;
}

/** When orders were placed: from the first instant, before the second. */
export interface HistoryRange {
  readonly createdAfter: string;
  readonly createdBefore: string;
}

export interface HistoryPage extends ChangedPage {
  /** The shop is still writing the list, so many orders by now: to be asked again with `nextCursor`, not earlier. */
  readonly writing?: { readonly found: number; readonly afterMs: number };
}

export interface ChangedOrder {
  readonly id: string;
  readonly updatedAt: string;
  /** True for what is no order unless it was met as one before: whoever has not is not to look at it. */
  readonly onlyKnown?: true;
  /** As `Order.listedSums`, from the list. */
  readonly listedSums?: string;
}

export interface ProductPage {
  readonly products: readonly Product[];
  readonly nextCursor: string | null;
}

export interface ShopLevel {
  readonly sku: string;
  /** Decimal text, never negative. */
  readonly available: string;
  /** The platform's own id of a place; null for its only or first one. */
  readonly location: string | null;
}

export interface StockSet {
  /** SKUs the shop does not have. */
  readonly unknown: readonly string[];
}

export interface ShownState {
  readonly state: string;
  readonly text: string;
  readonly url: string;
  /** What the order was tagged with when it was just read, where the platform has tags. */
  readonly tags: readonly string[];
}
