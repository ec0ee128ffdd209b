import { add, type Money, roundToMinorUnit, scale, subtract, sum, times, zero } from "../../domain/money.ts";
import type { Line, Order, Refund, ShippingLine } from "../../domain/order.ts";
import { isSameSide } from "../payments/foreign-money.ts";
import { byTime } from "../rows/minor-units.ts";

/** An amount in the order's currency and what it is in the shop's. */
export interface Pair {
  readonly from: Money;
  readonly to: Money;
}

/** Takes refunds out of what their lines became, oldest first: the last one takes what the others have left. */
export class RefundShares {
  readonly #order: Order;
  readonly #at: (amount: Money) => Money;
  readonly #whole = new Map<string, { gross: Pair; tax: Pair }>();
  readonly #taken = new Map<string, Money>();

  constructor(order: Order, converted: Order, at: (amount: Money) => Money) {
    this.#order = order;
    this.#at = at;
    const linesOf = ({ lines, edits, exchangeLines }: Order): Line[] => [
      ...lines,
      ...edits.flatMap((edit) => edit.added),
      ...exchangeLines,
    ];
    this.#know("line", linesOf(order), linesOf(converted));
    this.#know("shipping", order.shipping, converted.shipping);
    const changes = (one: Order) => one.edits.flatMap((edit) => edit.priceChanges);
    for (const [index, change] of changes(order).entries()) {
      const became = changes(converted)[index];
      const key = [`line ${change.lineId}`, `shipping ${change.lineId}`].find((one) => this.#whole.has(one));
      const known = this.#whole.get(key ?? "");
      if (key === undefined || became === undefined || known === undefined) continue;
      this.#whole.set(key, {
        gross: { from: add(known.gross.from, change.gross), to: add(known.gross.to, became.gross) },
        tax: { from: add(known.tax.from, change.tax), to: add(known.tax.to, became.tax) },
      });
    }
  }

  refunds(): Refund[] {
    const byDay = [...this.#order.refunds].sort((a, b) => byTime(a.createdAt, a.id, b.createdAt, b.id));
    const converted = new Map(byDay.map((refund) => [refund, this.#converted(refund)]));
    return this.#order.refunds.map((refund) => converted.get(refund) ?? refund);
  }

  #know(source: string, from: readonly (Line | ShippingLine)[], to: readonly (Line | ShippingLine)[]): void {
    for (const [index, line] of from.entries()) {
      const became = to[index];
      if (became === undefined) continue;
      this.#whole.set(`${source} ${line.id}`, {
        gross: { from: grossOf(line, this.#order), to: grossOf(became, this.#order) },
        tax: { from: taxOf(line), to: taxOf(became) },
      });
    }
  }

  #converted(refund: Refund): Refund {
    const share = <T extends { readonly gross: Money; readonly tax: Money }>(key: string, one: T): T => ({
      ...one,
      gross: this.#share(`${key} gross`, one.gross, this.#whole.get(key)?.gross),
      tax: this.#share(`${key} tax`, one.tax, this.#whole.get(key)?.tax),
    });
    return {
      ...refund,
      lines: refund.lines.map((line) => share(`line ${line.lineId}`, line)),
      shipping: refund.shipping.map((line) => share(`shipping ${line.id}`, line)),
      adjustments: refund.adjustments.map((one) => ({
        ...one,
        gross: this.#at(one.gross),
        tax: one.tax === null ? null : this.#at(one.tax),
      })),
    };
  }

  #share(key: string, amount: Money, whole: Pair | undefined): Money {
    if (whole === undefined || !isSameSide(whole.from, whole.to)) return this.#at(amount);
    const before = this.#taken.get(key) ?? zero(amount.currency);
    const after = add(before, amount);
    this.#taken.set(key, after);
    return subtract(scale(after, whole.to, whole.from), scale(before, whole.to, whole.from));
  }
}

/** What a line costs with its tax. */
export function grossOf(line: Line | ShippingLine, { pricesIncludeTax }: Order): Money {
  const price = "unitPrice" in line ? times(line.unitPrice, line.quantity) : line.price;
  const amount = roundToMinorUnit(subtract(price, line.discount));
  return pricesIncludeTax ? amount : add(amount, taxOf(line));
}

export function taxOf(line: Line | ShippingLine): Money {
  return sum(
    line.taxLines.map((tax) => tax.amount),
    line.discount.currency,
  );
}
