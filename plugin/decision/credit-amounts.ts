import {
  absolute,
  add,
  allocate,
  compare,
  formatMoney,
  isNegative,
  isZero,
  type Money,
  negate,
  parseDecimal,
  sum,
  vatInGross,
  zero,
} from "../domain/money.ts";
import type { Adjustment } from "../domain/order.ts";
import type { PlannedRow } from "../domain/plan.ts";
import type { Settings } from "../settings/schema.ts";
import { type CreditedRow, exceeding, ONE, statedVat } from "./credited-row.ts";
import { onOrder, Refusal } from "./refusal.ts";
import { empties, type RateLeft, type Remaining, rateKey, within } from "./remaining.ts";

const TEXTS = {
  goodwill: "Goodwill",
  restocking_fee: "Restocking fee",
  unused_period: "Unused period",
  other: "Refund",
} as const;

/** An amount without lines contains VAT and is spread over the gross left per rate, by largest remainder (R6). */
export function amountRows(
  adjustment: Adjustment,
  left: Remaining,
  note: string | null,
  settings: Settings,
): CreditedRow[] {
  if (isZero(adjustment.gross)) return [];
  const rates = ratesFor(adjustment.gross, left);
  const shares = allocate(
    adjustment.gross,
    rates.map((rate) => rate.gross),
  );
  const nothing = zero(left.currency);
  const contained = rates.map((rate, index) =>
    vatInGross(shares[index] ?? nothing, parseDecimal(rate.row.vatRate)),
  );
  const stated = statedVat(adjustment.tax, contained, settings);
  return rates.flatMap((rate, index): CreditedRow[] => {
    const gross = shares[index] ?? nothing;
    if (isZero(gross)) return [];
    const vat = empties(gross, rate) ? rate.vat : within(stated[index] ?? nothing, rate.vat);
    left.take(rate.row, null, gross, vat);
    const why = "amount without lines, spread over what is left per rate (R6)";
    return [
      {
        row: withoutLine(rate.row, note ?? TEXTS[adjustment.kind], why),
        gross,
        vat,
        quantity: ONE,
        line: null,
      },
    ];
  });
}

/** The sales of the order; debts such as a sold gift card only when the sales are not enough (R8). */
function ratesFor(amount: Money, left: Remaining): RateLeft[] {
  const all = left.rates();
  const sales = all.filter((rate) => rate.row.treatment !== "outside");
  const grossOf = (rates: readonly RateLeft[]): Money =>
    sum(
      rates.map((rate) => rate.gross),
      left.currency,
    );
  if (compare(amount, grossOf(sales)) <= 0) return sales;
  if (compare(amount, grossOf(all)) <= 0) return all;
  throw exceeding(amount, grossOf(all));
}

/** A fee lowers the credit: negative rows in proportion to what this refund credits, at the same rates (R5). */
export function feeRows(
  adjustment: Adjustment,
  credited: readonly CreditedRow[],
  left: Remaining,
  settings: Settings,
): CreditedRow[] {
  const fee = absolute(adjustment.gross);
  const rates = creditedRates(credited);
  const whole = sum(
    rates.map((rate) => rate.gross),
    left.currency,
  );
  if (compare(fee, whole) > 0) {
    throw new Refusal(
      "TOTAL_MISMATCH",
      `The refund keeps back ${formatMoney(fee)} ${left.currency}, more than the ${formatMoney(whole)} it refunds.`,
      onOrder,
    );
  }
  const shares = allocate(
    fee,
    rates.map((rate) => rate.gross),
  );
  const nothing = zero(left.currency);
  const contained = rates.map((rate, index) =>
    vatInGross(shares[index] ?? nothing, parseDecimal(rate.row.vatRate)),
  );
  const stated = statedVat(adjustment.tax === null ? null : absolute(adjustment.tax), contained, settings);
  return rates.flatMap((rate, index): CreditedRow[] => {
    const gross = negate(shares[index] ?? nothing);
    if (isZero(gross)) return [];
    const vat = negate(within(stated[index] ?? nothing, rate.vat));
    const named = adjustment.kind === "restocking_fee" ? settings.refunds.restocking_fee_account : undefined;
    const why = "lowers the credit at the rate of what was returned (R5)";
    const row = { ...withoutLine(rate.row, TEXTS[adjustment.kind], why), account: named ?? rate.row.account };
    left.take(row, null, gross, vat);
    return [{ row, gross, vat, quantity: ONE, line: null }];
  });
}

/** What the refund credits so far per rate; rates it does not lower are left out. */
function creditedRates(credited: readonly CreditedRow[]): { row: PlannedRow; gross: Money; vat: Money }[] {
  const rates = new Map<string, { row: PlannedRow; gross: Money; vat: Money }>();
  for (const { row, gross, vat } of credited) {
    const known = rates.get(rateKey(row));
    rates.set(rateKey(row), {
      row: known?.row ?? row,
      gross: known === undefined ? gross : add(known.gross, gross),
      vat: known === undefined ? vat : add(known.vat, vat),
    });
  }
  return [...rates.values()].filter((rate) => !isZero(rate.gross) && !isNegative(rate.gross));
}

function withoutLine(row: PlannedRow, text: string, why: string): PlannedRow {
  return { ...row, text, why, kind: "adjustment", sourceId: null, article: null };
}
