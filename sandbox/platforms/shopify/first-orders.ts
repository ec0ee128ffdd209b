import type { ShopifyShop } from "./shop.ts";

/** Two orders and a refund, the same as the other stand-in's first: enough to see the whole road. Gives the orders' ids. */
export async function firstShopifyOrders(shop: ShopifyShop): Promise<string[]> {
  const mugs = await shop.place({
    paid: true,
    lines: [
      { sku: "MUG-01", title: "Stoneware mug", quantity: 3, unitPrice: "199.00", rate: "25" },
      { sku: "BOOK-07", title: "Book: The quiet kitchen", unitPrice: "189.00", rate: "6" },
    ],
    shipping: [{ title: "Parcel", price: "49.00", rate: "25" }],
    customer: { firstName: "Anna", lastName: "Lind", email: "anna.lind@example.com" },
  });
  const tea = await shop.place({
    paid: true,
    sourceName: "subscription_contract_checkout_one",
    lines: [
      {
        sku: "TEA-BOX",
        title: "Tea box, monthly",
        unitPrice: "249.00",
        rate: "12",
        sellingPlan: { name: "Every month" },
      },
    ],
    customer: { firstName: "Olle", lastName: "Berg", email: "olle.berg@example.com" },
  });
  const [line] = mugs.lines;
  await shop.refund(mugs.id, {
    lines: line === undefined ? [] : [{ lineId: line.id, quantity: 1 }],
    note: "One mug arrived broken",
  });
  return [mugs.id, tea.id];
}
