import { utc } from "../../clock.ts";
import { gid } from "../../ids.ts";
import type { Bag } from "../../money.ts";
import { fraction, isZero, roundedIn, sum, sumOf } from "../../money.ts";
import type { Agreement, Order, Sale } from "../../trade/order.ts";
import type { PageArgs } from "../connection.ts";
import { connection } from "../connection.ts";
import { dutyView, lineView, shippingView } from "./line-view.ts";
import { moneyBag, taxLine } from "./money-view.ts";
import { refundView, returnView } from "./refund-view.ts";
import type { Shelf } from "./shelf.ts";

const REASONS: Readonly<Record<Agreement["type"], string>> = {
  OrderAgreement: "ORDER",
  OrderEditAgreement: "ORDER_EDIT",
  RefundAgreement: "REFUND",
  ReturnAgreement: "RETURN",
};

export function agreementView(order: Order, agreement: Agreement, shelf: Shelf) {
  const refund = order.refunds.find((each) => each.id === agreement.aboutId);
  const returned = order.returns.find((each) => each.id === agreement.aboutId);
  return {
    __typename: agreement.type,
    id: gid(agreement.type, agreement.id),
    happenedAt: utc(agreement.happenedAt),
    reason: REASONS[agreement.type],
    app: { id: gid("App", order.app.id), title: order.app.name },
    user: null,
    refund: refund === undefined ? null : () => refundView(order, refund, shelf),
    return: returned === undefined ? null : () => returnView(returned),
    sales: (args: PageArgs) =>
      connection(agreement.sales, args, {
        keyOf: (sale) => sale.id,
        view: (sale) => saleView(order, sale, shelf),
      }),
  };
}

function saleView(order: Order, sale: Sale, shelf: Shelf) {
  const { currencies } = order;
  const bag = (amount: Bag) => moneyBag(amount, currencies);
  const discounts = discountsAroundTax(order, sale);
  return {
    id: gid(typeOf(sale), sale.id),
    actionType: sale.actionType,
    lineType: sale.subject.lineType,
    quantity: sale.quantity,
    totalAmount: bag(shownTotal(sale, shelf)),
    totalTaxAmount: bag(sumOf(sale.taxes.map((tax) => tax.amount))),
    totalDiscountAmountBeforeTaxes: bag(discounts.before),
    totalDiscountAmountAfterTaxes: bag(discounts.after),
    taxes: sale.taxes.map((tax) => ({
      id: gid("SaleTax", tax.id),
      amount: bag(tax.amount),
      taxLine: taxLine(tax, currencies),
    })),
    ...(shelf.faults.unknownSales
      ? { __typename: "UnknownSale", lineType: "UNKNOWN", actionType: "UNKNOWN" }
      : subjectView(order, sale, shelf)),
  };
}

/** The cent that goes missing when a fault breaks the totals. */
function shownTotal(sale: Sale, { faults }: Shelf): Bag {
  const isTheOne = faults.breakTotals && sale.actionType === "ORDER" && "lineId" in sale.subject;
  return isTheOne ? sumOf([sale.total, { shop: "0.01", buyer: "0.01" }]) : sale.total;
}

/** The discount without the tax that would have been on it, and with it. */
function discountsAroundTax(order: Order, sale: Sale): { before: Bag; after: Bag } {
  const rates = sum(sale.taxes.map((tax) => tax.rate));
  if (isZero(rates)) return { before: sale.discount, after: sale.discount };
  const { shop, buyer } = order.currencies;
  const scaled = (part: string, parts: string): Bag => ({
    shop: roundedIn(shop, fraction(sale.discount.shop, part, parts)),
    buyer: roundedIn(buyer, fraction(sale.discount.buyer, part, parts)),
  });
  const withTax = sum(["100", rates]);
  return order.taxesIncluded
    ? { before: scaled("100", withTax), after: sale.discount }
    : { before: sale.discount, after: scaled(withTax, "100") };
}

function typeOf({ subject }: Sale): string {
  switch (subject.lineType) {
    case "PRODUCT":
      return "ProductSale";
    case "GIFT_CARD":
      return "GiftCardSale";
    case "TIP":
      return "TipSale";
    case "SHIPPING":
      return "ShippingLineSale";
    case "DUTY":
      return "DutySale";
    case "ADDITIONAL_FEE":
      return "AdditionalFeeSale";
    case "FEE":
      return "FeeSale";
    case "ADJUSTMENT":
      return "AdjustmentSale";
    case "UNKNOWN":
      return "UnknownSale";
  }
}

function subjectView(order: Order, sale: Sale, shelf: Shelf): Record<string, unknown> {
  const { subject } = sale;
  const __typename = typeOf(sale);
  if ("lineId" in subject) {
    const line = order.lines.find((each) => each.id === subject.lineId);
    return { __typename, lineItem: () => (line === undefined ? null : lineView(order, line, shelf)) };
  }
  if ("shippingId" in subject) {
    const row = order.shipping.find((each) => each.id === subject.shippingId);
    return { __typename, shippingLine: () => (row === undefined ? null : shippingView(order, row)) };
  }
  if ("dutyId" in subject) {
    const duty = order.lines.flatMap((line) => line.duties).find((each) => each.id === subject.dutyId);
    return { __typename, duty: () => (duty === undefined ? null : dutyView(order, duty)) };
  }
  if ("feeId" in subject) {
    const fee = order.additionalFees.find((each) => each.id === subject.feeId);
    return {
      __typename,
      additionalFee:
        fee === undefined
          ? null
          : {
              id: gid("SaleAdditionalFee", fee.id),
              name: fee.name,
              price: moneyBag(fee.price, order.currencies),
              taxLines: fee.taxes.map((tax) => taxLine(tax, order.currencies)),
            },
    };
  }
  if ("fee" in subject) {
    const { id, type, amount, percentage } = subject.fee;
    return {
      __typename,
      fee: {
        __typename: type,
        id: gid(type, id),
        amountSet: moneyBag(amount, order.currencies),
        percentage: percentage === null ? null : Number(percentage),
      },
    };
  }
  return { __typename };
}
