import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse, SET_UP } from "../support/house.ts";

const ORDERS = { ...SET_UP.orders, document: "invoice", booking: "draft", trigger: ["paid"] };

describe.each(engines)("drafts on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine);
  });
  beforeEach(() => house.changeSettings({ orders: ORDERS }));
  afterAll(() => house.close());

  const invoice = (number: string | undefined) =>
    house.fortnox.ledger.invoices().find((one) => one.DocumentNumber === number);
  const drafted = async () => {
    const placed = await house.shop.placeOrder(THREE_MUGS);
    const order = await house.waitForOrder(placed.id, "booked");
    expect(order.documents).toMatchObject([{ kind: "invoice", status: "draft", gross: "796.00" }]);
    const number = order.documents[0]?.external_id;
    return { id: placed.id, line: placed.lines[0]?.id ?? "", number };
  };
  /** A person at the ledger: what the stand-in's own API would let her do. */
  const byHand = async (path: string, body: object = {}) => {
    const answer = await house.fortnox.asPerson("PUT", path, body);
    expect(answer.status, answer.text).toBe(200);
  };

  it("follow a return, and are finished with a credit note when the setting changes", async () => {
    const { id, line, number } = await drafted();
    await house.shop.refund(id, { lines: [{ line_id: line, quantity: "1" }] });
    const changed = await house.waitForOrder(id, (one) => one.documents[0]?.gross === "547.00");
    expect(changed).toMatchObject({ state: "booked", documents: [{ external_id: number, status: "draft" }] });
    expect(invoice(number)).toMatchObject({ Total: "547.00", TotalVAT: "109.40", Booked: false });
    await house.changeSettings({ orders: { booking: "book" } });
    await house.api("POST", "/orders/sync", { ids: [id] });
    const booked = await house.waitForOrder(id, (one) => one.payments.length === 2);
    expect(booked.documents).toMatchObject([
      { kind: "invoice", external_id: number, status: "booked", gross: "796.00" },
      { kind: "credit_note", gross: "249.00" },
    ]);
    expect(invoice(number)).toMatchObject({ Booked: true, Balance: "0.00" });
  });

  it("that somebody booked in the ledger are credited from then on", async () => {
    const { id, line, number } = await drafted();
    await byHand(`/invoices/${number}/bookkeep`);
    await house.shop.refund(id, { lines: [{ line_id: line, quantity: "1" }] });
    const order = await house.waitForOrder(id, (one) => one.state === "booked" && one.documents.length === 2);
    expect(order.documents).toMatchObject([
      { kind: "invoice", status: "booked", gross: "796.00" },
      { kind: "credit_note", gross: "249.00" },
    ]);
    expect(invoice(number)).toMatchObject({ Total: "796.00" });
  });

  it("that somebody changed in the ledger are not overwritten: the order is held", async () => {
    const { id, line, number } = await drafted();
    await byHand(`/invoices/${number}`, { Invoice: { InvoiceRows: [{ Price: 200 }, {}] } });
    await house.shop.refund(id, { lines: [{ line_id: line, quantity: "1" }] });
    const order = await house.waitForOrder(id, "held");
    expect(order).toMatchObject({ code: "CHANGED_IN_LEDGER" });
    expect(order.message).toContain("changed in Fortnox by hand");
    expect(invoice(number)).toMatchObject({ Total: "649.00" });
  });

  it("of which everything was given back are removed, and the order is done", async () => {
    const { id, line, number } = await drafted();
    await house.shop.refund(id, { lines: [{ line_id: line, quantity: "3" }], shipping: true });
    const order = await house.waitForOrder(id, "skipped");
    expect(order).toMatchObject({ code: "NOTHING_TO_BOOK", documents: [] });
    expect(invoice(number)).toMatchObject({ Cancelled: true });
  });

  it("are removed with an order that is cancelled before any money moved", async () => {
    await house.changeSettings({ orders: { trigger: ["created"] } });
    const { id } = await house.shop.placeOrder({ ...THREE_MUGS, paid: false });
    const order = await house.waitForOrder(id, "booked");
    await house.shop.cancel(id);
    await house.waitForOrder(id, "skipped");
    expect(invoice(order.documents[0]?.external_id)).toMatchObject({ Cancelled: true, Booked: false });
  });

  it("whose change got no answer are changed once", async () => {
    const { id, line, number } = await drafted();
    house.fortnox.faults.next({ match: "PUT /3/invoices/*", fault: "timeout-after-write", ms: 20 });
    await house.shop.refund(id, { lines: [{ line_id: line, quantity: "2" }] });
    const order = await house.waitForOrder(id, (one) => one.documents[0]?.gross === "298.00", 60_000);
    expect(order.documents).toHaveLength(1);
    expect(invoice(number)).toMatchObject({ Total: "298.00" });
  });
});

