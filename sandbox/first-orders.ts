import type { Shop } from "./platforms/manifest-shop/server.ts";

/** Two orders and a refund: enough to see the whole road. Gives the orders' ids. */
export async function firstOrders(shop: Shop): Promise<string[]> {
  const mugs = await shop.placeOrder({
    paid: true,
    lines: [
      { sku: "MUG-01", title: "Stoneware mug", quantity: "3", unitPrice: "199.00", rate: "25" },
      { sku: "BOOK-07", title: "Book: The quiet kitchen", quantity: "1", unitPrice: "189.00", rate: "6" },
    ],
    shipping: { title: "Parcel", price: "49.00", rate: "25" },
    customer: { id: "c1", name: "Anna Lind", email: "anna.lind@example.com", country: "SE" },
  });
  const tea = await shop.placeOrder({
    paid: true,
    kind: "renewal",
    source: "subscription",
    lines: [{ sku: "TEA-BOX", title: "Tea box, monthly", quantity: "1", unitPrice: "249.00", rate: "12" }],
    customer: { id: "c2", name: "Olle Berg", email: "olle.berg@example.com", country: "SE" },
  });
  await shop.refund(mugs.id, { lines: [{ line_id: "L1", quantity: "1" }], note: "One mug arrived broken" });
  return [mugs.id, tea.id];
}
