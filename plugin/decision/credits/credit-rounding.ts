import {
  add,
  compare,
  formatMoney,
  isNegative,
  isZero,
  larger,
  type Money,
  parseMoney,
  subtract,
  sum,
} from "../../domain/money.ts";
import type { Refund } from "../../domain/order.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";
import type { DecisionInput } from "../input.ts";
import { onOrder, Refusal } from "../refusal.ts";
import { roundingRow } from "../rows/rows.ts";
import { tolerance } from "../rows/totals.ts";
import { wordsFor } from "../words.ts";
import { exceeding } from "./credited-row.ts";
import { moneyOf, successful } from "./refund-money.ts";
import { isLarger, Remaining } from "./remaining.ts";

/** Cash is rounded to whole units, by half a unit at most (R12). */
const CASH = "0.50";

/**
 * The rounding row of a credit, or null. The credit that uses up the invoice takes back its rounding too, so that
 * sale and refund mirror each other to the cent; before that, cents between the refund's lines and the money that went
 * back (R3). Together the credits never pass what was charged (R6).
 */
export function creditRounding(
  refund: Refund,
  rows: readonly PlannedRow[],
  over: Money,
  settled: Money,
  documents: readonly PlannedDocument[],
  left: Remaining,
  input: DecisionInput,
): PlannedRow | null {
  const { currency } = input.order;
  const before = new Remaining(documents, currency);
  const total = add(before.gross(), before.rounding());
  const credited = sum(
    rows.map((row) => parseMoney(row.gross, currency)),
    currency,
  );
  const money = subtract(moneyOf(successful(refund), currency), settled);
  const isUsedUp = left.isEmpty() && rows.length > 0;
  const rounding = isUsedUp ? left.rounding() : difference(credited, over, money, total, input);
  const stated = isUsedUp && !isZero(over) ? larger(rounding, over) : rounding;
  const most = larger(money, add(credited, stated));
  // What a negative order gave the customer is no invoice that could be passed (R18).
  if (!isNegative(total) && compare(most, total) > 0) throw exceeding(most, total);
  if (isZero(rounding)) return null;
  const { orders, vat } = input.settings;
  const isCash = input.order.paymentRounding !== null;
  const account = (isCash ? orders.cash_rounding_account : undefined) ?? orders.rounding_account;
  const country = vat.seller_country ?? input.shopCountry;
  const why = isUsedUp
    ? "takes back the rounding of what it credits (R3, R6)"
    : "difference between the refund's lines and the money that went back, within the tolerance (R3)";
  return roundingRow(rounding, wordsFor(input).rounding, account, country, input.facts, why);
}

/** Cents between what the lines say and what was paid back; the money may be less where less had been paid. */
function difference(credited: Money, over: Money, money: Money, total: Money, input: DecisionInput): Money {
  const { settings, order } = input;
  if (isZero(money)) return over;
  const off = subtract(money, credited);
  const allowed =
    order.paymentRounding === null
      ? tolerance(settings, order.currency)
      : larger(tolerance(settings, order.currency), parseMoney(CASH, order.currency));
  if (!isLarger(off, allowed)) return off;
  if (isNegative(off)) return over;
  if (compare(money, total) > 0) throw exceeding(money, total);
  throw new Refusal(
    "TOTAL_MISMATCH",
    `The shop paid back ${formatMoney(money)} ${order.currency}, but the refund's lines add up to ${formatMoney(credited)}.`,
    onOrder,
  );
}
