import * as fc from "fast-check";
import type { Order } from "../../plugin/domain/order.ts";
import { address, order } from "./orders.ts";
import { movement, refund } from "./refunds.ts";

// Orders for properties. `tidyOrder` is what an honest shop sends: lines, taxes and total agree.
// `anyOrder` has the contract's shape and nothing else: amounts, rates, ids and dates need not agree at all.

type Told = NonNullable<Parameters<typeof order>[0]>;
type SoldLine = NonNullable<Told["lines"]>[number];
type ToldRefund = NonNullable<Parameters<typeof refund>[0]>;

/** Decimal text of an amount in öre. */
export function kronor(öre: number): string {
  const digits = String(Math.abs(öre)).padStart(3, "0");
  return `${öre < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

export function öreOf(text: string): number {
  return Number(text.replace(".", ""));
}

const rate = fc.constantFrom("25", "12", "6");
/** A single-purpose voucher, when the settings list it. */
export const VOUCHER = "V25";

const soldLine = fc
  .record({
    price: fc.integer({ min: 1, max: 200_000 }),
    quantity: fc.integer({ min: 1, max: 5 }),
    discounted: fc.integer({ min: 0, max: 99 }),
    rate,
  })
  .map(
    ({ price, quantity, discounted, rate: percent }): SoldLine => ({
      price: kronor(price),
      quantity: String(quantity),
      discount: kronor(Math.floor((price * quantity * discounted) / 100)),
      rate: percent,
    }),
  );

const freight = soldLine.map((line): SoldLine => ({ ...line, id: "SH1", quantity: "1", discount: "0.00" }));

/** What an honest order is told by; the total is up to 0.10 off its lines. */
export const tidyTold = fc
  .record({
    lines: fc.array(soldLine, { minLength: 1, maxLength: 5 }),
    freight: fc.option(freight, { nil: undefined }),
    pricesIncludeTax: fc.boolean(),
    off: fc.integer({ min: -10, max: 10 }),
  })
  .map(({ lines, freight: parcel, pricesIncludeTax, off }): Told => {
    const told: Told = { lines, pricesIncludeTax, ...(parcel === undefined ? {} : { freight: [parcel] }) };
    const total = öreOf(order(told).total.toJSON()) + off;
    return { ...told, total: kronor(Math.max(total, 1)) };
  });

/** Cuts an amount into parts that sum to it; some may be nothing. */
export function sliced(whole: number, cuts: readonly number[]): number[] {
  const marks = cuts.map((cut) => Math.floor((whole * cut) / 1000)).sort((a, b) => a - b);
  return [...marks, whole].map((mark, index) => mark - (index === 0 ? 0 : (marks[index - 1] ?? 0)));
}

export const cuts = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 0, maxLength: 4 });

const wildAmount = fc
  .tuple(fc.integer({ min: -50_000, max: 60_000 }), fc.constantFrom("", "5", "0049"))
  .map(([öre, tail]) => `${kronor(öre)}${tail}`);
const amount = fc.integer({ min: 0, max: 60_000 }).map(kronor);
const wildRate = fc.option(fc.constantFrom("0", "6", "19", "25", "25.5", "99", "-100"), { nil: null });
const instant = fc.constantFrom(
  "2026-03-01T00:00:00Z",
  "2026-03-04T12:00:00+02:00",
  "2026-03-10T23:30:00Z",
  "2026-12-31T23:30:00Z",
);
const lineId = fc.constantFrom("L1", "L2", "L3", "A1", "X1", "SH1", "?");
const country = fc.constantFrom("SE", "DE", "FI", "GB", "NO", "AX", "US", "EL", "ZZ");
const status = fc.constantFrom("success" as const, "pending" as const, "failure" as const);

const wildLine: fc.Arbitrary<SoldLine> = fc.record({
  price: wildAmount,
  quantity: fc.constantFrom("0", "1", "3", "0.333", "-1", "100"),
  discount: wildAmount,
  rate: wildRate,
  tax: fc.constantFrom("0.00", "10.00", "-10.00"),
  nature: fc.constantFrom("goods", "service"),
  giftCard: fc.boolean(),
  voucher: fc.constantFrom(null, "single_purpose", "multi_purpose"),
  tip: fc.boolean(),
  fee: fc.boolean(),
});
const ordinaryLine: fc.Arbitrary<SoldLine> = fc.record({ price: amount, rate });
/** A line with several tax lines: rates of their own, the same base twice, a marketplace's share. */
const mixedLine: fc.Arbitrary<SoldLine> = fc.record({
  price: amount,
  taxLines: fc.array(
    fc.record({
      rate: fc.constantFrom("0", "6", "25"),
      amount: fc.integer({ min: 0, max: 2_000 }).map(kronor),
      channelLiable: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});
const anyLine = fc.oneof(
  { weight: 4, arbitrary: ordinaryLine },
  { weight: 1, arbitrary: mixedLine },
  { weight: 1, arbitrary: wildLine },
);

const wildMovement = fc
  .record({
    kind: fc.constantFrom(
      "authorization",
      "capture",
      "sale",
      "void",
      "refund",
      "chargeback",
      "chargeback_reversal",
    ),
    paid: amount,
    id: fc.constantFrom("T1", "T2", "T3"),
    at: instant,
    gateway: fc.constantFrom("card", "gift_card", "store_credit", "constructor", "__proto__"),
    status,
    currency: fc.constantFrom("SEK", "SEK", "EUR"),
    card: fc.constantFrom(null, null, VOUCHER, "M1"),
    fee: fc.constantFrom(null, "1.45"),
  })
  .map(({ kind, paid, card, fee, ...more }) =>
    movement(kind, paid, {
      ...more,
      ...(card === null ? {} : { giftCardId: card }),
      ...(fee === null ? {} : { fee }),
    }),
  );

const wildRefund = fc
  .record({
    id: fc.constantFrom("R1", "R2", "R3"),
    at: instant,
    lines: fc.array(fc.tuple(lineId, fc.constantFrom("1", "0"), wildAmount, wildAmount), { maxLength: 3 }),
    freight: fc.array(fc.tuple(fc.constant("SH1"), amount, amount), { maxLength: 1 }),
    adjustments: fc.array(
      fc.tuple(
        fc.constantFrom("goodwill", "restocking_fee", "unused_period", "other"),
        wildAmount,
        fc.option(wildAmount, { nil: null }),
      ),
      { maxLength: 2 },
    ),
    payments: fc.array(wildMovement, { maxLength: 2 }),
  } satisfies { [K in keyof ToldRefund]?: fc.Arbitrary<ToldRefund[K]> })
  .map((told) => refund(told));

/** What the order is in the shop's own books, in EUR; mostly the shop's own currency is the order's. */
const shopAmount = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.integer({ min: -5_000, max: 60_000 }).map(kronor) },
);

const wildOrder: fc.Arbitrary<Order> = fc
  .record({
    lines: fc.array(anyLine, { maxLength: 3 }),
    freight: fc.array(anyLine, { maxLength: 1 }),
    exchanged: fc.array(anyLine, { maxLength: 1 }),
    changes: fc.array(
      fc.record({
        id: fc.constantFrom("E1", "E2"),
        at: instant,
        added: fc.array(anyLine, { maxLength: 1 }),
        prices: fc.array(fc.tuple(lineId, wildAmount, wildAmount), { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
    pricesIncludeTax: fc.boolean(),
    channel: fc.constantFrom(null, "marketplace"),
    status: fc.constantFrom("open", "cancelled", "closed"),
    financialStatus: fc.constantFrom("pending", "paid", "partially_refunded", "refunded", "voided"),
    createdAt: instant,
    timeZone: fc.constantFrom("Europe/Stockholm", "Pacific/Auckland", "Not/AZone"),
    payments: fc.array(wildMovement, { maxLength: 3 }),
    refunds: fc.array(wildRefund, { maxLength: 3 }),
    buyer: country,
    arrival: fc.option(country, { nil: null }),
    odd: fc.option(wildAmount, { nil: null }),
    cash: fc.option(fc.constantFrom("0.40", "-0.40"), { nil: null }),
    shop: shopAmount,
  })
  .map(({ buyer, arrival, odd, cash, shop, ...told }) =>
    order({
      ...told,
      ...(shop === null ? {} : { shopAmount: [shop, "EUR"] }),
      ...(odd === null ? {} : { total: odd }),
      ...(cash === null ? {} : { cashRounding: cash }),
      customer: { country: buyer, vatNumber: "DE123456789" },
      shipTo: arrival === null ? null : address(arrival),
    }),
  );

const smallChange = fc
  .record({ id: fc.constantFrom("L1", "L2", "A1"), öre: fc.integer({ min: -5_000, max: 5_000 }) })
  .map(({ id, öre }) => [id, kronor(öre), kronor(Math.round(öre / 5))] as const);

const smallRefund = fc
  .record({
    id: fc.constantFrom("R1", "R2", "R3"),
    at: instant,
    öre: fc.integer({ min: 1, max: 20_000 }),
    way: fc.constantFrom("line", "freight", "money", "goodwill", "fee", "exchanged"),
    state: fc.oneof(
      { weight: 4, arbitrary: fc.constant("success" as const) },
      { weight: 1, arbitrary: status },
    ),
  })
  .map(({ id, at, öre, way, state }) => {
    const gross = kronor(öre);
    // No VAT stated: what the amount contains.
    const tax = "0.00";
    const payments = [movement("refund", gross, { id: `T-${id}`, at, status: state })];
    const more: ToldRefund = {
      line: { lines: [["L1", "1", gross, tax]] as const },
      exchanged: { lines: [["X1", "1", gross, tax]] as const },
      freight: { freight: [["SH1", gross, tax]] as const },
      goodwill: { adjustments: [["goodwill", gross, null]] as const },
      fee: {
        lines: [["L1", "1", gross, tax]] as const,
        adjustments: [["restocking_fee", "-0.50", null]] as const,
      },
      money: {},
    }[way];
    return refund({ id, at, payments: way === "fee" ? [] : payments, ...more });
  });

/** An honest order to which a lot happens afterwards: edits, exchanges, refunds of every kind, some pending. */
export const eventfulOrder: fc.Arbitrary<Order> = fc
  .record({
    told: tidyTold,
    refunds: fc.array(smallRefund, { maxLength: 4 }),
    changes: fc.array(
      fc.record({
        id: fc.constantFrom("E1", "E2"),
        at: instant,
        added: fc.array(ordinaryLine, { maxLength: 1 }),
        prices: fc.array(smallChange, { maxLength: 1 }),
      }),
      { maxLength: 2 },
    ),
    exchanged: fc.array(ordinaryLine, { maxLength: 1 }),
    more: fc.array(wildMovement, { maxLength: 2 }),
    shop: shopAmount,
  })
  .map(({ told, more, shop, ...happened }) => {
    const foreign = shop === null ? {} : { shopAmount: [shop, "EUR"] as const };
    const sold = order({ ...told, ...happened, ...foreign, financialStatus: "paid" });
    return { ...sold, payments: [...sold.payments, ...more.filter((one) => one.id !== "T1")] };
  });

/** Anything that has the contract's shape. */
export const anyOrder = fc.oneof(
  { weight: 3, arbitrary: eventfulOrder },
  { weight: 1, arbitrary: wildOrder },
);
