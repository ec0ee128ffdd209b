import { z } from "zod";
import type { FileOrder } from "../../order-files/file-order.ts";

const text = z.string();
const maybe = z.string().nullable();
const tax = z.object({ rate: text, amount: text }).nullable();
const address = z
  .object({
    name: maybe,
    company: maybe,
    address1: maybe,
    address2: maybe,
    zip: maybe,
    city: maybe,
    province: maybe,
    country: maybe,
  })
  .nullable();

/** An order of a file as we have stored it. */
const stored = z.object({
  number: text,
  createdAt: text,
  currency: text,
  pricesIncludeTax: z.boolean(),
  total: text,
  totalTax: maybe,
  shopTotal: maybe,
  kind: z.enum(["order", "renewal", "adjustment"]),
  fulfillmentStatus: z.enum(["unfulfilled", "partial", "fulfilled"]),
  paymentRounding: maybe,
  paymentTermsDays: z.int().nullable(),
  discountCodes: z.array(text),
  customer: z.object({
    id: maybe,
    type: z.enum(["B2C", "B2B", "EAN"]),
    name: text,
    email: maybe,
    phone: maybe,
    company: maybe,
    country: maybe,
    vatNumber: maybe,
    vatNumberValid: z.boolean().nullable(),
    organisationNumber: maybe,
    ean: maybe,
    reference: maybe,
  }),
  billTo: address,
  shipTo: address,
  lines: z.array(
    z.object({
      id: text,
      sku: maybe,
      title: text,
      quantity: text,
      unitPrice: text,
      discount: text,
      tax,
      nature: z.enum(["goods", "service"]),
      giftCard: z.boolean(),
      tip: z.boolean(),
      fee: z.boolean(),
      period: z.object({ start: text, end: text }).nullable(),
    }),
  ),
  shipping: z.array(z.object({ id: text, title: text, price: text, discount: text, tax })),
  payments: z.array(z.object({ id: text, gateway: text, amount: text, at: text })),
});

/** Throws when it is not what we stored: a mistake of ours. */
export function storedOrder(content: unknown): FileOrder {
  return stored.parse(content);
}

export function numberIn(content: unknown): string {
  return stored.shape.number.parse((content as { number?: unknown } | null)?.number);
}
