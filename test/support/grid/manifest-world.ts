import type { Merchant } from "../merchant.ts";
import type { Market, ShopWorld } from "./shop-world.ts";

export function manifestTenant({ country, currency, timeZone }: Market) {
  return { id: "trail-shop", name: "Trail Shop", country, currency, timezone: timeZone };
}

/** A merchant of the manifest contract whose app is installed. */
export function manifestWorld(merchant: Merchant, { country, rates }: Market): ShopWorld {
  const { shop, api, waitForOrder } = merchant;
  const found = (id: string) => {
    const order = shop.order(id);
    if (order === undefined) throw new Error(`no order ${id}`);
    return order;
  };
  return {
    api,
    waitForOrder,
    async place({ items, freight, paid, buyer }) {
      const { id } = await shop.placeOrder({
        paid,
        lines: items.map(({ sku, title, quantity, price, rate, discount = "0" }) => ({
          sku,
          title,
          quantity: String(quantity),
          unitPrice: price,
          rate: buyer === undefined ? rates[rate] : null,
          discount,
        })),
        shipping: freight === undefined ? null : { price: freight, rate: rates.standard },
        customer:
          buyer === undefined
            ? { id: "c1", name: "Maja Lind", email: "maja@example.com", country }
            : {
                id: "c2",
                type: "B2B",
                company: buyer.name,
                vat_number: buyer.vatNumber,
                country: buyer.country,
              },
        bill_to: { country: buyer?.country ?? country },
      });
      return id;
    },
    async pay(id) {
      await shop.pay(id);
    },
    async cancel(id) {
      await shop.cancel(id);
    },
    async refundOne(id, item) {
      const lines = found(id).lines.filter((line) => line.sku === item.sku);
      await shop.refund(id, { lines: lines.map((line) => ({ line_id: line.id, quantity: "1" })) });
    },
    async refundInFull(id) {
      const { lines, shipping } = found(id);
      await shop.refund(id, {
        lines: lines.map((line) => ({ line_id: line.id, quantity: line.quantity })),
        shipping: shipping.length > 0,
      });
    },
    taken: (id) => found(id).transactions.find((one) => one.kind === "sale")?.amount ?? "0.00",
    keepQuiet(isQuiet) {
      shop.faults.webhooksDrop = isQuiet;
    },
  };
}
