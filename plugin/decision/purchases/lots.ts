import { add, isNegative, isZero, type Money, parseMoney, zero } from "../../domain/money.ts";
import type { PurchaseRow } from "../../domain/purchase.ts";
import type { DecisionInput } from "../input.ts";
import { ANYTHING, asPieces, boughtRows, netOf, type Pair } from "./purchase-rows.ts";

/** One thing that was bought: what it cost, and what it was sold for or how many pieces of it were given away. */
export interface Lot {
  readonly purchase: Pair["purchase"];
  /** Key of the document that sold it. */
  readonly document: string;
  readonly as: string;
  /** Before VAT. Pieces where it was sold for nothing: they are measured like an amount. */
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
      ...measured(row, currency),
      net: parseMoney(row.net, currency),
      vat: parseMoney(row.vat, currency),
      terms: row,
    }));
  });
}

function measured({ sold, quantity }: PurchaseRow, currency: string): Pick<Lot, "as" | "sold"> {
  const { as, net } = sold ?? { as: ANYTHING, net: "0" };
  const [amount, pieces] = [parseMoney(net, currency), parseMoney(quantity, currency)];
  const isCounted = as !== ANYTHING && isZero(amount) && !isZero(pieces) && !isNegative(pieces);
  return isCounted ? { as: asPieces(as), sold: pieces } : { as, sold: amount };
}

/** What each thing was sold for, whoever it was bought from. */
export function soldByThing(lots: readonly Lot[], currency: string): ReadonlyMap<string, Money> {
  const sold = new Map<string, Money>();
  for (const lot of lots) sold.set(lot.as, add(sold.get(lot.as) ?? zero(currency), lot.sold));
  return sold;
}
