import { isCountry } from "../domain/countries.ts";
import { isCurrencyCode } from "../domain/currency.ts";
import { type ColumnName, columns, type Kind } from "./columns.ts";
import type { Complaint } from "./complaint.ts";
import { type DecimalSign, readNumber } from "./numbers.ts";
import { type FileRow, LONGEST_CELL } from "./table.ts";

/** What the cells of a file need to be read. */
export interface Reading {
  readonly sign: DecimalSign | null;
  /** The UTC instant of a wall clock's time in the shop, `2026-11-02T14:30:00`. */
  instantOf(wall: string): string;
  complain(complaint: Complaint): void;
}

const YES = new Set(["yes", "true", "1", "y", "ja"]);
const NO = new Set(["no", "false", "0", "n", "nej"]);
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const LOCAL = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?$/;
const WITH_OFFSET = /^(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;

/** One cell in its plain form: decimal text, ISO instant or day, upper-case code. Null: empty, or complained about. */
export function cellText(row: FileRow, column: ColumnName, reading: Reading): string | null {
  const text = row.cells.get(column);
  if (text === undefined) return null;
  if (text.length > LONGEST_CELL) return wrong(row, column, reading, "This is too long.");
  const { kind } = columns[column];
  const read = plain(text, kind, reading);
  return "value" in read ? read.value : wrong(row, column, reading, read.message);
}

type Read = { readonly value: string } | { readonly message: string };

function plain(text: string, kind: Kind, reading: Reading): Read {
  if (typeof kind === "object") {
    const word = kind.words.find((one) => one.toLowerCase() === text.toLowerCase());
    return word === undefined
      ? { message: `One of these belongs here: ${kind.words.join(", ")}.` }
      : { value: word };
  }
  switch (kind) {
    case "text":
      return { value: text };
    case "number":
    case "amount":
      return numberIn(text, reading.sign);
    case "rate":
      return rateIn(text, reading.sign);
    case "whole":
      return /^\d{1,4}$/.test(text) ? { value: text } : { message: "A whole number belongs here." };
    case "flag":
      return flagIn(text.toLowerCase());
    case "country":
      return isCountry(text.toUpperCase())
        ? { value: text.toUpperCase() }
        : { message: "A country is written with two letters, such as SE." };
    case "currency":
      return isCurrencyCode(text.toUpperCase())
        ? { value: text.toUpperCase() }
        : { message: "A currency is written with three letters, such as SEK." };
    case "day":
      return isDay(text) ? { value: text } : { message: "A day is written as 2026-11-02." };
    case "time":
      return timeIn(text, reading);
  }
}

function numberIn(text: string, sign: DecimalSign | null): Read {
  const read = readNumber(text, sign);
  if (read.ok) return { value: read.value };
  return read.reason === "ambiguous"
    ? { message: `${text} can be read in two ways. Say which decimal sign the file uses.` }
    : { message: `${text} is not a number.` };
}

function rateIn(text: string, sign: DecimalSign | null): Read {
  const read = numberIn(text.replace(/\s*%$/, ""), sign);
  if ("message" in read || /^(100|\d{1,2})(\.\d{1,4})?$/.test(read.value)) return read;
  return { message: "A rate is a percentage between 0 and 100." };
}

function flagIn(text: string): Read {
  if (YES.has(text)) return { value: "yes" };
  return NO.has(text) ? { value: "no" } : { message: "Write yes or no." };
}

function timeIn(text: string, reading: Reading): Read {
  const message = "A time is written as 2026-11-02, 2026-11-02 14:30 or 2026-11-02T14:30:00+01:00.";
  // Noon is the same day wherever one looks at it from.
  if (isDay(text)) return { value: reading.instantOf(`${text}T12:00:00`) };
  const [, localDay = "", minutes = "", seconds = ":00"] = LOCAL.exec(text) ?? [];
  if (isDay(localDay) && !Number.isNaN(Date.parse(`${localDay}T${minutes}${seconds}Z`))) {
    return { value: reading.instantOf(`${localDay}T${minutes}${seconds}`) };
  }
  const [, day = ""] = WITH_OFFSET.exec(text) ?? [];
  const instant = Date.parse(text.replace(" ", "T"));
  return isDay(day) && !Number.isNaN(instant) ? { value: new Date(instant).toISOString() } : { message };
}

/** A day of the calendar: the 30th of February is none, which Date would move on. */
function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}

function wrong(row: FileRow, column: ColumnName, reading: Reading, message: string): null {
  reading.complain({ place: row.place, column, message });
  return null;
}
