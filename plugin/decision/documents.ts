import { isNegative, isZero, type Money, negate, parseMoney, sum } from "../domain/money.ts";
import type { Line, Refund } from "../domain/order.ts";
import type { PlannedDocument, PlannedRow } from "../domain/plan.ts";
import { type CreditedRow, ONE } from "./credits/credited-row.ts";
import { creditRows, finished } from "./credits/credits.ts";
import { quantityLeft } from "./credits/quantity-left.ts";
import { Remaining, sameAmount } from "./credits/remaining.ts";
import { dayIn } from "./dates.ts";
import { document, mirrored } from "./document.ts";
import type { DecisionInput } from "./input.ts";
import { type Item, itemOfLine, itemsOfOrder } from "./rows/items.ts";
import { chooseRowForm, formOfCredit, priced, type RowForm } from "./rows/row-form.ts";
import { channelTaxRows, type DraftRow, draftRows, roundingRow, rowOf, sellerOf } from "./rows/rows.ts";
import { checkedRounding, checkVatPerRate } from "./rows/totals.ts";
import { wordsFor } from "./words.ts";

/** The order as placed: an invoice, or a credit note when its total is negative (R18). Null when it has no rows. */
export function mainDocument(input: DecisionInput, day: string): PlannedDocument | null {
  const { order, settings, facts } = input;
  const items = itemsOfOrder(order);
  const rounding = checkedRounding(order, items, settings);
  const drafts = draftRows(items, input, day);
  const form = formOfDrafts(drafts, input);
  const rows = itemRows(items, drafts, form, input);
  const country = sellerOf(input).country;
  const account = settings.orders.rounding_account;
  if (!isZero(rounding)) {
    const why = "difference between the order's total and its lines, within the tolerance (R3)";
    rows.push(roundingRow(rounding, wordsFor(input).rounding, account, country, facts, why));
  }
  if (order.paymentRounding !== null && !isZero(order.paymentRounding)) {
    const why = "cash rounding changes what is paid, not the VAT (R12)";
    const cash = settings.orders.cash_rounding_account ?? account;
    rows.push(roundingRow(order.paymentRounding, wordsFor(input).cashRounding, cash, country, facts, why));
  }
  if (rows.length === 0) return null;
  const isCredit = isNegative(order.total);
  return document(input, {
    key: "invoice",
    kind: isCredit ? "credit_note" : "invoice",
    credits: null,
    day,
    form,
    rows: isCredit ? rows.map((row) => mirrored(row, order.currency)) : rows,
  });
}

/** New goods of an exchange, dated as the refund they belong to. */
export function exchangeDocument(
  key: string,
  lines: readonly Line[],
  owner: Refund | undefined,
  input: DecisionInput,
): PlannedDocument {
  const { order } = input;
  const items = lines.map((line) => itemOfLine(line, order));
  checkVatPerRate(order, items);
  const day = dayIn(order.timeZone, owner?.createdAt ?? order.updatedAt);
  const drafts = draftRows(items, input, day);
  const form = formOfDrafts(drafts, input);
  return document(input, {
    key,
    kind: "invoice",
    credits: null,
    day,
    form,
    rows: itemRows(items, drafts, form, input),
  });
}

/** The credit note of one refund, at the rates and the exchange rate of what it credits (R6). Null without rows. */
export function refundDocument(
  refund: Refund,
  before: readonly PlannedDocument[],
  settled: Money,
  input: DecisionInput,
): PlannedDocument | null {
  const rows = creditRows(refund, before, settled, input);
  if (rows.length === 0) return null;
  return creditNote(
    `refund-${refund.id}`,
    dayIn(input.order.timeZone, refund.createdAt),
    rows,
    before,
    input,
  );
}

/** Key of the credit note of an order that is cancelled after it was booked. */
export const CANCEL = "cancel";

/** Takes back everything that is left of the booked invoices of an order cancelled before any money moved (R16). */
export function cancellationDocument(
  before: readonly PlannedDocument[],
  input: DecisionInput,
): PlannedDocument | null {
  const { order } = input;
  const day = dayIn(order.timeZone, order.cancelledAt ?? order.updatedAt);
  return creditOfAll(CANCEL, day, "cancelled before any money moved (R16)", before, input);
}

