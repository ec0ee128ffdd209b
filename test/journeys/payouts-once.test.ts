import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse, SET_UP } from "../support/house.ts";
import {
  balanceOf,
  PAYOUTS,
  type PayoutView,
  payoutUntil,
  vouchersOf,
  waitForPayout,
} from "../support/payout-books.ts";

/** By a platform that lists no chargebacks: the order knows its charge of 796.00 and nothing else. */
describe.each(engines)("a movement in several payouts on $name", (engine) => {
  let house: House;
  let count = 0;
  beforeAll(async () => {
    house = await openHouse(engine, { until: "connected" });
    await house.changeSettings({ ...SET_UP, payouts: PAYOUTS });
  });
  afterAll(() => house.close());

  /** An order of 796.00, booked, and what its charge is called. */
  async function sold(): Promise<{ orderId: string; charge: string }> {
    const { id: orderId } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(orderId, "booked");
    const charge = house.shop.order(orderId)?.transactions[0]?.id;
    if (charge === undefined) throw new Error("the order has no payment");
    return { orderId, charge };
  }

  async function putPayout(id: string, orderId: string, movement: string, amount: string): Promise<void> {
    count += 1;
    await house.shop.putPayout({
      id,
      gateway: "card",
      paid_at: new Date(Date.UTC(2026, 2, count, 9)).toISOString(),
      currency: "SEK",
      net: amount,
      lines: [{ order_id: orderId, transaction_id: movement, amount, fee: "0.00", currency: "SEK" }],
    });
  }

  /** Clearing account and dispute account, in öre. */
  const open = (): number[] => [balanceOf(house, 1686), balanceOf(house, 6351)];

  it("is booked by the first; the second is held and names it, and looking again at either changes nothing", async () => {
    const { orderId, charge } = await sold();
    await putPayout("A1", orderId, charge, "796.00");
    await waitForPayout(house, "A1", "booked");
    await putPayout("A1b", orderId, charge, "796.00");
    const second = await waitForPayout(house, "A1b", "held");
    expect(second.code).toBe("ALREADY_SETTLED");
    expect(second.message).toContain(
      `transaction ${charge} of order ${orderId}), which payout A1 has settled already`,
    );
    const reads = () =>
      house.shop.apiCalls().filter((call) => JSON.stringify(call).includes("/payouts")).length;
    const before = reads();
    const asked = await house.api("POST", "/payouts/sync", { ids: ["A1", "A1b"] });
    expect(asked.status).toBe(202);
    await eventually(reads, (count) => count >= before + 2, "both payouts to be read again");
    await waitForPayout(house, "A1b", "held");
    expect((await waitForPayout(house, "A1", "booked")).code).toBeUndefined();
    expect([vouchersOf(house, "A1").length, vouchersOf(house, "A1b").length]).toEqual([1, 0]);
    expect(open()).toEqual([0, 0]);
  });

  it("is booked by one of two that come at the same moment", async () => {
    const { orderId, charge } = await sold();
    await Promise.all(["B1", "B2", "B3"].map((id) => putPayout(id, orderId, charge, "796.00")));
    const settled = (id: string) =>
      payoutUntil(house, id, ({ state }) => state === "booked" || state === "held", "decided");
    const states = (await Promise.all(["B1", "B2", "B3"].map(settled))).map((one) => one.state);
    expect(states.sort()).toEqual(["booked", "held", "held"]);
    expect(open()).toEqual([0, 0]);
  });

  it("taken back and won on the charge's own number leaves neither account open", async () => {
    const { orderId, charge } = await sold();
    await putPayout("C1", orderId, charge, "796.00");
    await waitForPayout(house, "C1", "booked");
    await putPayout("C2", orderId, charge, "-796.00");
    await waitForPayout(house, "C2", "booked");
    expect(open()).toEqual([0, 79_600]);
    await putPayout("C3", orderId, charge, "796.00");
    await waitForPayout(house, "C3", "booked");
    expect(open()).toEqual([0, 0]);
  });

  it("taken back and won under numbers the shop never saw leaves neither account open", async () => {
    const { orderId, charge } = await sold();
    await putPayout("D1", orderId, charge, "796.00");
    await waitForPayout(house, "D1", "booked");
    await putPayout("D2", orderId, "dp_1", "-796.00");
    await waitForPayout(house, "D2", "booked");
    expect(open()).toEqual([0, 79_600]);
    await putPayout("D3", orderId, "dp_1_won", "796.00");
    await waitForPayout(house, "D3", "booked");
    expect(open()).toEqual([0, 0]);
  });

  it("won before the loss was heard of is held, and booked by itself after it", async () => {
    const { orderId, charge } = await sold();
    await putPayout("E1", orderId, charge, "796.00");
    await waitForPayout(house, "E1", "booked");
    await putPayout("E3", orderId, charge, "796.00");
    await waitForPayout(house, "E3", "held");
    await putPayout("E2", orderId, charge, "-796.00");
    await waitForPayout(house, "E3", "booked");
    expect(open()).toEqual([0, 0]);
  });

  it("that the ledger refused is free again, and booked once when the cause is mended", async () => {
    const { orderId, charge } = await sold();
    await house.changeSettings({ payouts: { voucher_series: "NONE" } });
    await putPayout("F1", orderId, charge, "796.00");
    expect((await waitForPayout(house, "F1", "held")).code).toBe("LEDGER_REJECTED");
    await putPayout("F2", orderId, charge, "796.00");
    expect((await waitForPayout(house, "F2", "held")).code).toBe("LEDGER_REJECTED");
    await house.changeSettings({ payouts: { enabled: true, voucher_series: null } });
    const decided = ({ state, code }: PayoutView) => state === "booked" || code === "ALREADY_SETTLED";
    const both = await Promise.all(
      ["F1", "F2"].map(async (id) => (await payoutUntil(house, id, decided, "decided")).state),
    );
    expect(both.sort()).toEqual(["booked", "held"]);
    expect(open()).toEqual([0, 0]);
  });
});
