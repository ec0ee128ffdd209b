import type { Bag, Currencies } from "../money.ts";
import { bagOf, fraction, isZero, less, roundedIn, splitBag, sum, taxOf, times } from "../money.ts";
import { invalid } from "../refusal.ts";
import type { Variant } from "./catalogue.ts";
import type { CompleteDraft, DraftLine, DraftShipping, Taxed } from "./draft.ts";
import type { DiscountApplication, Duty, Line, Order, ShippingLine, Tax } from "./order.ts";
import { discountOf, type NextId } from "./sales.ts";

/** What building lines needs to know of the order and the shop. */
export interface LineMaker {
  order: Pick<Order, "currencies" | "taxesIncluded" | "taxExempt" | "discounts">;
  marketplace: boolean;
  variantOf: (sku: string) => Variant | undefined;
  nextId: NextId;
}

export function makeLine(draft: DraftLine, maker: LineMaker): Line {
  const { currencies } = maker.order;
  const variant = draft.sku === null ? undefined : maker.variantOf(draft.sku);
  const price = draft.unitPrice ?? variant?.price;
  const title = draft.title ?? variant?.title;
  if (price === undefined || title === undefined) {
    throw invalid(
      `A line needs a title and a price; the shop has no product ${draft.sku ?? "without a SKU"}.`,
    );
  }
  const line: Line = {
    id: maker.nextId(),
    kind: draft.giftCard ? "GIFT_CARD" : "PRODUCT",
    variantId: variant?.id ?? null,
    title,
    variantTitle: draft.variantTitle,
    sku: draft.sku,
    vendor: draft.vendor ?? variant?.vendor ?? null,
    quantity: draft.quantity,
    unitPrice: bagOf(price, currencies),
    originalTotal: bagOf(times(price, String(draft.quantity)), currencies),
    allocations: [],
    taxes: [],
    duties: [],
    taxable: !draft.giftCard,
    requiresShipping: draft.requiresShipping && !draft.giftCard,
    sellingPlan: draft.sellingPlan,
    attributes: draft.attributes,
  };
  if (!isZero(draft.discount)) addAllocation(line, maker, byHand(draft.discount, "LINE_ITEM"));
  if (draft.duty !== null) line.duties.push(makeDuty(draft.duty, maker));
  return line;
}

export function makeShipping(draft: DraftShipping, maker: LineMaker): ShippingLine {
  const shipping: ShippingLine = {
    id: maker.nextId(),
    title: draft.title,
    code: draft.code,
    original: bagOf(draft.price, maker.order.currencies),
    allocations: [],
    taxes: [],
    isRemoved: false,
  };
  if (!isZero(draft.discount)) addAllocation(shipping, maker, byHand(draft.discount, "SHIPPING_LINE"));
  return shipping;
}

/** Works out the taxes of something sold, after its discounts are known. Gift cards and tips have none. */
export function taxesOn(
  net: Bag,
  draft: Taxed,
  { order, marketplace }: Pick<LineMaker, "order" | "marketplace">,
): Tax[] {
  if (order.taxExempt) return [];
  const single = draft.rate === null || draft.rate === undefined ? [] : [{ rate: draft.rate, title: "VAT" }];
  const rules = draft.taxes ?? single.map((rule) => ({ ...rule, channelLiable: false }));
  const rates = rules.map((rule) => rule.rate);
  return rules.map((rule) => ({
    ...rule,
    channelLiable: marketplace || rule.channelLiable,
    amount: taxOf(net, { rate: rule.rate, rates, included: order.taxesIncluded }, order.currencies),
  }));
}

export function netOf(
  subject: { originalTotal: Bag } | { original: Bag },
  allocations: Line["allocations"],
): Bag {
  const price = "original" in subject ? subject.original : subject.originalTotal;
  return less(price, discountOf({ allocations }));
}

/** Spreads the order's discount over its lines by what they cost, cents to the first lines. */
export function spreadDiscount(
  lines: readonly Line[],
  discount: NonNullable<CompleteDraft["discount"]>,
  maker: LineMaker,
): void {
  const { currencies } = maker.order;
  const sharing = lines.filter((line) => line.kind === "PRODUCT");
  const worth = sharing.map((line) => netOf(line, line.allocations).buyer);
  const amount =
    discount.amount ?? roundedIn(currencies.buyer, fraction(sum(worth), discount.percentage ?? "0", "100"));
  const application = applicationOf(discount);
  maker.order.discounts.push(application);
  const at = maker.order.discounts.length - 1;
  for (const [index, bag] of splitBag(amount, worth, currencies).entries()) {
    sharing[index]?.allocations.push({ application: at, amount: bag });
  }
}

export function addAllocation(
  subject: Pick<Line, "allocations">,
  { order }: Pick<LineMaker, "order">,
  application: DiscountApplication & { value: { amount: string } },
): Bag {
  const amount = bagOf(application.value.amount, order.currencies);
  order.discounts.push(application);
  subject.allocations.push({ application: order.discounts.length - 1, amount });
  return amount;
}

export function byHand(
  amount: string,
  targetType: DiscountApplication["targetType"],
): DiscountApplication & { value: { amount: string } } {
  return {
    type: "ManualDiscountApplication",
    name: "Discount",
    description: null,
    allocationMethod: "ONE",
    targetSelection: "EXPLICIT",
    targetType,
    value: { amount },
  };
}

function applicationOf(discount: NonNullable<CompleteDraft["discount"]>): DiscountApplication {
  return {
    type: discount.code === undefined ? "AutomaticDiscountApplication" : "DiscountCodeApplication",
    name: discount.code ?? discount.title ?? "Discount",
    description: null,
    allocationMethod: "ACROSS",
    targetSelection: "ALL",
    targetType: "LINE_ITEM",
    value:
      discount.percentage === undefined
        ? { amount: discount.amount ?? "0" }
        : { percentage: discount.percentage },
  };
}

export function makeTip(amount: string, currencies: Currencies, nextId: NextId): Line {
  const price = bagOf(amount, currencies);
  return {
    id: nextId(),
    kind: "TIP",
    variantId: null,
    title: "Tip",
    variantTitle: null,
    sku: null,
    vendor: null,
    quantity: 1,
    unitPrice: price,
    originalTotal: { ...price },
    allocations: [],
    taxes: [],
    duties: [],
    taxable: false,
    requiresShipping: false,
    sellingPlan: null,
    attributes: [],
  };
}

function makeDuty(draft: NonNullable<DraftLine["duty"]>, maker: LineMaker): Duty {
  const price = bagOf(draft.price, maker.order.currencies);
  return { id: maker.nextId(), price, taxes: taxesOn(price, draft, maker) };
}
