import type { Order } from "../../domain/order.ts";
import { type VatPlace, vatPlace } from "../../domain/vat-territories.ts";
import { sellsGoods } from "../rows/items.ts";

/**
 * Where goods arrive; for services where the customer is. Goods without a delivery address were picked up
 * in the shop's country (R9). Services sold with goods go with them.
 */
export function destination(order: Order, nature: "goods" | "service", sellerCountry: string): VatPlace {
  const { billTo, customer } = order;
  const addresses = nature === "goods" || sellsGoods(order) ? [order.shipTo] : [billTo, order.shipTo];
  for (const address of addresses) {
    const stated = address?.country;
    if (stated != null) return vatPlace(stated, address?.zip ?? null, nature, address?.province ?? null);
  }
  const isPickUp = nature === "goods" && order.shipTo === null;
  const country = isPickUp ? sellerCountry : (customer.country ?? billTo?.country ?? sellerCountry);
  return vatPlace(country, null, nature);
}
