import { z } from "zod";
import { bag, gid, instant, number, text } from "./members.ts";

const reference = z
  .object({ id: gid })
  .nullish()
  .transform((value) => value?.id ?? null);

const saleTax = z.object({
  amount: bag,
  taxLine: z.object({
    title: z.string(),
    ratePercentage: z.number().nullish(),
    channelLiable: z.boolean().nullish(),
  }),
});

/** One line of what was agreed: sold, taken back or changed. Negative where it was taken back. */
const sale = z.object({
  id: gid,
  actionType: z.string(),
  lineType: z.string(),
  quantity: z.int().nullish(),
  totalAmount: bag,
  totalTaxAmount: bag,
  taxes: z.array(saleTax),
  lineItem: reference,
  shippingLine: reference,
  duty: reference,
  fee: reference,
  additionalFee: z.object({ id: gid, name: text }).nullish(),
});

export type Sale = z.output<typeof sale>;

/** One event of an order with the sales it consists of (shopify.md 3.2). */
const agreement = z.object({
  __typename: z.string(),
  id: gid,
  happenedAt: instant,
  reason: z.string(),
  refund: z.object({ legacyResourceId: number }).nullish(),
  sales: z.object({
    nodes: z.array(sale),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  }),
});

export type Agreement = z.output<typeof agreement>;

export const agreementPage = z.object({
  edges: z.array(z.object({ cursor: z.string(), node: agreement })),
  pageInfo: z.object({ hasNextPage: z.boolean() }),
});
