import type { Bag, Currencies } from "../money.ts";

/*
 * How the stand-in keeps an order. The agreements are the truth: every amount the API shows is a sum over their sales,
 * so that what Shopify promises of its totals holds by construction. Ids are digits without `gid://`.
 */

export interface TaxRule {
  title: string;
  /** Percent. */
  rate: string;
  /** `true`: a marketplace remits it. `null`: unknown. */
  channelLiable: boolean | null;
}

export interface Tax extends TaxRule {
  amount: Bag;
}

export interface Allocation {
  /** Index into the order's discount applications. */
  application: number;
  amount: Bag;
}

export interface DiscountApplication {
  type: "DiscountCodeApplication" | "AutomaticDiscountApplication" | "ManualDiscountApplication";
  /** The code of a code discount, else its title. */
  name: string;
  description: string | null;
  allocationMethod: "ACROSS" | "EACH" | "ONE";
  targetSelection: "ALL" | "ENTITLED" | "EXPLICIT";
  targetType: "LINE_ITEM" | "SHIPPING_LINE";
  value: { amount: string } | { percentage: string };
}

export interface Duty {
  id: string;
  price: Bag;
  taxes: Tax[];
}

export interface Line {
  id: string;
  kind: "PRODUCT" | "GIFT_CARD" | "TIP";
  variantId: string | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  /** Ever sold on this line, those taken back included. */
  quantity: number;
  unitPrice: Bag;
  originalTotal: Bag;
  allocations: Allocation[];
  /** Of everything ever sold on the line. */
  taxes: Tax[];
  duties: Duty[];
  taxable: boolean;
  requiresShipping: boolean;
  sellingPlan: { id: string | null; name: string } | null;
  attributes: { key: string; value: string }[];
}

export interface ShippingLine {
  id: string;
  title: string;
  code: string | null;
  original: Bag;
  allocations: Allocation[];
  taxes: Tax[];
  isRemoved: boolean;
}

export interface AdditionalFee {
  id: string;
  name: string;
  price: Bag;
  taxes: Tax[];
}

export type SaleSubject =
  | { lineType: "PRODUCT" | "GIFT_CARD" | "TIP"; lineId: string }
  | { lineType: "SHIPPING"; shippingId: string }
  | { lineType: "DUTY"; dutyId: string }
  | { lineType: "ADDITIONAL_FEE"; feeId: string }
  | { lineType: "FEE"; fee: ReturnFee }
  | { lineType: "ADJUSTMENT" | "UNKNOWN" };

export interface ReturnFee {
  id: string;
  type: "RestockingFee" | "ReturnShippingFee";
  amount: Bag;
  /** Of a restocking fee. */
  percentage: string | null;
}

export interface Sale {
  id: string;
  actionType: "ORDER" | "RETURN" | "UPDATE" | "UNKNOWN";
  subject: SaleSubject;
  quantity: number | null;
  /** After tax and discount; negative on a return. */
  total: Bag;
  /** As far as it was taken off the price, in the sense of the order's `taxesIncluded`. */
  discount: Bag;
  taxes: (Tax & { id: string })[];
}

export interface Agreement {
  id: string;
  type: "OrderAgreement" | "OrderEditAgreement" | "RefundAgreement" | "ReturnAgreement";
  happenedAt: string;
  /** Of the refund or the return it belongs to. */
  aboutId: string | null;
  sales: Sale[];
}

export interface Transaction {
  id: string;
  kind: "AUTHORIZATION" | "CAPTURE" | "SALE" | "VOID" | "REFUND";
  status: "SUCCESS" | "PENDING" | "FAILURE" | "ERROR";
  gateway: string;
  amount: Bag;
  /** Cash rounding, beside the amount. */
  rounding: Bag | null;
  parentId: string | null;
  processedAt: string;
  test: boolean;
  giftCardId: string | null;
  /** What the payment provider keeps, in the shop's currency. */
  fee: { rate: string; amount: string } | null;
  /** Gain or loss in the shop's currency where a refund was converted at another rate. */
  exchangeAdjustment: string | null;
}

export interface RefundLine {
  id: string;
  lineId: string;
  quantity: number;
  restockType: "CANCEL" | "NO_RESTOCK" | "RETURN";
  subtotal: Bag;
  tax: Bag;
}

export interface Refund {
  id: string;
  createdAt: string;
  note: string | null;
  returnId: string | null;
  lines: RefundLine[];
  shipping: { id: string; shippingId: string; subtotal: Bag; tax: Bag }[];
  adjustments: { id: string; reason: AdjustmentReason; amount: Bag; tax: Bag }[];
  duties: { dutyId: string; amount: Bag }[];
  /** Ids of the order's transactions that belong to it. */
  transactionIds: string[];
}

export type AdjustmentReason =
  | "CUSTOMER"
  | "DAMAGE"
  | "RESTOCK"
  | "REFUND_DISCREPANCY"
  | "PENDING_REFUND_DISCREPANCY"
  | "FULL_RETURN_BALANCING_ADJUSTMENT";

export interface Return {
  id: string;
  name: string;
  createdAt: string;
}

export interface Address {
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  zip: string | null;
  provinceCode: string | null;
  countryCode: string | null;
}

export interface Customer {
  id: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  locale: string;
  taxExempt: boolean;
  taxExemptions: string[];
  tags: string[];
  defaultAddress: Address | null;
  /** Absent in files of before: never. */
  updatedAt?: string;
}

/** A location of a company that buys; what is the company's own is the same in all of its locations. */
export interface Company {
  id: string;
  name: string;
  externalId: string | null;
  contactId: string;
  customerId: string;
  locationId: string;
  locationName: string;
  taxRegistrationId: string | null;
  taxExempt: boolean;
  taxExemptions: string[];
  billingAddress: Address;
  /** Absent in files of before: never. */
  updatedAt?: string;
  locationUpdatedAt?: string;
}

export interface Metafield {
  id: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
  updatedAt: string;
}

export interface Order {
  id: string;
  number: number;
  name: string;
  test: boolean;
  createdAt: string;
  processedAt: string;
  updatedAt: string;
  cancelledAt: string | null;
  cancelReason: string | null;
  closedAt: string | null;
  fulfilment: "UNFULFILLED" | "PARTIALLY_FULFILLED" | "FULFILLED";
  currencies: Currencies;
  taxesIncluded: boolean;
  taxExempt: boolean;
  sourceName: string;
  app: { id: string; name: string };
  /** Sells on its own account and remits the tax, such as a marketplace. */
  merchantOfRecord: { id: string; name: string } | null;
  /** Sold over the counter. */
  inStore: boolean;
  customerId: string | null;
  company: Company | null;
  email: string | null;
  billingAddress: Address | null;
  shippingAddress: Address | null;
  customerLocale: string | null;
  poNumber: string | null;
  note: string | null;
  tags: string[];
  attributes: { key: string; value: string }[];
  localizedFields: { key: string; title: string; value: string; countryCode: string }[];
  paymentTerms: { id: string; days: number; name: string; issuedAt: string; dueAt: string } | null;
  discounts: DiscountApplication[];
  lines: Line[];
  shipping: ShippingLine[];
  additionalFees: AdditionalFee[];
  transactions: Transaction[];
  refunds: Refund[];
  returns: Return[];
  agreements: Agreement[];
  metafields: Metafield[];
}
