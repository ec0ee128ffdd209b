import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse, SET_UP } from "../support/house.ts";
import {
  balanceOf as balanceIn,
  PAYOUTS,
  waitForPayout as payoutOf,
  vouchersOf as vouchersIn,
} from "../support/payout-books.ts";

describe.each(engines)("payouts on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine, { until: "connected" });
    await house.changeSettings({ ...SET_UP, payouts: PAYOUTS });
  });
  afterAll(() => house.close());

  const waitForPayout = (id: string, state: string) => payoutOf(house, id, state);
  const balanceOf = (account: number) => balanceIn(house, account);
  const vouchersOf = (id: string) => vouchersIn(house, id);

  async function payOut(): Promise<string> {
    const [payout] = await house.shop.payOut();
    if (payout === undefined) throw new Error("there was nothing to pay out");
    return payout.id;
  }

  it("of orders and a refund bring the clearing account to zero, once, though each webhook came twice", async () => {
    const first = await house.shop.placeOrder(THREE_MUGS);
    const second = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(first.id, "booked");
    await house.waitForOrder(second.id, "booked");
    await house.shop.refund(second.id, { adjustments: [{ kind: "goodwill", gross: "100.00" }] });
    await eventually(
      () => balanceOf(1686),
      (balance) => balance === 149_200,
      "the refund to leave the clearing account",
    );

    house.shop.faults.webhooksDuplicate = true;
    const id = await payOut();
    const payout = await waitForPayout(id, "booked");
    house.shop.faults.webhooksDuplicate = false;
    expect(vouchersOf(id)).toHaveLength(1);
    expect(balanceOf(1686)).toBe(0);
    // Two charges of 796.00: 1.4 % and 1.80 each, 12.94.
    expect(balanceOf(6040)).toBe(2_588);
    expect(balanceOf(1930)).toBe(149_200 - 2_588);
    expect(payout.journals).toHaveLength(1);
    expect(payout.journals[0]?.lines.map((line) => line["account"])).toEqual([
      "1930",
      "6040",
      "1686",
      "1686",
    ]);
  });

  it("are no orders: they stand in no list of them", async () => {
    const { body } = await house.api("GET", "/orders");
    expect(JSON.stringify(body)).not.toContain("payout:");
    expect((await house.api("GET", "/orders/payout:PO1")).status).toBe(404);
    expect((await house.api("GET", "/payouts?state=booked")).body).toMatchObject({
      data: [{ payout_id: "PO1", net: "1466.12", currency: "SEK", gateway: "card" }],
      next_cursor: null,
    });
  });

  it("whose voucher the ledger wrote without saying so are written once", async () => {
    const { id: orderId } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(orderId, "booked");
    house.fortnox.faults.next({ match: "POST /3/vouchers", fault: "timeout-after-write", ms: 20 });
    const id = await payOut();
    const payout = await waitForPayout(id, "booked");
    expect(vouchersOf(id)).toHaveLength(1);
    expect(balanceOf(1686)).toBe(0);
    expect(payout.log.map((line) => line.message).join("\n")).toContain("Found in the ledger");
  });

  it("with a dispute book it on its account, and one that is won takes it off again", async () => {
    const placed = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(placed.id, "booked");
    await waitForPayout(await payOut(), "booked");
    const disputed = async (kind: "chargeback" | "chargeback_reversal"): Promise<void> => {
      const order = house.shop.order(placed.id);
      const [sale] = order?.transactions ?? [];
      if (order === undefined || sale === undefined) throw new Error("the order has no payment");
      await house.shop.putOrder({
        ...order,
        transactions: [...order.transactions, { ...sale, id: `${sale.id}-${kind}`, kind }],
      });
      await waitForPayout(await payOut(), "booked");
    };
    await disputed("chargeback");
    expect(balanceOf(6351)).toBe(79_600);
    await disputed("chargeback_reversal");
    expect([balanceOf(6351), balanceOf(1686)]).toEqual([0, 0]);
  });

  it("that need an account nobody named are held, and booked when it is named", async () => {
    await house.changeSettings({ payouts: { fee_account: null } });
    const { id: orderId } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(orderId, "booked");
    const id = await payOut();
    expect(await waitForPayout(id, "held")).toMatchObject({ code: "PAYOUT_UNMAPPED" });
    expect(vouchersOf(id)).toHaveLength(0);
    await house.changeSettings({ payouts: { fee_account: "6040" } });
    await waitForPayout(id, "booked");
    expect((await house.api("POST", "/payouts/sync", { ids: [id, "unknown"] })).status).toBe(202);
    await eventually(
      async () => (await house.api("GET", "/payouts/unknown")).status,
      (status) => status === 404,
      "an unknown payout to be forgotten",
    );
    expect(vouchersOf(id)).toHaveLength(1);
  });
});

describe.each(engines)("a payout no webhook told of on $name", (engine) => {
  it("is found by the sweep", async () => {
    const house = await openHouse(engine, { until: "connected", config: { sweepIntervalSeconds: 0.25 } });
    try {
      await house.changeSettings({ ...SET_UP, payouts: PAYOUTS });
      const { id } = await house.shop.placeOrder(THREE_MUGS);
      await house.waitForOrder(id, "booked");
      house.shop.faults.webhooksDrop = true;
      await house.shop.payOut();
      const found = await eventually(
        async () => (await house.api("GET", "/payouts")).body,
        (body) => JSON.stringify(body).includes('"booked"'),
        "the payout to be booked",
      );
      expect(found).toMatchObject({ data: [{ payout_id: "PO1", net: "783.06", state: "booked" }] });
    } finally {
      await house.close();
    }
  });
});
