/* The documents a bookkeeping app asks an order with; they name about everything that matters to books. */

export const ORDER = `fragment Bag on MoneyBag { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
fragment Tax on TaxLine { title rate ratePercentage source channelLiable priceSet { ...Bag } }
fragment Alloc on DiscountAllocation { allocatedAmountSet { ...Bag } discountApplication { __typename index targetType targetSelection allocationMethod
  ... on DiscountCodeApplication { code } ... on AutomaticDiscountApplication { title } ... on ManualDiscountApplication { title description } ... on ScriptDiscountApplication { title } } }
fragment Addr on MailingAddress { firstName lastName company address1 address2 city zip provinceCode countryCodeV2 }
fragment Txn on OrderTransaction { id kind status test gateway formattedGateway manualPaymentGateway paymentId createdAt processedAt errorCode amountSet { ...Bag } amountRoundingSet { ...Bag }
  totalUnsettledSet { ...Bag } parentTransaction { id kind } settlementCurrency settlementCurrencyRate currencyExchangeAdjustment { id adjustment { amount currencyCode } }
  fees { id type rate amount { amount currencyCode } taxAmount { amount currencyCode } } }
query OrderFull($id: ID!, $after: String) { order(id: $id) {
  id legacyResourceId name number confirmationNumber poNumber note tags test createdAt processedAt updatedAt cancelledAt cancelReason closedAt
  displayFinancialStatus displayFulfillmentStatus returnStatus edited fullyPaid unpaid
  currencyCode presentmentCurrencyCode taxesIncluded taxExempt estimatedTaxes dutiesIncluded
  sourceName sourceIdentifier customerLocale app { id name } attribution { handle displayName } merchantOfRecordApp { id name }
  merchantBusinessEntity { id displayName companyName primary address { countryCode } } retailLocation { id name address { countryCode } }
  paymentGatewayNames email billingAddress { ...Addr } shippingAddress { ...Addr }
  customer { id legacyResourceId firstName lastName displayName defaultEmailAddress { emailAddress } taxExempt taxExemptions tags locale defaultAddress { ...Addr } }
  purchasingEntity { __typename ... on PurchasingCompany { company { id name externalId } contact { id customer { id } } location { id name externalId
    taxSettings { taxRegistrationId taxExempt taxExemptions } billingAddress { companyName address1 address2 city zip countryCode } } } }
  localizedFields(first: 10) { nodes { key purpose title value countryCode } } customAttributes { key value }
  accounting: metafield(namespace: "$app", key: "accounting") { value compareDigest }
  paymentTerms { paymentTermsName paymentTermsType dueInDays overdue paymentSchedules(first: 5) { nodes { issuedAt dueAt completedAt balanceDue { amount currencyCode } totalBalance { amount currencyCode } } } }
  originalTotalPriceSet { ...Bag } subtotalPriceSet { ...Bag } totalPriceSet { ...Bag } totalTaxSet { ...Bag } totalDiscountsSet { ...Bag } totalShippingPriceSet { ...Bag } totalTipReceivedSet { ...Bag }
  originalTotalDutiesSet { ...Bag } originalTotalAdditionalFeesSet { ...Bag }
  currentTotalPriceSet { ...Bag } currentSubtotalPriceSet { ...Bag } currentTotalTaxSet { ...Bag } currentTotalDiscountsSet { ...Bag } currentShippingPriceSet { ...Bag } currentTotalDutiesSet { ...Bag } currentTotalAdditionalFeesSet { ...Bag }
  totalReceivedSet { ...Bag } totalRefundedSet { ...Bag } totalRefundedShippingSet { ...Bag } totalOutstandingSet { ...Bag } netPaymentSet { ...Bag } refundDiscrepancySet { ...Bag } totalCapturableSet { ...Bag }
  totalCashRoundingAdjustment { paymentSet { ...Bag } refundSet { ...Bag } }
  taxLines { ...Tax } currentTaxLines { ...Tax } additionalFees { id name price { ...Bag } taxLines { ...Tax } } discountCodes
  shippingLines(first: 20, includeRemovals: true) { nodes { id title code source carrierIdentifier custom isRemoved originalPriceSet { ...Bag } discountedPriceSet { ...Bag } currentDiscountedPriceSet { ...Bag } discountAllocations { ...Alloc } taxLines { ...Tax } } pageInfo { hasNextPage } }
  lineItems(first: 50, after: $after) { nodes { id name title variantTitle sku vendor quantity currentQuantity refundableQuantity isGiftCard taxable requiresShipping
      originalUnitPriceSet { ...Bag } originalTotalSet { ...Bag } discountedTotalSet { ...Bag } discountedUnitPriceAfterAllDiscountsSet { ...Bag } totalDiscountSet { ...Bag } priceAfterAllDiscountsBeforeTaxesSet { ...Bag }
      discountAllocations { ...Alloc } taxLines { ...Tax } duties { id price { ...Bag } taxLines { ...Tax } } customAttributes { key value }
      sellingPlan { name sellingPlanId } lineItemGroup { id title quantity variantSku } variant { id sku barcode inventoryItem { id } } product { id } } pageInfo { hasNextPage endCursor } }
  transactions(first: 50) { ...Txn } transactionsCount { count }
  refunds(first: 50) { id legacyResourceId createdAt processedAt note return { id name } totalRefundedSet { ...Bag }
    refundLineItems(first: 50) { nodes { id quantity restockType restocked location { id } priceSet { ...Bag } subtotalSet { ...Bag } totalTaxSet { ...Bag } lineItem { id } } pageInfo { hasNextPage } }
    refundShippingLines(first: 10) { nodes { id subtotalAmountSet { ...Bag } taxAmountSet { ...Bag } shippingLine { id } } }
    orderAdjustments(first: 20) { nodes { id reason amountSet { ...Bag } taxAmountSet { ...Bag } } }
    duties { amountSet { ...Bag } originalDuty { id } } transactions(first: 20) { nodes { ...Txn } } } } }`;

