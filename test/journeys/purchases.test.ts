import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { orderAnswer } from "../../plugin/api/merchant/order-answer.ts";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import { type AccountsIqHouse, openAccountsIqHouse, renewal } from "../support/accountsiq-house.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import type { House } from "../support/house.ts";
import type { OrderView } from "../support/merchant.ts";

const PURCHASE = "CreateBatchPurchasesInvoiceGetBackTransactionID";
const DEBIT_NOTE = "CreateBatchPurchasesDebitNoteGetBackTransactionID";

describe.each(engines)("purchases that go with sales, on $name", (engine) => {
  let opened: AccountsIqHouse;
  let aiq: AccountsIqHouse["aiq"];
  let house: House;
  /** The Irish company, which sells. */
  let irish: string;

  beforeAll(async () => {
    opened = await openAccountsIqHouse(engine);
    ({ aiq, house, irish } = opened);
    await book(renewal());
  });
  beforeEach(() => {
    aiq.faults.clear();
    aiq.ledger.resetCalls();
  });
  afterAll(() => opened.close());

  const connect = (company: string) => opened.connect(company);
  const change = (connection: string, patch: unknown) => opened.change(connection, patch);
  const book = (draft: OrderDraft) => opened.book(draft);
  const refundWhole = async (id: string) => {
    const [line] = house.shop.order(id)?.lines ?? [];
    await house.shop.refund(id, { lines: [{ line_id: line?.id ?? "", quantity: "1" }] });
  };
  /** Calls that write; lists that are kept and signing in are not counted. */
  const writes = () => {
    const names = aiq.ledger.calls().map((call) => call.operation);
    return names.filter((name) => /^(Post|Create|Save|Allocate|Update)/.test(name));
  };
  const purchases = (entity: string) =>
    aiq.ledger.transactions(entity).filter((one) => one.type === "PI" || one.type === "PN");
  /** What is still open of the two latest purchases. */
  const open = () =>
    purchases("IE01")
      .slice(-2)
      .map((one) => one.outstanding);
  const entries = (one: ReturnType<typeof purchases>[number] | undefined) =>
    one?.lines.map((line) => `${line.account} ${line.taxCode ?? "-"} ${line.amount}`);

  describe("back-to-back", () => {
    const terms = { supplier: "WOODWORKS", account: "5000", markup: "25", vat_rate: "23" };

    beforeAll(() => change(irish, { purchases: { mode: "back_to_back", ...terms } }));
    afterAll(() => change(irish, { purchases: { mode: "none" } }));

    it("costs one call more than the sale, and shows beside it", async () => {
      await book(renewal());
      aiq.ledger.resetCalls();
      const order = await book(renewal());
      expect(writes()).toEqual(["PostPayAndAllocateSalesInvoice", PURCHASE]);
      expect(aiq.ledger.calls().filter((call) => call.dropped.length > 0)).toEqual([]);
      expect(order.documents).toMatchObject([{ kind: "invoice", gross: "123.00" }]);
      expect(order.purchases).toMatchObject([
        { kind: "invoice", supplier: "WOODWORKS", net: "80.00", vat: "18.40", gross: "98.40" },
      ]);
      expect(entries(purchases("IE01").at(-1))).toEqual([
        "2100 - -98.40",
        "5000 P23 80.00",
        "2210 P23 18.40",
      ]);
      const preview = await house.api("GET", `/orders/${order.order_id}/preview`);
      expect(preview.body).toMatchObject({
        purchases: [{ rows: [{ why: expect.stringContaining("markup of 25 %") }] }],
        done: { purchases: [{ key: "purchase-invoice" }] },
      });
    });

    it("is taken back with the sale, and neither enters what the shop is compared with", async () => {
      const { order_id: id } = await book(renewal());
      aiq.ledger.resetCalls();
      await refundWhole(id);
      const order = await house.waitForOrder(id, (one) => one.purchases.length === 2);
      expect(writes().filter((name) => name.includes("Purchases"))).toEqual([DEBIT_NOTE]);
      expect(order.purchases[1]).toMatchObject({
        kind: "credit_note",
        gross: "98.40",
        credits: "purchase-invoice",
      });
      expect(entries(purchases("IE01").at(-1))).toEqual([
        "2100 - 98.40",
        "5000 P23 -80.00",
        "2210 P23 -18.40",
      ]);
      // One call more, and neither of the two is open any more.
      await expect.poll(() => writes().slice(-2)).toEqual([DEBIT_NOTE, "AllocateTransactions"]);
      await expect.poll(open).toEqual(["0.00", "0.00"]);
      const year = new Date().getUTCFullYear();
      const sums = await house.api("GET", `/reconciliation?from=${year - 1}-01-01&to=${year}-12-31`);
      expect(sums.body).toMatchObject({ unbooked: [] });
    });

    it.each(["timeout-after-write", "timeout-before-write"] as const)(
      "is set off once against what it takes back when the answer is lost: %s",
      async (fault) => {
        const { order_id: id } = await book(renewal());
        await house.waitForOrder(id, (one) => one.purchases.length === 1);
        // The sale's own credit note is set off first.
        aiq.faults.next({ match: "AllocateTransactions", fault, ms: 20, after: 1 });
        await refundWhole(id);
        await house.waitForOrder(id, (one) => one.purchases.length === 2);
        await expect.poll(open, { timeout: 20_000 }).toEqual(["0.00", "0.00"]);
        await house.waitForOrder(id, "booked");
      },
    );

    it.each(["timeout-after-write", "timeout-before-write"] as const)(
      "is bought once when the answer is lost: %s",
      async (fault) => {
        const before = purchases("IE01").length;
        aiq.faults.next({ match: PURCHASE, fault, ms: 20 });
        const placed = await house.shop.placeOrder(renewal());
        const order = await house.waitForOrder(
          placed.id,
          (one) => one.state === "booked" && one.purchases.length === 1,
        );
        expect(order.documents).toHaveLength(1);
        expect(purchases("IE01")).toHaveLength(before + 1);
      },
    );

    it("holds the order with a sentence that names both, and the sale stays booked", async () => {
      await change(irish, { purchases: { supplier: "OLDMILL" } });
      const placed = await house.shop.placeOrder(renewal());
      const held = await house.waitForOrder(placed.id, "held");
      expect(held).toMatchObject({ code: "PURCHASE_UNMAPPED", documents: [{ status: "booked" }] });
      expect(held.message).toContain(
        ": the sale is booked, its purchase is not. The supplier of the purchase",
      );
      await change(irish, { purchases: { supplier: "WOODWORKS" } });
      await house.waitForOrder(placed.id, "booked");
    });

    describe("line by line", () => {
      /** The box of every renewal, and a pot of 50.00 before VAT; a euro is 10.00 kronor to the shop. */
      const boxAndPot = (): OrderDraft =>
        renewal({
          exchangeRate: "10",
          lines: [...(renewal().lines ?? []), { sku: "POT-1", title: "Pot", unitPrice: "61.50", rate: "23" }],
        });
      const byLine = {
        suppliers: [
          {
            when: [{ field: "line.sku", op: "starts_with", value: "POT" }],
            supplier: "POTTERY",
            markup: "50",
          },
        ],
        cost_by_sku: { "BOX-1": "700.00" },
      };

      beforeAll(() => change(irish, { purchases: byLine }));
      afterAll(() => change(irish, { purchases: { suppliers: null, cost_by_sku: { "BOX-1": null } } }));

      it("is bought from each supplier once, also when an answer is lost", async () => {
        const before = purchases("IE01").length;
        aiq.faults.next({ match: PURCHASE, fault: "timeout-after-write", ms: 20 });
        const placed = await house.shop.placeOrder(boxAndPot());
        const order = await house.waitForOrder(
          placed.id,
          (one) => one.state === "booked" && one.purchases.length === 2,
        );
        // The box costs the 700.00 kronor of the table, the pot 50.00 / 1.5.
        expect(order.purchases).toMatchObject([
          { supplier: "WOODWORKS", net: "70.00", vat: "16.10" },
          { supplier: "POTTERY", net: "33.33", vat: "7.67" },
        ]);
        expect(purchases("IE01")).toHaveLength(before + 2);
        expect(
          purchases("IE01")
            .map((one) => one.accountCode)
            .slice(-2),
        ).toEqual(["WOODWORKS", "POTTERY"]);
      });

      it("gives back to the supplier whose goods come back", async () => {
        const { order_id: id } = await book(boxAndPot());
        const pot = house.shop.order(id)?.lines[1]?.id ?? "";
        await house.shop.refund(id, { lines: [{ line_id: pot, quantity: "1" }] });
        const order = await house.waitForOrder(id, (one) => one.purchases.length === 3);
        expect(order.purchases[2]).toMatchObject({
          kind: "credit_note",
          supplier: "POTTERY",
          gross: "41.00",
          credits: "purchase2-invoice",
        });
      });
    });

    it("gives back what was given away by the piece, though no money moves and nothing is credited", async () => {
      const pot = { sku: "POT-9", title: "Pot", unitPrice: "0.00", quantity: "2", rate: "23" };
      await change(irish, { purchases: { cost_by_sku: { "POT-9": "120.00" } } });
      const draft = renewal({ exchangeRate: "10", lines: [...(renewal().lines ?? []), pot] });
      const { order_id: id } = await book(draft);
      await house.waitForOrder(id, (one) => one.purchases.length === 1);
      const line = house.shop.order(id)?.lines[1]?.id ?? "";
      await house.shop.refund(id, { lines: [{ line_id: line, quantity: "1" }] });
      const order = await house.waitForOrder(id, (one) => one.purchases.length === 2);
      expect(order.documents).toMatchObject([{ kind: "invoice", gross: "123.00" }]);
      // The box 80.00 by its markup, two pots at 12.00 each.
      expect(order.purchases).toMatchObject([
        { kind: "invoice", net: "104.00", vat: "23.92" },
        { kind: "credit_note", net: "12.00", vat: "2.76", credits: "purchase-invoice" },
      ]);
      await expect.poll(open, { timeout: 20_000 }).toEqual(["-113.16", "0.00"]);
      await house.waitForOrder(id, "booked");
      await change(irish, { purchases: { cost_by_sku: { "POT-9": null } } });
    });

    it("is refused by the settings where something is missing", async () => {
      const refused = await house.api("PATCH", `/connections/${irish}/settings`, {
        purchases: { mode: "intercompany", account: null },
      });
      expect(refused).toMatchObject({
        status: 422,
        body: { errors: [{ path: "purchases.account" }, { path: "purchases.seller" }] },
      });
    });
  });

  describe("between two companies", () => {
    let british: string;

    beforeAll(async () => {
      const earlier = house.shop.orders();
      british = await connect("GB01");
      await change(british, {
        orders: { start_date: "2000-01-01" },
        vat: { seller_country: "GB" },
        purchases: { mode: "intercompany", seller: irish, supplier: "IE01", account: "5010" },
      });
      // What was sold before is bought first, so that no test meets it.
      for (const { id } of earlier)
        await waitThere(id, (one) => one.state === "booked", "what was sold before");
    });

    /** The order as the British company's books know it. */
    const there = async (id: string): Promise<OrderView | null> => {
      const { status, body } = await house.api("GET", `/orders/${id}?connection=${british}`);
      return status === 404 ? null : orderAnswer.parse(body);
    };
    const waitThere = async (id: string, until: (order: OrderView) => boolean, what: string) => {
      const found = await eventually(
        () => there(id),
        (one) => one !== null && until(one),
        what,
      );
      if (found === null) throw new Error("Nothing was waited for.");
      return found;
    };

    it("is sold in one entity and bought in the other, row by row, each once", async () => {
      const order = await book(renewal());
      const bought = await waitThere(order.order_id, (one) => one.state === "booked", "the purchase");
      expect(bought.documents).toEqual([]);
      expect(bought.purchases).toMatchObject([
        { currency: "EUR", net: "100.00", vat: "23.00", gross: "123.00", supplier: "IE01" },
      ]);
      const text = `Invoice ${order.documents[0]?.number} of Harbour Goods Ltd`;
      expect(bought.purchases[0]?.text).toContain(text);
      const own = purchases("GB01").filter((one) => one.description === bought.purchases[0]?.text);
      expect(own).toHaveLength(1);
      const [last] = own;
      expect(last).toMatchObject({
        currency: "EUR",
        exchangeRate: "0.85",
        description: bought.purchases[0]?.text,
      });
      expect(entries(last)).toEqual(["2100 - -123.00", "5010 P23 100.00", "2210 P23 23.00"]);
      expect(purchases("IE01").some((one) => one.externalReference === last?.externalReference)).toBe(false);
    });

    it("is compared with nothing of the shop: its sums are zero", async () => {
      const year = new Date().getUTCFullYear();
      const period = `from=${year - 1}-01-01&to=${year}-12-31`;
      const sums = async () =>
        (await house.api("GET", `/reconciliation?${period}&connection=${british}`)).body;
      // A purchase waits for a moment whenever its sale is looked at again.
      await expect.poll(sums, { timeout: 20_000 }).toMatchObject({
        unbooked: [],
        currencies: [{ currency: "EUR", shop_total: "0.00", booked: { sum: "0.00" } }],
      });
    });

    it("is credited there when the sale is credited here", async () => {
      const { order_id: id } = await book(renewal());
      await waitThere(id, (one) => one.purchases.length === 1, "the purchase");
      await refundWhole(id);
      const bought = await waitThere(id, (one) => one.purchases.length === 2, "the purchase credited");
      expect(bought.purchases[1]).toMatchObject({ kind: "credit_note", gross: "123.00" });
    });

    it("waits for a sale that is held, and follows when it is booked", async () => {
      await change(irish, { payments: { methods: { card: { account: "9999" } } } });
      const { id } = await house.shop.placeOrder(renewal());
      await house.waitForOrder(id, "held");
      const waiting = await waitThere(id, (one) => one.code === "SALE_NOT_BOOKED", "the purchase waiting");
      expect(waiting.message).toContain("as soon as Harbour Goods Ltd has booked the sale.");
      await change(irish, { payments: { methods: { card: { account: "1210" } } } });
      await house.waitForOrder(id, "booked");
      await waitThere(id, (one) => one.state === "booked" && one.purchases.length === 1, "the purchase");
    });

    it("is bought once when the answer is lost, and the sale is not repeated", async () => {
      const before = { sold: aiq.ledger.transactions("IE01").length, bought: purchases("GB01").length };
      aiq.faults.next({ match: PURCHASE, fault: "timeout-after-write", ms: 20 });
      const { order_id: id } = await book(renewal());
      await waitThere(id, (one) => one.state === "booked" && one.purchases.length === 1, "the purchase");
      expect(purchases("GB01")).toHaveLength(before.bought + 1);
      expect(aiq.ledger.transactions("IE01")).toHaveLength(before.sold + 2);
    });

    it("holds with a sentence that names both companies' documents where the second is refused", async () => {
      aiq.faults.set({ lockedUntil: "2999-01-01" }, "GB01");
      const order = await book(renewal());
      const held = await waitThere(order.order_id, (one) => one.state === "held", "the purchase held");
      expect(held).toMatchObject({ code: "PERIOD_LOCKED", documents: [], purchases: [] });
      const sold = `Invoice ${order.documents[0]?.number} of Harbour Goods Ltd, order ${order.number}`;
      expect(held.message).toContain(
        `${sold}: the sale is booked, its purchase is not. The period of the purchase`,
      );
      aiq.faults.set({ lockedUntil: null }, "GB01");
      await house.api("POST", "/orders/sync", { ids: [order.order_id] });
      await waitThere(order.order_id, (one) => one.state === "booked", "the purchase");
    });
  });
});
