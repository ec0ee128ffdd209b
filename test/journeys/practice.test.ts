import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse, SET_UP } from "../support/house.ts";
import { formOn, type PanelReader, plain, readPanel } from "../support/panel.ts";
import { startWebhookReceiver } from "../support/webhook-receiver.ts";

const connection = z.looseObject({ id: z.string(), status: z.string(), practice: z.boolean() });
const installation = z.looseObject({ connections: z.array(connection) });

describe.each(engines)("practice books on $name", (engine) => {
  let house: House;
  let panel: PanelReader;
  let practice = "";
  let placed = "";
  beforeAll(async () => {
    house = await openHouse(engine, { until: "installed", vendors: { practice: {} } });
    panel = readPanel(house, house);
    placed = (await house.shop.placeOrder(THREE_MUGS)).id;
    await house.waitForOrder(placed, ({ code }) => code === "NOT_CONNECTED");
  });
  afterAll(() => house.close());

  const connections = async () =>
    installation.parse((await house.api("GET", "/installation")).body).connections;
  const writesToShop = () =>
    house.shop.apiCalls().filter(({ method, path }) => method !== "GET" && path.startsWith("/orders"));

  it("open by one call, once, and are no ledger", async () => {
    const made = await house.api("POST", "/connections", { system: "practice" });
    expect(made).toMatchObject({ status: 201, body: { status: "connected", practice: true } });
    practice = connection.parse(made.body).id;
    const again = await house.api("POST", "/connections", { system: "practice" });
    expect(connection.parse(again.body).id).toBe(practice);
    const refused = await house.api("POST", "/connections", { system: "practice", credentials: { a: "1" } });
    expect(refused.status).toBe(422);
  });

  it("take the shop's last orders when somebody asks, and show every account with its sums", async () => {
    expect((await panel.get("/practice")).text).toContain("Nothing is in your practice books yet.");
    const taken = await panel.submit("/practice", { action: "/practice/take" });
    expect(taken.headers.get("location")).toContain("notice=practice_taken");
    const order = await house.waitForOrder(placed, "booked");
    expect(order).toMatchObject({
      documents: [{ kind: "invoice", number: "1", status: "booked", gross: "796.00", vat: "159.20" }],
      payments: [{ amount: "796.00" }],
      warnings: [],
    });
    const { text } = await panel.get("/practice");
    for (const row of [
      ["1510", "Kundfordringar", "796.00", "796.00", "0.00"],
      ["1580", "Fordringar för kontokort och kuponger", "796.00", "0.00", "796.00"],
      ["2611", "Utgående moms på försäljning inom Sverige, 25 %", "0.00", "159.20", "-159.20"],
      ["3001", "Försäljning inom Sverige, 25 % moms", "0.00", "636.80", "-636.80"],
    ]) {
      expect(rowOf(text, row[0] ?? "")).toEqual(row);
    }
  });

  it("follow a refund with a credit note, and each document shows the vouchers it led to", async () => {
    const line = { line_id: "L1", quantity: "1" };
    await house.shop.refund(placed, { lines: [line] });
    await house.waitForOrder(placed, ({ state, documents }) => state === "booked" && documents.length === 2);
    const { text } = await panel.get("/practice/documents/2");
    expect(plain(text)).toContain("Credit note 2");
    expect(rowOf(text, "1510")).toEqual(["1510", "Kundfordringar", "", "249.00"]);
    expect(rowOf(text, "3001")?.slice(2)).toEqual(["199.20", ""]);
    expect((await panel.get("/practice/documents/3")).status).toBe(404);
  });

  it("are marked on every page, link to their documents, and cannot go live", async () => {
    for (const path of ["", "/orders", `/orders/${placed}`, "/settings", "/connections", "/practice"]) {
      expect((await panel.get(path)).text).toContain(
        "These are practice books: nothing reaches your accounting.",
      );
    }
    const order = (await panel.get(`/orders/${placed}`)).text;
    expect(order).toContain("/embedded/practice/documents/1");
    const guide = (await panel.get("/start?step=live")).text;
    expect(guide).toContain("Practice books are never live.");
    expect(() => formOn(guide, "/start/live")).toThrow("no form");
    expect((await panel.get("/start")).text).toContain("0 of 4 steps are done.");
  });

  it("tell nobody: no state on the shop's order, no mail, no message to the merchant's programs", async () => {
    const receiver = await startWebhookReceiver();
    const address = await house.api("POST", "/webhook-endpoints", { url: receiver.url });
    expect(address.status).toBe(201);
    const settings = { email: { send: "after_booking" } };
    expect((await house.api("PATCH", `/connections/${practice}/settings`, settings)).status).toBe(200);
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    const order = await house.waitForOrder(id, "booked");
    expect(order.log.filter(({ step }) => step === "email")).toEqual([]);
    expect(writesToShop()).toEqual([]);
    expect(receiver.received).toEqual([]);
    await receiver.close();
  });

  it("take no money in the shop and tell nobody, whatever the flow asks", async () => {
    const receiver = await startWebhookReceiver();
    const flow = [
      { when: "authorized", do: ["invoice", "book", "capture"] },
      { when: "paid", do: ["payment", "webhook"], webhook: { url: receiver.url } },
    ];
    const settings = `/connections/${practice}/settings`;
    expect((await house.api("PATCH", settings, { orders: { flow } })).status).toBe(200);
    const { id } = await house.shop.placeOrder({ ...THREE_MUGS, paid: false, authorized: true });
    const order = await house.waitForOrder(id, ({ documents }) => documents[0]?.status === "booked");
    expect(order.documents).toMatchObject([{ kind: "invoice", gross: "796.00" }]);
    await house.waitForOrder(id, ({ log }) => log.some(({ step }) => step === "capture"));
    expect(house.shop.order(id)?.transactions.map(({ kind }) => kind)).toEqual(["authorization"]);
    expect(writesToShop()).toEqual([]);
    expect(receiver.received).toEqual([]);
    await receiver.close();
    await house.shop.cancel(id);
    expect((await house.api("PATCH", settings, { orders: { flow: [] } })).status).toBe(200);
  });

  it("give way to a ledger: its orders are booked there from its start date, whatever was tried", async () => {
    await house.connect();
    await house.changeSettings(SET_UP);
    expect((await connections()).map((one) => one.practice)).toEqual([false, true]);
    const order = await house.waitForOrder(
      placed,
      ({ state, documents }) => state === "booked" && documents.length === 2,
    );
    expect(order.connection_id).toBe(house.connectionId());
    const invoices = () => house.fortnox.ledger.invoices();
    await eventually(invoices, (all) => all.length === 3, "both orders and the refund in the ledger");
    const { text } = await panel.get("");
    expect(text).not.toContain("These are practice books");
    expect(text).toContain("your practice books are still here");
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    expect((await house.api("GET", `/orders/${id}?connection=${practice}`)).status).toBe(404);
  });

  it("take no order that a ledger leaves to others: it waits for a person", async () => {
    const takes = [{ field: "order.currency", op: "is", value: "NOK" }];
    await house.changeSettings({ orders: { takes } });
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    expect(await house.waitForOrder(id, "held")).toMatchObject({ code: "NO_CONNECTION_TAKES" });
    await house.changeSettings({ orders: { takes: [] } });
    await house.waitForOrder(id, "booked");
  });

  it("go with everything in them once somebody agrees, and the ledger keeps all of its own", async () => {
    const path = `/practice?connection=${practice}`;
    const removed = await panel.submit(path, { action: `/connections/${practice}/remove` });
    expect(removed.status).toBe(303);
    expect((await connections()).map((one) => one.id)).toEqual([house.connectionId()]);
    expect((await panel.get("/practice")).status).toBe(404);
    expect(await house.waitForOrder(placed, "booked")).toMatchObject({ documents: [{}, {}] });
    const anew = await house.api("POST", "/connections", { system: "practice" });
    const { id } = connection.parse(anew.body);
    expect(id).not.toBe(practice);
    expect((await panel.get(`/practice?connection=${id}`)).text).toContain(
      "Nothing is in your practice books",
    );
    await eventually(connections, (all) => all.length === 2, "both connections");
  });
});

/** The cells of the table row that begins with an account, as they are read. */
function rowOf(html: string, account: string): string[] | undefined {
  for (const [row] of html.matchAll(/<tr>.*?<\/tr>/gs)) {
    const cells = [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = ""]) =>
      plain(cell.replace(/<[^>]*>/g, ""))
        .replace(/\u00a0|SEK|kr/g, " ")
        .replace(/[-\u2212]\s+/g, "-")
        .trim(),
    );
    if (cells[0] === account) return cells;
  }
  return undefined;
}
