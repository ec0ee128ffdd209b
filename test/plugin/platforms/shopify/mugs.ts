import { lineItem, type OrderDraft, sale, transaction } from "./orders.ts";

/** Two mugs at 249.00 less 48.00, freight 49.00: 499.00 with 99.80 of VAT. */
export const MUGS: OrderDraft = {
  lines: [lineItem("1", "249.00")],
  freight: ["11"],
  sold: [
    sale({ of: "1", quantity: 2, gross: "450.00", tax: "90.00" }),
    sale({ of: "11", type: "SHIPPING", quantity: null, gross: "49.00", tax: "9.80" }),
  ],
  total: "499.00",
  tax: "99.80",
  money: [transaction({ id: "31", amount: "499.00", at: "2026-03-02T23:30:00Z", fees: ["8.40"] })],
  received: "499.00",
};
