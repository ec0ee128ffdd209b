// Orders as Shopify's API tells them. Amounts are stated, not worked out: what a test is about, it says itself, and the
// sums of the order are written beside its sales so that one sees whether they agree.

const ORDERED = "2026-03-02T08:00:00Z";

interface Amounts {
  /** Text in SEK, or in both currencies of a converted order: the shop's and the customer's. */
  readonly gross: Amount;
  readonly tax?: Amount;
}

export type Amount = string | readonly [shop: string, customer: string];

/** An amount in both currencies; the shop's is SEK. */
function bag(amount: Amount, currency = "SEK") {
  const [shop, customer] = typeof amount === "string" ? [amount, amount] : amount;
  return {
    shopMoney: { amount: shop, currencyCode: "SEK" },
    presentmentMoney: { amount: customer, currencyCode: currency },
  };
}

interface SaleDraft extends Amounts {
  readonly of: string;
  readonly type?: string;
  readonly action?: string;
  readonly quantity?: number | null;
  /** Percent, one tax line with all the tax; several as a list with their amounts. */
  readonly rate?: number | null | readonly (readonly [rate: number, amount: Amount])[];
  readonly channelLiable?: boolean | null;
  readonly name?: string;
}

let count = 0;

/** A sale of a thing: `of` is the number of the line, the shipping line, the duty or the fee. */
export function sale(draft: SaleDraft, currency = "SEK") {
  const { of, type = "PRODUCT", action = "ORDER", gross, tax = "0.00", rate = 25 } = draft;
  count += 1;
  const taxLine = (ratePercentage: number | null, amount: Amount) => ({
    amount: bag(amount, currency),
    taxLine: { title: "Moms", ratePercentage, channelLiable: draft.channelLiable ?? false },
  });
  const isUntaxed = rate === 0;
  const taxes = Array.isArray(rate)
    ? rate.map(([one, amount]: readonly [number, Amount]) => taxLine(one, amount))
    : isUntaxed
      ? []
      : [taxLine(typeof rate === "number" ? rate : null, tax)];
  return {
    id: `gid://shopify/ProductSale/${count}`,
    actionType: action,
    lineType: type,
    quantity: draft.quantity === undefined ? 1 : draft.quantity,
    totalAmount: bag(gross, currency),
    totalTaxAmount: bag(tax, currency),
    taxes,
    ...thing(type, of, draft.name),
  };
}

function thing(type: string, of: string, name = "Handling") {
  switch (type) {
    case "SHIPPING":
      return { shippingLine: { id: `gid://shopify/ShippingLine/${of}` } };
    case "DUTY":
      return { duty: { id: `gid://shopify/Duty/${of}` } };
    case "FEE":
      return { fee: { id: `gid://shopify/RestockingFee/${of}` } };
    case "ADDITIONAL_FEE":
      return { additionalFee: { id: `gid://shopify/SaleAdditionalFee/${of}`, name } };
    case "ADJUSTMENT":
      return {};
    default:
      return { lineItem: { id: `gid://shopify/LineItem/${of}` } };
  }
}

type Sales = readonly ReturnType<typeof sale>[];

export interface AgreementDraft {
  readonly id: string;
  readonly at: string;
  readonly sales: Sales;
  /** Of a refund: the refund's number. */
  readonly refund?: string;
}

/** One event of an order: `kind` is the word of its type, e.g. `OrderEdit`. */
export function agreement(kind: string, { id, at, sales, refund }: AgreementDraft) {
  return {
    cursor: `cursor-${id}`,
    node: {
      __typename: `${kind}Agreement`,
      id: `gid://shopify/${kind}Agreement/${id}`,
      happenedAt: at,
      reason: kind.toUpperCase(),
      ...(refund === undefined ? {} : { refund: { legacyResourceId: refund } }),
      sales: { nodes: sales, pageInfo: { hasNextPage: false, endCursor: null } },
    },
  };
}

export function lineItem(id: string, price: Amount, changes: Record<string, unknown> = {}, currency = "SEK") {
  return {
    id: `gid://shopify/LineItem/${id}`,
    name: `Mug ${id}`,
    sku: `MUG-${id}`,
    quantity: 1,
    isGiftCard: false,
    requiresShipping: true,
    originalUnitPriceSet: bag(price, currency),
    sellingPlan: null,
    variant: { id: `gid://shopify/ProductVariant/8${id}` },
    product: { id: `gid://shopify/Product/9${id}` },
    ...changes,
  };
}

interface Movement {
  readonly id: string;
  readonly kind?: string;
  readonly status?: string;
  readonly gateway?: string;
  readonly amount: Amount;
  readonly rounding?: Amount;
  readonly at?: string;
  readonly parent?: string;
  readonly fees?: readonly string[];
}

