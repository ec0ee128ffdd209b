import {
  add,
  formatMoney,
  type Money,
  parseDecimal,
  parseMoney,
  roundToMinorUnit,
  subtract,
  sum,
  times,
  vatInGross,
  vatOnNet,
} from "../../domain/money.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";

export interface Amounts {
  readonly net: Money;
  readonly vat: Money;
  readonly gross: Money;
}

/**
 * What a row comes to by its price, its quantity and its rate alone. The plan's own amounts are left aside: a ledger
 * that only repeated them could never disagree.
 */
export function amountsOf(
  row: Pick<PlannedRow, "quantity" | "unitPrice" | "vatRate">,
  { currency, rowForm }: Pick<PlannedDocument, "currency" | "rowForm">,
): Amounts {
  const price = parseMoney(row.unitPrice, currency);
  const rate = parseDecimal(row.vatRate);
  const amount = roundToMinorUnit(times(price, parseDecimal(row.quantity)));
  if (rowForm === "gross") {
    const vat = vatInGross(amount, rate);
    return { net: subtract(amount, vat), vat, gross: amount };
  }
  const vat = vatOnNet(amount, rate);
  return { net: amount, vat, gross: add(amount, vat) };
}

export function totalOf(rows: readonly Amounts[], currency: string): Amounts {
  const over = (part: keyof Amounts): Money =>
    sum(
      rows.map((row) => row[part]),
      currency,
    );
  return { net: over("net"), vat: over("vat"), gross: over("gross") };
}

/** As texts, for what is kept. */
export function inWords({ net, vat, gross }: Amounts): { net: string; vat: string; gross: string } {
  return { net: formatMoney(net), vat: formatMoney(vat), gross: formatMoney(gross) };
}
