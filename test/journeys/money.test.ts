import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ShopOrder } from "../../sandbox/platforms/manifest-shop/order.ts";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";
import type { OrderView } from "../support/merchant.ts";

// Money that does not simply match its order, up to the last posting of a strict ledger.

const MUG: OrderDraft = {
  paid: true,
  lines: [{ sku: "MUG-01", title: "Mug, birch", unitPrice: "249.00", rate: "25" }],
  customer: { email: "anna@example.se", name: "Anna Ek", country: "SE" },
};

describe.each(engines)("money on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine);
  });
  afterAll(() => house.close());

  /** An order as the shop would send it once `change` has happened to it; nobody has seen it before. */
  async function tell(draft: OrderDraft, change: (order: ShopOrder) => Partial<ShopOrder>) {
    house.shop.faults.webhooksDrop = true;
    const placed = await house.shop.placeOrder(draft);
    house.shop.faults.webhooksDrop = false;
    await house.shop.putOrder({ ...placed, ...change(placed) });
    return placed;
  }

  const first = ({ transactions }: ShopOrder) => {
    const [transaction] = transactions;
    if (transaction === undefined) throw new Error("the order is not paid");
    return transaction;
  };

  /** What an account of the ledger stands at after these documents, debit positive. */
  function movedOn(account: number, order: OrderView): string {
    const numbers = order.documents.map((one) => one.external_id);
    const payments = house.fortnox.ledger
      .payments()
      .filter((one) => numbers.includes(String(one.InvoiceNumber)))
      .map((one) => one.Number);
    const öre = house.fortnox.ledger
      .vouchers()
      .filter(({ ReferenceType, ReferenceNumber }) =>
        (ReferenceType === "INVOICE" ? numbers : payments).includes(String(ReferenceNumber)),
      )
      .flatMap((voucher) => voucher.VoucherRows)
      .filter((row) => row.Account === account)
      .reduce(
        (sum, row) => sum + Math.round(Number(row.Debit) * 100) - Math.round(Number(row.Credit) * 100),
        0,
      );
    return (öre / 100).toFixed(2);
  }

  const balancesOf = (order: OrderView) =>
    order.documents.map(
      ({ external_id }) =>
        house.fortnox.ledger.invoices().find((one) => one.DocumentNumber === external_id)?.Balance,
    );

  /** The order when it has so many documents and nothing of them is open. */
  const settled = (id: string, count: number) =>
    house.waitForOrder(
      id,
      (one) => one.documents.length === count && balancesOf(one).every((balance) => balance === "0.00"),
    );

  it("beyond the total pays the invoice to zero, and the order says what is over", async () => {
    const { id } = await tell(MUG, (order) => ({ transactions: [{ ...first(order), amount: "260.00" }] }));
    const order = await house.waitForOrder(id, "booked");
    expect(order).toMatchObject({ payments: [{ amount: "249.00" }], warnings: ["PAYMENT_EXCEEDS_TOTAL"] });
    expect(order.log.map((line) => line.message).join("\n")).toContain("11.00 SEK more");
    expect([balancesOf(order), movedOn(1686, order)]).toEqual([["0.00"], "249.00"]);
    await house.shop.refund(id, {
      adjustments: [{ kind: "other", gross: "0.00" }],
      transaction: { amount: "11.00" },
    });
    const after = await house.waitForOrder(id, (one) => one.state === "booked" && one.warnings.length === 0);
    expect(after.documents).toHaveLength(1);
  });

  it("beyond the total is owed to the customer where the settings say so", async () => {
    await house.changeSettings({ payments: { overpayment_account: "2890" } });
    const { id } = await tell(MUG, (order) => ({ transactions: [{ ...first(order), amount: "260.00" }] }));
    const order = await house.waitForOrder(id, "booked");
    await house.changeSettings({ payments: { overpayment_account: null } });
    expect(order.warnings).toEqual([]);
    expect(balancesOf(order)).toEqual(["0.00"]);
    expect([movedOn(1686, order), movedOn(2890, order), movedOn(1510, order)]).toEqual([
      "260.00",
      "-11.00",
      "0.00",
    ]);
  });

  it("less the provider's fee reaches the clearing account, and the fee its own", async () => {
    await house.changeSettings({ payments: { methods: { card: { account: "1686", fee_account: "6040" } } } });
    const { id } = await tell(MUG, (order) => ({ transactions: [{ ...first(order), fee: "5.35" }] }));
    const order = await house.waitForOrder(id, "booked");
    await house.changeSettings({ payments: { methods: { card: { account: "1686", fee_account: null } } } });
    expect(order.payments).toMatchObject([{ amount: "249.00" }]);
    expect(balancesOf(order)).toEqual(["0.00"]);
    expect([movedOn(1686, order), movedOn(6040, order), movedOn(1510, order)]).toEqual([
      "243.65",
      "5.35",
      "0.00",
    ]);
  });

  it("that does not move in an exchange is settled between credit note and invoice", async () => {
    await house.changeSettings({ refunds: { offset_account: "1515" } });
    const placed = await house.shop.placeOrder(MUG);
    await house.waitForOrder(placed.id, "booked");
    const [line] = placed.lines;
    if (line === undefined) throw new Error("the order has no line");
    const at = new Date().toISOString();
    const back = { line_id: line.id, quantity: "1", gross: "249.00", tax: "49.80" };
    await house.shop.putOrder({
      ...placed,
      refunds: [
        {
          id: "R1",
          created_at: at,
          note: null,
          lines: [back],
          shipping: [],
          adjustments: [],
          transactions: [],
        },
      ],
      exchange_lines: [
        {
          ...line,
          id: "X1",
          unit_price: "299.00",
          tax_lines: [{ rate: "25", amount: "59.80", channel_liable: false }],
        },
      ],
      transactions: [
        ...placed.transactions,
        { ...first(placed), id: "T-extra", amount: "50.00", processed_at: at },
      ],
    });
    const order = await settled(placed.id, 3);
    await house.changeSettings({ refunds: { offset_account: null } });
    expect(order.documents.map((one) => [one.kind, one.gross])).toEqual([
      ["invoice", "249.00"],
      ["credit_note", "249.00"],
      ["invoice", "299.00"],
    ]);
    expect(balancesOf(order)).toEqual(["0.00", "0.00", "0.00"]);
    expect([movedOn(1515, order), movedOn(1686, order), movedOn(1510, order)]).toEqual([
      "0.00",
      "299.00",
      "0.00",
    ]);
    expect(order.warnings).toEqual([]);
  });

  it("by a method whose account the ledger does not have keeps no other payment back", async () => {
    await house.changeSettings({ payments: { methods: { points: { account: "9876" } } } });
    const { id } = await tell(MUG, (order) => {
      const paid = first(order);
      return {
        transactions: [
          { ...paid, amount: "100.00", gateway: "points" },
          { ...paid, id: "T-rest", amount: "149.00" },
        ],
      };
    });
    const held = await house.waitForOrder(id, "held");
    expect(held).toMatchObject({ payments: [{ amount: "149.00", method: "card" }] });
    expect(held.message).toContain("does not exist in Fortnox");
    expect(balancesOf(held)).toEqual(["100.00"]);
    await house.changeSettings({ payments: { methods: { points: { account: "1686" } } } });
    await settled(id, 1);
  });

  it("of a single-purpose voucher is taxed once: when the voucher is sold", async () => {
    await house.changeSettings({ liabilities: { single_purpose_vouchers: ["CARD-25"] } });
    const { id } = await tell(MUG, (order) => {
      const paid = first(order);
      return {
        transactions: [
          { ...paid, amount: "200.00", gateway: "gift_card", gift_card_id: "CARD-25" },
          { ...paid, id: "T-rest", amount: "49.00" },
        ],
      };
    });
    const order = await house.waitForOrder(id, "booked");
    expect(order).toMatchObject({
      documents: [{ net: "39.20", vat: "9.80", gross: "49.00" }],
      payments: [{ amount: "49.00", method: "card" }],
    });
    expect([balancesOf(order), movedOn(3001, order), movedOn(2611, order)]).toEqual([
      ["0.00"],
      "-39.20",
      "-9.80",
    ]);
  });

  it("of a sold gift card is a debt, which pays for goods and takes money back", async () => {
    await house.changeSettings({ liabilities: { gift_card_account: "2421", store_credit_account: "2890" } });
    const card = { title: "Gift card", unitPrice: "500.00", rate: null, gift_card: true };
    const sold = await house.shop.placeOrder({ ...MUG, lines: [card] });
    const debt = await house.waitForOrder(sold.id, "booked");
    expect([movedOn(2421, debt), movedOn(1686, debt)]).toEqual(["-500.00", "500.00"]);
    const placed = await house.shop.placeOrder({ ...MUG, gateway: "gift_card" });
    const paid = await house.waitForOrder(placed.id, "booked");
    expect([movedOn(2421, paid), movedOn(2611, paid)]).toEqual(["249.00", "-49.80"]);
    await house.shop.refund(placed.id, {
      lines: [{ line_id: placed.lines[0]?.id ?? "", quantity: "1" }],
      transaction: { gateway: "store_credit" },
    });
    const back = await settled(placed.id, 2);
    expect([movedOn(2890, back), balancesOf(back)]).toEqual(["-249.00", ["0.00", "0.00"]]);
  });

  it("of a foreign order is booked in the shop's own currency when the settings say so", async () => {
    await house.changeSettings({ orders: { document_currency: "shop" } });
    const placed = await house.shop.placeOrder({
      ...THREE_MUGS,
      lines: [{ sku: "MUG-01", title: "Mug", quantity: "3", unitPrice: "19.99", rate: "25" }],
      currency: "EUR",
      exchangeRate: "11.2345",
    });
    const order = await house.waitForOrder(placed.id, "booked");
    expect(order.documents).toMatchObject([{ currency: "SEK", rounding: "0.00" }]);
    expect(order.documents[0]?.gross).toBe(placed.shop_total);
    await house.shop.refund(placed.id, {
      lines: [{ line_id: placed.lines[0]?.id ?? "", quantity: "3" }],
      shipping: true,
    });
    const back = await settled(placed.id, 2);
    await house.changeSettings({ orders: { document_currency: "presentment" } });
    expect(back.documents[1]).toMatchObject({ currency: "SEK", gross: placed.shop_total, rounding: "0.00" });
    expect([balancesOf(back), movedOn(1686, back), movedOn(3001, back)]).toEqual([
      ["0.00", "0.00"],
      "0.00",
      "0.00",
    ]);
  });

  it("in kronor for an invoice in euro is booked as it moved; the ledger books the difference of rates", async () => {
    const { id } = await tell({ ...MUG, currency: "EUR", exchangeRate: "11.2345" }, (order) => ({
      transactions: [{ ...first(order), amount: "2800.00", currency: "SEK" }],
      shop_total: null,
    }));
    const order = await house.waitForOrder(id, "booked");
    expect(order).toMatchObject({ documents: [{ currency: "EUR", gross: "249.00" }], warnings: [] });
    expect([balancesOf(order), movedOn(1686, order), movedOn(1510, order)]).toEqual([
      ["0.00"],
      "2800.00",
      "0.00",
    ]);
  });

  it("that the bank took back leaves the sale as it is", async () => {
    const { id } = await tell(MUG, (order) => ({
      transactions: [first(order), { ...first(order), id: "T-back", kind: "chargeback" }],
    }));
    const order = await house.waitForOrder(id, "booked");
    expect(order).toMatchObject({ documents: [{ gross: "249.00" }], warnings: ["CHARGEBACK"] });
  });

  it("with ids and SKUs of any length is booked", async () => {
    const long = "a".repeat(180);
    const { id } = await tell(MUG, (order) => ({
      lines: order.lines.map((line) => ({ ...line, id: long.repeat(2), sku: `${long}-${long}` })),
      transactions: [{ ...first(order), id: long }],
    }));
    const order = await house.waitForOrder(id, "booked");
    expect(order).toMatchObject({ documents: [{ gross: "249.00" }], payments: [{ amount: "249.00" }] });
  });
});