/** The credit note of everything that is left of booked documents, account by account; null when nothing is. */
export function creditOfAll(
  key: string,
  day: string,
  why: string,
  before: readonly PlannedDocument[],
  input: DecisionInput,
): PlannedDocument | null {
  const left = new Remaining(before, input.order.currency);
  const credited = everythingLeft(left, before).map((one) => ({ ...one, row: { ...one.row, why } }));
  const rows = [...finished(credited, left), ...roundingLeft(before, why, input)];
  return rows.length === 0 ? null : creditNote(key, day, rows, before, input);
}

/** Rounding rows go back to the accounts they came from. */
function roundingLeft(before: readonly PlannedDocument[], why: string, input: DecisionInput): PlannedRow[] {
  const { currency } = input.order;
  const rows = before.flatMap((one) =>
    (one.specification ?? one.rows)
      .filter((row) => row.kind === "rounding")
      .map((row) => ({
        account: row.account ?? undefined,
        amount:
          one.kind === "credit_note"
            ? negate(parseMoney(row.gross, currency))
            : parseMoney(row.gross, currency),
      })),
  );
  return [...Map.groupBy(rows, (row) => row.account)].flatMap(([account, amounts]) => {
    const left = sum(
      amounts.map((one) => one.amount),
      currency,
    );
    if (isZero(left)) return [];
    return [roundingRow(left, wordsFor(input).rounding, account, sellerOf(input).country, input.facts, why)];
  });
}

/** Every line as it is left; where amounts without lines were credited before, one row with what its rate has left. */
function everythingLeft(left: Remaining, before: readonly PlannedDocument[]): CreditedRow[] {
  const all = left.allRates().flatMap((rate): CreditedRow[] => {
    const lines = left.linesOf(rate);
    const gross = sum(
      lines.map((line) => line.gross),
      left.currency,
    );
    const vat = sum(
      lines.map((line) => line.vat),
      left.currency,
    );
    if (sameAmount(gross, rate.gross) && sameAmount(vat, rate.vat)) {
      return lines.map((line) => ({
        row: line.row,
        gross: line.gross,
        vat: line.vat,
        quantity: quantityLeft(line.row, before),
        line,
      }));
    }
    const row: PlannedRow = { ...rate.row, kind: "adjustment", sourceId: null, article: null };
    return [{ row, gross: rate.gross, vat: rate.vat, quantity: ONE, line: null }];
  });
  for (const one of all) left.take(one.row, one.line, one.gross, one.vat);
  return all;
}

/** A credit note for rows with positive magnitudes; when they come to less than nothing it is an invoice. */
function creditNote(
  key: string,
  day: string,
  rows: readonly PlannedRow[],
  before: readonly PlannedDocument[],
  input: DecisionInput,
): PlannedDocument {
  const { currency } = input.order;
  const original = before[0];
  const form = formOfCredit(rows, original?.rowForm ?? "gross", currency);
  const isInvoice = isNegative(totalOf(rows, currency));
  const shown = rows.map((row) => priced(row, form, currency));
  return document(input, {
    key,
    kind: isInvoice ? "invoice" : "credit_note",
    credits: original?.key ?? null,
    day,
    form,
    rows: isInvoice ? shown.map((row) => mirrored(row, currency)) : shown,
    original,
  });
}

export function totalOf(rows: readonly PlannedRow[], currency: string): Money {
  return sum(
    rows.map((row) => parseMoney(row.gross, currency)),
    currency,
  );
}

/** The form that suits all rows of the items; the amounts are the same in either. */
export function formOfDrafts(drafts: readonly DraftRow[], input: DecisionInput): RowForm {
  const { order, settings } = input;
  const rows = drafts.map((draft) => rowOf(draft, "gross", input));
  return chooseRowForm(rows, order.pricesIncludeTax, settings, order.currency);
}

export function itemRows(
  items: readonly Item[],
  drafts: readonly DraftRow[],
  form: RowForm,
  input: DecisionInput,
): PlannedRow[] {
  return [...drafts.map((draft) => rowOf(draft, form, input)), ...channelTaxRows(items, input)];
}
