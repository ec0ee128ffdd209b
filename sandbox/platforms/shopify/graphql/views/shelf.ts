import type { ShopFaults } from "../../faults.ts";
import type { Store } from "../../store.ts";

/** Where views of one thing find another: the products of an order's lines, the customer of an order. */
export interface Shelf {
  store: Store;
  /** What `$app` stands for. */
  appNamespace: string;
  /** What is to go wrong with what is shown. */
  faults: Pick<ShopFaults, "breakTotals" | "unknownSales">;
  variantView(variantId: string): unknown;
  productView(variantId: string): unknown;
  customerView(customerId: string): unknown;
  /** A place by its id, or the one every shop has. */
  placeView(placeId?: string): unknown;
}
