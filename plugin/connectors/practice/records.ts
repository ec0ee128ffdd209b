import { z } from "zod";
import type { Shelf, Shelved } from "../connector.ts";

const amount = z.string();

/** A customer's card. The one place of the books that names a person. */
export const card = z.object({
  name: z.string(),
  email: z.string().default(""),
  phone: z.string().default(""),
  organisationNumber: z.string().default(""),
  vatNumber: z.string().default(""),
  shopId: z.string().default(""),
});

export const article = z.object({
  title: z.string(),
  barcode: z.string(),
  isActive: z.boolean(),
});

export const paperRow = z.object({
  text: z.string(),
  quantity: amount,
  net: amount,
  vat: amount,
  gross: amount,
  vatRate: amount,
  account: z.string(),
  vatAccount: z.string(),
  isText: z.boolean(),
});

/** An invoice or credit note; amounts in its currency and positive on both. */
export const paper = z.object({
  kind: z.enum(["invoice", "credit_note"]),
  state: z.enum(["draft", "booked", "removed"]),
  date: z.string(),
  currency: z.string(),
  /** Units of the books' currency per unit. */
  rate: amount,
  orderId: z.string(),
  orderNumber: z.string(),
  customer: z.string(),
  reference: z.string().nullable(),
  legalTexts: z.array(z.string()),
  rows: z.array(paperRow),
  net: amount,
  vat: amount,
  gross: amount,
  /** Number of the document it reduces. */
  credits: z.string().nullable(),
  /** Of what was sent for it, to see whether somebody has changed it since. */
  fingerprint: z.string(),
});

const share = z.object({ amount, account: z.string() });

export const payment = z.object({
  paper: z.string(),
  direction: z.enum(["in", "out"]),
  date: z.string(),
  method: z.string(),
  currency: z.string(),
  amount,
  account: z.string(),
  fee: share.nullable(),
  surplus: share.nullable(),
});

export const journal = z.object({
  date: z.string(),
  text: z.string(),
  lines: z.array(z.object({ account: z.string(), debit: amount, credit: amount })),
});

export type Card = z.output<typeof card>;
export type Article = z.output<typeof article>;
export type Paper = z.output<typeof paper>;
export type Payment = z.output<typeof payment>;
export type Journal = z.output<typeof journal>;

export interface Kept<T> {
  readonly number: string;
  readonly value: T;
  readonly on: Shelved;
}

/** The objects of one kind. */
export interface Drawer<T> {
  get(number: string): Promise<Kept<T> | null>;
  byReference(reference: string): Promise<Kept<T> | null>;
  /** In the order of making. */
  list(): Promise<Kept<T>[]>;
  count(): Promise<number>;
  /** Makes it once: what has its number or reference already is given back as it is. */
  add(fresh: { number?: string; reference: string | null; value: T }): Promise<Kept<T>>;
  /** False when it has changed since it was read. */
  change(kept: Kept<T>, value: T): Promise<boolean>;
  /** As `change`, and it is not found by its reference any more. */
  retire(kept: Kept<T>, value: T): Promise<boolean>;
}

export function drawer<T>(shelf: Shelf, kind: string, schema: z.ZodType<T>): Drawer<T> {
  const read = (on: Shelved): Kept<T> => ({
    number: on.number,
    value: schema.parse(JSON.parse(on.content)),
    on,
  });
  const readOrNull = (on: Shelved | null) => (on === null ? null : read(on));
  const write = (value: T) => JSON.stringify(value);
  return {
    get: async (number) => readOrNull(await shelf.get(kind, { number })),
    byReference: async (reference) => readOrNull(await shelf.get(kind, { reference })),
    list: async () => (await shelf.list(kind)).map(read),
    count: () => shelf.count(kind),
    async add({
      number = null,
      reference,
      value,
    }: {
      number?: string | null;
      reference: string | null;
      value: T;
    }) {
      return read(await shelf.add({ kind, number, reference, content: write(value) }));
    },
    change: ({ on }, value) => shelf.change(on, { content: write(value), reference: on.reference }),
    retire: ({ on }, value) => shelf.change(on, { content: write(value), reference: null }),
  };
}
