import { z } from "zod";

/** An account in the ledger, given as text or number, kept as text. */
export const accountNumber = z
  .union([z.string().regex(/^[A-Za-z0-9.-]{1,20}$/), z.int().min(1).max(99_999_999)])
  .transform(String);

/** ISO 3166 alpha-2, or XI for Northern Ireland. */
export const country = z
  .string()
  .regex(/^[A-Z]{2}$/, { message: "must be a two-letter country code, such as SE" });

/** A calendar day that exists, YYYY-MM-DD. */
export const day = z.iso.date();

/** A decimal amount or rate as text, such as "0.10" or "25.5"; a whole number is accepted and kept as text. */
export const decimalText = z
  .union([z.string().regex(/^-?\d{1,9}(\.\d{1,4})?$/), z.int()])
  .transform((value) => normalise(String(value)));

const normalise = (text: string): string =>
  text.includes(".") ? text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "") : text;

/** A short handlebars template over the order; what it may use is checked where it is rendered. */
export const template = z.string().max(500);
