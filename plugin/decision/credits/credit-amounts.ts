import {
  absolute,
  add,
  compare,
  formatMoney,
  isNegative,
  isZero,
  type Money,
  negate,
  sum,
} from "../../domain/money.ts";
import type { Adjustment } from "../../domain/order.ts";
import type { PlannedRow } from "../../domain/plan.ts";
import type { DecisionInput } from "../input.ts";
import { onOrder, Refusal } from "../refusal.ts";
import { wordsFor } from "../words.ts";
import { type CreditedRow, exceeding, ONE } from "./credited-row.ts";
import { empties, type RateLeft, type Remaining, rateKey, within } from "./remaining.ts";
import { sharesAtRates } from "./stated-shares.ts";

/** An amount without lines contains VAT and comes out of the gross left per rate (R6). */
export function amountRows(
  adjustment: Adjustment,
  left: Remaining,
  note: string | null,
  input: DecisionInput,
): CreditedRow[] {
  if (isZero(adjustment.gross)) return [];
  const rates = ratesFor(adjustment.gross, left);
  const shares = sharesAtRates(adjustment, rates, input.settings);
  const why =
    shares.size === rates.length
      ? "amount without lines, spread over what is left per rate (R6)"
      : "amount without lines, at the rate to which its stated VAT belongs (R6)";
  return rates.flatMap((rate): CreditedRow[] => {
    const share = shares.get(rate);
    if (share === undefined) return [];
    const { gross } = share;
    const vat = empties(gross, rate) ? rate.vat : within(share.vat, rate.vat);
    left.take(rate.row, null, gross, vat);
    return [
      {
        row: withoutLine(rate.row, note ?? wordsFor(input).adjustments[adjustment.kind], why),
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
  input: DecisionInput,
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
  const tax = adjustment.tax === null ? null : absolute(adjustment.tax);
  const shares = sharesAtRates({ gross: fee, tax }, rates, input.settings);
  return rates.flatMap((rate): CreditedRow[] => {
    const share = shares.get(rate);
    if (share === undefined) return [];
    const gross = negate(share.gross);
    const vat = negate(within(share.vat, rate.vat));
    const named =
      adjustment.kind === "restocking_fee" ? input.settings.refunds.restocking_fee_account : undefined;
    const why = "lowers the credit at the rate of what was returned (R5)";
    const row = {
      ...withoutLine(rate.row, wordsFor(input).adjustments[adjustment.kind], why),
      account: named ?? rate.row.account,
    };
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
