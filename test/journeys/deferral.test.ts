import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse, SET_UP } from "../support/house.ts";

/** A year that is over whenever the test runs, in a ledger that has its financial years. */
const YEAR = new Date().getUTCFullYear() - 2;

/** 12,000 and 3,000 of VAT for a period, paid on its first day. */
const plan = (start: string, end: string): OrderDraft => ({
  paid: true,
  createdAt: `${start}T10:00:00+01:00`,
  lines: [{ title: "Plan", nature: "service", unitPrice: "15000.00", rate: "25", period: { start, end } }],
  customer: { email: "eva@example.se", name: "Eva Ek", country: "SE" },
});

/** The first of a month before this one, or after it. */
function monthsAgo(months: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)).toISOString().slice(0, 10);
}

describe.each(engines)("a prepaid year on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine, { until: "connected" });
    await house.changeSettings({ ...SET_UP, deferral: { enabled: true, account: "2970" } });
  });
  afterAll(() => house.close());

  const vouchersOf = (number: string) =>
    house.fortnox.ledger
      .vouchers()
      .filter((one) => one.ReferenceType === "MANUAL" && one.Description.includes(`Order ${number}`));

  it("that is over is deferred and earned in twelve vouchers, and the deferral account is empty", async () => {
    const { id, number } = await house.shop.placeOrder(plan(`${YEAR}-01-01`, `${YEAR}-12-31`));
    const order = await house.waitForOrder(id, "booked");
    const vouchers = vouchersOf(number);
    expect(vouchers.map((one) => one.TransactionDate)).toHaveLength(13);
    expect(vouchers[0]).toMatchObject({
      TransactionDate: `${YEAR}-01-01`,
      VoucherRows: [
        { Account: 3001, Debit: "12000.00" },
        { Account: 2970, Credit: "12000.00" },
      ],
    });
    const earned = vouchers.slice(1).flatMap((one) => one.VoucherRows);
    expect(earned.filter((row) => row.Account === 2970).map((row) => row.Debit)).toEqual(
      Array.from({ length: 12 }, () => "1000.00"),
    );
    expect(order.journals.map((one) => one.key).slice(0, 2)).toEqual(["defer-L1", `defer-L1-${YEAR}-01`]);
    expect(order.log.map((line) => line.message).join("\n")).toContain("del 12 av 12");
  });

  it("is written once though the ledger never said that it wrote the voucher", async () => {
    house.fortnox.faults.next({ match: "POST /3/vouchers", fault: "timeout-after-write", ms: 20 });
    const { id, number } = await house.shop.placeOrder(plan(`${YEAR}-01-01`, `${YEAR}-02-28`));
    const order = await house.waitForOrder(id, "booked");
    expect(vouchersOf(number)).toHaveLength(3);
    expect(order.log.map((line) => line.message).join("\n")).toContain("Found in the ledger");
  });

  it("that ends early gives back what is still deferred, and nothing more is earned", async () => {
    const start = monthsAgo(2);
    const { id } = await house.shop.placeOrder(plan(start, monthsAgo(-10)));
    const before = await house.waitForOrder(id, "booked");
    expect(before.journals.length).toBeGreaterThan(1);
    await house.shop.refund(id, { adjustments: [{ kind: "unused_period", gross: "15000.00" }] });
    const after = await house.waitForOrder(
      id,
      (one) => one.state === "booked" && one.journals.length > before.journals.length,
    );
    expect(after.journals.map((one) => one.key).slice(before.journals.length)).toEqual([
      expect.stringMatching(/^defer-refund-/),
    ]);
    const cents = (text: string): number => Number(text.replace(".", ""));
    const deferred = after.journals.flatMap((one) => one.lines).filter((line) => line.account === "2970");
    expect(deferred.reduce((sum, line) => sum + cents(line.credit) - cents(line.debit), 0)).toBe(0);
    const { body } = await house.api("GET", `/orders/${id}/preview`);
    expect((body as { journals: unknown[] }).journals).toHaveLength(after.journals.length);
  });

  it("waits for its months: today's voucher is written, those to come are only shown", async () => {
    const { id, number } = await house.shop.placeOrder(
      plan(new Date().toISOString().slice(0, 10), monthsAgo(-24)),
    );
    await house.waitForOrder(id, "booked");
    expect(vouchersOf(number)).toHaveLength(1);
    const { body } = await house.api("GET", `/orders/${id}/preview`);
    expect(body).toMatchObject({ outcome: { state: "booked" } });
    expect((body as { journals: unknown[] }).journals.length).toBeGreaterThan(20);
  });
});
