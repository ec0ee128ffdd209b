import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import { openReleasedHouse } from "../support/released-house.ts";

const BOOKED_THEN = ["1001", "1002", "1003", "1008", "1009"];
const STOPPED_IN_THE_MIDDLE = ["1010", "1011", "1012"];

// In the order they are written, each building on the books the one before has left.
describe.each(engines)("today's app on a filled database of the first release on $name", (engine) => {
  let house: House;
  let settings = "";
  beforeAll(async () => {
    house = await openReleasedHouse(engine);
    const { body } = await house.api("GET", "/installation");
    const [connection] = (body as { connections: { id: string; status: string }[] }).connections;
    expect(connection).toMatchObject({ status: "connected" });
    settings = `/connections/${connection?.id}/settings`;
  });
  afterAll(() => house.close());

  const change = async (patch: unknown) => {
    expect(await house.api("PATCH", settings, patch)).toMatchObject({ status: 200 });
  };
  const documentsOf = async (id: string) =>
    (await house.order(id))?.documents.map(({ kind, number, status, gross }) => [
      kind,
      number,
      status,
      gross,
    ]);
  const reconciled = async () =>
    (await house.api("GET", "/reconciliation?from=2026-11-01&to=2026-11-30")).body;

  it("shows every order, its documents and payments as they were, before it does any work", async () => {
    const { body } = await house.api("GET", "/orders");
    const shown = (body as { data: { order_id: string; state: string; code?: string }[] }).data;
    expect(Object.fromEntries(shown.map((one) => [one.order_id, one.code ?? one.state]))).toEqual({
      1001: "booked",
      1002: "booked",
      1003: "booked",
      1004: "CURRENCY_NOT_ENABLED",
      1005: "VAT_UNMAPPED",
      1006: "ZERO_TOTAL",
      1007: "TRIGGER_NOT_REACHED",
      1008: "REFUND_PENDING",
      1009: "booked",
      1010: "QUEUED",
      1011: "QUEUED",
      1012: "QUEUED",
    });
    expect(await documentsOf("1002")).toEqual([
      ["invoice", "2", "booked", "796.00"],
      ["credit_note", "3", "booked", "249.00"],
    ]);
    expect((await house.order("1002"))?.payments).toMatchObject([
      { direction: "in", amount: "796.00", currency: "SEK" },
      { direction: "out", amount: "249.00", currency: "SEK" },
    ]);
    expect(house.fortnox.ledger.calls()).toEqual([]);
  });

  it("keeps the settings that were chosen, with every version of them", async () => {
    expect((await house.api("GET", settings)).body).toMatchObject({
      orders: { start_date: "2000-01-01", row_mode: "net" },
      payments: { methods: { card: { account: "1686" } } },
    });
    const { body } = await house.api("GET", `${settings}/history`);
    expect((body as { data: unknown[] }).data).toHaveLength(3);
  });

  it("finishes once each order whose process died, wherever that was", async () => {
    await house.restart({ role: "all" });
    for (const id of STOPPED_IN_THE_MIDDLE) {
      const order = await house.waitForOrder(id, "booked");
      expect(order.documents).toMatchObject([{ kind: "invoice", status: "booked", gross: "796.00" }]);
      expect(order.payments).toMatchObject([{ direction: "in", amount: "796.00" }]);
    }
    const { ledger } = house.fortnox;
    // Eight were there, of which 1011's and 1012's; 1010's had not been sent.
    expect(ledger.invoices()).toHaveLength(9);
    expect(ledger.invoices().filter((one) => !one.Booked || one.Balance !== "0.00")).toEqual([]);
    // Seven were there, of which 1012's.
    expect(ledger.payments()).toHaveLength(9);
  });

  it("works out what the old orders were in the shop and are in the books, to the cent", async () => {
    // The first release kept no sums: what was refunded is known once the sweep has looked at the order again.
    await eventually(
      reconciled,
      (body) => /"orders":11.*"refunded":"299.00"/.test(JSON.stringify(body)),
      "sums of all old orders",
    );
    expect(await reconciled()).toMatchObject({
      unread: 0,
      currencies: [
        { currency: "PLN", orders: 1, held: { count: 1, sum: "796.00" } },
        {
          currency: "SEK",
          orders: 11,
          // Six of 796, two of 119, 251, 6.20 and one of nothing; back went 249 and 50.
          charged: "5271.20",
          refunded: "299.00",
          // Five of 796, 796 less 249, 119 and 6.20.
          booked: { count: 7, sum: "4652.20" },
          skipped: { count: 1, sum: "0.00" },
          // 119 nobody has paid, and 50 that are on their way back.
          waiting: { count: 2, sum: "69.00" },
          held: { count: 1, sum: "251.00" },
        },
      ],
    });
  });

  it("gives back a refund of an order that the old release booked", async () => {
    await house.shop.refund("1001", { lines: [{ line_id: "L1", quantity: "1" }] });
    await house.waitForOrder("1001", (one) => one.state === "booked" && one.payments.length === 2);
    expect(await documentsOf("1001")).toEqual([
      ["invoice", "1", "booked", "796.00"],
      ["credit_note", "10", "booked", "249.00"],
    ]);
  });

  it("gives back the rest of an order that the old release had refunded in part", async () => {
    await house.shop.refund("1002", { lines: [{ line_id: "L1", quantity: "2" }], shipping: true });
    await house.waitForOrder("1002", (one) => one.state === "booked" && one.payments.length === 3);
    expect((await documentsOf("1002"))?.slice(1)).toEqual([
      ["credit_note", "3", "booked", "249.00"],
      ["credit_note", "11", "booked", "547.00"],
    ]);
  });

  it("releases what was held, and books what is paid at last", async () => {
    house.fortnox.faults.addVatRate({ code: "FI255", rate: "25.5" });
    await change({
      vat: {
        registrations: ["OSS"],
        treatments: [{ treatment: "oss", country: "FI", rate: "25.5", account: 3106, vat_code: "FI255" }],
      },
    });
    const oss = await house.waitForOrder("1005", "booked");
    expect(oss.documents).toMatchObject([{ kind: "invoice", net: "200.00", vat: "51.00", gross: "251.00" }]);
    await house.shop.pay("1007");
    await house.waitForOrder("1007", "booked");
    expect(await house.order("1004")).toMatchObject({ state: "held", code: "CURRENCY_NOT_ENABLED" });
  });

  it("knows the customers and articles of then, and has booked nothing twice", async () => {
    const { ledger } = house.fortnox;
    const customers = ledger.customers().length;
    const articles = ledger.articles().length;
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
    expect(ledger.customers()).toHaveLength(customers);
    expect(ledger.articles()).toHaveLength(articles);
    const invoices = ledger.invoices().filter(({ Credit }) => !Credit);
    const numbers = invoices.map(({ YourOrderNumber }) => YourOrderNumber ?? "").sort();
    const booked = [...BOOKED_THEN, ...STOPPED_IN_THE_MIDDLE, "1005", "1007", id];
    expect(numbers).toEqual(booked.map((one) => `#${one}`).sort());
  });
});
