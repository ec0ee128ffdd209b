import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { THREE_MUGS } from "../../../support/drafts.ts";
import { engines } from "../../../support/engines.ts";
import { eventually } from "../../../support/eventually.ts";
import { type House, openHouse } from "../../../support/house.ts";

const page = z.object({
  data: z.array(z.object({ order_id: z.string(), ordered_at: z.string().nullable() })),
  next_cursor: z.string().nullable(),
});

describe.each(engines)("orders in the merchant API on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine, { until: "installed" });
  });
  afterAll(() => house.close());

  async function list(query: string): Promise<z.infer<typeof page>> {
    return page.parse((await house.api("GET", `/orders?${query}`)).body);
  }

  /** Every page's ids, by following the cursors to the end. */
  async function pages(query: string): Promise<string[][]> {
    const found: string[][] = [];
    for (let cursor = ""; ; ) {
      const { data, next_cursor: next } = await list(`${query}${cursor}`);
      found.push(data.map((order) => order.order_id));
      if (next === null) return found;
      cursor = `&cursor=${next}`;
    }
  }

  it("that nobody has looked at yet come page by page, each once", async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `unseen-${String(index).padStart(3, "0")}`);
    for (let start = 0; start < ids.length; start += 50) {
      const some = ids.slice(start, start + 50);
      expect((await house.api("POST", "/orders/sync", { ids: some })).status).toBe(202);
    }
    const found = await pages("code=NOT_CONNECTED");
    expect(found.map((one) => one.length)).toEqual([50, 50, 20]);
    expect(found.flat().sort()).toEqual(ids);
  });

  it("with a ledger are listed newest first, found by state, code, text and day", async () => {
    await house.connect();
    await house.changeSettings({
      orders: { start_date: "2026-11-02" },
      payments: { methods: { card: { account: "1686" } } },
    });
    await eventually(
      () => list(""),
      ({ data }) => data.length === 0,
      "the orders the shop does not know to be forgotten",
    );
    const unpaid = { ...THREE_MUGS, paid: false };
    // 00:30 in Stockholm on the third is still the second by UTC.
    const times = ["2026-11-01T12:00:00+01:00", "2026-11-03T00:30:00+01:00", "2026-11-03T23:30:00+01:00"];
    const ids: string[] = [];
    for (const createdAt of times) ids.push((await house.shop.placeOrder({ ...unpaid, createdAt })).id);
    const berit = { email: "berit@example.se", name: "Berit 100% Blom", country: "SE" };
    ids.push(
      (await house.shop.placeOrder({ ...unpaid, createdAt: "2026-11-04T12:00:00+01:00", customer: berit }))
        .id,
    );
    for (const id of ids)
      await house.waitForOrder(id, (order) => order.number !== null && order.code !== "QUEUED");
    const [first = "", second = "", third = "", fourth = ""] = ids;
    const idsOf = async (query: string) => (await list(query)).data.map((order) => order.order_id);

    expect(await idsOf("")).toEqual([fourth, third, second, first]);
    expect(await idsOf("state=skipped")).toEqual([first]);
    expect(await idsOf("code=TRIGGER_NOT_REACHED")).toEqual([fourth, third, second]);
    expect(await idsOf("q=berit")).toEqual([fourth]);
    expect(await idsOf(`q=${encodeURIComponent("100%")}`)).toEqual([fourth]);
    expect(await idsOf(`q=%23${second}`)).toEqual([second]);
    expect(await idsOf("from=2026-11-03&to=2026-11-03")).toEqual([third, second]);
    expect(await idsOf("to=2026-11-02")).toEqual([first]);
    expect(await idsOf(`from=${encodeURIComponent("2026-11-03T22:30:00Z")}`)).toEqual([fourth, third]);
    expect(await idsOf(`connection=${house.connectionId()}`)).toHaveLength(4);
  });

  it("of the same moment are not lost between two pages", async () => {
    const same = { ...THREE_MUGS, paid: false, createdAt: "2026-11-05T09:00:00+01:00" };
    const ids: string[] = [];
    for (let count = 0; count < 60; count += 1) ids.push((await house.shop.placeOrder(same)).id);
    await eventually(
      async () => (await pages("from=2026-11-05&to=2026-11-05")).flat().length,
      (count) => count === ids.length,
      "all orders of the day",
    );
    const found = await pages("from=2026-11-05&to=2026-11-05");
    expect(found.map((one) => one.length)).toEqual([50, 10]);
    expect(found.flat().sort()).toEqual(ids.sort());
  });

  it("can be looked at before they are sent: every row with its reason, and afterwards with what is done", async () => {
    house.shop.faults.webhooksDrop = true;
    const placed = await house.shop.placeOrder(THREE_MUGS);
    house.shop.faults.webhooksDrop = false;
    const preview = await house.api("GET", `/orders/${placed.id}/preview`);
    expect(preview).toMatchObject({
      status: 200,
      body: {
        order_id: placed.id,
        outcome: { state: "booked" },
        documents: [
          {
            kind: "invoice",
            net: "636.80",
            vat: "159.20",
            gross: "796.00",
            rows: [
              {
                kind: "line",
                text: "Mug, birch",
                quantity: "3",
                gross: "747.00",
                vat_rate: "25",
                treatment: "domestic",
              },
              { kind: "shipping", gross: "49.00" },
            ],
          },
        ],
        payments: [{ document: "invoice", method: "card", amount: "796.00", account: "1686" }],
        done: { documents: [], payments: [] },
      },
    });
    expect(house.fortnox.ledger.invoices()).toHaveLength(0);
    expect(await house.order(placed.id)).toBeNull();
    await house.api("POST", "/orders/sync", { ids: [placed.id] });
    const order = await house.waitForOrder(placed.id, "booked");
    const after = await house.api("GET", `/orders/${placed.id}/preview`);
    expect(after.body).toMatchObject({ done: { documents: order.documents, payments: order.payments } });
    expect((await house.api("GET", "/orders/no-such-order/preview")).status).toBe(404);
  });

  it("whose shop is away cannot be previewed for the moment", async () => {
    const { id } = await house.shop.placeOrder({ ...THREE_MUGS, paid: false });
    await house.waitForOrder(id, (order) => order.code === "TRIGGER_NOT_REACHED");
    await house.shop.idle();
    house.shop.faults.apiDown = true;
    const answer = await house.api("GET", `/orders/${id}/preview`);
    house.shop.faults.apiDown = false;
    expect(answer).toMatchObject({ status: 503, body: { code: "RETRYING" } });
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});
