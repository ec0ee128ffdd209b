import { afterEach, describe, expect, it } from "vitest";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";

/** 520 rows at two rates, more than the ledger takes on one invoice. */
const HUGE = {
  paid: true,
  lines: Array.from({ length: 520 }, (_, index) => ({
    sku: null,
    title: index === 0 ? "=HYPERLINK(1)" : `Part ${index}`,
    unitPrice: "12.50",
    rate: index % 2 === 0 ? "25" : "12",
  })),
  customer: { email: "anna@example.se", name: "Anna Ek", country: "SE" },
};

describe.each(engines)("an order with more rows than the ledger takes on $name", (engine) => {
  let house: House;
  afterEach(() => house.close());

  const place = async () => {
    const placed = await house.shop.placeOrder(HUGE);
    return await house.waitForOrder(placed.id, "booked");
  };

  it("gets an invoice of merged rows with all of them attached as a file", async () => {
    house = await openHouse(engine, { scopes: ["inbox", "archive", "connectfile"] });
    const order = await place();
    expect(order).toMatchObject({ documents: [{ gross: "6500.00", status: "booked" }], warnings: [] });
    const [invoice] = house.fortnox.ledger.invoices();
    expect(invoice?.InvoiceRows).toHaveLength(2);
    const [attached, ...more] = house.fortnox.ledger.attachments();
    expect(more).toEqual([]);
    expect(attached).toMatchObject({
      entityId: Number(invoice?.DocumentNumber),
      entityType: "F",
      includeOnSend: true,
      file: { Path: "Inbox_kf", Name: expect.stringMatching(/^specification-\d+-invoice\.csv$/) },
    });
    const lines = attached?.file?.content.trim().split("\r\n") ?? [];
    expect(lines).toHaveLength(521);
    expect(lines[1]).toBe("'=HYPERLINK(1),,1,12.50,10.00,25,2.50,12.50,SEK");
    const path = `/orders/${order.order_id}/specification.csv?document=${invoice?.DocumentNumber}`;
    const downloaded = await house.api("GET", path);
    // Reading a text drops its byte order mark.
    const content = attached?.file?.content.replace(/^\ufeff/, "");
    expect(downloaded).toMatchObject({ status: 200, body: content });
    expect(order.documents[0]?.specification_url).toBe(`${house.publicUrl}/api/v1${path}`);
    expect((await house.api("GET", `${path}9`)).status).toBe(404);
  });

  it("attaches the file once when the answer is lost on the way", async () => {
    house = await openHouse(engine, { scopes: ["inbox", "archive", "connectfile"] });
    house.fortnox.faults.next({ match: "POST /3/inbox", fault: "500" });
    house.fortnox.faults.next({
      match: "POST /api/fileattachments/attachments-v1",
      fault: "timeout-after-write",
      ms: 20,
    });
    await place();
    expect(house.fortnox.ledger.attachments()).toHaveLength(1);
    expect(house.fortnox.ledger.invoices()).toHaveLength(1);
  });

  it("goes through when the ledger does not take the file, however often it is tried", async () => {
    house = await openHouse(engine, { scopes: ["inbox", "archive", "connectfile"] });
    house.fortnox.faults.next({ match: "POST /3/inbox", fault: "500", times: 50 });
    const order = await place();
    expect(order).toMatchObject({
      documents: [{ status: "booked" }],
      warnings: ["SPECIFICATION_NOT_ATTACHED"],
    });
    await house.api("POST", "/orders/sync", { ids: [order.order_id] });
    expect(await house.waitForOrder(order.order_id, "booked")).toMatchObject({ payments: [{}] });
  });

  it("goes through without the right to files; the rows can be downloaded from us", async () => {
    house = await openHouse(engine);
    const order = await place();
    expect(order).toMatchObject({ state: "booked", warnings: ["SPECIFICATION_NOT_ATTACHED"] });
    expect(house.fortnox.ledger.attachments()).toEqual([]);
    await house.api("POST", "/orders/sync", { ids: [order.order_id] });
    expect(await house.order(order.order_id)).toMatchObject({ warnings: ["SPECIFICATION_NOT_ATTACHED"] });
    const { body } = await house.api("GET", `/orders/${order.order_id}/specification.csv`);
    expect(String(body).trim().split("\r\n")).toHaveLength(521);
    expect(await house.api("GET", "/connections/1")).toMatchObject({ body: { status: "connected" } });
  });
});
