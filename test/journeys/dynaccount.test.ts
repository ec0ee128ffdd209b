import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type DynaccountStandIn, startDynaccount } from "../../sandbox/accounting/dynaccount/server.ts";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import { Secret } from "../../server/secret.ts";
import { CHOSEN } from "../contract/dynaccount-world.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse } from "../support/house.ts";

/** Two mugs and freight by card: 298.00 DKK, of which 59.60 is VAT. */
const TWO_MUGS: OrderDraft = {
  paid: true,
  currency: "DKK",
  lines: [{ sku: "MUG-01", title: "Krus", quantity: "2", unitPrice: "124.50", rate: "25" }],
  shipping: { price: "49.00", rate: "25" },
  customer: { id: "d1", email: "anna@example.dk", name: "Anna Ek", country: "DK" },
};

const SHOP = {
  id: "dk1",
  name: "Butikken",
  country: "DK",
  currency: "DKK",
  timezone: "Europe/Copenhagen",
};

const SET_UP = {
  orders: { start_date: "2000-01-01", booking: "book", document: "invoice" },
  refunds: { booking: "book" },
  vat: { seller_country: "DK" },
  payments: { methods: { card: { account: "5700" } } },
  ledger: CHOSEN,
};

describe.each(engines)("a shop in Denmark with Dynaccount on $name", (engine) => {
  let house: House;
  let standIn: DynaccountStandIn;
  let id = "";

  const keys = () => {
    const { apiId, apiKey, apiSecret } = standIn.credentials;
    return { api_id: apiId, api_key: apiKey, api_secret: apiSecret };
  };
  const settings = async (patch: object) => {
    const changed = await house.api("PATCH", `/connections/${id}/settings`, patch);
    expect(changed.body, "the settings").not.toHaveProperty("errors");
  };
  const rows = (table: string) => standIn.books.rows(table);
  /** What Dynaccount holds of the order placed last. */
  const newest = (table: string) => rows(table).at(-1);
  const place = async (changes: Partial<OrderDraft> = {}) => {
    const placed = await house.shop.placeOrder({ ...TWO_MUGS, ...changes });
    return { ...placed, line: placed.lines[0]?.id ?? "" };
  };

  beforeAll(async () => {
    standIn = await startDynaccount();
    const vendors = new Secret({ manifest: {}, dynaccount: { DYNACCOUNT_API_URL: standIn.url } });
    house = await openHouse(engine, { until: "installed", shop: { tenant: SHOP }, config: { vendors } });
  });
  beforeEach(() => standIn.faults.clear());
  afterAll(async () => {
    await house.close();
    await standIn.close();
  });

  it("is connected by keys that are proven at once, and is told what has to be chosen", async () => {
    const wrong = { ...keys(), api_secret: "0".repeat(40) };
    const refused = await house.api("POST", "/connections", { system: "dynaccount", credentials: wrong });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).toContain("does not accept these keys");
    const made = await house.api("POST", "/connections", { system: "dynaccount", credentials: keys() });
    expect(made).toMatchObject({ status: 201, body: { status: "connected" } });
    id = (made.body as { id: string }).id;
    const checked = await house.api("POST", `/connections/${id}/check`);
    const fields = (checked.body as { problems: { code: string; fix_url: string }[] }).problems;
    expect(fields.map((problem) => problem.code)).toEqual(
      expect.arrayContaining(["BOOKING_UNCONFIRMED", "PRODUCT_NOT_FOUND"]),
    );
    await settings({ ...SET_UP, ledger: { ...CHOSEN, automatic_booking: "off" } });
    const again = await house.api("POST", `/connections/${id}/check`);
    expect((again.body as { problems: unknown[] }).problems).toMatchObject([{ code: "BOOKING_UNCONFIRMED" }]);
  });

  it("offers the lists that only Dynaccount has", async () => {
    const drafts = await house.api("GET", `/connections/${id}/choices/drafts`);
    expect(drafts.body).toMatchObject({ data: [{ value: "Kassekladde" }, { value: "Webshop" }] });
    expect((await house.api("GET", `/connections/${id}/choices/units`)).status).toBe(404);
  });

  it("refuses settings that Dynaccount does not have", async () => {
    const changed = await house.api("PATCH", `/connections/${id}/settings`, { ledger: { colour: "red" } });
    expect(changed.status).toBe(422);
  });

  describe("whose booking nobody has confirmed", () => {
    beforeAll(() => settings({ ...SET_UP, ledger: { ...CHOSEN, automatic_booking: "off" } }));

    it("gets a draft that follows a return, and no payment before a person books it", async () => {
      const { id: order, line } = await place();
      const drafted = await house.waitForOrder(order, "booked");
      expect(drafted).toMatchObject({
        documents: [{ kind: "invoice", status: "draft", gross: "298.00", vat: "59.60" }],
        payments: [],
      });
      expect(newest("debtor_invoice")).toMatchObject({ is_booked: "NO", total_amount: "298.00" });
      await house.shop.refund(order, { lines: [{ line_id: line, quantity: "1" }] });
      await house.waitForOrder(order, (one) => one.documents[0]?.gross === "173.50");
      expect(rows("debtor_invoice")).toHaveLength(1);
      expect(newest("debtor_invoice")).toMatchObject({ total_amount: "173.50", vat_amount: "34.70" });
      expect(standIn.books.calls().some(({ call }) => call.startsWith("action/"))).toBe(false);
    });

    it("gets a draft credit note for what a person has booked, under the number he gave it", async () => {
      const { id: order, line } = await place();
      await house.waitForOrder(order, "booked");
      standIn.byHand.book("debtor_invoice", newest("debtor_invoice")?.["id"] ?? "");
      await house.shop.refund(order, { lines: [{ line_id: line, quantity: "1" }] });
      const credited = await house.waitForOrder(order, (one) => one.documents.length === 2);
      expect(credited.documents).toMatchObject([
        { kind: "invoice", status: "booked", number: newest("debtor_invoice")?.["invoice_id_"] },
        { kind: "credit_note", status: "draft", gross: "124.50" },
      ]);
    });
  });

  describe("whose booking is confirmed", () => {
    beforeAll(() => settings(SET_UP));
    beforeEach(() => settings(SET_UP));

    it("has a paid renewal booked under its number, its money on its account, and a full refund with the money back", async () => {
      const { id: order, line } = await place({
        kind: "renewal",
        source: "subscription",
        customer: { id: "d2", email: "bo@example.dk", name: "Bo Berg", country: "DK" },
      });
      const booked = await house.waitForOrder(order, "booked");
      const invoice = newest("debtor_invoice");
      expect(invoice).toMatchObject({ is_booked: "YES", total_amount: "298.00", vat_amount: "59.60" });
      expect(booked).toMatchObject({
        documents: [{ number: invoice?.["invoice_id_"], status: "booked", url: invoice?.["public_url"] }],
        payments: [{ amount: "298.00", direction: "in" }],
      });
      await house.shop.refund(order, { lines: [{ line_id: line, quantity: "2" }], shipping: true });
      const refunded = await house.waitForOrder(order, (one) => one.payments.length === 2);
      expect(refunded.documents[1]).toMatchObject({ kind: "credit_note", gross: "298.00", status: "booked" });
      expect(invoice).toMatchObject({ is_credited_complete: "YES" });
      standIn.byHand.bookDraft("Webshop");
      expect([invoice?.["open"], newest("debtor_creditnote")?.["open"]]).toEqual(["0.00", "0.00"]);
      expect(newest("debtor")).toMatchObject({ name: "Bo Berg", balance: "0.00" });
    });

    it.each([
      "put/debtor",
      "put/product",
      "put/debtor_invoice",
      "insert_bulk/debtor_invoice_product",
      "action/book_debtor_invoice",
      "put/enclosure",
      "insert_bulk/accounting",
    ])("has everything once although the answer to %s was lost", async (match) => {
      const name = match.replace(/\W/g, "-");
      const [before, vouchers] = [rows("debtor_invoice").length, rows("enclosure").length];
      standIn.faults.next({ match, fault: "timeout-after-write", ms: 20 });
      const { id: order } = await place({
        lines: [{ sku: `SKU-${name}`, title: "Krus", unitPrice: "124.50", rate: "25" }],
        customer: { id: name, email: `${name}@example.dk`, name, country: "DK" },
      });
      const booked = await house.waitForOrder(order, "booked");
      expect(booked.payments).toHaveLength(1);
      expect(rows("debtor_invoice")).toHaveLength(before + 1);
      expect(newest("debtor_invoice")).toMatchObject({ is_booked: "YES", total_amount: "173.50" });
      expect(rows("enclosure")).toHaveLength(vouchers + 1);
      expect(newest("enclosure")).toMatchObject({ balance_amount: "0.00" });
      expect(rows("debtor").filter((row) => row["name"] === name)).toHaveLength(1);
      expect(rows("product").filter((row) => row["product_id_"] === `SKU-${name}`)).toHaveLength(1);
    });

    it("has an order that is taken out of the books credited, and its debtor owes nothing", async () => {
      const { id: order } = await place({
        customer: { id: "d3", email: "cy@example.dk", name: "Cy Dahl", country: "DK" },
      });
      await house.waitForOrder(order, (one) => one.payments.length === 1);
      await house.api("POST", "/orders/undo", { ids: [order], reason: "Sold by mistake" });
      const undone = await house.waitForOrder(order, ({ code }) => code === "UNDONE");
      expect(undone.documents[1]).toMatchObject({ kind: "credit_note", gross: "298.00", status: "booked" });
      expect(undone.payments).toMatchObject([{ direction: "in" }, { direction: "out", amount: "298.00" }]);
      standIn.byHand.bookDraft("Webshop");
      expect(newest("debtor")).toMatchObject({ name: "Cy Dahl", balance: "0.00" });
    });

    it("is paid at once by a term of payment, without a voucher", async () => {
      await settings({ payments: { methods: { card: { account: null, terms: "Kortbetaling" } } } });
      const vouchers = rows("enclosure").length;
      const { id: order } = await place();
      await house.waitForOrder(order, "booked");
      expect(newest("debtor_invoice")).toMatchObject({ payment_name: "Kortbetaling", open: "0.00" });
      expect(rows("enclosure")).toHaveLength(vouchers);
    });

    it("is held when the period is locked, and booked when it is open again", async () => {
      standIn.faults.set({ lockedUntil: "2999-12-31" });
      const { id: order } = await place();
      expect(await house.waitForOrder(order, "held")).toMatchObject({ code: "PERIOD_LOCKED" });
      standIn.faults.set({ lockedUntil: null });
      await house.api("POST", "/orders/sync", { ids: [order] });
      await house.waitForOrder(order, "booked");
    });

    it("is told to connect again when the key is revoked, and books what waited with new keys", async () => {
      standIn.faults.set({ keyRevoked: true });
      const { id: order } = await place();
      await house.waitForOrder(order, (one) => one.code === "NOT_CONNECTED");
      await eventually(
        async () => (await house.api("GET", `/connections/${id}`)).body as { status: string },
        ({ status }) => status === "needs_reauth",
        "the connection asks for new keys",
      );
      standIn.faults.set({ keyRevoked: false });
      const renewed = await house.api("POST", "/connections", { system: "dynaccount", credentials: keys() });
      expect(renewed.status).toBe(201);
      await house.waitForOrder(order, "booked");
    });
  });

  it("gets vouchers in a draft journal where the merchant wants those", async () => {
    const own = { ...CHOSEN, way: "voucher" };
    const treatments = [{ treatment: "domestic", rate: "25", account: "1100", vat_code: "S25" }];
    await settings({ ...SET_UP, ledger: own, vat: { seller_country: "DK", treatments } });
    const invoices = rows("debtor_invoice").length;
    const { id: order, line } = await place();
    await house.waitForOrder(order, (one) => one.state === "booked" && one.payments.length === 1);
    await house.shop.refund(order, { lines: [{ line_id: line, quantity: "1" }] });
    await house.waitForOrder(order, (one) => one.documents.length === 2 && one.payments.length === 2);
    expect(rows("debtor_invoice")).toHaveLength(invoices);
    expect(
      rows("enclosure")
        .slice(-4)
        .map((row) => [row["vat_amount"], row["balance_amount"]]),
    ).toEqual([
      ["-59.60", "0.00"],
      ["0.00", "0.00"],
      ["24.90", "0.00"],
      ["0.00", "0.00"],
    ]);
    await settings({ ledger: CHOSEN });
  });

  it("gets sales orders that a person invoices where the merchant wants those", async () => {
    await settings({ orders: { document: "order" } });
    const { id: order } = await place();
    const made = await house.waitForOrder(order, "booked");
    expect(made.documents).toMatchObject([{ kind: "order", status: "draft", gross: "298.00" }]);
    expect(newest("debtor_order")).toMatchObject({ is_invoiced: "NO", total_amount: "298.00" });
  });

  it("never finds its key in the log", async () => {
    await eventually(
      () => house.log.length,
      (length) => length > 0,
      "a log",
    );
    const said = JSON.stringify(house.log);
    expect(said).toContain("put/debtor_invoice");
    expect(said).not.toContain(standIn.credentials.apiKey);
    expect(said).not.toContain(standIn.credentials.apiSecret);
  });
});
