import { addDecimals, compareDecimals, type Decimal, formatDecimal, isZero } from "../../domain/money.ts";
import type { Order, Refund, RefundLine } from "../../domain/order.ts";
import type { DecisionInput } from "../input.ts";
import { byTime } from "../rows/minor-units.ts";
import { wordsFor } from "../words.ts";
import { ONE } from "./credited-row.ts";

/**
 * The quantity a credit's row bears. No more pieces are credited than were sold (vat-and-bookkeeping.md, T10): where the
 * shop counts more, though the amount is within what is left, the row is one piece and its text says what the shop says.
 */
export function creditedQuantity(
  line: RefundLine,
  refund: Refund,
  input: Pick<DecisionInput, "order" | "language">,
): { readonly quantity: Decimal; readonly note?: string } {
  const { quantity } = line;
  const { order } = input;
  const sold = quantitySold(line.lineId, order);
  const earlier = order.refunds.filter(
    (one) => byTime(one.createdAt, one.id, refund.createdAt, refund.id) < 0,
  );
  const all = [...earlier.flatMap((one) => one.lines.filter(isCreditOf(line.lineId))), line]
    .map((one) => one.quantity)
    .reduce(addDecimals);
  if (sold === null || compareDecimals(all, sold) <= 0) return { quantity };
  return { quantity: ONE, note: wordsFor(input).piecesBySaying(formatDecimal(quantity)) };
}

const isCreditOf =
  (lineId: string) =>
  (one: RefundLine): boolean =>
    one.lineId === lineId && !isZero(one.gross);

/** Null for a line that the order does not have: nothing is left of it anyway. */
function quantitySold(lineId: string, order: Order): Decimal | null {
  const lines = [...order.lines, ...order.exchangeLines, ...order.edits.flatMap((edit) => edit.added)];
  const quantities = lines.filter((one) => one.id === lineId).map((one) => one.quantity);
  return quantities.length === 0 ? null : quantities.reduce(addDecimals);
}
