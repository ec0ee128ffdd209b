import type { ShopClock } from "../clock.ts";
import { utc } from "../clock.ts";
import type { NextId } from "./sales.ts";

/** A product with its one variant and its stock. */
export interface Variant {
  id: string;
  productId: string;
  inventoryItemId: string;
  sku: string | null;
  barcode: string | null;
  title: string;
  vendor: string;
  productType: string;
  /** In the shop's currency, in the sense of the shop's `taxesIncluded`. */
  price: string;
  /** Percent; what the tax settings of the shop's own country give. */
  rate: string;
  cost: string | null;
  taxable: boolean;
  tracked: boolean;
  isGiftCard: boolean;
  status: "ACTIVE" | "ARCHIVED" | "DRAFT";
  createdAt: string;
  updatedAt: string;
}

export interface Place {
  id: string;
  name: string;
  isActive: boolean;
  fulfillsOnlineOrders: boolean;
  countryCode: string;
  city: string;
}

const WARES = [
  ["MUG-01", "Stoneware mug", "199.00", "71.00", "25", "7350000000017"],
  ["BLANKET-01", "Wool blanket", "1295.00", "540.00", "25", "7350000000024"],
  ["LAMP-02", "Table lamp, brass", "1890.00", "790.00", "25", "7350000000031"],
  ["BOOK-07", "Book: The quiet kitchen", "189.00", "88.00", "6", "7350000000055"],
  ["TEA-BOX", "Tea box, monthly", "249.00", "96.00", "12", "7350000000062"],
] as const;

/** What the shop sells on its first day. */
export function firstVariants(nextId: NextId, clock: ShopClock): Variant[] {
  const goods = WARES.map(([sku, title, price, cost, rate, barcode]) => ({
    sku,
    title,
    price,
    cost,
    rate,
    barcode,
  }));
  const card = { sku: "GIFT-500", title: "Gift card", price: "500.00", cost: null, rate: "0", barcode: null };
  return [...goods, card].map((ware) => {
    const at = utc(clock.stamp());
    const isGiftCard = ware.sku === "GIFT-500";
    return {
      ...ware,
      id: nextId(),
      productId: nextId(),
      inventoryItemId: nextId(),
      vendor: "Fjäll & Form",
      productType: isGiftCard ? "Gift card" : "Homeware",
      taxable: !isGiftCard,
      tracked: !isGiftCard,
      isGiftCard,
      status: "ACTIVE" as const,
      createdAt: at,
      updatedAt: at,
    };
  });
}
