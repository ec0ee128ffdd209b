import { z } from "zod";
import { fromJsonNumber } from "../shared/json-number.ts";

/** A row of any table: every value is a text, whatever the answer made of it. */
export type Row = Readonly<Record<string, string>>;

const value = z.union([
  z.string(),
  z.number().transform(fromJsonNumber),
  z.boolean().transform((flag) => (flag ? "YES" : "NO")),
  z.null().transform(() => ""),
]);

/** Lenient: values nobody expects (lists, objects) are left out, for nothing relies on them. */
export const row = z.record(z.string(), z.unknown()).transform(
  (fields): Row =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([column, given]): [string, string][] => {
        const read = value.safeParse(given);
        return read.success ? [[column, read.data]] : [];
      }),
    ),
);

/** An answer that is no refusal. */
export const result = z.object({ result: z.array(row) }).transform((body) => body.result);

/** Messages by column; for bulks by line and column. */
const messages = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.unknown())]));
export const refusal = z.object({ error: messages });

/** What the row has in a column; the empty text where it has none. */
export function cell(fields: Row | undefined, column: string): string {
  return fields?.[column] ?? "";
}

/** However it is written: a document whose state were misread would be booked or made again. */
export const isYes = (fields: Row, column: string): boolean =>
  /^(yes|y|true|1)$/i.test(cell(fields, column).trim());

/** UNIX seconds at noon UTC of a day YYYY-MM-DD, so that no shift of zones moves the date. */
export function timeOf(day: string): string {
  return String(Date.parse(`${day}T12:00:00Z`) / 1000);
}

/** The day of UNIX seconds; null for anything else. */
export function dayOf(time: string): string | null {
  return /^\d{9,11}$/.test(time) ? new Date(Number(time) * 1000).toISOString().slice(0, 10) : null;
}
