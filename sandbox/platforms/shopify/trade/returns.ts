import { bagOf, fraction, isZero, minus, NOTHING, negated, sumOf } from "../money.ts";
import { invalid } from "../refusal.ts";
import { addAdjustments } from "./adjustments.ts";
import type { CompleteRefund, CompleteReturn } from "./draft.ts";
import { salesOfLine } from "./edit.ts";
import type { Order, Refund, Return, ReturnFee, Sale } from "./order.ts";
import type { LineMaker } from "./place.ts";
import { makeLine, netOf, taxesOn } from "./place.ts";
import { payBack, refundLines, returnSale, writeRefund } from "./refund.ts";
import type { NextId } from "./sales.ts";

/**
 * Processes a return: the goods come back, fees are kept, new goods may leave in exchange. Money moves on its own,
 * by a refund that names the return.
 */
export function addReturn(order: Order, draft: CompleteReturn, at: string, maker: LineMaker): Return {
  const { nextId } = maker;
  const back = draft.lines.map(({ lineId, quantity }) => returnSale(order, lineId, quantity, nextId));
  const restocking = draft.lines.flatMap(({ restockingFee }, index) => {
    const sale = back[index];
    if (restockingFee === null || sale === undefined) return [];
    const amount = fraction(negated(sale.total).buyer, restockingFee, "100");
    return [feeSale(order, { type: "RestockingFee", amount, percentage: restockingFee }, nextId)];
  });
  const freight =
    draft.shippingFee === null
      ? []
      : [feeSale(order, { type: "ReturnShippingFee", amount: draft.shippingFee, percentage: null }, nextId)];
  const exchanged = draft.exchange.flatMap((each) => {
    const line = makeLine(each, maker);
    line.taxes = line.taxable ? taxesOn(netOf(line, line.allocations), each, maker) : [];
    order.lines.push(line);
    return salesOfLine(order, line, maker);
  });
  const made: Return = { id: nextId(), name: `${order.name}-R${order.returns.length + 1}`, createdAt: at };
  order.returns.push(made);
  order.agreements.push({
    id: nextId(),
    type: "ReturnAgreement",
    happenedAt: at,
    aboutId: made.id,
    sales: [...back, ...restocking, ...freight, ...exchanged],
  });
  return made;
}

/**
 * The payout of a return: a refund that names it. Its goods were booked with the return; only a difference between
 * what the return is worth and what is paid becomes a sale of its own.
 */
export function payBackReturn(
  order: Order,
  returnId: string,
  draft: CompleteRefund,
  at: string,
  nextId: NextId,
): Refund {
  const agreement = order.agreements.find((each) => each.aboutId === returnId);
  if (agreement === undefined) throw invalid(`Order ${order.name} has no return ${returnId}.`);
  const value = negated(sumOf(agreement.sales.map((sale) => sale.total))).buyer;
  const amount = draft.money?.amount ?? value;
  const difference = minus(value, amount);
  const given = isZero(difference)
    ? []
    : [{ reason: "REFUND_DISCREPANCY" as const, amount: difference, tax: null }];
  const { adjustments, sales } = addAdjustments(order, given, nextId);
  const goods = agreement.sales.filter((sale) => sale.actionType === "RETURN");
  const pieces = goods.flatMap((sale) =>
    "lineId" in sale.subject ? [{ lineId: sale.subject.lineId, quantity: -(sale.quantity ?? 0) }] : [],
  );
  const refund: Refund = {
    id: nextId(),
    createdAt: at,
    note: draft.note,
    returnId,
    lines: refundLines(order, pieces, goods, { restockType: "RETURN", nextId }),
    shipping: [],
    adjustments,
    duties: [],
    transactionIds: [],
  };
  writeRefund(order, refund, sales, nextId);
  payBack(order, refund, { money: draft.money, amount, at }, nextId);
  return refund;
}

function feeSale(
  order: Order,
  { type, amount, percentage }: Pick<ReturnFee, "type" | "percentage"> & { amount: string },
  nextId: NextId,
): Sale {
  const bag = bagOf(amount, order.currencies);
  return {
    id: nextId(),
    actionType: "ORDER",
    subject: { lineType: "FEE", fee: { id: nextId(), type, percentage, amount: bag } },
    quantity: null,
    total: bag,
    discount: { ...NOTHING },
    taxes: [],
  };
}
