import { utc } from "../../clock.ts";
import { gid } from "../../ids.ts";
import type { Bag } from "../../money.ts";
import { compare, isZero } from "../../money.ts";
import type { Order } from "../../trade/order.ts";
import { financialStatus, totalsOf } from "../../trade/totals.ts";
import { gatewaysOf } from "../../webhooks/payloads.ts";
import type { PageArgs } from "../connection.ts";
import { connection, firstOf } from "../connection.ts";
import { agreementView } from "./agreement-view.ts";
import { lineView, shippingView } from "./line-view.ts";
import { metafieldView } from "./metafield-view.ts";
import { addressView, applicationView, money, moneyBag, taxLine, when } from "./money-view.ts";
import { purchaserView } from "./purchaser-view.ts";
import { refundView, returnView } from "./refund-view.ts";
import type { Shelf } from "./shelf.ts";
import { transactionView } from "./transaction-view.ts";

type ById = PageArgs & { includeRemovals?: boolean };

/** An order as the Admin API shows it. A member that is missing here is a gap, and asking for it fails loudly. */
export function orderView(order: Order, shelf: Shelf) {
  return { ...headView(order, shelf), ...amountsView(order), ...partsView(order, shelf) };
}

function headView(order: Order, shelf: Shelf) {
  const { tenant } = shelf.store.state;
  return {
    __typename: "Order",
    id: gid("Order", order.id),
    legacyResourceId: order.id,
    name: order.name,
    number: order.number,
    confirmationNumber: `C${order.number}`,
    confirmed: true,
    poNumber: order.poNumber,
    note: order.note,
    tags: [...order.tags].sort(),
    test: order.test,
    createdAt: utc(order.createdAt),
    processedAt: utc(order.processedAt),
    updatedAt: utc(order.updatedAt),
    cancelledAt: when(order.cancelledAt),
    cancelReason: order.cancelReason,
    closed: order.closedAt !== null,
    closedAt: when(order.closedAt),
    displayFinancialStatus: financialStatus(order),
    displayFulfillmentStatus: order.fulfilment,
    returnStatus: order.returns.length === 0 ? "NO_RETURN" : "RETURNED",
    edited: order.agreements.some((each) => each.type === "OrderEditAgreement"),
    currencyCode: order.currencies.shop,
    presentmentCurrencyCode: order.currencies.buyer,
    taxesIncluded: order.taxesIncluded,
    taxExempt: order.taxExempt,
    estimatedTaxes: false,
    dutiesIncluded: false,
    sourceName: order.sourceName,
    sourceIdentifier: null,
    customerLocale: order.customerLocale,
    app: { id: gid("App", order.app.id), name: order.app.name },
    attribution: { handle: order.sourceName, displayName: order.app.name },
    merchantOfRecordApp:
      order.merchantOfRecord === null
        ? null
        : { id: gid("App", order.merchantOfRecord.id), name: order.merchantOfRecord.name },
    merchantBusinessEntity: {
      id: gid("BusinessEntity", "1"),
      displayName: tenant.name,
      companyName: tenant.name,
      primary: true,
      archived: false,
      address: { countryCode: tenant.country },
    },
    retailLocation: order.inStore ? shelf.placeView() : null,
    paymentGatewayNames: gatewaysOf(order),
    email: order.email,
    billingAddress: order.billingAddress === null ? null : addressView(order.billingAddress, `${order.id}1`),
    shippingAddress:
      order.shippingAddress === null ? null : addressView(order.shippingAddress, `${order.id}2`),
    customer: order.customerId === null ? null : () => shelf.customerView(order.customerId ?? ""),
    purchasingEntity: purchaserView(order, shelf),
    customAttributes: order.attributes,
    paymentTerms: termsView(order),
  };
}

