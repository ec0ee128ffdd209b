import { compare, isZero, minus, negated, sum, sumOf } from "../money.ts";
import { invalid } from "../refusal.ts";
import { addAdjustments } from "./adjustments.ts";
import type { CompleteRefund } from "./draft.ts";
import type { Line, Order, Refund, RefundLine, Sale } from "./order.ts";
import { addPayback } from "./payments.ts";
import type { Left, NextId } from "./sales.ts";
import { aboutDuty, aboutLine, aboutShipping, leftOf, takenBack } from "./sales.ts";
import { inPriceSense } from "./totals.ts";

/** Builds a refund with its sales agreement and its money; nothing is ever given back twice. */
export function addRefund(order: Order, draft: CompleteRefund, at: string, nextId: NextId): Refund {
  const goods = draft.lines.map(({ lineId, quantity }) => returnSale(order, lineId, quantity, nextId));
  const duties = draft.duties ? draft.lines.flatMap((each) => dutySales(order, each, nextId)) : [];
  const shipping = shippingSales(order, draft.shipping, nextId);
  const worth = negated(sumOf([...goods, ...duties, ...shipping].map((sale) => sale.total))).buyer;
  const value = minus(worth, sum(draft.adjustments.map((each) => each.amount)));
  const paidBack = draft.money?.amount ?? value;
  const difference = draft.money === null ? "0" : minus(value, paidBack);
  const adjusted = [
    ...draft.adjustments,
    ...(isZero(difference) ? [] : [{ reason: "REFUND_DISCREPANCY" as const, amount: difference, tax: null }]),
  ];
  if (goods.length + shipping.length + adjusted.length === 0) {
    throw invalid("A refund needs a line, the freight, an adjustment or an amount.");
  }
  const { adjustments, sales } = addAdjustments(order, adjusted, nextId);
  const refund: Refund = {
    id: nextId(),
    createdAt: at,
    note: draft.note,
    returnId: null,
    lines: refundLines(order, draft.lines, goods, {
      restockType: draft.restock ? "RETURN" : "NO_RESTOCK",
      nextId,
    }),
    shipping: shipping.map((sale) => ({
      id: nextId(),
      shippingId: "shippingId" in sale.subject ? sale.subject.shippingId : "",
      ...givenBack(order, sale),
    })),
    adjustments,
    duties: duties.map((sale) => ({
      dutyId: "dutyId" in sale.subject ? sale.subject.dutyId : "",
      amount: negated(sale.total),
    })),
    transactionIds: [],
  };
  writeRefund(order, refund, [...goods, ...duties, ...shipping, ...sales], nextId);
  if (draft.money !== null) payBack(order, refund, { money: draft.money, amount: paidBack, at }, nextId);
  return refund;
}

/** Keeps a refund and the agreement about it. */
export function writeRefund(order: Order, refund: Refund, sales: Sale[], nextId: NextId): void {
  order.refunds.push(refund);
  order.agreements.push({
    id: nextId(),
    type: "RefundAgreement",
    happenedAt: refund.createdAt,
    aboutId: refund.id,
    sales,
  });
}

/** Moves a refund's money. */
export function payBack(
  order: Order,
  refund: Refund,
  { money, amount, at }: { money: CompleteRefund["money"]; amount: string; at: string },
  nextId: NextId,
): void {
  const how = money ?? { status: "SUCCESS" as const, rounding: null };
  const transaction = addPayback(order, how, { amount, at }, nextId);
  if (transaction !== undefined) refund.transactionIds.push(transaction.id);
}

/** Takes pieces of a line back; refuses more than the customer still has. */
export function returnSale(order: Order, lineId: string, quantity: number, nextId: NextId): Sale {
  const line = lineOf(order, lineId);
  const left = leftOf(order, aboutLine(lineId));
  if (quantity > left.quantity) {
    throw invalid(`Only ${left.quantity} of line ${lineId} on order ${order.name} can be taken back.`);
  }
  const share = { left, part: String(quantity), parts: String(left.quantity), quantity };
  return takenBack(order, { lineType: line.kind, lineId }, share, nextId);
}

export function lineOf(order: Order, lineId: string): Line {
  const line = order.lines.find((each) => each.id === lineId);
  if (line === undefined) throw invalid(`Order ${order.name} has no line ${lineId}.`);
  return line;
}

/** The pieces taken back as a refund lists them. */
export function refundLines(
  order: Order,
  pieces: readonly { lineId: string; quantity: number }[],
  sales: readonly Sale[],
  { restockType, nextId }: { restockType: RefundLine["restockType"]; nextId: NextId },
): RefundLine[] {
  return pieces.flatMap(({ lineId, quantity }, at) => {
    const sale = sales[at];
    return sale === undefined
      ? []
      : [{ id: nextId(), lineId, quantity, restockType, ...givenBack(order, sale) }];
  });
}

function givenBack(order: Order, sale: Sale): Pick<RefundLine, "subtotal" | "tax"> {
  return {
    subtotal: negated(inPriceSense(order, sale)),
    tax: negated(sumOf(sale.taxes.map((tax) => tax.amount))),
  };
}

function dutySales(
  order: Order,
  { lineId, quantity }: { lineId: string; quantity: number },
  nextId: NextId,
): Sale[] {
  // The goods' own sale is not written yet, so the pieces left still count those that come back now.
  const pieces = leftOf(order, aboutLine(lineId)).quantity;
  return lineOf(order, lineId).duties.map((duty) => {
    const left = leftOf(order, aboutDuty(duty.id));
    const share = { left, part: String(quantity), parts: String(pieces), quantity: null };
    return takenBack(order, { lineType: "DUTY", dutyId: duty.id }, share, nextId);
  });
}

/** Freight given back: all that is left of it, or an amount out of the first freight that has as much. */
function shippingSales(order: Order, wanted: boolean | string, nextId: NextId): Sale[] {
  if (wanted === false || (wanted !== true && isZero(wanted))) return [];
  const open = order.shipping
    .map((row) => ({ id: row.id, left: leftOf(order, aboutShipping(row.id)) }))
    .filter(({ left }) => compare(left.total.buyer, "0") > 0);
  const chosen =
    wanted === true ? open : open.filter(({ left }) => compare(left.total.buyer, wanted) >= 0).slice(0, 1);
  if (chosen.length === 0) throw invalid(`Order ${order.name} has no such freight left to refund.`);
  return chosen.map((each) =>
    freightBack(order, { ...each, part: wanted === true ? each.left.total.buyer : wanted }, nextId),
  );
}

function freightBack(
  order: Order,
  { id, left, part }: { id: string; left: Left; part: string },
  nextId: NextId,
): Sale {
  const share = { left, part, parts: left.total.buyer, quantity: null };
  return takenBack(order, { lineType: "SHIPPING", shippingId: id }, share, nextId);
}
