import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { orderAnswer } from "../../plugin/api/merchant/order-answer.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse, SET_UP } from "../support/house.ts";

/** The same mugs sold in EUR: 79.00, of which 15.80 is VAT. */
const IN_EUR = {
  ...THREE_MUGS,
  currency: "EUR",
  lines: [{ sku: "MUG-01", title: "Mug, birch", quantity: "3", unitPrice: "24.00", rate: "25" }],
  shipping: { price: "7.00", rate: "25" },
};
const sums = z.object({
  currencies: z.array(
    z.object({
      currency: z.string(),
      orders: z.int(),
      shop_total: z.string(),
      booked: z.object({ count: z.int(), sum: z.string() }),
      held: z.object({ count: z.int(), sum: z.string() }),
    }),
  ),
});
const takes = (currency: string) => [{ field: "order.currency", op: "is", value: currency }];

describe.each(engines)("two companies of one shop on $name", (engine) => {
  let house: House;
  let swedish = "";
  let foreign = "";
  beforeAll(async () => {
    house = await openHouse(engine);
    swedish = house.connectionId();
    await house.changeSettings({ orders: { ...SET_UP.orders, takes: takes("SEK") } });
    await fetch(`${house.fortnox.url}/_admin/companies`, {
      method: "POST",
      body: JSON.stringify({ name: "Muggar Export AB", databaseNumber: 200 }),
    });
    foreign = await house.connect("200");
    await house.changeSettings({ ...SET_UP, orders: { ...SET_UP.orders, takes: takes("EUR") } });
  });
  afterAll(() => house.close());

  const standing = async (id: string, connection: string) => {
    const answer = await house.api("GET", `/orders/${id}?connection=${connection}`);
    return answer.status === 404 ? null : orderAnswer.parse(answer.body);
  };
  const settled = (id: string, connection: string) =>
    eventually(
      () => standing(id, connection),
      (one) => one !== null && one.state !== "waiting",
      `order ${id} settled at ${connection}`,
    );
  const reconciled = async (connection: string) => {
    const answer = await house.api(
      "GET",
      `/reconciliation?from=2020-01-01&to=2099-12-31&connection=${connection}`,
    );
    return sums
      .parse(answer.body)
      .currencies.map(
        (one) => `${one.currency} ${one.orders}: ${one.shop_total} = ${one.booked.sum} + ${one.held.sum}`,
      );
  };

  it("divide its orders by currency, and their sums meet alone and together", async () => {
    const home = await house.shop.placeOrder(THREE_MUGS);
    const abroad = await house.shop.placeOrder(IN_EUR);
    expect(await settled(home.id, swedish)).toMatchObject({
      state: "booked",
      documents: [{ currency: "SEK", gross: "796.00" }],
    });
    expect(await settled(home.id, foreign)).toMatchObject({
      state: "skipped",
      code: "NOT_TAKEN",
      message: "This order is left to Fortnox (Sandlådan AB).",
      documents: [],
    });
    expect(await settled(abroad.id, foreign)).toMatchObject({
      state: "booked",
      documents: [{ currency: "EUR", gross: "79.00" }],
    });
    expect(await settled(abroad.id, swedish)).toMatchObject({
      code: "NOT_TAKEN",
      message: "This order is left to Fortnox (Muggar Export AB).",
    });
    expect(house.fortnox.ledger.invoices()).toMatchObject([{ Total: "796.00" }]);
    expect(await reconciled(swedish)).toEqual(["SEK 1: 796.00 = 796.00 + 0.00"]);
    expect(await reconciled(foreign)).toEqual(["EUR 1: 79.00 = 79.00 + 0.00"]);
    expect(await reconciled("all")).toEqual(["EUR 1: 79.00 = 79.00 + 0.00", "SEK 1: 796.00 = 796.00 + 0.00"]);
  });

  it("hold an order that neither takes, once, until one of them takes it", async () => {
    const { id } = await house.shop.placeOrder({ ...IN_EUR, currency: "NOK" });
    expect(await settled(id, swedish)).toMatchObject({
      state: "held",
      code: "NO_CONNECTION_TAKES",
      fix_url: expect.stringContaining("/embedded/connections"),
    });
    expect(await settled(id, foreign)).toMatchObject({ state: "skipped", code: "NOT_TAKEN" });
    expect(await reconciled("all")).toContain("NOK 1: 79.00 = 0.00 + 79.00");
    await house.changeSettings({
      orders: { takes: [{ field: "order.currency", op: "in", value: ["EUR", "NOK"] }] },
    });
    await eventually(
      () => standing(id, foreign),
      (one) => one?.state === "booked",
      "the order booked abroad",
    );
    await eventually(
      () => standing(id, swedish),
      (one) => one?.code === "NOT_TAKEN",
      "the order left to the other company",
    );
    expect(await reconciled("all")).toContain("NOK 1: 79.00 = 79.00 + 0.00");
  });

  it("keep what each has booked when they are divided anew, and book none of it again", async () => {
    const { id } = await house.shop.placeOrder(IN_EUR);
    await settled(id, foreign);
    await settled(id, swedish);
    const before = house.fortnox.ledger.invoices().length;
    const change = (connection: string, currencies: readonly string[]) =>
      house.api("PATCH", `/connections/${connection}/settings`, {
        orders: { takes: [{ field: "order.currency", op: "in", value: currencies }] },
      });
    // The Swedish company takes the euros over: first both do, then it alone.
    expect((await change(swedish, ["SEK", "EUR"])).status).toBe(200);
    const stays = "This order is in the books of Fortnox (Muggar Export AB) already, and stays there.";
    await eventually(
      () => standing(id, swedish),
      (one) => one?.message === stays,
      "the order to stay",
    );
    expect((await change(foreign, ["NOK"])).status).toBe(200);
    await house.api("POST", "/orders/sync", { ids: [id] });
    expect(await settled(id, foreign)).toMatchObject({ state: "booked" });
    expect(await settled(id, swedish)).toMatchObject({ code: "NOT_TAKEN", message: stays });
    expect(house.fortnox.ledger.invoices()).toHaveLength(before);
  });
});
