import { add, formatMoney, type Money, parseMoney, sum } from "../../domain/money.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";
import type { PlannedPurchase, PurchaseRow } from "../../domain/purchase.ts";
import type { DecisionInput } from "../input.ts";

/** What purchases have to know of a document of the sale. */
export type SaleDocument = Pick<
  PlannedDocument,
  "key" | "kind" | "credits" | "date" | "currency" | "orderNumber" | "rows" | "specification"
>;

type Amounts = Pick<PurchaseRow, "net" | "vat" | "gross">;

/**
 * The rows of a sale's document that somebody was paid for: goods and services, freight where the settings say so, and of a
 * credit note also amounts without lines. Gift cards, fees, tips and roundings are bought from nobody.
 */
export function boughtRows(
  { kind, rows, specification }: SaleDocument,
  { settings }: DecisionInput,
): PlannedRow[] {
  const kinds = new Set<PlannedRow["kind"]>([
    "line",
    ...(settings.purchases.freight ? (["shipping"] as const) : []),
    ...(kind === "credit_note" ? (["adjustment"] as const) : []),
  ]);
  // Rows that were merged for the ledger's sake do not tell any more what was sold.
  return (specification ?? rows).filter((row) => kinds.has(row.kind));
}

/** What of the sale a row is of: the line or the freight; of rows without either all of them together. */
export function soldAs({ kind, sourceId }: PlannedRow): string {
  return sourceId === null ? ANYTHING : `${kind} ${sourceId}`;
}

/** What a purchase of an earlier version was bought for. */
export const ANYTHING = "*";

/** A thing sold for nothing, which is counted in pieces: there is no amount of it to share by. */
export const asPieces = (as: string): string => `pieces of ${as}`;

export const isPieces = (as: string): boolean => as.startsWith("pieces of ");

export function netOf(rows: readonly PlannedRow[], currency: string): Money {
  return sum(
    rows.map((row) => parseMoney(row.net, currency)),
    currency,
  );
}

export const amountsOf = (net: Money, vat: Money): Amounts => ({
  net: formatMoney(net),
  vat: formatMoney(vat),
  gross: formatMoney(add(net, vat)),
});

/** The sums of a purchase: all its rows, also those of roundings. */
export function purchaseSums(rows: readonly PurchaseRow[], currency: string): Amounts {
  const total = (field: "net" | "vat"): Money =>
    sum(
      rows.map((row) => parseMoney(row[field], currency)),
      currency,
    );
  return amountsOf(total("net"), total("vat"));
}

/** The purchase of a sale's document; where it has several, from the second on with its number. */
export const purchaseKey = (document: string, number = 1): string =>
  `purchase${number === 1 ? "" : number}-${document}`;

/** The number among the purchases of `document`; null for those of other documents. */
export function numberOf(key: string, document: string): number | null {
  const [, number = ""] = /^purchase(\d*)-/.exec(key) ?? [];
  return key === `purchase${number}-${document}` ? Number(number === "" ? "1" : number) : null;
}

/** A purchase with the document of the sale that it goes with. */
export interface Pair {
  readonly document: SaleDocument;
  readonly purchase: PlannedPurchase;
}
