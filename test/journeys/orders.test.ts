import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../../sandbox/browser.ts";
import { FIVE_PINS, RENEWAL, THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";

describe.each(engines)("an order on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine);
  });
  afterAll(() => house.close());

  it("that is paid becomes a booked and paid invoice over the same total", async () => {
    const placed = await house.shop.placeOrder(THREE_MUGS);
    const order = await house.waitForOrder(placed.id, "booked");
    expect(order).toMatchObject({
      number: placed.number,
      connection_id: house.connectionId(),
      documents: [
        { kind: "invoice", status: "booked", currency: "SEK", net: "636.80", vat: "159.20", gross: "796.00" },
      ],
      payments: [{ amount: "796.00", currency: "SEK", method: "card", direction: "in" }],
      warnings: [],
    });
    const [invoice] = house.fortnox.ledger.invoices();
    expect(invoice).toMatchObject({ Total: "796.00", TotalVAT: "159.20", Booked: true, Balance: "0.00" });
  });

  it("whose VAT the ledger rounds otherwise gets a rounding row, and the report shows what the ledger has", async () => {
    await house.changeSettings({ orders: { row_mode: "net" } });
    const placed = await house.shop.placeOrder(FIVE_PINS);
    const order = await house.waitForOrder(placed.id, "booked");
    await house.changeSettings({ orders: { row_mode: "auto" } });
    expect(order.documents).toMatchObject([{ net: "4.95", vat: "1.24", gross: "6.19", rounding: "0.01" }]);
    const invoice = house.fortnox.ledger.invoices().find((one) => one.YourOrderNumber === placed.number);
    expect(invoice).toMatchObject({ Total: "6.20", TotalVAT: "1.24", Balance: "0.00" });
  });

  it("of a subscription's next month costs four calls to the ledger, for customer and article are known", async () => {
    const first = await house.shop.placeOrder(RENEWAL);
    await house.waitForOrder(first.id, "booked");
    house.fortnox.ledger.resetCalls();
    const second = await house.shop.placeOrder(RENEWAL);
    await house.waitForOrder(second.id, "booked");
    const calls = house.fortnox.ledger
      .calls()
      .map(({ method, path }) => `${method} ${path.replace(/\d+/g, "N")}`);
    expect(calls).toEqual([
      "POST /N/invoices",
      "PUT /N/invoices/N/bookkeep",
      "POST /N/invoicepayments",
      "PUT /N/invoicepayments/N/bookkeep",
    ]);
  });

  it("shows in the shop how it stands in the books, and the two never chase each other", async () => {
    const placed = await house.shop.placeOrder(THREE_MUGS);
    const order = await house.waitForOrder(placed.id, "booked");
    const shown = await eventually(
      () => shownInShop(house, placed.id),
      (note) => note?.state === "booked",
      "the state on the order in the shop",
    );
    expect(shown).toMatchObject({
      text: `Bokförd: faktura ${order.documents[0]?.number}`,
      url: `${house.shop.url}/admin/apps/accounting`,
    });
    // The note raised an order.updated of its own; when that has been looked at, nothing more is written.
    await house.shop.idle();
    await eventually(
      () => updatesAbout(house, placed.id),
      (count) => count >= 1,
      "the update our note raised",
    );
    await house.api("POST", "/orders/sync", { ids: [placed.id] });
    const reads = () => readsOf(house, placed.id);
    const before = reads();
    await eventually(reads, (count) => count > before, "another look at the order");
    expect(notesOn(house, placed.id)).toBe(1);
    expect(
      house.fortnox.ledger.invoices().filter((one) => one.YourOrderNumber === placed.number),
    ).toHaveLength(1);
  });

  it("that nobody told us about comes by the shop's own button", async () => {
    const id = await unannounced(house);
    // Booked while the shop waits, or under way when the ledger's limit makes it longer.
    expect(await house.shop.syncNow([id])).toMatchObject({
      status: expect.stringMatching(/^(success|info)$/),
    });
    const order = await house.waitForOrder(id, "booked");
    expect(await house.shop.syncNow([id])).toMatchObject({
      http_status: 200,
      status: "success",
      message: `Booked: invoice ${order.documents[0]?.number}.`,
      results: [{ id, status: "success" }],
    });
  });

  it("that nobody told us about comes by the merchant's program", async () => {
    const id = await unannounced(house);
    const asked = await house.api("POST", "/orders/sync", { ids: [id, id] });
    expect(asked).toMatchObject({ status: 202, body: { results: [{ id, status: "info" }] } });
    await house.waitForOrder(id, "booked");
  });

  it("whose payment nobody told us about is booked by the button on its page", async () => {
    const placed = await house.shop.placeOrder({ ...THREE_MUGS, paid: false });
    await house.waitForOrder(placed.id, (order) => order.code === "TRIGGER_NOT_REACHED");
    house.shop.faults.webhooksDrop = true;
    await house.shop.pay(placed.id);
    house.shop.faults.webhooksDrop = false;
    const browser = openBrowser();
    const address = `${house.publicUrl}/embedded/orders/${placed.id}?id_token=${await house.shop.sessionToken()}`;
    const page = await browser.visit(address);
    const action = /<form[^>]*action="([^"]*\/sync[^"]*)"/.exec(page.text)?.[1]?.replaceAll("&amp;", "&");
    const shown = await browser.submit(page, (action ?? "no button").replaceAll("&#x3D;", "="));
    expect(shown.status).toBe(200);
    expect((await house.waitForOrder(placed.id, "booked")).payments).toHaveLength(1);
  });

  it("that the shop does not know is asked for in vain", async () => {
    expect((await house.api("POST", "/orders/sync", { ids: ["no-such-order"] })).status).toBe(202);
    await eventually(
      () => house.order("no-such-order"),
      (order) => order === null,
      "the unknown order to be forgotten",
    );
    const reply = await house.shop.syncNow(["no-such-order"]);
    expect(reply).toMatchObject({ status: "error", results: [{ id: "no-such-order", status: "error" }] });
  });
});

async function unannounced(house: House): Promise<string> {
  house.shop.faults.webhooksDrop = true;
  const { id } = await house.shop.placeOrder(THREE_MUGS);
  house.shop.faults.webhooksDrop = false;
  expect(await house.order(id)).toBeNull();
  return id;
}

interface ShopState {
  readonly orders: readonly {
    readonly order: { readonly id: string };
    readonly accounting: { readonly state: string; readonly text: string; readonly url: string } | null;
  }[];
}

async function shownInShop(house: House, id: string) {
  const state = (await (await fetch(`${house.shop.url}/_admin/state`)).json()) as ShopState;
  return state.orders.find((one) => one.order.id === id)?.accounting ?? null;
}

const notesOn = (house: House, id: string): number =>
  house.shop.apiCalls().filter((call) => call.method === "PATCH" && call.path === `/orders/${id}`).length;

const readsOf = (house: House, id: string): number =>
  house.shop.apiCalls().filter((call) => call.method === "GET" && call.path === `/orders/${id}`).length;

const updatesAbout = (house: House, id: string): number =>
  house.shop
    .deliveries()
    .filter((one) => one.type === "order.updated" && one.data.id === id && one.state === "delivered").length;
