import { gid } from "../../ids.ts";
import { fraction, less, roundedIn, sumOf } from "../../money.ts";
import type { Line, Order, ShippingLine } from "../../trade/order.ts";
import { aboutLine, aboutShipping, discountOf, leftOf } from "../../trade/sales.ts";
import { currentQuantity, inPriceSense } from "../../trade/totals.ts";
import { allocationView, moneyBag, taxLine } from "./money-view.ts";
import type { Shelf } from "./shelf.ts";

export function lineView(order: Order, line: Line, shelf: Shelf) {
  const { currencies } = order;
  const bag = (amount: Line["originalTotal"]) => moneyBag(amount, currencies);
  const left = leftOf(order, aboutLine(line.id));
  const leftBeforeTax = less(left.total, sumOf(left.taxes.map((tax) => tax.amount)));
  // "Excludes order-level discounts, and by default code discounts": what was given to this line by hand.
  const own = line.allocations.filter((each) => {
    const applied = order.discounts[each.application];
    return applied?.allocationMethod !== "ACROSS";
  });
  const ownDiscount = discountOf({ allocations: own });
  const afterAll = less(line.originalTotal, discountOf(line));
  const pieces = String(line.quantity);
  return {
    id: gid("LineItem", line.id),
    name: line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`,
    title: line.title,
    variantTitle: line.variantTitle,
    sku: line.sku,
    vendor: line.vendor,
    quantity: line.quantity,
    currentQuantity: currentQuantity(order, line.id),
    refundableQuantity: currentQuantity(order, line.id),
    isGiftCard: line.kind === "GIFT_CARD",
    taxable: line.taxable,
    requiresShipping: line.requiresShipping,
    originalUnitPriceSet: bag(line.unitPrice),
    originalTotalSet: bag(line.originalTotal),
    discountedTotalSet: ({ withCodeDiscounts }: { withCodeDiscounts?: boolean }) =>
      bag(withCodeDiscounts === true ? afterAll : less(line.originalTotal, ownDiscount)),
    discountedUnitPriceAfterAllDiscountsSet: bag({
      shop: roundedIn(currencies.shop, fraction(afterAll.shop, "1", pieces)),
      buyer: roundedIn(currencies.buyer, fraction(afterAll.buyer, "1", pieces)),
    }),
    totalDiscountSet: bag(ownDiscount),
    priceAfterAllDiscountsBeforeTaxesSet: bag(leftBeforeTax),
    discountAllocations: line.allocations.map((each) => allocationView(order, each)),
    taxLines: ({ first }: { first?: number | null }) =>
      line.taxes.slice(0, first ?? undefined).map((tax) => taxLine(tax, currencies)),
    duties: line.duties.map((duty) => dutyView(order, duty)),
    customAttributes: line.attributes,
    sellingPlan:
      line.sellingPlan === null
        ? null
        : {
            name: line.sellingPlan.name,
            sellingPlanId: line.sellingPlan.id === null ? null : gid("SellingPlan", line.sellingPlan.id),
          },
    lineItemGroup: null,
    contract: null,
    variant: line.variantId === null ? null : shelf.variantView(line.variantId),
    product: line.variantId === null ? null : shelf.productView(line.variantId),
  };
}

export function dutyView(order: Order, duty: Line["duties"][number]) {
  return {
    id: gid("Duty", duty.id),
    countryCodeOfOrigin: null,
    harmonizedSystemCode: null,
    price: moneyBag(duty.price, order.currencies),
    taxLines: duty.taxes.map((tax) => taxLine(tax, order.currencies)),
  };
}

export function shippingView(order: Order, row: ShippingLine) {
  const bag = (amount: ShippingLine["original"]) => moneyBag(amount, order.currencies);
  return {
    id: gid("ShippingLine", row.id),
    title: row.title,
    code: row.code,
    source: "shopify",
    carrierIdentifier: null,
    custom: false,
    isRemoved: row.isRemoved,
    originalPriceSet: bag(row.original),
    discountedPriceSet: bag(less(row.original, discountOf(row))),
    currentDiscountedPriceSet: bag(inPriceSense(order, leftOf(order, aboutShipping(row.id)))),
    discountAllocations: row.allocations.map((each) => allocationView(order, each)),
    taxLines: row.taxes.map((tax) => taxLine(tax, order.currencies)),
  };
}
