import type { Decimal, Money } from "./money.ts";

/**
 * The neutral order: what every platform's adapter produces and all that the decision knows of a sale.
 * Amounts are in `currency`; a line's amount includes tax when `pricesIncludeTax`. Instants are ISO 8601 with offset.
 * `lines`, `total` and `totalTax` show the order as placed; `edits` and `refunds` are what happened after.
 */
export interface Order {
  readonly id: string;
  readonly number: string;
  readonly url: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** What the shop's lists say of its money, in short: differs when money moved even where `updatedAt` does not. */
  readonly listedSums?: string;
  readonly cancelledAt: string | null;
  readonly status: "open" | "cancelled" | "closed";
  readonly financialStatus: FinancialStatus;
  readonly fulfillmentStatus: "unfulfilled" | "partial" | "fulfilled";
  readonly currency: string;
  readonly pricesIncludeTax: boolean;
  /** The shop's own currency and the order's total in it, when the platform converted. */
  readonly shopCurrency: string;
  readonly shopTotal: Money | null;
  /** IANA name; every date of a document is a day in this zone (R16). */
  readonly timeZone: string;
  readonly source: "web" | "pos" | "subscription" | "import";
  readonly channel: string | null;
  readonly kind: "order" | "renewal" | "adjustment";
  readonly subscription: Subscription | null;
  readonly customer: Customer;
  readonly billTo: Address | null;
  /** Null for pick-up in store. */
  readonly shipTo: Address | null;
  readonly lines: readonly Line[];
  readonly shipping: readonly ShippingLine[];
  readonly discountCodes: readonly string[];
  /** Words the shop's people put on the order; absent where the platform has none. */
  readonly tags?: readonly string[];
  readonly totalTax: Money;
  readonly total: Money;
  /** Cash rounding: added to the amount paid, not part of `total` (R12). */
  readonly paymentRounding: Money | null;
  readonly paymentTermsDays: number | null;
  readonly payments: readonly Payment[];
  readonly edits: readonly Edit[];
  /** New goods of an exchange; they belong to the latest refund and bear its day. */
  readonly exchangeLines: readonly Line[];
  readonly refunds: readonly Refund[];
  /**
   * The platform has an accounting link of its own: it has booked this order, or it knows the customer and may book it.
   * Absent where nothing speaks for one.
   */
  readonly otherLink?: "booked" | "possible";
}

export type FinancialStatus =
  | "pending"
  | "authorized"
  | "partially_paid"
  | "paid"
  | "partially_refunded"
  | "refunded"
  | "voided";

export interface Subscription {
  readonly id: string;
  readonly period: Period | null;
  readonly state: string;
}

/** Days, both inclusive, as the platform states them. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

export interface Customer {
  /** The platform's id; null for a guest without an account. */
  readonly id: string | null;
  readonly type: "B2C" | "B2B" | "EAN";
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  /** ISO 3166 alpha-2. */
  readonly country: string | null;
  readonly vatNumber: string | null;
  /** null = nobody has checked. */
  readonly vatNumberValid: boolean | null;
  readonly organisationNumber: string | null;
  readonly ean: string | null;
  readonly reference: string | null;
}

export interface Address {
  readonly name: string | null;
  readonly company: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly zip: string | null;
  readonly city: string | null;
  readonly province: string | null;
  /** ISO 3166 alpha-2. */
  readonly country: string | null;
}

export interface TaxLine {
  /** Percent. */
  readonly rate: Decimal;
  /** What the shop charged: a fact, never recomputed (R2). */
  readonly amount: Money;
  /** True when a marketplace collected and remits it. */
  readonly channelLiable: boolean;
}

export interface Line {
  readonly id: string;
  readonly productId: string | null;
  readonly variantId: string | null;
  readonly sku: string | null;
  readonly title: string;
  readonly quantity: Decimal;
  readonly unitPrice: Money;
  /** The whole line's discount, in the same sense as `unitPrice`. */
  readonly discount: Money;
  readonly nature: "goods" | "service";
  readonly giftCard: boolean;
  readonly voucher: "single_purpose" | "multi_purpose" | null;
  readonly tip: boolean;
  readonly fee: boolean;
  /** Credit of the customer's that no sale has taken up yet: outside VAT, on an account of its own (R8). */
  readonly balance?: true;
  readonly period: Period | null;
  readonly taxLines: readonly TaxLine[];
}

export interface ShippingLine {
  readonly id: string;
  readonly title: string;
  readonly price: Money;
  readonly discount: Money;
  readonly taxLines: readonly TaxLine[];
}

/** One movement of money at the platform. Amounts are positive magnitudes; `kind` gives the direction. */
export interface Payment {
  readonly id: string;
  readonly kind:
    | "authorization"
    | "capture"
    | "sale"
    | "void"
    | "refund"
    | "chargeback"
    | "chargeback_reversal";
  readonly gateway: string;
  readonly status: "success" | "pending" | "failure";
  readonly amount: Money;
  readonly processedAt: string;
  readonly giftCardId: string | null;
  /** A gift card paid, and the platform never says which one. */
  readonly isUnnamedCard?: true;
  readonly fee: Money | null;
  /** What really moved, where that was in another currency than `amount` says (R11). */
  readonly movedAs?: Money;
}

export interface Edit {
  readonly id: string;
  readonly at: string;
  readonly added: readonly Line[];
  /** Change of a line's amount: gross contains tax; negative when the price went down. */
  readonly priceChanges: readonly LineAmount[];
}

export interface LineAmount {
  readonly lineId: string;
  readonly gross: Money;
  readonly tax: Money;
}

export interface Refund {
  readonly id: string;
  readonly createdAt: string;
  readonly note: string | null;
  readonly lines: readonly RefundLine[];
  readonly shipping: readonly { readonly id: string; readonly gross: Money; readonly tax: Money }[];
  readonly adjustments: readonly Adjustment[];
  readonly payments: readonly Payment[];
}

export interface RefundLine extends LineAmount {
  readonly quantity: Decimal;
}

/** An amount without lines; `tax` null means it contains VAT and is spread over what is left (R6). */
export interface Adjustment {
  readonly kind: "goodwill" | "restocking_fee" | "unused_period" | "other";
  readonly gross: Money;
  readonly tax: Money | null;
}
