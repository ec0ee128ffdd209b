import { z } from "zod";
import { isCurrencyCode } from "../../domain/currency.ts";
import { isDecimalText } from "../../domain/money.ts";

// The forms members really take: numbers as numbers or texts, flags in four words, "" and "N/A" for nothing.
// Lenient where nothing can go wrong, strict where a guess could become a booking.

const LONGEST = 2000;

const isNothing = (value: unknown): boolean =>
  value == null || (typeof value === "string" && ["", "n/a"].includes(value.trim().toLowerCase()));

/** Ids are UUIDs, numbers of other systems or any text; the column is 64 long. */
export const id = z
  .union([z.string().trim().min(1).max(64), z.int()], "is missing or not an id")
  .transform(String);

export const optionalText = z
  .unknown()
  .optional()
  .transform((value) => {
    if (isNothing(value)) return null;
    if (typeof value === "number") return String(value);
    return typeof value === "string" ? value.trim().slice(0, LONGEST) : null;
  });

/** Numbers come out of the vendor's floating point: digits beyond the eighth decimal are its noise, never money. */
const NOISE_FROM = 8;

/** Decimal text without the zeros at its end, as the vendor meant it. */
const numberText = z
  .union([z.string(), z.number()])
  .transform((value) => (typeof value === "number" ? value.toFixed(NOISE_FROM) : value.trim()))
  .transform((text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text))
  .refine(isDecimalText, "is not a number");

export const amount = z.unknown().transform((value, context) => {
  const read = numberText.safeParse(value);
  if (read.success) return read.data;
  context.addIssue({ code: "custom", message: "is not an amount" });
  return z.NEVER;
});

/** An amount where nothing means none. */
export const amountOrZero = z
  .unknown()
  .optional()
  .transform((value) => (isNothing(value) ? "0" : value))
  .pipe(amount);

/** An amount where nothing means that it is not said. */
export const optionalAmount = z
  .unknown()
  .optional()
  .transform((value) => (isNothing(value) ? null : value))
  .pipe(z.union([z.null(), amount]));

/** 1, "1", "Yes" and true; everything else is no. */
export const flag = z
  .unknown()
  .optional()
  .transform((value) => value === true || ["1", "yes", "true"].includes(textOf(value)));

/** A word compared without regard to case and blanks. */
export const word = z
  .string("is missing")
  .transform((text) => text.trim().toLowerCase().replaceAll(/\s+/g, " "));

export const currency = z
  .string("is not a currency code")
  .trim()
  .toUpperCase()
  .refine(isCurrencyCode, "is not a currency code");

const DAY = /^\d{4}-\d\d-\d\d/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;

export const isInstant = (text: string): boolean => INSTANT.test(text) && !Number.isNaN(Date.parse(text));

/** ISO 8601 with offset. */
export const instant = z.string("is not a time with offset").refine(isInstant, "is not a time with offset");

/** A day, of which a time may follow. */
export const day = z
  .string("is not a day")
  .refine((text) => DAY.test(text) && !Number.isNaN(Date.parse(text.slice(0, 10))), "is not a day")
  .transform((text) => text.slice(0, 10));

export const optionalDay = z
  .unknown()
  .optional()
  .transform((value) => (isNothing(value) ? null : value))
  .pipe(z.union([z.null(), day]));

/** A list that may be null or missing when it is empty. */
export function listOf<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value).trim().toLowerCase() : "";
}
