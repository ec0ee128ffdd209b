import { z } from "zod";
import { isCurrencyCode } from "../../../domain/currency.ts";
import { isDecimalText } from "../../../domain/money.ts";
import { numberOf } from "../gid.ts";

// The small forms members of Shopify's answers take. The published schema vouches for most of it; what becomes money,
// a date or a key is checked all the same.

const amount = z.string().refine(isDecimalText, "is not an amount");
const currency = z.string().refine(isCurrencyCode, "is not a currency code");

/** An amount in one currency, decimal text of free scale. */
export const money = z.object({ amount, currencyCode: currency });

/** The same amount in the shop's currency and in the one the customer saw. */
export const bag = z.object({ shopMoney: money, presentmentMoney: money });

export type Bag = z.output<typeof bag>;

/** The number of a global id. */
export const gid = z
  .string()
  .min(1)
  .max(200)
  .transform((text) => numberOf(text));

/** A number that may be larger than 2^53: always text. */
export const number = z.string().regex(/^\d{1,20}$/, "is not an id");

export const instant = z
  .string()
  .refine((text) => /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)), {
    error: "is not a time with offset",
  });

export const text = z
  .string()
  .nullish()
  .transform((value) => (value == null || value.trim() === "" ? null : value));

/** One page of a connection. */
export function pageOf<T extends z.ZodType>(node: T) {
  return z.object({
    nodes: z.array(node),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  });
}

export const country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .nullish()
  .transform((value) => value ?? null);
