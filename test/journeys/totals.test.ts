import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderDraft } from "../../sandbox/platforms/manifest-shop/order-draft.ts";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";

// Totals that a ledger with two decimals and 500 rows would not meet by itself.

const customer = { email: "anna@example.se", name: "Anna Ek", country: "SE" };

describe.each(engines)("the total on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine);
  });
  afterAll(() => house.close());

  async function booked(draft: Partial<OrderDraft> & Pick<OrderDraft, "lines">) {
    const placed = await house.shop.placeOrder({ paid: true, customer, ...draft });
    const order = await house.waitForOrder(placed.id, "booked");
    const invoice = house.fortnox.ledger.invoices().find((one) => one.YourOrderNumber === placed.number);
    if (invoice === undefined) throw new Error(`order ${placed.number} has no invoice`);
    return { placed, order, invoice };
  }

  const pins = (count: number): OrderDraft["lines"] =>
    Array.from({ length: count }, (_, index) => ({
      title: `Pin ${index + 1}`,
      unitPrice: "0.99",
      rate: index % 2 === 0 ? "25" : "6",
    }));

  it("of 260 lines at two rates is met line by line", async () => {
    const { placed, invoice } = await booked({ lines: pins(260) });
    expect(invoice.InvoiceRows).toHaveLength(260);
    expect(invoice).toMatchObject({ Total: placed.total, Balance: "0.00" });
  });

  it("of 501 lines is met by a row for each rate, and a refund of one line is still that line", async () => {
    const { placed, order, invoice } = await booked({ lines: pins(501) });
    expect(invoice.InvoiceRows.map((row) => row.Description)).toEqual([
      "251 rader med 25 %, se specifikationen",
      "250 rader med 6 %, se specifikationen",
    ]);
    // 501 x 0.99
    expect(order.documents).toMatchObject([{ gross: "495.99" }]);
    expect(invoice).toMatchObject({ Total: "495.99", Balance: "0.00" });
    await house.shop.refund(placed.id, { lines: [{ line_id: placed.lines[1]?.id ?? "", quantity: "1" }] });
    const back = await house.waitForOrder(placed.id, (one) => one.documents[1]?.status === "booked");
    expect(back.documents[1]).toMatchObject({ gross: "0.99", vat: "0.06" });
  });

  it.each([true, false])(
    "of prices with four decimals and odd quantities is met, VAT included: %s",
    async (isGross) => {
      const { placed, invoice, order } = await booked({
        pricesIncludeTax: isGross,
        lines: [
          { title: "Screw", quantity: "1000", unitPrice: "0.0125", rate: "25" },
          { title: "Cable", quantity: "2.5", unitPrice: "33.3333", rate: "25" },
          { title: "Ribbon", quantity: "0.333", unitPrice: "30.00", rate: "12" },
        ],
      });
      expect(invoice).toMatchObject({ Total: placed.total, Balance: "0.00" });
      expect(order.documents[0]?.gross).toBe(placed.total);
      expect(invoice.InvoiceRows[0]?.Description).toContain("1000 st");
    },
  );

  it("in yen has no decimals", async () => {
    const { invoice, order } = await booked({
      currency: "JPY",
      exchangeRate: "0.068",
      lines: [{ title: "Mug", quantity: "3", unitPrice: "1111", rate: "25" }],
    });
    expect(order.documents).toMatchObject([{ currency: "JPY", gross: "3333" }]);
    expect(invoice).toMatchObject({ Currency: "JPY", Total: "3333.00", Balance: "0.00" });
  });

  it("in dinars is met with a rounding row, and held where the ledger cannot hold it", async () => {
    const dinars = { currency: "KWD", exchangeRate: "34.1" };
    const { invoice, order } = await booked({
      ...dinars,
      lines: [
        { title: "Mug", unitPrice: "1.235", rate: "25" },
        { title: "Cup", unitPrice: "2.475", rate: "25" },
      ],
    });
    expect(order.documents).toMatchObject([{ gross: "3.720", rounding: "-0.010" }]);
    expect(invoice).toMatchObject({ Total: "3.71", Balance: "0.00" });
    const odd = await house.shop.placeOrder({
      paid: true,
      customer,
      ...dinars,
      lines: [{ title: "Mug", unitPrice: "1.235", rate: "25" }],
    });
    const held = await house.waitForOrder(odd.id, "held");
    expect(held).toMatchObject({ code: "LEDGER_REJECTED", documents: [] });
    expect(held.message).toBe("Fortnox keeps 2 decimals, which cannot hold 1.235 KWD.");
  });
});