function amountsView(order: Order) {
  const totals = totalsOf(order);
  const { currencies } = order;
  const bag = (amount: Bag) => moneyBag(amount, currencies);
  return {
    fullyPaid: compare(totals.outstanding.buyer, "0") <= 0,
    unpaid: isZero(totals.received.buyer) && compare(totals.outstanding.buyer, "0") > 0,
    originalTotalPriceSet: bag(totals.original),
    subtotalPriceSet: bag(totals.subtotal),
    totalPriceSet: bag(totals.sold),
    totalTaxSet: bag(totals.tax),
    totalDiscountsSet: bag(totals.discounts),
    totalShippingPriceSet: bag(totals.shipping),
    totalTipReceivedSet: bag(totals.tips),
    originalTotalDutiesSet: isZero(totals.duties.buyer) ? null : bag(totals.duties),
    originalTotalAdditionalFeesSet: isZero(totals.additionalFees.buyer) ? null : bag(totals.additionalFees),
    currentTotalPriceSet: bag(totals.current),
    currentSubtotalPriceSet: bag(totals.currentSubtotal),
    currentTotalTaxSet: bag(totals.currentTax),
    currentTotalDiscountsSet: bag(totals.currentDiscounts),
    currentShippingPriceSet: bag(totals.currentShipping),
    currentTotalDutiesSet: isZero(totals.duties.buyer) ? null : bag(totals.currentDuties),
    currentTotalAdditionalFeesSet: isZero(totals.additionalFees.buyer)
      ? null
      : bag(totals.currentAdditionalFees),
    totalReceivedSet: bag(totals.received),
    totalRefundedSet: bag(totals.refunded),
    totalRefundedShippingSet: bag(totals.refundedShipping),
    totalOutstandingSet: bag(totals.outstanding),
    netPaymentSet: bag(totals.net),
    refundDiscrepancySet: bag(totals.discrepancy),
    totalCapturableSet: bag(totals.capturable),
    capturable: !isZero(totals.capturable.buyer),
    totalCashRoundingAdjustment: {
      paymentSet: bag(totals.paymentRounding),
      refundSet: bag(totals.refundRounding),
    },
    taxLines: totals.taxLines.map((tax) => taxLine(tax, currencies)),
    currentTaxLines: totals.currentTaxLines.map((tax) => taxLine(tax, currencies)),
  };
}

function partsView(order: Order, shelf: Shelf) {
  const { currencies } = order;
  return {
    additionalFees: order.additionalFees.map((fee) => ({
      id: gid("AdditionalFee", fee.id),
      name: fee.name,
      price: moneyBag(fee.price, currencies),
      taxLines: fee.taxes.map((tax) => taxLine(tax, currencies)),
    })),
    discountCodes: order.discounts
      .filter((each) => each.type === "DiscountCodeApplication")
      .map((each) => each.name),
    discountApplications: (args: PageArgs) =>
      connection([...order.discounts.entries()], args, {
        keyOf: ([index]) => String(index),
        view: ([index, applied]) => applicationView(order, applied, index),
      }),
    localizedFields: (args: PageArgs) =>
      connection(order.localizedFields, args, {
        keyOf: (field) => field.key,
        view: (field) => ({ ...field, purpose: "TAX" }),
      }),
    shippingLines: (args: ById) =>
      connection(
        order.shipping.filter((row) => args.includeRemovals === true || !row.isRemoved),
        args,
        { keyOf: (row) => row.id, view: (row) => shippingView(order, row) },
      ),
    lineItems: (args: PageArgs) =>
      connection(order.lines, args, {
        keyOf: (line) => line.id,
        view: (line) => lineView(order, line, shelf),
      }),
    transactions: ({ first }: { first?: number | null }) =>
      firstOf(order.transactions, first).map((each) => transactionView(order, each)),
    transactionsCount: { count: order.transactions.length, precision: "EXACT" },
    refunds: ({ first }: { first?: number | null }) =>
      firstOf(order.refunds, first).map((refund) => refundView(order, refund, shelf)),
    returns: (args: PageArgs) =>
      connection(order.returns, args, { keyOf: (each) => each.id, view: returnView }),
    agreements: (args: PageArgs) =>
      connection(order.agreements, args, {
        keyOf: (each) => each.id,
        view: (each) => agreementView(order, each, shelf),
      }),
    metafield: ({ namespace, key }: { namespace?: string | null; key: string }) => {
      const space = namespace == null || namespace === "$app" ? shelf.appNamespace : namespace;
      const found = order.metafields.find((each) => each.namespace === space && each.key === key);
      return found === undefined ? null : metafieldView(found);
    },
  };
}

function termsView(order: Order) {
  const { paymentTerms: terms, currencies } = order;
  if (terms === null) return null;
  const { outstanding, current } = totalsOf(order);
  const isOpen = compare(outstanding.buyer, "0") > 0;
  return {
    id: gid("PaymentTerms", terms.id),
    paymentTermsName: terms.name,
    translatedName: terms.name,
    paymentTermsType: terms.days === 0 ? "RECEIPT" : "NET",
    dueInDays: terms.days === 0 ? null : terms.days,
    due: isOpen,
    overdue: false,
    paymentSchedules: (args: PageArgs) =>
      connection([terms], args, {
        keyOf: (each) => each.id,
        view: (each) => ({
          id: gid("PaymentSchedule", each.id),
          issuedAt: utc(each.issuedAt),
          dueAt: utc(each.dueAt),
          completedAt: isOpen ? null : utc(order.updatedAt),
          due: isOpen,
          balanceDue: money(isOpen ? outstanding.buyer : "0", currencies.buyer),
          totalBalance: money(current.buyer, currencies.buyer),
        }),
      }),
  };
}
