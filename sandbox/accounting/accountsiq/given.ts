import type Big from "big.js";
import { decimal } from "./decimal.ts";
import type { LeafKind, RecordShape, Shape } from "./shapes.ts";
import type { Element } from "./xml.ts";

/** A value of the wrong type: the vendor's server answers with a SOAP fault. */
export class WrongType extends Error {}

/** What was read, and what the server passed over because it stood in the wrong place. */
export interface Reading {
  readonly given: Given;
  readonly dropped: readonly string[];
}

type Value = string | null | Given | readonly (string | Given)[];

/** The fields of one record as they were understood. */
export class Given {
  readonly #values: ReadonlyMap<string, Value>;

  constructor(values: ReadonlyMap<string, Value>) {
    this.#values = values;
  }

  /** Null where it was left out or nil; an empty element is an empty text. */
  text(name: string): string | null {
    const value = this.#values.get(name) ?? null;
    return typeof value === "string" ? value : null;
  }

  amount(name: string): Big | null {
    const text = this.text(name);
    return text === null ? null : decimal(text);
  }

  int(name: string): number | null {
    const text = this.text(name);
    return text === null ? null : Number(text);
  }

  flag(name: string): boolean {
    return ["true", "1"].includes(this.text(name) ?? "false");
  }

  /** The calendar day of a date; a time of day or an offset beside midnight is not looked at. */
  day(name: string): string | null {
    return this.text(name)?.slice(0, 10) ?? null;
  }

  record(name: string): Given | null {
    const value = this.#values.get(name);
    return value instanceof Given ? value : null;
  }

  records(name: string): readonly Given[] {
    const value = this.#values.get(name);
    return Array.isArray(value) ? value.filter((one) => one instanceof Given) : [];
  }

  texts(name: string): readonly string[] {
    const value = this.#values.get(name);
    return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
  }

  /** Every single value by its name, for records that are kept as they came. */
  leaves(): Record<string, string | null> {
    const kept = [...this.#values].flatMap(([name, value]) =>
      value === null || typeof value === "string" ? [[name, value] as const] : [],
    );
    return Object.fromEntries(kept);
  }
}

/** Reads a record in its order; what stands behind its place or is unknown is passed over without a word. */
export function readRecord(element: Element, shape: RecordShape, namespace: string): Reading {
  const values = new Map<string, Value>();
  const dropped: string[] = [];
  let next = 0;
  for (const child of element.children) {
    const found = shape.fields.findIndex(([name], index) => index >= next && name === child.name);
    const field = shape.fields[found];
    if (field === undefined || child.namespace !== namespace) {
      dropped.push(`${element.name}/${child.name}`);
      continue;
    }
    next = found + 1;
    const read = readValue(child, field[1], namespace);
    values.set(child.name, read.value);
    dropped.push(...read.dropped);
  }
  return { given: new Given(values), dropped };
}

function readValue(
  element: Element,
  shape: Shape,
  namespace: string,
): { value: Value; dropped: readonly string[] } {
  if (element.isNil) return { value: null, dropped: [] };
  if (shape.kind === "record") {
    const { given, dropped } = readRecord(element, shape, namespace);
    return { value: given, dropped };
  }
  if (shape.kind !== "list") return { value: readLeaf(element, shape.kind), dropped: [] };
  const items = element.children.filter(
    (child) => child.name === shape.item && child.namespace === namespace,
  );
  const read = items.map((child) => readValue(child, shape.of, namespace));
  const passedOver = element.children.filter((child) => !items.includes(child));
  return {
    value: read.flatMap(({ value }) => (typeof value === "string" || value instanceof Given ? [value] : [])),
    dropped: [
      ...read.flatMap((one) => one.dropped),
      ...passedOver.map((child) => `${element.name}/${child.name}`),
    ],
  };
}

const FORMS: Readonly<Record<Exclude<LeafKind, "text">, RegExp>> = {
  int: /^-?\d{1,10}$/,
  decimal: /^-?\d+(\.\d+)?$/,
  boolean: /^(true|false|0|1)$/,
  dateTime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/,
  base64: /^[A-Za-z0-9+/\s]*={0,2}$/,
};

function readLeaf(element: Element, kind: LeafKind): string {
  const text = kind === "text" ? element.text : element.text.trim();
  if (kind !== "text" && !FORMS[kind].test(text)) {
    throw new WrongType(`There is an error in XML document: ${element.name} is no ${kind}.`);
  }
  return text;
}
