import { createHash } from "node:crypto";
import { z } from "zod";
import { isCurrencyCode } from "../../domain/currency.ts";
import { isDecimalText } from "../../domain/money.ts";
import { isTimeZone } from "./time-zone.ts";

// The small forms members of the contract's resources take. Lenient where nothing can go wrong
// (null, missing and "" are the same; ids may be numbers), strict where a guess could become a booking.

const LONGEST = 2000;
const LONGEST_KEY = 200;

/** An id; platforms with numeric keys may send the number. */
export const id = z
  .union([z.string().min(1).max(LONGEST_KEY), z.int()], "is missing or not an id")
  .transform(String);

/** An id within its order: only ever compared, so it may be of any reasonable length. */
export const innerId = z
  .union([z.string().min(1).max(LONGEST), z.int()], "is missing or not an id")
  .transform(String);

/**
 * An id of something that happened (refund, edit, movement). It becomes part of a key in the store, so a long one is
 * known by its digest.
 */
export const eventId = innerId.transform((text) =>
  text.length <= LONGEST_KEY ? text : `sha256:${createHash("sha256").update(text).digest("hex")}`,
);

export const optionalId = z
  .union([z.string().max(LONGEST), z.int()])
  .nullish()
  .transform((value) => (value == null || value === "" ? null : String(value)));

export const optionalText = z
  .string()
  .nullish()
  .transform((value) => (value == null || value.trim() === "" ? null : value));

/** A decimal text of money. A number with decimals is refused: what the shop meant may be lost in binary already. */
export const amount = z
  .union([z.string(), z.int()], "is not an amount")
  .transform(String)
  .refine(isDecimalText, "is not an amount");

export const optionalAmount = amount.nullish().transform((value) => value ?? null);
export const amountOrZero = amount.nullish().transform((value) => value ?? "0");

/** A quantity or a rate in percent. Nothing is charged by it, so a plain number will do. */
export const decimal = z
  .union([z.string(), z.number()], "is not a number")
  .transform(String)
  .refine(isDecimalText, "is not a number");

export const currency = z.string("is not a currency code").refine(isCurrencyCode, "is not a currency code");

const ISO_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;
const ISO_DAY = /^\d{4}-\d\d-\d\d(T.*)?$/;

/** ISO 8601 with offset: without one the day of a document could be the wrong one. */
export const instant = z
  .string("is not a time with offset")
  .refine((text) => ISO_INSTANT.test(text) && !Number.isNaN(Date.parse(text)), "is not a time with offset");

export const optionalInstant = instant.nullish().transform((value) => value ?? null);

const day = z
  .string("is not a day")
  .refine((text) => ISO_DAY.test(text) && !Number.isNaN(Date.parse(text)), "is not a day")
  .transform((text) => text.slice(0, 10));

export const optionalPeriod = z
  .object({ start: day, end: day })
  .nullish()
  .transform((value) => value ?? null);

export const optionalTimeZone = z
  .string()
  .refine(isTimeZone, "is not a time zone")
  .nullish()
  .transform((value) => value ?? null);

/** ISO 3166 alpha-2; a country's name would decide about VAT by guesswork. */
export const optionalCountry = z
  .string()
  .trim()
  .toUpperCase()
  .refine((text) => text === "" || /^[A-Z]{2}$/.test(text), "is not a two-letter country code")
  .nullish()
  .transform((value) => (value == null || value === "" ? null : value));

export const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

export const optionalFlag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);

/** A whole number of days, as number or digits. */
export const days = z
  .union([z.int(), z.string().regex(/^\d{1,4}$/)])
  .transform(Number)
  .refine((value) => value >= 0 && value <= 3650, "is not a number of days");

/** A list that may be null or missing when it is empty. */
export function listOf<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);
}

/** One of the words, or `otherwise` for words of a later version of the contract. */
export function wordOr<const W extends readonly [string, ...string[]], const O extends W[number] | null>(
  words: W,
  otherwise: O,
) {
  return z
    .unknown()
    .optional()
    .transform((value): W[number] | O => words.find((word) => word === value) ?? otherwise);
}
