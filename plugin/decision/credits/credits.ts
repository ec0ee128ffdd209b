import {
  absolute,
  add,
  allocate,
  compare,
  type Decimal,
  formatDecimal,
  formatMoney,
  isNegative,
  isZero,
  type Money,
  parseDecimal,
  subtract,
  sum,
  vatInGross,
  zero,
} from "../../domain/money.ts";
import type { Refund } from "../../domain/order.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";
import type { DecisionInput } from "../input.ts";
import { inShop, Refusal } from "../refusal.ts";
import { tolerance } from "../rows/totals.ts";
import { amountRows, feeRows } from "./credit-amounts.ts";
import { creditRounding } from "./credit-rounding.ts";
import { creditedQuantity } from "./credited-quantity.ts";
import { type CreditedRow, exceeding, ONE, statedVat } from "./credited-row.ts";
import { isMoneyOnly, successful } from "./refund-money.ts";
import {
  beyond,
  empties,
  isLarger,
  type LineLeft,
  Remaining,
  rateKey,
  type Source,
  within,
} from "./remaining.ts";

/**
 * Rows of the credit note for one refund (R6): rate, treatment and account of the original, VAT as the platform
 * states it but never more than is left, the emptying credit taking the remainder. Positive magnitudes.
 * `settled` is what of the money an earlier credit explains already.
 * Throws REFUND_EXCEEDS_REMAINING or TOTAL_MISMATCH; nothing is guessed.
 */
export function creditRows(
  refund: Refund,
  documents: readonly PlannedDocument[],
  settled: Money,
  input: DecisionInput,
): PlannedRow[] {
  const { currency } = input.order;
  const left = new Remaining(documents, currency);
  const { credited, over } = creditLines(refundedLines(refund, input), left, input);
  const adjustments = adjustmentsOf(refund, settled, input);
  for (const adjustment of adjustments.filter((one) => !isNegative(one.gross))) {
    credited.push(...amountRows(adjustment, left, refund.note, input));
  }
  for (const fee of adjustments.filter((one) => isNegative(one.gross))) {
    credited.push(...feeRows(fee, credited, left, input));
  }
  const rows = finished(credited, left);
  const rounding = creditRounding(refund, rows, over, settled, documents, left, input);
  return rounding === null ? rows : [...rows, rounding];
}

/** What a refund gives back of one line: gross contains tax. */
export interface LineCredit {
  readonly source: Source;
  readonly id: string;
  readonly quantity: Decimal;
  readonly gross: Money;
  readonly tax: Money;
  /** What the row's text adds, where the quantity does not say it. */
  readonly note?: string;
}

function refundedLines(refund: Refund, input: DecisionInput): LineCredit[] {
  return [
    ...refund.lines.map((line) => ({
      ...line,
      ...creditedQuantity(line, refund, input),
      source: "line" as const,
      id: line.lineId,
    })),
    ...refund.shipping.map((line) => ({ ...line, source: "shipping" as const, quantity: ONE })),
  ];
}

/** Credits lines out of what is left; `over` is what passes a line by cents within the tolerance, for the rounding row. */
export function creditLines(
  wanted: readonly LineCredit[],
  left: Remaining,
  input: DecisionInput,
): { credited: CreditedRow[]; over: Money } {
  const credited = new Map<LineCredit, CreditedRow[]>();
  let over = zero(left.currency);
  // Negative lines (discounts) first: giving them back makes room at their rate for the lines they reduced (R5).
  const ordered = [...wanted.filter(isNegativeLine), ...wanted.filter((line) => !isNegativeLine(line))];
  for (const line of ordered) {
    const one = creditLine(line, left, input);
    credited.set(line, one.credited);
    over = add(over, one.over);
  }
  return { credited: wanted.flatMap((line) => credited.get(line) ?? []), over };
}

const isNegativeLine = (line: LineCredit): boolean => isNegative(line.gross);

function creditLine(
  wanted: LineCredit,
  left: Remaining,
  input: DecisionInput,
): { credited: CreditedRow[]; over: Money } {
  const nothing = zero(left.currency);
  const lines = left.lines(wanted.source, wanted.id);
  const available = sum(
    lines.map((line) => line.gross),
    left.currency,
  );
  const over = beyond(wanted.gross, available);
  if (isLarger(over, tolerance(input.settings, left.currency))) throw exceeding(wanted.gross, available);
  const gross = subtract(wanted.gross, over);
  if (isZero(gross)) return { credited: [], over };
  const shares = lines.length === 1 ? [gross] : spread(gross, lines);
  const taxes = taxesOf({ ...wanted, gross }, lines, shares, input);
  const credited = lines.map((line, index): CreditedRow => {
    const share = shares[index] ?? nothing;
    const vat = empties(share, line) ? line.vat : within(taxes[index] ?? nothing, line.vat);
    left.take(line.row, line, share, vat);
    const why = `credits ${line.row.text} as it was sold (R6)`;
    return {
      row: {
        ...line.row,
        text: wanted.note === undefined ? line.row.text : `${line.row.text} (${wanted.note})`,
        why,
      },
      gross: share,
      vat,
      quantity: lines.length === 1 ? wanted.quantity : ONE,
      line,
    };
  });
  return { credited: credited.filter((one) => !isZero(one.gross)), over };
}

