import { decimal } from "./decimal.ts";
import { refused, unlisted } from "./errors.ts";
import { isCalendarDay } from "./swedish-time.ts";
import { checkCharacters } from "./text-rules.ts";

/** Reads one value of a request body or refuses it in the vendor's words. */
export type Reader<T> = (value: unknown, name: string) => T;
/** The fields a resource takes; any other name is refused. */
export type Fields = Readonly<Record<string, Reader<unknown>>>;
/** What a body said: a value, `null` where it said "API_BLANK", absent where it left the old value alone. */
export type Patch<F extends Fields> = { [K in keyof F]?: ReturnType<F[K]> | null };

/** Free text within the vendor's alphabet. */
export function text(limits: { min?: number; max?: number } = {}): Reader<string> {
  return (value, name) => {
    const words = typeof value === "number" ? String(value) : value;
    if (typeof words !== "string") throw refused("notAlphanumeric", name);
    checkCharacters(words);
    if (limits.max !== undefined && words.length > limits.max)
      throw unlisted(`Värdet är för långt (${name})`);
    if (limits.min !== undefined && words.length < limits.min) throw unlisted(`Värdet är för kort (${name})`);
    return words;
  };
}

/** Text of an e-mail, in which `{no}` and `{name}` stand for the invoice's number and customer. */
export function mailText(limits: { max: number }): Reader<string> {
  const plain = text(limits);
  return (value, name) => {
    if (typeof value !== "string") return plain(value, name);
    plain(value.replace(/\{(no|name)\}/g, ""), name);
    return value;
  };
}

/** A number with decimals, kept as its digits. Numbers written as text are taken too. */
export function amount(): Reader<string> {
  return (value, name) => {
    const digits = typeof value === "number" ? String(value) : value;
    if (typeof digits !== "string" || !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(digits))
      throw refused("notNumeric", name);
    return decimal(digits).toFixed();
  };
}

/** A whole number; 25.5 is refused, not cut. */
export function whole(limits: { min?: number; max?: number } = {}): Reader<number> {
  return (value, name) => {
    const number = typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== "number" || !Number.isSafeInteger(number)) throw refused("notNumeric", name);
    if (number < (limits.min ?? number) || number > (limits.max ?? number))
      throw unlisted(`Värdet är utanför tillåtna gränser (${name})`);
    return number;
  };
}

/** true or false, also spelt out. */
export function flag(): Reader<boolean> {
  return (value, name) => {
    if (value === true || value === "true") return true;
    if (value === false || value === "false") return false;
    throw refused("notBoolean", name);
  };
}

/** A day that exists. */
export function day(): Reader<string> {
  return (value, name) => {
    if (typeof value !== "string" || !isCalendarDay(value)) throw unlisted(`Ogiltigt datum (${name})`);
    return value;
  };
}

/** One of the vendor's words, in the vendor's case. */
export function choice<const T extends string>(...words: readonly T[]): Reader<T> {
  return (value, name) => {
    const word = words.find((known) => known === value);
    if (word === undefined) throw unlisted(`Ogiltigt värde (${name})`);
    return word;
  };
}

/** An object within the body. */
export function group<F extends Fields>(fields: F): Reader<Patch<F>> {
  return (value, name) => readFields(fields, value, name);
}

/** A list of objects within the body. */
export function list<F extends Fields>(fields: F, limits: { max?: number } = {}): Reader<Patch<F>[]> {
  return (value, name) => {
    if (!Array.isArray(value)) throw refused("body", name);
    if (value.length > (limits.max ?? value.length)) throw unlisted(`För många rader (${name})`);
    return value.map((item) => readFields(fields, item, name));
  };
}

/** A record in which nothing has been filled in. */
export function blank<F extends Fields>(fields: F): { [K in keyof F]: null } {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, null])) as { [K in keyof F]: null };
}

/**
 * Reads a body by its fields. The vendor leaves a value alone when it is `null` or `""` and clears it for
 * "API_BLANK".
 */
function readFields<F extends Fields>(fields: F, body: unknown, name: string): Patch<F> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw refused("body", name);
  const patch: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    const read = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (read === undefined) throw refused("fieldName", key);
    if (value === null || value === "") continue;
    patch[key] = value === "API_BLANK" ? null : read(value, key);
  }
  return patch as Patch<F>;
}

/** The object inside its envelope, `{"Invoice": {...}}`. */
export function readEnvelope<F extends Fields>(envelope: string, fields: F, body: unknown): Patch<F> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw refused("body");
  const names = Object.keys(body);
  if (names.length !== 1 || names[0] !== envelope) throw refused("body", names.join(", "));
  return readFields(fields, Object.values(body)[0], envelope);
}