export const AGREEMENTS = `query OrderAgreements($id: ID!, $after: String) { order(id: $id) { id agreements(first: 20, after: $after) { pageInfo { hasNextPage endCursor } nodes {
  __typename id happenedAt reason app { id title } ... on RefundAgreement { refund { id } } ... on ReturnAgreement { return { id } }
  sales(first: 100) { pageInfo { hasNextPage endCursor } nodes { __typename id actionType lineType quantity
    totalAmount { ...M } totalTaxAmount { ...M } totalDiscountAmountBeforeTaxes { ...M } totalDiscountAmountAfterTaxes { ...M } taxes { id amount { ...M } taxLine { title rate channelLiable } }
    ... on ProductSale { lineItem { id } } ... on GiftCardSale { lineItem { id } } ... on TipSale { lineItem { id } } ... on ShippingLineSale { shippingLine { id title } }
    ... on FeeSale { fee { __typename id } } ... on AdditionalFeeSale { additionalFee { name } } ... on DutySale { duty { id } } } } } } } }
fragment M on MoneyBag { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }`;

export const ORDERS = `query OrdersSince($first: Int!, $after: String, $query: String!) { orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
  nodes { id legacyResourceId name createdAt updatedAt processedAt displayFinancialStatus test } pageInfo { hasNextPage endCursor } } ordersCount(query: $query, limit: null) { count precision } }`;

export const BY_NAME = `query OrderByName($q: String!) { orders(first: 5, query: $q) { nodes { id name processedAt } } }`;

export const VARIANTS = `query Variants($first: Int!, $after: String, $query: String) { productVariants(first: $first, after: $after, query: $query, sortKey: ID) { nodes { id sku barcode title displayName price taxable updatedAt inventoryQuantity
  product { id title status vendor productType isGiftCard category { id fullName } }
  inventoryItem { id sku tracked duplicateSkuCount unitCost { amount currencyCode } inventoryLevels(first: 20) { nodes { id location { id } quantities(names: ["available","on_hand","committed"]) { name quantity updatedAt } } } } } pageInfo { hasNextPage endCursor } } }`;

export const SHOP = `query ShopInfo { shop { id name email contactEmail myshopifyDomain currencyCode enabledPresentmentCurrencies ianaTimezone taxesIncluded taxShipping plan { publicDisplayName partnerDevelopment shopifyPlus } shopAddress { countryCodeV2 company } }
  locations(first: 50) { nodes { id name isActive fulfillsOnlineOrders address { countryCode city } } } currentAppInstallation { id launchUrl accessScopes { handle } activeSubscriptions { id name status } } }`;

export const HOOKS = `query Hooks { webhookSubscriptions(first: 50) { nodes { id topic uri format filter includeFields name apiVersion { handle } } } }`;

export const SET_STOCK = `mutation SetStock($input: InventorySetQuantitiesInput!, $key: String!) { inventorySetQuantities(input: $input) @idempotent(key: $key) {
  inventoryAdjustmentGroup { id createdAt changes { name delta quantityAfterChange item { id sku } location { id } } } userErrors { code field message } } }`;

export const MARK = `mutation MarkOrder($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { id key value compareDigest } userErrors { field message code elementIndex } } }`;

export const RETAG = `mutation Retag($id: ID!, $add: [String!]!, $del: [String!]!) { tagsRemove(id: $id, tags: $del) { userErrors { field message } } tagsAdd(id: $id, tags: $add) { userErrors { field message } } }`;

export const BULK = `mutation Bulk($q: String!) { bulkOperationRunQuery(query: $q, groupObjects: false) { bulkOperation { id status } userErrors { field message } } }`;

export const BULK_STATE = `query BulkState($id: ID!) { bulkOperation(id: $id) { id status errorCode objectCount url partialDataUrl completedAt } }`;

export const PAYOUTS = `query Payouts { shopifyPaymentsAccount {
  balance { amount currencyCode }
  payouts(first: 10) { nodes { id issuedAt status transactionType net { amount currencyCode } summary { chargesGross { amount } chargesFee { amount } } } }
  balanceTransactions(first: 50) { nodes { id type amount { amount } fee { amount } net { amount } sourceOrderTransactionId associatedOrder { id } associatedPayout { id status } } } } }`;
