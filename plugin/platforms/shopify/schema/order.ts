import { z } from "zod";
import { agreementPage } from "./agreement.ts";
import { bag, country, gid, instant, money, number, pageOf, text } from "./members.ts";

export const address = z.object({
  name: text,
  company: text,
  address1: text,
  address2: text,
  zip: text,
  city: text,
  provinceCode: text,
  countryCodeV2: country,
});

export type ShopifyAddress = z.output<typeof address>;

const line = z.object({
  id: gid,
  name: z.string(),
  sku: text,
  quantity: z.int(),
  isGiftCard: z.boolean(),
  requiresShipping: z.boolean(),
  originalUnitPriceSet: bag,
  sellingPlan: z.object({ name: z.string(), sellingPlanId: gid.nullish() }).nullish(),
  variant: z.object({ id: gid }).nullish(),
  product: z.object({ id: gid }).nullish(),
});

export type ShopifyLine = z.output<typeof line>;

const transaction = z.object({
  id: gid,
  kind: z.string(),
  status: z.string(),
  gateway: text,
  createdAt: instant,
  processedAt: instant.nullish(),
  amountSet: bag,
  amountRoundingSet: bag.nullish(),
  parentTransaction: z.object({ id: gid }).nullish(),
  fees: z.array(z.object({ amount: money })).nullish(),
});

export type Transaction = z.output<typeof transaction>;

const refund = z.object({
  legacyResourceId: number,
  createdAt: instant.nullish(),
  processedAt: instant.nullish(),
  note: text,
  transactions: pageOf(z.object({ id: gid })),
});

const company = z.object({
  company: z.object({ id: gid, name: z.string() }),
  location: z.object({
    id: gid,
    name: text,
    taxSettings: z.object({ taxRegistrationId: text, taxExempt: z.boolean().nullish() }).nullish(),
    billingAddress: z
      .object({
        companyName: text,
        address1: text,
        address2: text,
        zip: text,
        city: text,
        countryCode: country,
      })
      .nullish(),
  }),
});

export type PurchasingCompany = z.output<typeof company>;

const paymentTerms = z.object({
  dueInDays: z.int().nullish(),
  paymentSchedules: z.object({
    nodes: z.array(z.object({ issuedAt: instant.nullish(), dueAt: instant.nullish() })),
  }),
});

/** An order as `orderDocument` asks for it. What a shop has not granted is missing. */
export const shopifyOrder = z.object({
  legacyResourceId: number,
  name: z.string(),
  poNumber: text,
  note: text,
  test: z.boolean(),
  createdAt: instant,
  processedAt: instant,
  updatedAt: instant,
  cancelledAt: instant.nullish(),
  closedAt: instant.nullish(),
  displayFinancialStatus: z.string().nullish(),
  displayFulfillmentStatus: z.string().nullish(),
  currencyCode: z.string(),
  presentmentCurrencyCode: z.string(),
  taxesIncluded: z.boolean(),
  sourceName: text,
  app: z.object({ id: gid }).nullish(),
  merchantOfRecordApp: z.object({ id: gid }).nullish(),
  email: text,
  billingAddress: address.nullish(),
  shippingAddress: address.nullish(),
  customer: z
    .object({
      legacyResourceId: number,
      displayName: text,
      defaultEmailAddress: z.object({ emailAddress: text }).nullish(),
    })
    .nullish(),
  purchasingEntity: z
    .union([company, z.object({ __typename: z.string() })])
    .nullish()
    .transform((value) => (value != null && "company" in value ? value : null)),
  paymentTerms: paymentTerms.nullish(),
  customAttributes: z.array(z.object({ key: z.string(), value: text })),
  discountCodes: z.array(z.string()),
  tags: z.array(z.string()).default([]),
  originalTotalPriceSet: bag,
  currentTotalPriceSet: bag,
  currentTotalTaxSet: bag,
  totalReceivedSet: bag,
  totalRefundedSet: bag,
  totalCashRoundingAdjustment: z.object({ paymentSet: bag }),
  shippingLines: pageOf(z.object({ id: gid, title: z.string() })),
  lineItems: pageOf(line),
  transactions: z.array(transaction),
  transactionsCount: z.object({ count: z.int() }).nullish(),
  refunds: z.array(refund),
  agreements: agreementPage,
});

export type ShopifyOrder = z.output<typeof shopifyOrder>;

/** The answers that bring more of a long order. */
export const moreLines = z.object({ updatedAt: instant, lineItems: pageOf(line) });
export const nextAgreement = z.object({ updatedAt: instant, agreements: agreementPage });
