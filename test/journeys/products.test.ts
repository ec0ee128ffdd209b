import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asBookkeeper } from "../support/bookkeeper.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";

describe.each(engines)("the shop's catalogue on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine, { config: { sweepIntervalSeconds: 0.25 } });
    house.fortnox.faults.set({ rateLimit: false });
  });
  afterAll(() => house.close());

  const sold = async (sku: string, title: string) => {
    const lines = [{ sku, title, unitPrice: "249.00", rate: "25" }];
    const { id, number } = await house.shop.placeOrder({ ...THREE_MUGS, lines, shipping: null });
    const order = await house.waitForOrder(id, "booked");
    const invoice = house.fortnox.ledger.invoices().find((one) => one.YourOrderNumber === number);
    return { order, row: invoice?.InvoiceRows[0] };
  };
  const article = (number: string) =>
    house.fortnox.ledger.articles().find((one) => one.ArticleNumber === number);
  const price = (number: string) =>
    house.fortnox.ledger.prices().find((one) => one.ArticleNumber === number)?.Price;
  const reads = () => house.shop.apiCalls().filter((call) => call.path === "/products").length;
  const catalogueRead = async () => {
    const before = reads();
    // The second of two begins after the change that is waited for.
    await eventually(reads, (count) => count >= before + 2, "the catalogue to be read");
  };

  it("is not read where the settings do not need it", async () => {
    await sold("BOOK-01", "Book");
    expect(reads()).toBe(0);
    expect(article("BOOK-01")).toMatchObject({ Description: "Book", EAN: null });
  });

  it("gives a new article its text, barcode, cost and price, and the article follows its changes", async () => {
    await house.changeSettings({ products: { mode: "create_and_update" } });
    await catalogueRead();
    await sold("LAMP-02", "Lamp (as a gift)");
    expect(article("LAMP-02")).toMatchObject({
      Description: "Table lamp, brass",
      EAN: "7350000000031",
      PurchasePrice: "790",
    });
    expect(price("LAMP-02")).toBe("1512.00");
    await house.shop.changeProduct("LAMP-02", { title: "Table lamp, silver", price: "2000.00" });
    await catalogueRead();
    await sold("LAMP-02", "Lamp");
    expect(article("LAMP-02")).toMatchObject({ Description: "Table lamp, silver" });
    expect(price("LAMP-02")).toBe("1600.00");
    house.fortnox.ledger.resetCalls();
    await sold("LAMP-02", "Lamp");
    const aboutArticles = house.fortnox.ledger.calls().filter((call) => /article|price/.test(call.path));
    expect(aboutArticles).toEqual([]);
  });

  it("lets an article be recognised by its barcode", async () => {
    await asBookkeeper(house, "POST", "/articles", {
      Article: { ArticleNumber: "9001", Description: "Bricka", EAN: "7350000000048" },
    });
    await house.changeSettings({ products: { mode: "create", match_by: "barcode" } });
    const { row } = await sold("TRAY-03", "Tray");
    expect(row).toMatchObject({ ArticleNumber: "9001", Description: "Tray" });
    expect(article("TRAY-03")).toBeUndefined();
  });
});
