import type { Granted } from "../scopes.ts";

/** Pieces several documents share; a document ends with the ones it uses. */

export const bag = `
fragment Bag on MoneyBag { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }`;

export const address = `
fragment Address on MailingAddress { name company address1 address2 zip city provinceCode countryCodeV2 }`;

export function line(granted: Granted): string {
  const product = granted("read_products") ? "variant { id } product { id }" : "";
  return `
fragment Line on LineItem { id name sku quantity isGiftCard requiresShipping originalUnitPriceSet { ...Bag }
  sellingPlan { name sellingPlanId } ${product} }`;
}

export const transaction = `
fragment Transaction on OrderTransaction { id kind status gateway createdAt processedAt amountSet { ...Bag } amountRoundingSet { ...Bag } parentTransaction { id } fees { amount { amount currencyCode } } }`;

export const agreement = `
fragment Agreement on SalesAgreement { __typename id happenedAt reason
  ... on RefundAgreement { refund { legacyResourceId } }
  sales(first: $sales, after: $salesAfter) { nodes { ...Sale } pageInfo { hasNextPage endCursor } } }
fragment Sale on Sale { __typename id actionType lineType quantity
  totalAmount { ...Bag } totalTaxAmount { ...Bag } taxes { amount { ...Bag } taxLine { title ratePercentage channelLiable } }
  ... on ProductSale { lineItem { id } } ... on GiftCardSale { lineItem { id } } ... on TipSale { lineItem { id } }
  ... on ShippingLineSale { shippingLine { id } } ... on FeeSale { fee { id } }
  ... on AdditionalFeeSale { additionalFee { id name } } ... on DutySale { duty { id } } }`;
