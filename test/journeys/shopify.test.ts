import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { formOn } from "../support/panel.ts";
import { openShopifyHouse, type ShopifyHouse } from "../support/shopify-house.ts";

describe.each(engines)("a shop on Shopify on $name", (engine) => {
  let house: ShopifyHouse;
  beforeAll(async () => {
    house = await openShopifyHouse(engine, { firstId: "9007199254740993" });
  });
  afterAll(() => house.close());

  /** Two mugs and the parcel: 447.00 with 89.40 of VAT. */
  const mugs = () =>
    house.shopify.place({
      lines: [{ title: "Stoneware mug", sku: "MUG-01", quantity: 2, unitPrice: "199.00", rate: "25" }],
      shipping: [{ title: "Parcel", price: "49.00", rate: "25" }],
      paid: true,
    });

  /** The documents of an order, once so many are booked. */
  const sums = async (id: string, count = 1) => {
    const order = await house.waitForOrder(
      id,
      ({ state, documents }) =>
        state === "booked" && documents.filter((one) => one.status === "booked").length === count,
    );
    return order.documents.map(({ kind, gross, vat }) => ({ kind, gross, vat }));
  };

  it("is installed by opening the app in the admin once, and the page stands in that admin's frame", async () => {
    await house.shopify.install();
    const page = await house.open();
    expect([page.status, new URL(page.url).pathname]).toEqual([200, "/embedded"]);
    expect(page.headers.get("content-security-policy")).toContain(
      `frame-ancestors https://${house.shopify.domain} ${house.shopify.url}`,
    );
    expect(page.headers.get("set-cookie")).toBeNull();
    const text = await page.text();
    expect(text).toContain(house.shopify.appBridgeUrl);
    expect((await house.api("GET", "/installation")).body).toMatchObject({
      platform: "shopify",
      tenant: { id: house.shopify.domain, name: "Fjäll & Form" },
      status: "installed",
    });
    await house.connect();
  });

  it("has its order booked by a webhook, to the öre, with the payment, and the state shown on the order", async () => {
    const { id } = await mugs();
    expect(await sums(id)).toEqual([{ kind: "invoice", gross: "447.00", vat: "89.40" }]);
    const order = await house.order(id);
    expect(order).toMatchObject({
      order_id: id,
      payments: [{ amount: "447.00", method: "shopify_payments", direction: "in" }],
    });
    const shown = await eventually(
      () => house.shopify.order(id)?.tags ?? [],
      (tags) => tags.includes("Booked"),
      "the tag on the order",
    );
    expect(shown).toEqual(["Booked"]);
  });

  it("starts nothing by its own mark on the order", async () => {
    const { id } = await mugs();
    await house.waitForOrder(id, "booked");
    await eventually(
      () => house.shopify.order(id)?.tags ?? [],
      (tags) => tags.length > 0,
      "the mark",
    );
    await house.shopify.idle();
    const before = house.fortnox.ledger.invoices().length;
    await house.api("POST", "/orders/sync", { ids: [id] });
    await house.shopify.idle();
    expect(house.fortnox.ledger.invoices().length).toBe(before);
    const marks = house.shopify.calls().filter((call) => call.query.includes("Mark"));
    const ofThis = (await house.order(id))?.log.filter((line) => line.step === "invoice") ?? [];
    expect(marks.length).toBeGreaterThan(0);
    expect(ofThis.length).toBeLessThan(2);
  });

  it("has a refunded mug credited, and an edit booked as a document of its own", async () => {
    const { id, lines } = await mugs();
    await house.waitForOrder(id, "booked");
    await house.shopify.refund(id, { lines: [{ lineId: lines[0]?.id ?? "", quantity: 1 }] });
    expect(await sums(id, 2)).toEqual([
      { kind: "invoice", gross: "447.00", vat: "89.40" },
      { kind: "credit_note", gross: "199.00", vat: "39.80" },
    ]);
    await house.shopify.edit(id, {
      add: [{ title: "Saucer", sku: "SAU-01", unitPrice: "100.00", rate: "25" }],
    });
    await house.shopify.pay(id);
    expect((await sums(id, 3)).at(-1)).toEqual({ kind: "invoice", gross: "100.00", vat: "20.00" });
  });

  it("finds by the sweep what no webhook told, and by 'sync now' at once", async () => {
    house.shopify.faults.webhooksDrop = true;
    const { id } = await mugs();
    expect((await house.api("POST", "/orders/sync", { ids: [id] })).status).toBe(202);
    expect(await sums(id)).toEqual([{ kind: "invoice", gross: "447.00", vat: "89.40" }]);
    house.shopify.faults.webhooksDrop = false;
  });

  it("is opened for a selection of orders, and looks at all of them when a person says so", async () => {
    house.shopify.faults.webhooksDrop = true;
    const ids = [(await mugs()).id, (await mugs()).id];
    const address = await house.shopify.appAddress("/shopify/orders/sync", { "ids[]": ids });
    const page = await (await fetch(address)).text();
    expect(page).toContain("2 orders from your shop&#x27;s admin.");
    const form = formOn(page, "/selection/sync");
    const done = await fetch(new URL(form.action, house.publicUrl), { method: "POST", body: form.fields });
    expect(done.status).toBe(200);
    for (const id of ids)
      expect(await sums(id)).toEqual([{ kind: "invoice", gross: "447.00", vat: "89.40" }]);
    house.shopify.faults.webhooksDrop = false;
  });

  it("holds an order whose own numbers differ, and says both", async () => {
    house.shopify.faults.breakTotals = true;
    const { id } = await mugs();
    const held = await house.waitForOrder(id, "held");
    house.shopify.faults.breakTotals = false;
    expect(held).toMatchObject({ code: "ORDER_UNREADABLE", documents: [] });
    expect(held.message).toContain("differ, 447.01 SEK and 447.00 SEK");
  });

  it("has reserved money captured when the parcel leaves, once, and registered", async () => {
    const { connections } = (await house.api("GET", "/installation")).body as {
      connections: { id: string }[];
    };
    const settings = `/connections/${connections[0]?.id}/settings`;
    const flow = [
      { when: "authorized", do: ["draft"] },
      { when: "fulfilled", do: ["book", "capture", "payment"] },
    ];
    expect((await house.api("PATCH", settings, { orders: { flow } })).status).toBe(200);
    const { id } = await house.shopify.place({
      lines: [{ title: "Stoneware mug", sku: "MUG-01", quantity: 2, unitPrice: "199.00", rate: "25" }],
      paid: [{ kind: "AUTHORIZATION" }],
    });
    await house.waitForOrder(id, ({ code }) => code === "FLOW_WAITING");
    await house.shopify.fulfil(id);
    const paid = await house.waitForOrder(id, ({ payments }) => payments.length === 1);
    expect(paid).toMatchObject({ state: "booked", payments: [{ amount: "398.00", direction: "in" }] });
    const taken = house.shopify.order(id)?.transactions.filter(({ kind }) => kind === "CAPTURE");
    expect(taken?.map(({ amount }) => amount.buyer)).toEqual(["398"]);
    await house.api("PATCH", settings, { orders: { flow: [] } });
  });

  it("leaves, and comes back with everything it had", async () => {
    const booked = await mugs();
    await house.waitForOrder(booked.id, "booked");
    await house.shopify.uninstall();
    await eventually(
      () => house.log.some((line) => line.message === "an installation was removed by its platform"),
      (isGone) => isGone,
      "the farewell",
    );
    await house.shopify.install();
    expect((await house.open()).status).toBe(200);
    expect((await house.api("GET", "/installation")).body).toMatchObject({ status: "installed" });
    expect(await sums(booked.id)).toHaveLength(1);
    const { id } = await mugs();
    expect(await sums(id)).toEqual([{ kind: "invoice", gross: "447.00", vat: "89.40" }]);
  });
});
