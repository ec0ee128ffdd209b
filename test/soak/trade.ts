import { minus, sum, taxOf } from "../../sandbox/platforms/manifest-shop/amounts.ts";
import type { OrderLine, ShopOrder } from "../../sandbox/platforms/manifest-shop/order.ts";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import type { RefundDraft } from "../../sandbox/platforms/manifest-shop/refunds.ts";
import type { Random } from "./random.ts";

const RATES = ["25", "12", "6"];
const SKUS = Array.from({ length: 12 }, (_, index) => `SKU-${index + 1}`);
const CUSTOMERS = 25;

/** The rate belongs to the SKU, as it would in a shop. */
const rateOf = (sku: string): string => RATES[SKUS.indexOf(sku) % RATES.length] ?? "25";

const price = (random: Random): string =>
  `${random.between(1, 400)}.${random.pick(["00", "50", "90", "99", "37"])}`;

/** An order somebody could place: some pay later, some never. */
export function someDraft(random: Random): OrderDraft {
  const person = random.between(1, CUSTOMERS);
  const lines = Array.from({ length: random.between(1, 4) }, () => {
    const sku = random.pick(SKUS);
    const quantity = String(random.between(1, 4));
    return { sku, title: `Thing ${sku}`, quantity, unitPrice: price(random), rate: rateOf(sku) };
  });
  return {
    paid: random.chance(0.85),
    pricesIncludeTax: random.chance(0.7),
    lines,
    ...(random.chance(0.5) ? { shipping: { price: "49.00", rate: "25" } } : {}),
    customer: { email: `buyer${person}@example.se`, name: `Buyer ${person}`, country: "SE" },
  };
}

/** A refund of pieces, of the freight, or out of goodwill; the shop refuses what is more than is left. */
export function someRefund(order: ShopOrder, random: Random): RefundDraft {
  const hasGoodwill = order.refunds.some((refund) => refund.adjustments.length > 0);
  // Goodwill takes from every line, so afterwards no whole line can come back; before it, pieces may.
  if (hasGoodwill || (order.refunds.length === 0 && random.chance(0.25))) {
    return {
      adjustments: [{ kind: "goodwill", gross: `${random.between(1, 9)}.${random.pick(["00", "45"])}` }],
    };
  }
  if (order.shipping.length > 0 && random.chance(0.2)) return { shipping: true };
  const line = random.pick([...order.lines, ...order.edits.flatMap((edit) => edit.added)]);
  const quantity = random.chance(0.5) ? line.quantity : "1";
  return { lines: [{ line_id: line.id, quantity }] };
}

/** The order with one thing more on it, and its money. */
export function withAddition(order: ShopOrder, random: Random, at: string): ShopOrder {
  const sku = random.pick(SKUS);
  const unitPrice = price(random);
  const rate = rateOf(sku);
  const number = order.edits.length + 1;
  const how = order.prices_include_tax ? "included" : "on top";
  const tax = taxOf(unitPrice, rate, how, order.decimals);
  const gross = order.prices_include_tax ? unitPrice : sum([unitPrice, tax], order.decimals);
  const like = order.lines[0];
  if (like === undefined) throw new Error(`order ${order.id} has no lines`);
  const added: OrderLine = {
    ...like,
    id: `LE${number}`,
    product_id: `p-${sku.toLowerCase()}`,
    variant_id: `v-${sku.toLowerCase()}`,
    sku,
    title: `Thing ${sku}`,
    quantity: "1",
    unit_price: unitPrice,
    discount: "0.00",
    tax_lines: [{ rate, amount: tax, channel_liable: false }],
  };
  const money = {
    id: `T${order.id}-E${number}`,
    kind: "sale" as const,
    gateway: "card",
    status: "success" as const,
    amount: gross,
    currency: order.currency,
    processed_at: at,
    gift_card_id: null,
    fee: null,
  };
  return {
    ...order,
    transactions: [...order.transactions, money],
    edits: [...order.edits, { id: `E${number}`, at, added: [added], price_change: [] }],
  };
}

/** What the customer was charged and has not got back. */
export function keptMoney(order: ShopOrder): string {
  return minus(charged(order), returned(order), order.decimals);
}

export function charged(order: ShopOrder): string {
  return moved([order.transactions], "sale", order.decimals);
}

export function returned(order: ShopOrder): string {
  return moved(
    order.refunds.map((refund) => refund.transactions),
    "refund",
    order.decimals,
  );
}

function moved(movements: readonly ShopOrder["transactions"][], kind: string, decimals: number): string {
  const amounts = movements
    .flat()
    .filter((one) => one.kind === kind && one.status === "success")
    .map((one) => one.amount);
  return sum(amounts, decimals);
}
