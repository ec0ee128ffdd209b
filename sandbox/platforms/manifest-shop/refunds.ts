import { z } from "zod";
import { compare, isNegative, isZero, minus, share, sum, withoutTrailingZeros } from "./amounts.ts";
import type { OrderLine, Refund, ShopOrder, Transaction } from "./order.ts";
import { adjustmentKindSchema, decimal } from "./order.ts";
import { lineAmount, shippingAmount } from "./orders.ts";
import { invalid } from "./refusal.ts";
import { chargedOn, movementsOf, paidBackOn } from "./transactions.ts";

export const refundDraftSchema = z.object({
  /** Pieces taken back; amounts follow from the line, the last piece takes what is left of it. */
  lines: z.array(z.object({ line_id: z.string(), quantity: decimal })).default([]),
  /** `true`: whatever is left of the freight. */
  shipping: z.boolean().default(false),
  adjustments: z
    .array(z.object({ kind: adjustmentKindSchema, gross: decimal, tax: decimal.nullable().default(null) }))
    .default([]),
  /** The money paid back; `null`: none moves. Absent: everything above, by the way it came in. */
  transaction: z
    .object({
      amount: decimal.optional(),
      gateway: z.string().optional(),
      status: z.enum(["success", "pending", "failure"]).default("success"),
    })
    .nullable()
    .optional(),
  note: z.string().nullable().default(null),
  createdAt: z.iso.datetime({ offset: true }).optional(),
});

export type RefundDraft = z.input<typeof refundDraftSchema>;
type CompleteRefundDraft = z.output<typeof refundDraftSchema>;

/** Builds the refund from what is left of the order; nothing is ever given back twice. */
export function makeRefund(order: ShopOrder, draft: CompleteRefundDraft, createdAt: string): Refund {
  const lines = draft.lines.map((each) => refundLine(order, each.line_id, each.quantity));
  const shipping = draft.shipping ? refundShipping(order) : [];
  const gross = sum(
    [...lines, ...shipping, ...draft.adjustments].map((each) => each.gross),
    order.decimals,
  );
  if (lines.length + shipping.length + draft.adjustments.length === 0) {
    throw invalid("A refund needs a line, the freight or an adjustment.");
  }
  return {
    id: `R${order.id}-${order.refunds.length + 1}`,
    created_at: createdAt,
    note: draft.note,
    lines,
    shipping,
    adjustments: draft.adjustments,
    transactions: payback(order, draft, gross, createdAt),
  };
}

/** Pieces of a line that have not been taken back yet. */
export function remainingQuantity(order: ShopOrder, line: OrderLine): string {
  const left = minus(line.quantity, refundedOf(order, line.id).quantity, QUANTITY_DECIMALS);
  return withoutTrailingZeros(left);
}

/** Freight that has not been paid back yet, tax included. */
export function remainingShipping(order: ShopOrder): string {
  return sum(
    openShipping(order).map((each) => each.gross),
    order.decimals,
  );
}

const QUANTITY_DECIMALS = 6;

function refundedOf(order: ShopOrder, lineId: string): { quantity: string; gross: string; tax: string } {
  const earlier = order.refunds.flatMap((refund) => refund.lines).filter((each) => each.line_id === lineId);
  return {
    quantity: sum(
      earlier.map((each) => each.quantity),
      QUANTITY_DECIMALS,
    ),
    gross: sum(
      earlier.map((each) => each.gross),
      order.decimals,
    ),
    tax: sum(
      earlier.map((each) => each.tax),
      order.decimals,
    ),
  };
}

function refundLine(order: ShopOrder, lineId: string, quantity: string): Refund["lines"][number] {
  const line = refundableLines(order).find((each) => each.id === lineId);
  if (line === undefined) throw invalid(`Order ${order.number} has no line ${lineId}.`);
  if (compare(quantity, "0") <= 0) throw invalid("The quantity must be positive.");
  const taken = refundedOf(order, lineId);
  const takenThen = sum([taken.quantity, quantity], QUANTITY_DECIMALS);
  if (compare(takenThen, line.quantity) > 0) {
    throw invalid(`Only ${remainingQuantity(order, line)} pieces of line ${lineId} can be refunded.`);
  }
  // The share of everything taken back so far, less what was given back before: parts sum to the whole.
  const whole = chargedFor(order, line);
  const grossThen = share(whole.gross, takenThen, line.quantity, order.decimals);
  const taxThen = share(whole.tax, takenThen, line.quantity, order.decimals);
  return {
    line_id: lineId,
    quantity,
    gross: minus(grossThen, taken.gross, order.decimals),
    tax: minus(taxThen, taken.tax, order.decimals),
  };
}

/** Everything sold on the order: the first lines, those an edit added, and exchanged goods. */
export function refundableLines(order: ShopOrder): OrderLine[] {
  return [...order.lines, ...order.edits.flatMap((edit) => edit.added), ...order.exchange_lines];
}

function chargedFor(order: ShopOrder, line: OrderLine): { gross: string; tax: string } {
  const changes = order.edits.flatMap((edit) => edit.price_change).filter((each) => each.line_id === line.id);
  const amount = lineAmount(line, order.decimals);
  const tax = sum(
    line.tax_lines.map((each) => each.amount),
    order.decimals,
  );
  const gross = order.prices_include_tax ? amount : sum([amount, tax], order.decimals);
  return {
    gross: sum([gross, ...changes.map((each) => each.gross)], order.decimals),
    tax: sum([tax, ...changes.map((each) => each.tax)], order.decimals),
  };
}

function openShipping(order: ShopOrder): Refund["shipping"] {
  return order.shipping.map((row) => {
    const earlier = order.refunds.flatMap((refund) => refund.shipping).filter((each) => each.id === row.id);
    const amount = shippingAmount(row, order.decimals);
    const charged = sum(
      row.tax_lines.map((each) => each.amount),
      order.decimals,
    );
    const whole = order.prices_include_tax ? amount : sum([amount, charged], order.decimals);
    const gross = sum(
      earlier.map((each) => each.gross),
      order.decimals,
    );
    const tax = sum(
      earlier.map((each) => each.tax),
      order.decimals,
    );
    return {
      id: row.id,
      gross: minus(whole, gross, order.decimals),
      tax: minus(charged, tax, order.decimals),
    };
  });
}

function refundShipping(order: ShopOrder): Refund["shipping"] {
  const open = openShipping(order).filter((each) => !isZero(each.gross));
  if (open.length === 0) throw invalid(`Order ${order.number} has no freight left to refund.`);
  return open;
}

function payback(order: ShopOrder, draft: CompleteRefundDraft, gross: string, at: string): Transaction[] {
  if (draft.transaction === null) return [];
  const amount = sum([draft.transaction?.amount ?? gross], order.decimals);
  if (isNegative(amount)) throw invalid("A refund cannot be negative.");
  if (isZero(amount)) return [];
  const left = minus(chargedOn(order), paidBackOn(order), order.decimals);
  if (compare(amount, left) > 0) throw invalid(`Only ${left} ${order.currency} of the payment is left.`);
  const paidWith = order.transactions.find((each) => each.kind === "sale" || each.kind === "capture");
  return [
    {
      id: `T${order.id}-${movementsOf(order).length + 1}`,
      kind: "refund",
      gateway: draft.transaction?.gateway ?? paidWith?.gateway ?? "card",
      status: draft.transaction?.status ?? "success",
      amount,
      currency: order.currency,
      processed_at: at,
      gift_card_id: null,
      fee: null,
    },
  ];
}
