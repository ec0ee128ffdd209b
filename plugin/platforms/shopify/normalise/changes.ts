import { absolute, isNegative, isZero, type Money, negate, parseDecimal } from "../../../domain/money.ts";
import type { Adjustment, Edit, Line, LineAmount, RefundLine } from "../../../domain/order.ts";
import type { Agreement, Sale } from "../schema/agreement.ts";
import { seen } from "./amounts.ts";
import { type Things, thingId, toLine } from "./lines.ts";
import { Unreadable } from "./unreadable.ts";

/** What one agreement after the order itself did. */
export interface Changes {
  /** New goods and prices that changed; null when there are none. */
  readonly edit: Edit | null;
  readonly lines: readonly RefundLine[];
  readonly shipping: readonly { readonly id: string; readonly gross: Money; readonly tax: Money }[];
  readonly adjustments: readonly Adjustment[];
}

/**
 * Sorts the sales of one agreement. Of an edit everything becomes its one document; of a refund or a return what is
 * taken back becomes a credit, and what is sold in exchange a supplementary invoice of the same day.
 */
export function changesOf(agreement: Agreement, things: Things, asLines: Set<string>): Changes {
  const isEdit = agreement.__typename === "OrderEditAgreement";
  const added: Line[] = [];
  const priceChanges: LineAmount[] = [];
  const lines: RefundLine[] = [];
  const shipping: LineAmount[] = [];
  const adjustments: Adjustment[] = [];
  for (const sale of agreement.sales.nodes) {
    const gross = seen(sale.totalAmount);
    const tax = seen(sale.totalTaxAmount);
    if (isZero(gross) && isZero(tax) && !isSold(sale) && (isEdit || !isGiftBack(sale, things))) continue;
    if (sale.lineType === "ADJUSTMENT") {
      adjustments.push(toAdjustment(gross, tax, isEdit, things));
    } else if (sale.lineType === "FEE" && !isEdit && !isNegative(gross)) {
      adjustments.push({ kind: "restocking_fee", gross: negate(gross), tax: negate(tax) });
    } else if (isSold(sale)) {
      if (isNegative(gross))
        throw new Unreadable(things.order.name, `sale ${sale.id} sells a negative amount.`);
      addSale(sale, things, asLines, added, priceChanges);
    } else if (isEdit || sale.actionType === "UPDATE") {
      if (isZero(gross))
        throw new Unreadable(things.order.name, `sale ${sale.id} changes a tax and no price.`);
      priceChanges.push({ lineId: thingId(sale, things), gross, tax });
    } else {
      const credit = toCredit(sale, things);
      if (sale.lineType === "SHIPPING" && !asLines.has(credit.lineId)) shipping.push(credit);
      else lines.push(credit);
    }
  }
  const { id, happenedAt } = agreement;
  const isChanged = added.length > 0 || priceChanges.length > 0;
  return {
    edit: isChanged ? { id, at: happenedAt, added, priceChanges } : null,
    lines,
    shipping: shipping.map((one) => ({ id: one.lineId, gross: one.gross, tax: one.tax })),
    adjustments,
  };
}

/** No money says that something given away has come back, but what was bought for it may go back to its supplier (R19). */
const isGiftBack = ({ actionType, lineItem, quantity }: Sale, { gifts }: Things): boolean =>
  actionType === "RETURN" && lineItem !== null && gifts.has(lineItem) && (quantity ?? 0) !== 0;

const isSold = (sale: Sale): boolean => sale.actionType === "ORDER";

/** More freight on a line that is there raises its price; new freight is a line of the document that sells it. */
function addSale(
  sale: Sale,
  things: Things,
  asLines: Set<string>,
  added: Line[],
  priceChanges: LineAmount[],
): void {
  const id = thingId(sale, things);
  if (sale.lineType !== "SHIPPING") {
    added.push(toLine(sale, things));
    return;
  }
  const isKnown = things.sold.has(id) || asLines.has(id);
  if (isKnown)
    priceChanges.push({ lineId: id, gross: seen(sale.totalAmount), tax: seen(sale.totalTaxAmount) });
  else {
    asLines.add(id);
    added.push(toLine(sale, things));
  }
}

/** More given back than the goods were worth, or less: what is kept back lowers the credit (R5, R6). */
function toAdjustment(gross: Money, tax: Money, isEdit: boolean, { order }: Things): Adjustment {
  if (isEdit) throw new Unreadable(order.name, "an edit adjusts the order without saying which line.");
  return { kind: isNegative(gross) ? "goodwill" : "restocking_fee", gross: negate(gross), tax: negate(tax) };
}

function toCredit(sale: Sale, things: Things): RefundLine {
  const gross = seen(sale.totalAmount);
  const tax = seen(sale.totalTaxAmount);
  if (sale.actionType !== "RETURN") {
    throw new Unreadable(
      things.order.name,
      `it has a sale with an action we do not know (${sale.actionType}).`,
    );
  }
  // Returns are negative; a positive one would credit what was sold (shopify.md 3.2).
  if (!isNegative(gross) && !isZero(gross)) {
    throw new Unreadable(things.order.name, `sale ${sale.id} takes back a positive amount.`);
  }
  const quantity = parseDecimal(String(Math.abs(sale.quantity ?? 1) || 1));
  return { lineId: thingId(sale, things), quantity, gross: absolute(gross), tax: absolute(tax) };
}
