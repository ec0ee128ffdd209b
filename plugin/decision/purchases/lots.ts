import { add, type Money, parseMoney, zero } from "../../domain/money.ts";
import type { PurchaseRow } from "../../domain/purchase.ts";
import type { DecisionInput } from "../input.ts";
import { ANYTHING, boughtRows, netOf, type Pair } from "./purchase-rows.ts";

/** One thing that was bought: what it cost and what it was sold for. */
export interface Lot {
  readonly purchase: Pair["purchase"];
  /** Key of the document that sold it. */
  readonly document: string;
  readonly as: string;
  readonly sold: Money;
  readonly net: Money;
  readonly vat: Money;
  readonly terms: PurchaseRow;
}

/** Everything bought so far; the purchase of an earlier version, which does not tell its rows apart, is one thing. */
export function lotsOf(pairs: readonly Pair[], input: DecisionInput): Lot[] {
  return pairs.flatMap(({ document, purchase }): Lot[] => {
    const { kind, rows, currency, net, vat } = purchase;
    const [first] = rows;
    if (kind !== "invoice" || first === undefined) return [];
    const of = { purchase, document: document.key };
    if (rows.some((row) => row.sold === undefined)) {
      const sold = netOf(boughtRows(document, input), currency);
      const whole = { net: parseMoney(net, currency), vat: parseMoney(vat, currency) };
      return [{ ...of, ...whole, as: ANYTHING, sold, terms: first }];
    }
    return rows.map((row) => ({
      ...of,
      as: row.sold?.as ?? ANYTHING,
      sold: parseMoney(row.sold?.net ?? "0", currency),
      net: parseMoney(row.net, currency),
      vat: parseMoney(row.vat, currency),
      terms: row,
    }));
  });
}

/** What each thing was sold for, whoever it was bought from. */
export function soldByThing(lots: readonly Lot[], currency: string): ReadonlyMap<string, Money> {
  const sold = new Map<string, Money>();
  for (const lot of lots) sold.set(lot.as, add(sold.get(lot.as) ?? zero(currency), lot.sold));
  return sold;
}