export function transaction(movement: Movement, currency = "SEK") {
  const { id, kind = "SALE", status = "SUCCESS", gateway = "shopify_payments", amount } = movement;
  const at = movement.at ?? ORDERED;
  return {
    id: `gid://shopify/OrderTransaction/${id}`,
    kind,
    status,
    gateway,
    createdAt: at,
    processedAt: at,
    amountSet: bag(amount, currency),
    amountRoundingSet: movement.rounding === undefined ? null : bag(movement.rounding, currency),
    parentTransaction:
      movement.parent === undefined ? null : { id: `gid://shopify/OrderTransaction/${movement.parent}` },
    fees: (movement.fees ?? []).map((fee) => ({ amount: { amount: fee, currencyCode: "SEK" } })),
  };
}

export function refund(
  id: string,
  at: string,
  money: readonly ReturnType<typeof transaction>[] = [],
  note = "",
) {
  return {
    legacyResourceId: id,
    createdAt: at,
    processedAt: at,
    note,
    transactions: { nodes: money, pageInfo: { hasNextPage: false } },
  };
}

const page = (nodes: readonly unknown[]) => ({ nodes, pageInfo: { hasNextPage: false, endCursor: null } });

export interface OrderDraft {
  readonly currency?: string;
  readonly lines: readonly ReturnType<typeof lineItem>[];
  readonly freight?: readonly string[];
  readonly sold: Sales;
  /** What the order came to when it was placed. */
  readonly total: Amount;
  readonly later?: readonly ReturnType<typeof agreement>[];
  /** What it comes to now, with the tax in it; absent: as it was placed. */
  readonly now?: Amounts;
  /** Tax when nothing happened later. */
  readonly tax: Amount;
  readonly money?: readonly ReturnType<typeof transaction>[];
  readonly received?: Amount;
  readonly refunded?: Amount;
  readonly refunds?: readonly ReturnType<typeof refund>[];
  readonly rounding?: Amount;
  readonly changes?: Record<string, unknown>;
}

/** The answer to the question for one order. */
export function shopifyOrder(draft: OrderDraft) {
  const { currency = "SEK", lines, sold, total, tax, later = [], now, money = [], refunds = [] } = draft;
  const address = {
    name: "Anna Ek",
    company: null,
    address1: "Kungsgatan 1",
    address2: null,
    zip: "111 22",
    city: "Stockholm",
    provinceCode: null,
    countryCodeV2: "SE",
  };
  const placed = agreement("Order", { id: "1", at: ORDERED, sales: sold });
  return {
    legacyResourceId: "5001",
    name: "#1001",
    poNumber: null,
    note: null,
    test: false,
    createdAt: ORDERED,
    processedAt: ORDERED,
    updatedAt: "2026-03-03T08:00:00Z",
    cancelledAt: null,
    closedAt: null,
    displayFinancialStatus: "PAID",
    displayFulfillmentStatus: "UNFULFILLED",
    currencyCode: "SEK",
    presentmentCurrencyCode: currency,
    taxesIncluded: true,
    sourceName: "web",
    app: { id: "gid://shopify/App/580111" },
    merchantOfRecordApp: null,
    email: "anna.ek@example.com",
    billingAddress: address,
    shippingAddress: address,
    customer: {
      legacyResourceId: "701",
      displayName: "Anna Ek",
      defaultEmailAddress: { emailAddress: "anna.ek@example.com" },
    },
    purchasingEntity: null,
    paymentTerms: null,
    customAttributes: [],
    discountCodes: [],
    originalTotalPriceSet: bag(total, currency),
    currentTotalPriceSet: bag(now?.gross ?? total, currency),
    currentTotalTaxSet: bag(now?.tax ?? tax, currency),
    totalReceivedSet: bag(draft.received ?? "0.00", currency),
    totalRefundedSet: bag(draft.refunded ?? "0.00", currency),
    totalCashRoundingAdjustment: { paymentSet: bag(draft.rounding ?? "0.00", currency) },
    shippingLines: page(
      (draft.freight ?? []).map((id) => ({ id: `gid://shopify/ShippingLine/${id}`, title: "Parcel" })),
    ),
    lineItems: page(lines),
    transactions: [...money, ...refunds.flatMap((one) => one.transactions.nodes)],
    transactionsCount: { count: money.length + refunds.flatMap((one) => one.transactions.nodes).length },
    refunds,
    agreements: { edges: [placed, ...later], pageInfo: { hasNextPage: false } },
    ...draft.changes,
  };
}
