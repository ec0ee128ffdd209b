import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ShopPayouts } from "../../../../plugin/platforms/platform.ts";
import { type ApiServer, startApi } from "./api-server.ts";

const PAYOUT = {
  id: "PO1",
  gateway: "card",
  paid_at: "2026-05-04T10:00:00+02:00",
  currency: "SEK",
  net: "683.06",
  lines: [
    { order_id: "1001", transaction_id: "T1", amount: "796.00", fee: "12.94", currency: "SEK" },
    { order_id: 1001, refund_id: "R1", amount: "-100.00", fee: null },
  ],
};

describe("reading payouts from the shop", () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await startApi();
  });
  afterEach(() => server.close());

  async function granted(): Promise<ShopPayouts> {
    const { payouts } = await server.open({ scopes: ["orders:read", "payouts:read"] });
    if (payouts === undefined) throw new Error("payouts were granted");
    return payouts;
  }
  const page = (data: readonly unknown[], next: string | null = null) => ({
    status: 200,
    body: { data, next_cursor: next },
  });

  it("is off without the scope", async () => {
    expect((await server.open({ scopes: ["orders:read"] })).payouts).toBeUndefined();
  });

  it("finds one in the list, for the contract has no address for it", async () => {
    server.answers.api = [page([{ ...PAYOUT, id: "PO0" }], "next"), page([PAYOUT])];
    const found = await (await granted()).find("PO1");
    expect(JSON.parse(JSON.stringify(found))).toEqual({
      ok: true,
      value: {
        id: "PO1",
        gateway: "card",
        paidAt: PAYOUT.paid_at,
        updatedAt: PAYOUT.paid_at,
        net: "683.06",
        lines: [
          { orderId: "1001", transactionId: "T1", refundId: null, amount: "796.00", fee: "12.94" },
          { orderId: "1001", transactionId: null, refundId: "R1", amount: "-100.00", fee: "0.00" },
        ],
      },
    });
    expect(server.lines()).toEqual([
      expect.stringMatching(/^GET \/api\/payouts\?updated_after=/),
      expect.stringMatching(/cursor=next$/),
    ]);
  });

  it("looks through all of them for an old one before it says that there is none", async () => {
    server.answers.api = [page([]), page([PAYOUT])];
    expect(await (await granted()).find("PO1")).toMatchObject({ ok: true, value: { id: "PO1" } });
    server.answers.api = [page([]), page([])];
    expect(await (await granted()).find("PO9")).toEqual({ ok: true, value: null });
  });

  it("says which member cannot be read, and passes over unreadable ones in the list", async () => {
    server.answers.api = [page([{ ...PAYOUT, net: 683.06 }])];
    expect(await (await granted()).find("PO1")).toMatchObject({
      ok: false,
      problem: { code: "ORDER_UNREADABLE", message: expect.stringMatching(/net is not an amount/) },
    });
    server.answers.api = [page([{ id: "PO0" }, PAYOUT])];
    expect(await (await granted()).changed("2026-05-01T00:00:00Z", null)).toEqual({
      ok: true,
      value: { payouts: [{ id: "PO1", updatedAt: PAYOUT.paid_at }], nextCursor: null },
    });
  });
});
