import { fraction, isZero, less, negated, roundedIn, sumOf } from "../money.ts";
import { invalid } from "../refusal.ts";
import type { CompleteEdit } from "./draft.ts";
import type { Agreement, Line, Order, Sale } from "./order.ts";
import type { LineMaker } from "./place.ts";
import { addAllocation, byHand, makeLine, makeShipping, netOf, taxesOn } from "./place.ts";
import { lineOf, refundLines, returnSale } from "./refund.ts";
import { aboutLine, aboutShipping, leftOf, lineSale, plainSale, shippingSale, takenBack } from "./sales.ts";
import { inPriceSense } from "./totals.ts";

/** Changes what was sold and writes the agreement about it. */
export function addEdit(order: Order, draft: CompleteEdit, at: string, maker: LineMaker): Agreement {
  const { nextId } = maker;
  const removed = draft.remove.map(({ lineId, quantity }) => returnSale(order, lineId, quantity, nextId));
  const dropped = draft.removeShipping.map((id) => removeShipping(order, id, maker));
  const added = draft.add.flatMap((each) => {
    const line = makeLine(each, maker);
    line.taxes = line.taxable ? taxesOn(netOf(line, line.allocations), each, maker) : [];
    order.lines.push(line);
    return salesOfLine(order, line, maker);
  });
  const freight = draft.addShipping.map((each) => {
    const row = makeShipping(each, maker);
    row.taxes = taxesOn(netOf(row, row.allocations), each, maker);
    order.shipping.push(row);
    return shippingSale(order, row, nextId);
  });
  const discounted = draft.discount.map(({ lineId, amount }) => discountLine(order, lineId, amount, maker));
  const sales = [...removed, ...dropped, ...discounted, ...added, ...freight];
  if (sales.length === 0) throw invalid("The edit changes nothing.");
  const agreement: Agreement = {
    id: nextId(),
    type: "OrderEditAgreement",
    happenedAt: at,
    aboutId: null,
    sales,
  };
  order.agreements.push(agreement);
  if (draft.leavesRefund) leaveRefund(order, draft, removed, at, maker);
  return agreement;
}

/** A line and its duties. */
export function salesOfLine(order: Order, line: Line, { nextId }: LineMaker): Sale[] {
  const duties = line.duties.map((duty) =>
    plainSale(order, { lineType: "DUTY", dutyId: duty.id }, duty, nextId),
  );
  return [lineSale(order, line, nextId), ...duties];
}

function removeShipping(order: Order, id: string, { nextId }: LineMaker): Sale {
  const row = order.shipping.find((each) => each.id === id && !each.isRemoved);
  if (row === undefined) throw invalid(`Order ${order.name} has no freight ${id}.`);
  row.isRemoved = true;
  const left = leftOf(order, aboutShipping(id));
  const whole = { left, part: "1", parts: "1", quantity: null };
  return takenBack(order, { lineType: "SHIPPING", shippingId: id }, whole, nextId);
}

/** A discount given afterwards: the price goes down, and the tax with it. */
function discountLine(order: Order, lineId: string, amount: string, maker: LineMaker): Sale {
  const line = lineOf(order, lineId);
  const left = leftOf(order, aboutLine(lineId));
  const worth = inPriceSense(order, left);
  const bag = addAllocation(line, maker, byHand(amount, "LINE_ITEM"));
  if (less(worth, bag).buyer.startsWith("-")) throw invalid(`Line ${lineId} is not worth ${amount}.`);
  const { shop, buyer } = order.currencies;
  const taxes = left.taxes
    .filter((tax) => !isZero(tax.amount.buyer))
    .map((tax) => ({
      ...tax,
      id: maker.nextId(),
      amount: negated({
        shop: roundedIn(shop, fraction(tax.amount.shop, bag.shop, worth.shop)),
        buyer: roundedIn(buyer, fraction(tax.amount.buyer, bag.buyer, worth.buyer)),
      }),
    }));
  for (const change of taxes) {
    const tax = line.taxes.find((each) => each.title === change.title && each.rate === change.rate);
    if (tax !== undefined) tax.amount = sumOf([tax.amount, change.amount]);
  }
  const down = negated(bag);
  return {
    id: maker.nextId(),
    actionType: "UPDATE",
    subject: { lineType: line.kind, lineId },
    quantity: left.quantity,
    total: order.taxesIncluded ? down : sumOf([down, ...taxes.map((tax) => tax.amount)]),
    discount: bag,
    taxes,
  };
}

/** The refund Shopify may write beside an edit: pieces, no money, and no sales of its own. */
function leaveRefund(
  order: Order,
  draft: CompleteEdit,
  removed: Sale[],
  at: string,
  { nextId }: LineMaker,
): void {
  order.refunds.push({
    id: nextId(),
    createdAt: at,
    note: null,
    returnId: null,
    lines: refundLines(order, draft.remove, removed, { restockType: "CANCEL", nextId }),
    shipping: [],
    adjustments: [],
    duties: [],
    transactionIds: [],
  });
}
