import {
  absolute,
  allocate,
  compare,
  formatMoney,
  isNegative,
  isZero,
  type Money,
  negate,
  parseDecimal,
  parseMoney,
  subtract,
  sum,
  vatInGross,
  zero,
} from "../domain/money.ts";
import type { Edit, LineAmount } from "../domain/order.ts";
import type { PlannedDocument, PlannedRow } from "../domain/plan.ts";
import { ONE, statedVat } from "./credits/credited-row.ts";
import { creditLines, finished } from "./credits/credits.ts";
import { type LineLeft, Remaining, type Source } from "./credits/remaining.ts";
import { dayIn } from "./dates.ts";
import { document, mirrored } from "./document.ts";
import { formOfDrafts, itemRows, totalOf } from "./documents.ts";
import type { DecisionInput } from "./input.ts";
import { inShop, onOrder, Refusal } from "./refusal.ts";
import { itemOfLine } from "./rows/items.ts";
import { chooseRowForm, priced } from "./rows/row-form.ts";
import { draftRows, roundingRow } from "./rows/rows.ts";
import { checkVatPerRate, vatTolerance } from "./rows/totals.ts";
import { wordsFor } from "./words.ts";

/**
 * One document for what an edit changed: an invoice for more, a credit note for less (R16). Booked documents stay as
 * they are. A price that went down takes no more of its line than is left (R6). Null when nothing changed.
 */
export function editDocument(
  edit: Edit,
  before: readonly PlannedDocument[],
  input: DecisionInput,
): PlannedDocument | null {
  const { order, settings } = input;
  const { currency } = order;
  const items = edit.added.map((line) => itemOfLine(line, order));
  checkVatPerRate(order, items);
  const drafts = draftRows(items, input);
  const changes = [...raised(edit, before, input), ...lowered(edit, before, input)];
  const added = itemRows(items, drafts, formOfDrafts(drafts, input), input);
  const form = chooseRowForm([...added, ...changes], order.pricesIncludeTax, settings, currency);
  const rows = [
    ...itemRows(items, drafts, form, input),
    ...changes.map((row) => priced(row, form, currency)),
  ];
  if (rows.length === 0) return null;
  const isCredit = isNegative(totalOf(rows, currency));
  return document(input, {
    key: `edit-${edit.id}`,
    kind: isCredit ? "credit_note" : "invoice",
    credits: isCredit ? (before[0]?.key ?? null) : null,
    day: dayIn(order.timeZone, edit.at),
    form,
    rows: isCredit ? rows.map((row) => mirrored(row, currency)) : rows,
    original: isCredit ? before[0] : undefined,
  });
}

/** Prices that went up: the line's own rate, treatment and account, with the change's amount (R5). */
function raised(edit: Edit, before: readonly PlannedDocument[], input: DecisionInput): PlannedRow[] {
  const left = new Remaining(before, input.order.currency);
  return edit.priceChanges
    .filter((change) => isNegative(negate(change.gross)))
    .flatMap((change) => {
      const lines = left.known(sourceOf(change, left), change.lineId);
      checkBalance(change, lines);
      const shares = sharesOf(change.gross, lines);
      const contained = lines.map((line, index) =>
        vatInGross(shares[index] ?? zero(left.currency), parseDecimal(line.row.vatRate)),
      );
      checkVat(change, sum(contained, left.currency), lines.length);
      const taxes = lines.length === 1 ? [change.tax] : statedVat(change.tax, contained, input.settings);
      return lines.map((line, index) =>
        changedRow(
          input,
          line.row,
          shares[index] ?? zero(left.currency),
          taxes[index] ?? zero(left.currency),
        ),
      );
    });
}

/** Several rows of one line share a raised price as they share the line. A line that was free gives it to its first. */
function sharesOf(amount: Money, lines: readonly LineLeft[]): Money[] {
  const sold = lines.map((line) => absolute(parseMoney(line.row.gross, amount.currency)));
  return sold.every(isZero) ? [amount] : allocate(amount, sold);
}

/** Of credit that was booked for a customer no more is taken back than is left of it (R6). */
function checkBalance({ gross }: LineAmount, lines: readonly LineLeft[]): void {
  const credit = lines.filter((one) => one.row.kind === "balance").map((one) => negate(one.gross));
  const left = sum(credit, gross.currency);
  if (credit.length === 0 || compare(gross, left) <= 0) return;
  throw new Refusal(
    "REFUND_EXCEEDS_REMAINING",
    `${formatMoney(gross)} ${gross.currency} of the credit was set off, but only ${formatMoney(left)} of it is left in the books.`,
    inShop,
  );
}

function checkVat(change: LineAmount, expected: Money, rows: number): void {
  const { currency } = change.gross;
  const difference = absolute(subtract(change.tax, expected));
  if (compare(difference, vatTolerance(rows, currency)) <= 0) return;
  throw new Refusal(
    "TOTAL_MISMATCH",
    `A price was raised by ${formatMoney(change.gross)} ${currency} with ${formatMoney(change.tax)} of VAT, but ${formatMoney(expected)} would be right.`,
    onOrder,
  );
}

/** Prices that went down, as negative rows: credited like a refund of that amount. */
function lowered(edit: Edit, before: readonly PlannedDocument[], input: DecisionInput): PlannedRow[] {
  const { currency } = input.order;
  const left = new Remaining(before, currency);
  const wanted = edit.priceChanges
    .filter((change) => isNegative(change.gross))
    .map((change) => ({
      source: sourceOf(change, left),
      id: change.lineId,
      quantity: ONE,
      gross: absolute(change.gross),
      tax: absolute(change.tax),
    }));
  const { credited, over } = creditLines(wanted, left, input);
  const rows = finished(credited, left).map((row) => ({
    ...mirrored(row, currency),
    text: wordsFor(input).changedPrice(row.text),
    why: CHANGED,
  }));
  if (isZero(over)) return rows;
  const { orders, vat } = input.settings;
  const country = vat.seller_country ?? input.shopCountry;
  const why = "the price went down by more than is left of the line, within the tolerance (R3)";
  return [
    ...rows,
    roundingRow(negate(over), wordsFor(input).rounding, orders.rounding_account, country, input.facts, why),
  ];
}

const CHANGED = "price changed after the order was placed (R16)";
const TAKEN_UP =
  "credit that was set off or cancelled since: an invoice it was set off against is credited itself (R8)";

function changedRow(input: DecisionInput, original: PlannedRow, gross: Money, vat: Money): PlannedRow {
  const isBalance = original.kind === "balance";
  const words = wordsFor(input);
  return {
    ...original,
    text: isBalance ? words.setOff(original.text) : words.changedPrice(original.text),
    quantity: "1",
    unitPrice: formatMoney(gross),
    net: formatMoney(subtract(gross, vat)),
    vat: formatMoney(vat),
    gross: formatMoney(gross),
    why: isBalance ? TAKEN_UP : CHANGED,
  };
}

function sourceOf(change: LineAmount, left: Remaining): Source {
  for (const source of ["line", "shipping"] as const) {
    if (left.known(source, change.lineId).length > 0) return source;
  }
  throw new Refusal(
    "TOTAL_MISMATCH",
    `A price was changed on a line that is not on the order: ${change.lineId}.`,
    onOrder,
  );
}
