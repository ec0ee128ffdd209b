import type { Order } from "../../domain/order.ts";
import type { PlannedRow } from "../../domain/plan.ts";
import type { Settings } from "../../settings/schema.ts";
import type { DecisionInput } from "../input.ts";
import { type Item, itemOfLine, itemsOfOrder } from "../rows/items.ts";
import { holds, itemSubject, orderSubject, type Subject } from "../rules/conditions.ts";

type Entry = Settings["purchases"]["suppliers"][number];

/** What the settings say of buying one row of a sale; what they leave open is undefined. */
export interface LineTerms {
  readonly supplier: string | undefined;
  readonly account: string | undefined;
  readonly markup: string;
  readonly vatRate: string;
  /** The setting that gave the markup. */
  readonly markupFrom: string;
}

/** A row of a sale with the thing of the order it is of, as far as it can be told. */
export interface Bought {
  readonly row: PlannedRow;
  readonly item: Item | null;
  readonly terms: LineTerms;
}

/** The rows that are bought from somebody, each by the first entry of `purchases.suppliers` that fits it (R19). */
export function withTerms(rows: readonly PlannedRow[], input: DecisionInput): Bought[] {
  const { order, settings } = input;
  const { suppliers } = settings.purchases;
  const items = everythingSold(order);
  const ofOrder = orderSubject(order, settings.vat.seller_country ?? input.shopCountry);
  return rows.flatMap((row): Bought[] => {
    const item = itemOf(row, items);
    const subject = { ...ofOrder, ...subjectOf(row, item, order) };
    const entry = suppliers.find(({ when }) => holds(when, subject));
    return entry?.buys === "no" ? [] : [{ row, item, terms: termsOf(entry, settings) }];
  });
}

function termsOf(entry: Entry | undefined, { purchases }: Settings): LineTerms {
  return {
    supplier: entry?.supplier ?? purchases.supplier,
    account: entry?.account ?? purchases.account,
    markup: entry?.markup ?? purchases.markup,
    vatRate: entry?.vat_rate ?? purchases.vat_rate,
    markupFrom: entry?.markup === undefined ? "purchases.markup" : "purchases.suppliers",
  };
}

function everythingSold(order: Order): readonly Item[] {
  const later = [...order.exchangeLines, ...order.edits.flatMap((edit) => edit.added)];
  return [...itemsOfOrder(order), ...later.map((line) => itemOfLine(line, order))];
}

/** Lines and freight are two series of ids. */
function itemOf({ kind, sourceId }: PlannedRow, items: readonly Item[]): Item | null {
  const isFreight = kind === "shipping";
  return items.find((item) => item.id === sourceId && (item.kind === "shipping") === isFreight) ?? null;
}

function subjectOf(row: PlannedRow, item: Item | null, order: Order): Subject {
  return item === null
    ? { "line.kind": [row.kind], "line.title": [row.text] }
    : { ...itemSubject(item, order), "line.kind": [row.kind] };
}
