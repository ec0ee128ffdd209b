import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ShopOrder } from "../../sandbox/platforms/manifest-shop/order.ts";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";
import type { OrderView } from "../support/merchant.ts";

// What happens to an order after it was placed, each kind up to the last öre of a strict ledger.

const customer = { email: "anna@example.se", name: "Anna Ek", country: "SE" };
/** A mug of 249.00 at 25 % and two books of 106.00 at 6 %, freight 49.00. */
const MIXED: OrderDraft = {
  paid: true,
  lines: [
    { sku: "MUG-01", title: "Mug", unitPrice: "249.00", rate: "25" },
    { sku: "BOOK-01", title: "Book", quantity: "2", unitPrice: "106.00", rate: "6" },
  ],
  shipping: { price: "49.00", rate: "25" },
  customer,
};
const abroad = (country: string) => ({ bill_to: { country }, ship_to: { country } });

describe.each(engines)("what happens later on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine);
    house.fortnox.faults.addVatRate({ code: "DE19", rate: "19" });
    await house.changeSettings({
      vat: {
        registrations: ["OSS"],
        treatments: [{ treatment: "oss", country: "DE", rate: "19", account: 3106, vat_code: "DE19" }],
      },
    });
  });
  afterAll(() => house.close());

  async function booked(draft: OrderDraft) {
    const placed = await house.shop.placeOrder(draft);
    await house.waitForOrder(placed.id, "booked");
    return placed;
  }

  /** The order when it has so many documents, all of them booked and paid. */
  async function settled(id: string, count: number): Promise<OrderView> {
    const isSettled = (order: OrderView): boolean =>
      order.documents.length === count &&
      order.documents.every(
        ({ external_id }) =>
          house.fortnox.ledger.invoices().find((one) => one.DocumentNumber === external_id)?.FinalPayDate !=
          null,
      );
    return await house.waitForOrder(id, isSettled);
  }

  const lineOf = (order: ShopOrder, index = 0): string => order.lines[index]?.id ?? "";
  const shown = ({ documents }: OrderView, from = 1) =>
    documents.slice(from).map(({ kind, gross, vat }) => `${kind} ${gross} of which ${vat}`);

  it("one mug of three comes back, then another: each its own credit note without a limit of the ledger's", async () => {
    const placed = await booked(THREE_MUGS);
    for (const count of [2, 3, 4]) {
      await house.shop.refund(placed.id, { lines: [{ line_id: lineOf(placed), quantity: "1" }] });
      await settled(placed.id, count);
    }
    const order = await house.waitForOrder(placed.id, "booked");
    expect(shown(order)).toEqual(Array.from({ length: 3 }, () => "credit_note 249.00 of which 49.80"));
  });

  it("the freight goes back alone", async () => {
    const placed = await booked(MIXED);
    await house.shop.refund(placed.id, { shipping: true });
    expect(shown(await settled(placed.id, 2))).toEqual(["credit_note 49.00 of which 9.80"]);
  });

  it("an amount without lines is spread over both rates", async () => {
    const placed = await booked({ ...MIXED, shipping: null });
    await house.shop.refund(placed.id, { adjustments: [{ kind: "goodwill", gross: "100.00" }] });
    // 54.01 at 25 % (10.80) and 45.99 at 6 % (2.60)
    expect(shown(await settled(placed.id, 2))).toEqual(["credit_note 100.00 of which 13.40"]);
  });

  it("a mug comes back for a fee", async () => {
    const placed = await booked(MIXED);
    await house.shop.refund(placed.id, {
      lines: [{ line_id: lineOf(placed), quantity: "1" }],
      adjustments: [{ kind: "restocking_fee", gross: "-25.00" }],
    });
    expect(shown(await settled(placed.id, 2))).toEqual(["credit_note 224.00 of which 44.80"]);
  });

  it("more than is left is held, and the invoice stays as it is", async () => {
    const placed = await booked(THREE_MUGS);
    const at = new Date().toISOString();
    const back = { line_id: lineOf(placed), quantity: "3", gross: "999.00", tax: "199.80" };
    await house.shop.putOrder({
      ...placed,
      refunds: [
        {
          id: "R1",
          created_at: at,
          note: null,
          lines: [back],
          shipping: [],
          adjustments: [],
          transactions: [],
        },
      ],
    });
    const held = await house.waitForOrder(placed.id, "held");
    expect(held).toMatchObject({ code: "REFUND_EXCEEDS_REMAINING", documents: [{ gross: "796.00" }] });
  });

  it.each([
    ["a business in another member state", { ...abroad("DE"), rate: null, vat: "DE123456789" }, "0.00"],
    ["a consumer in another member state", { ...abroad("DE"), rate: "19", vat: null }, "15.97"],
  ])("what %s bought comes back as it was sold", async (_, { rate, vat, ...addresses }, tax) => {
    const placed = await booked({
      paid: true,
      lines: [{ sku: "MUG-01", title: "Mug", unitPrice: "100.00", rate }],
      customer: {
        email: `${vat ?? "kunde"}@example.de`,
        name: "Handel GmbH",
        country: "DE",
        ...(vat === null
          ? {}
          : { type: "B2B", company: "Handel GmbH", vat_number: vat, vat_number_valid: true }),
      },
      ...addresses,
    });
    await house.shop.refund(placed.id, { lines: [{ line_id: lineOf(placed), quantity: "1" }] });
    expect(shown(await settled(placed.id, 2), 0)).toEqual([
      `invoice 100.00 of which ${tax}`,
      `credit_note 100.00 of which ${tax}`,
    ]);
  });

  it("what was bought in euro goes back at the invoice's rate", async () => {
    const placed = await booked({ ...THREE_MUGS, currency: "EUR", exchangeRate: "11.2345" });
    await house.shop.refund(placed.id, { lines: [{ line_id: lineOf(placed), quantity: "1" }] });
    const order = await settled(placed.id, 2);
    expect(order.documents).toMatchObject([{ currency: "EUR" }, { currency: "EUR", gross: "249.00" }]);
    const rates = order.documents.map(
      ({ external_id }) =>
        house.fortnox.ledger.invoices().find((one) => one.DocumentNumber === external_id)?.CurrencyRate,
    );
    expect(rates[1]).toBe(rates[0]);
  });

  it("a reservation is captured in two parts, and both are on the invoice", async () => {
    await house.changeSettings({ orders: { trigger: ["partially_paid"] } });
    const placed = await house.shop.placeOrder({ ...THREE_MUGS, paid: false, authorized: true });
    await house.waitForOrder(placed.id, (order) => order.code === "TRIGGER_NOT_REACHED");
    const [reserved] = placed.transactions;
    if (reserved === undefined) throw new Error("nothing is reserved");
    const captures = ["500.00", "296.00"].map((amount) => ({
      ...reserved,
      id: `T-${amount}`,
      kind: "capture" as const,
      amount,
    }));
    const captured = (count: number) => [reserved, ...captures.slice(0, count)];
    await house.shop.putOrder({ ...placed, financial_status: "partially_paid", transactions: captured(1) });
    await house.waitForOrder(placed.id, (order) => order.payments.length === 1);
    await house.shop.putOrder({ ...placed, financial_status: "paid", transactions: captured(2) });
    const order = await settled(placed.id, 1);
    await house.changeSettings({ orders: { trigger: ["paid"] } });
    expect(order.payments.map((one) => one.amount)).toEqual(["500.00", "296.00"]);
  });

  it("goods are added and a price is lowered: an invoice and a credit note of their own", async () => {
    const placed = await booked(THREE_MUGS);
    const [line] = placed.lines;
    const [paid] = placed.transactions;
    if (line === undefined || paid === undefined) throw new Error("the order is not as it was drafted");
    const at = new Date().toISOString();
    await house.shop.putOrder({
      ...placed,
      edits: [
        {
          id: "E1",
          at,
          added: [
            {
              ...line,
              id: "A1",
              quantity: "1",
              unit_price: "100.00",
              tax_lines: [{ rate: "25", amount: "20.00", channel_liable: false }],
            },
          ],
          price_change: [],
        },
        {
          id: "E2",
          at: new Date(Date.now() + 1000).toISOString(),
          added: [],
          price_change: [{ line_id: line.id, gross: "-50.00", tax: "-10.00" }],
        },
      ],
      transactions: [paid, { ...paid, id: "T-more", amount: "100.00" }],
      refunds: [
        {
          id: "R1",
          created_at: new Date(Date.now() + 2000).toISOString(),
          note: null,
          lines: [],
          shipping: [],
          adjustments: [],
          transactions: [{ ...paid, id: "T-back", kind: "refund", amount: "50.00" }],
        },
      ],
    });
    const order = await settled(placed.id, 3);
    expect(shown(order)).toEqual(["invoice 100.00 of which 20.00", "credit_note 50.00 of which 10.00"]);
    expect(order.warnings).toEqual([]);
  });

  it("an order is cancelled before it is paid: not booked; after it was booked: credited, and set off", async () => {
    const unpaid = await house.shop.placeOrder({ ...THREE_MUGS, paid: false });
    await house.waitForOrder(unpaid.id, (order) => order.code === "TRIGGER_NOT_REACHED");
    await house.shop.cancel(unpaid.id);
    const skipped = await house.waitForOrder(unpaid.id, "skipped");
    expect(skipped).toMatchObject({ code: "CANCELLED_BEFORE_CAPTURE", documents: [] });

    await house.changeSettings({ orders: { trigger: ["created"] }, refunds: { offset_account: "1515" } });
    const early = await booked({ ...THREE_MUGS, paid: false });
    await house.shop.cancel(early.id);
    const order = await settled(early.id, 2);
    await house.changeSettings({ orders: { trigger: ["paid"] }, refunds: { offset_account: null } });
    expect(shown(order)).toEqual(["credit_note 796.00 of which 159.20"]);
    expect(order.payments.map((one) => `${one.direction} ${one.amount} ${one.method}`)).toEqual([
      "in 796.00 set off",
      "out 796.00 set off",
    ]);
  });

  it("a subscription is renewed, dunned, changed up and down", async () => {
    const subscription = {
      id: "S1",
      period: { start: "2026-03-01", end: "2026-03-31" },
      state: "active" as const,
    };
    const month = { title: "Plan", nature: "service" as const, unitPrice: "119.00", rate: "25" };
    const renewal: OrderDraft = {
      paid: true,
      kind: "renewal",
      source: "subscription",
      subscription,
      lines: [month],
      customer,
    };
    await booked(renewal);
    const due = await house.shop.placeOrder({
      ...renewal,
      paid: false,
      subscription: { ...subscription, state: "past_due" },
    });
    await house.waitForOrder(due.id, (order) => order.code === "TRIGGER_NOT_REACHED");
    await house.shop.pay(due.id);
    expect(shown(await settled(due.id, 1), 0)).toEqual(["invoice 119.00 of which 23.80"]);
    const free = await house.shop.placeOrder({
      ...renewal,
      lines: [{ ...month, unitPrice: "0.00" }],
      subscription: { ...subscription, state: "trial" },
    });
    expect(await house.waitForOrder(free.id, "skipped")).toMatchObject({ code: "ZERO_TOTAL" });
    // Up: the new plan less what is left of the old one. Down: less is owed than was paid.
    const used = { ...month, title: "Unused days", unitPrice: "-60.00" };
    const up = await booked({
      ...renewal,
      kind: "adjustment",
      lines: [{ ...month, unitPrice: "100.00" }, used],
    });
    expect(shown(await settled(up.id, 1), 0)).toEqual(["invoice 40.00 of which 8.00"]);
    const down = await booked({
      ...renewal,
      kind: "adjustment",
      lines: [{ ...month, unitPrice: "20.00" }, used],
    });
    expect(shown(await settled(down.id, 1), 0)).toEqual(["credit_note 40.00 of which 8.00"]);
  });
});