describe.each(engines)("orders of the ledger on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine);
  });
  afterAll(() => house.close());

  const order = (number: string | undefined) =>
    house.fortnox.ledger.orders().find((one) => one.DocumentNumber === number);

  it("need a wider consent: the order is held until it is given, and no other work stops", async () => {
    await house.changeSettings({ orders: { ...ORDERS, document: "order", booking: "book" } });
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    const held = await house.waitForOrder(id, "held");
    expect(held).toMatchObject({ code: "PERMISSION_MISSING", documents: [] });
    expect(held.fix_url).toContain("/connections");
    const checked = await house.api("POST", `/connections/${house.connectionId()}/check`);
    expect(checked.body).toMatchObject({
      status: "connected",
      problems: [{ code: "PERMISSION_MISSING" }],
      authorize_url: expect.stringContaining("order"),
    });
    const { authorize_url: address } = checked.body as { authorize_url: string };
    await house.consent(address);
    const booked = await house.waitForOrder(id, (one) => one.state === "booked" && one.payments.length === 1);
    expect(booked.documents).toMatchObject([
      { kind: "order", status: "booked", gross: "796.00" },
      { kind: "invoice", status: "booked", gross: "796.00" },
    ]);
    const [made, invoiced] = booked.documents;
    expect(order(made?.external_id)).toMatchObject({ InvoiceReference: invoiced?.external_id });
    const [invoice] = house.fortnox.ledger.invoices();
    expect(invoice).toMatchObject({ Booked: true, Total: "796.00", Balance: "0.00" });
  });

  it("left to people follow the shop's order, and are credited once people have invoiced and booked", async () => {
    await house.changeSettings({ orders: { document: "order", booking: "draft" } });
    const placed = await house.shop.placeOrder(THREE_MUGS);
    const line = placed.lines[0]?.id ?? "";
    const left = await house.waitForOrder(placed.id, "booked");
    expect(left.documents).toMatchObject([{ kind: "order", status: "draft" }]);
    const number = left.documents[0]?.external_id;
    await house.shop.refund(placed.id, { lines: [{ line_id: line, quantity: "1" }] });
    await house.waitForOrder(placed.id, (one) => one.documents[0]?.gross === "547.00");
    expect(order(number)?.document).toMatchObject({ Total: "547.00" });
    const invoiced = await house.fortnox.asPerson("PUT", `/orders/${number}/createinvoice`, {});
    expect(invoiced.status).toBe(200);
    const invoice = order(number)?.InvoiceReference;
    const booked = await house.fortnox.asPerson("PUT", `/invoices/${invoice}/bookkeep`, {});
    expect(booked.status).toBe(200);
    await house.shop.refund(placed.id, { lines: [{ line_id: line, quantity: "1" }] });
    const credited = await house.waitForOrder(placed.id, (one) => one.documents.length === 3);
    expect(credited.documents).toMatchObject([
      { kind: "order", status: "booked", gross: "547.00" },
      { kind: "invoice", external_id: invoice, status: "booked", gross: "547.00" },
      { kind: "credit_note", gross: "249.00" },
    ]);
  });

  it("are cancelled with the shop's order", async () => {
    await house.changeSettings({ orders: { trigger: ["created"] } });
    const { id } = await house.shop.placeOrder({ ...THREE_MUGS, paid: false });
    const left = await house.waitForOrder(id, "booked");
    await house.shop.cancel(id);
    await house.waitForOrder(id, "skipped");
    expect(order(left.documents[0]?.external_id)).toMatchObject({ Cancelled: true });
  });

  it("that got no answer are made and invoiced once", async () => {
    await house.changeSettings({ orders: { trigger: ["paid"], booking: "book" } });
    const before = house.fortnox.ledger.orders().length;
    house.fortnox.faults.next({ match: "POST /3/orders", fault: "timeout-after-write", ms: 20 });
    house.fortnox.faults.next({
      match: "PUT /3/orders/*/createinvoice",
      fault: "timeout-after-write",
      ms: 20,
    });
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    const booked = await house.waitForOrder(id, (one) => one.state === "booked", 60_000);
    expect(booked.documents.map((one) => one.kind)).toEqual(["order", "invoice"]);
    expect(house.fortnox.ledger.orders()).toHaveLength(before + 1);
    const own = house.fortnox.ledger
      .invoices()
      .filter((one) => one.OrderReference === booked.documents[0]?.external_id);
    expect(own).toHaveLength(1);
  });
});
