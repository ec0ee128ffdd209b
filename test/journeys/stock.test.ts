import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asBookkeeper } from "../support/bookkeeper.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";

describe.each(engines)("the ledger's stock on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine);
    house.fortnox.faults.set({ rateLimit: false });
  });
  afterAll(() => house.close());

  const article = (ArticleNumber: string, more: object) =>
    asBookkeeper(house, "POST", "/articles", {
      Article: { ArticleNumber, Description: ArticleNumber, ...more },
    });
  const report = async () =>
    (await house.api("GET", `/connections/${house.connectionId()}/stock`)).body as {
      readonly state: string;
      readonly last_run_at: string | null;
      readonly sent: number;
    };
  /** Any change of the settings makes the next run due at once. */
  const passedOn = async () => {
    const before = (await report()).last_run_at;
    await house.changeSettings({ stock: { enabled: true } });
    return await eventually(report, (one) => one.last_run_at !== before, "stock to be passed on");
  };
  const calls = () => house.shop.apiCalls().filter((call) => call.path === "/stock");

  it("is passed on to the shop, SKUs the shop does not have are named, and nothing becomes sold out by mistake", async () => {
    await article("MUG-01", { StockGoods: true, QuantityInStock: "12" });
    await article("LAMP-02", { StockGoods: true });
    await article("COFFEE-01", { StockGoods: false });
    await article("EXTRA-9", { StockGoods: true, QuantityInStock: "4.5" });
    await article("OLD-1", { StockGoods: true, QuantityInStock: "7", Active: false });
    expect(await report()).toMatchObject({ enabled: false, state: "off", last_run_at: null });
    expect(await passedOn()).toMatchObject({
      enabled: true,
      state: "ok",
      message: null,
      articles: 4,
      sent: 2,
      unknown: ["EXTRA-9"],
      unknown_count: 1,
    });
    expect(house.shop.stock()).toEqual(
      new Map([
        ["MUG-01", "12"],
        ["LAMP-02", "0"],
      ]),
    );
  });

  it("is told again only where it has changed, for instance by an invoice", async () => {
    const before = calls().length;
    expect(await passedOn()).toMatchObject({ sent: 0, unknown: ["EXTRA-9"] });
    expect(calls()).toHaveLength(before);
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    expect(await passedOn()).toMatchObject({ sent: 1, unknown: ["EXTRA-9"] });
    expect(calls()).toHaveLength(before + 1);
    expect(house.shop.stock().get("MUG-01")).toBe("9");
  });

  it("stays where it is while the ledger is down, and goes on afterwards", async () => {
    await asBookkeeper(house, "PUT", "/articles/MUG-01", { Article: { QuantityInStock: "20" } });
    house.fortnox.faults.next({ match: "GET /3/articles", fault: "503" });
    expect(await passedOn()).toMatchObject({ state: "failed", message: expect.stringContaining("Fortnox") });
    expect(house.shop.stock().get("MUG-01")).toBe("9");
    expect(await passedOn()).toMatchObject({ state: "ok", sent: 1 });
    expect(house.shop.stock().get("MUG-01")).toBe("20");
  });

  it("is not passed on any more once the merchant says so", async () => {
    await house.changeSettings({ stock: { enabled: false } });
    expect(await report()).toMatchObject({ enabled: false, state: "off", next_run_at: null });
  });
});