/** Several rows of one line (freight at two rates): in proportion to what is left of each. */
function spread(gross: Money, lines: readonly LineLeft[]): Money[] {
  return allocate(
    gross,
    lines.map((line) => absolute(line.gross)),
  );
}

/** VAT of each row; where a marketplace owes some of it, or nothing is left of the line, the platform's figure is not asked. */
function taxesOf(
  wanted: LineCredit,
  lines: readonly LineLeft[],
  shares: readonly Money[],
  input: DecisionInput,
): readonly Money[] {
  const contained = lines.map((line, index) =>
    vatInGross(shares[index] ?? zero(wanted.tax.currency), parseDecimal(line.row.vatRate)),
  );
  const isEmptied = lines.every((line, index) => empties(shares[index] ?? wanted.gross, line));
  const isShared = lines.some((line) => line.row.kind === "channel_tax");
  return isEmptied || isShared ? contained : statedVat(wanted.tax, contained, input.settings);
}

/**
 * Refuses what passes a rate, and lets the last row of a rate take the VAT that is left when the rate is used up or
 * passed by a cent, as far as its own line allows (R6).
 */
export function finished(credited: readonly CreditedRow[], left: Remaining): PlannedRow[] {
  const passed = left.passed();
  if (passed !== undefined) {
    throw exceeding(subtract(passed.before.gross, passed.gross), passed.before.gross);
  }
  const vats = credited.map((one) => one.vat);
  const keys = credited.map((one) => rateKey(one.row));
  for (const key of new Set(keys)) {
    for (let index = credited.length - 1; index >= 0; index--) {
      const one = credited[index];
      if (one === undefined || keys[index] !== key) continue;
      const rate = left.rateOf(one.row);
      const missing = missingVat(rate);
      if (isZero(missing)) break;
      const room = one.line === null ? missing : roomFor(missing, one.line, one.vat);
      vats[index] = add(one.vat, room);
      left.take(one.row, one.line, zero(left.currency), room);
    }
  }
  return credited.map((one, index) => creditRow(one, vats[index] ?? one.vat));
}

/** VAT the credit has to take more (or less) at this rate: all that is left of a used-up rate, what passes another. */
function missingVat(rate: {
  readonly gross: Money;
  readonly vat: Money;
  readonly before: { gross: Money };
}): Money {
  if (isZero(rate.gross)) return rate.vat;
  const isPassed = isNegative(rate.before.gross)
    ? compare(rate.vat, zero(rate.vat.currency)) > 0
    : isNegative(rate.vat);
  return isPassed ? rate.vat : zero(rate.vat.currency);
}

/** More VAT only as far as the line has some left; less VAT as far as the row has some. */
function roomFor(missing: Money, line: LineLeft, vat: Money): Money {
  const isMore = isNegative(missing) === isNegative(vat);
  return isMore ? within(missing, line.vat) : within(missing, subtract(zero(vat.currency), vat));
}

function creditRow({ row, gross, quantity }: CreditedRow, vat: Money): PlannedRow {
  const net = subtract(gross, vat);
  return {
    ...row,
    quantity: formatDecimal(quantity),
    unitPrice: formatMoney(gross),
    net: formatMoney(net),
    vat: formatMoney(vat),
    gross: formatMoney(gross),
  };
}

/**
 * The refund's own adjustments; when it states neither lines nor adjustments, the money itself is an amount without
 * lines, less what an earlier credit explains.
 */
function adjustmentsOf(refund: Refund, settled: Money, input: DecisionInput): Refund["adjustments"] {
  if (!isMoneyOnly(refund)) return refund.adjustments;
  const { currency } = input.order;
  const payments = successful(refund);
  const foreign = payments.find((payment) => payment.amount.currency !== currency);
  if (foreign !== undefined) {
    throw new Refusal(
      "TOTAL_MISMATCH",
      `The shop paid back ${formatMoney(foreign.amount)} ${foreign.amount.currency} for an order in ${currency} and does not say for what.`,
      inShop,
    );
  }
  const gross = subtract(
    sum(
      payments.map((payment) => payment.amount),
      currency,
    ),
    settled,
  );
  return isZero(gross) ? [] : [{ kind: "other", gross, tax: null }];
}
