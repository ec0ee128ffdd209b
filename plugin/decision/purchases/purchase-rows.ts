import { add, formatMoney, type Money, parseMoney, sum } from "../../domain/money.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";
import type { PlannedPurchase, PurchaseRow } from "../../domain/purchase.ts";
import type { DecisionInput } from "../input.ts";

type Amounts = Pick<PurchaseRow, "net" | "vat" | "gross">;

/**
 * The rows of a sale's document that somebody was paid for: goods and services, freight where the settings say so, and of a
 * credit note also amounts without lines. Gift cards, fees, tips and roundings are bought from nobody.
 */
export function boughtRows({ kind, rows }: PlannedDocument, { settings }: DecisionInput): PlannedRow[] {
  const kinds = new Set<PlannedRow["kind"]>([
    "line",
    ...(settings.purchases.freight ? (["shipping"] as const) : []),
    ...(kind === "credit_note" ? (["adjustment"] as const) : []),
  ]);
  return rows.filter((row) => kinds.has(row.kind));
}

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

/** The purchase of a sale's document. */
export const purchaseKey = (document: string): string => `purchase-${document}`;

/** A purchase with the document of the sale that it goes with. */
export interface Pair {
  readonly document: PlannedDocument;
  readonly purchase: PlannedPurchase;
}
