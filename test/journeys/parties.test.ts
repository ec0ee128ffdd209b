import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asBookkeeper } from "../support/bookkeeper.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";

describe.each(engines)("customers and articles on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine);
    house.fortnox.faults.set({ rateLimit: false });
  });
  afterAll(() => house.close());

  type Draft = Parameters<House["shop"]["placeOrder"]>[0];
  const sold = async (draft: Partial<Draft> = {}) => {
    const { id, number } = await house.shop.placeOrder({ ...THREE_MUGS, ...draft });
    const order = await house.waitForOrder(id, (one) => one.state === "booked" || one.state === "held");
    const invoice = house.fortnox.ledger.invoices().find((one) => one.YourOrderNumber === number);
    return { order, invoice };
  };
  const mug = (sku: string, title = "Mug") => ({
    lines: [{ sku, title, unitPrice: "249.00", rate: "25" }],
    shipping: null,
  });
  const buyer = (email: string, more: object = {}) => ({
    customer: { email, name: "Anna Ek", country: "SE", ...more },
  });
  const articles = () => house.fortnox.ledger.articles().map((one) => one.ArticleNumber);

  it("a customer who was made inactive in the ledger gets a new card, once", async () => {
    const anna = buyer("anna.inactive@example.se");
    const first = await sold(anna);
    await asBookkeeper(house, "PUT", `/customers/${first.invoice?.CustomerNumber}`, {
      Customer: { Active: false },
    });
    const second = await sold(anna);
    const third = await sold(anna);
    expect(second.order.state).toBe("booked");
    expect(second.invoice?.CustomerNumber).not.toBe(first.invoice?.CustomerNumber);
    expect(third.invoice?.CustomerNumber).toBe(second.invoice?.CustomerNumber);
  });

  it("the invoice bears the buyer's own name and addresses although the card is left alone", async () => {
    await house.changeSettings({ customers: { b2c: { update: false } } });
    const street = { address1: "Storgatan 1", zip: "111 22", city: "Stockholm", country: "SE" };
    const home = { bill_to: { name: "Eva Ny", ...street }, ship_to: { name: "Eva Ny", ...street } };
    await sold({ ...buyer("eva@example.se", { name: "Eva Ny" }), ...home });
    const moved = {
      bill_to: { name: "Eva Ny-Ek", ...street, address1: "Nygatan 2" },
      ship_to: { name: "Firma Ek", ...street, city: "Göteborg" },
    };
    const { invoice } = await sold({ ...buyer("eva@example.se", { name: "Eva Ny-Ek" }), ...moved });
    await house.changeSettings({ customers: { b2c: { update: true } } });
    expect(invoice).toMatchObject({
      CustomerName: "Eva Ny-Ek",
      Address1: "Nygatan 2",
      Country: "Sweden",
      DeliveryName: "Firma Ek",
      DeliveryCity: "Göteborg",
      DeliveryCountry: "Sweden",
    });
    const cards = house.fortnox.ledger.customers().filter((one) => one.Email === "eva@example.se");
    expect(cards).toMatchObject([{ Name: "Eva Ny", Address1: "Storgatan 1" }]);
  });

  it("a public buyer's invoice is addressed to its EAN number; a wrong number is held before anything is sent", async () => {
    const council = (ean: string) =>
      buyer("ekonomi@example.se", {
        type: "EAN",
        company: "Umeå kommun",
        organisation_number: "212000-2627",
        ean,
        reference: "Room 4",
      });
    const { invoice } = await sold(council("5798009811578"));
    expect(invoice?.EDIInformation).toMatchObject({
      EDIGlobalLocationNumber: "5798009811578",
      EDIYourElectronicReference: "Room 4",
    });
    house.fortnox.ledger.resetCalls();
    const wrong = await sold(council("5798009811579"));
    expect(wrong.order).toMatchObject({ state: "held", code: "EAN_INVALID", documents: [] });
    expect(house.fortnox.ledger.calls().filter((call) => call.method !== "GET")).toEqual([]);
  });

  it("an order with an unusable e-mail address and organisation number is booked with a remark", async () => {
    const { order, invoice } = await sold(
      buyer("o'hara@example.ie", { type: "B2B", company: "Ek & Co 🎁", organisation_number: "556123-4568" }),
    );
    expect(order).toMatchObject({ state: "booked", warnings: ["CUSTOMER_DATA_LEFT_OUT"] });
    expect(order.log.map((line) => line.message).join("\n")).toContain("e-mail address o'hara@example.ie");
    const card = house.fortnox.ledger
      .customers()
      .find((one) => one.CustomerNumber === invoice?.CustomerNumber);
    expect(card).toMatchObject({ Name: "Ek & Co", Email: null, OrganisationNumber: null });
  });

  it("two SKUs that the ledger can write in one way only become two articles", async () => {
    const plain = await sold(mug("CUP1"));
    const spaced = await sold(mug("CUP 1"));
    const again = await sold(mug("CUP 1"));
    expect(plain.invoice?.InvoiceRows).toMatchObject([{ ArticleNumber: "CUP1" }]);
    const number = spaced.invoice?.InvoiceRows[0]?.ArticleNumber;
    expect(number).toMatch(/^CUP1-[0-9a-f]{6}$/);
    expect(again.invoice?.InvoiceRows).toMatchObject([{ ArticleNumber: number }]);
  });

  it("an article that was made inactive does not stop the invoice: its row goes as text, with a remark", async () => {
    await sold(mug("OLD-1", "Old mug"));
    await asBookkeeper(house, "PUT", "/articles/OLD-1", { Article: { Active: false } });
    const { order, invoice } = await sold(mug("OLD-1", "Old mug"));
    expect(order).toMatchObject({ state: "booked", warnings: ["ARTICLE_NOT_USED"] });
    expect(invoice?.InvoiceRows).toMatchObject([{ ArticleNumber: "", Description: "Old mug" }]);
  });

  it("an inactive article is taken back into use where articles follow the shop", async () => {
    await house.changeSettings({ products: { mode: "create_and_update" } });
    await sold(mug("BACK-1"));
    await asBookkeeper(house, "PUT", "/articles/BACK-1", { Article: { Active: false } });
    const { order, invoice } = await sold(mug("BACK-1"));
    await house.changeSettings({ products: { mode: "create" } });
    expect(order.warnings).toEqual([]);
    expect(invoice?.InvoiceRows).toMatchObject([{ ArticleNumber: "BACK-1" }]);
  });

  it("a missing article that may not be made goes as text, or holds the order where the merchant wants to look", async () => {
    await house.changeSettings({ products: { mode: "existing_only" } });
    const text = await sold(mug("NEW-1"));
    expect(text.order).toMatchObject({ state: "booked", warnings: ["ARTICLE_NOT_USED"] });
    await house.changeSettings({ products: { missing: "hold" } });
    const held = await sold(mug("NEW-2"));
    expect(held.order).toMatchObject({ state: "held", code: "PRODUCT_NOT_FOUND" });
    await house.changeSettings({ products: { missing: "text" } });
    await house.waitForOrder(held.order.order_id, "booked");
    await house.changeSettings({ products: { mode: "create" } });
    expect(articles().filter((one) => one.startsWith("NEW-"))).toEqual([]);
  });
});
