import { describe, expect, it } from "vitest";
import { formatMoney } from "../../../../plugin/domain/money.ts";
import type { Order } from "../../../../plugin/domain/order.ts";
import { CLUB, openShop } from "./open-shop.ts";

/** Quantity, price, discount and tax of each line, as text. */
const linesOf = (order: Order) => JSON.parse(JSON.stringify(order.lines)) as Record<string, unknown>[];
const ratesOf = (order: Order) =>
  JSON.parse(JSON.stringify(order.lines.map((line) => line.taxLines.map((tax) => tax.rate)))) as string[][];

describe("an invoice becomes an order", () => {
  it("with its number, its day, its period, its buyer and its money", async () => {
    const { site, order } = await openShop();
    const customer = site.addCustomer({
      name: "Ada Ek",
      company: "Ek AB",
      vat_id: "SE556000000001",
      country: "Sverige",
      shipping_country: "DEU",
    });
    const invoice = site.placeInvoice({
      customer: customer.id,
      date: "2026-11-15",
      lines: [{ ...CLUB, title: "Yearly", quantity: "2", discount: "20.00" }],
      paid_by: "Direct Deposit",
    });
    const made = await order(invoice.id);
    expect(made).toMatchObject({
      id: invoice.id,
      number: invoice.name,
      url: `${site.url}/invoice-detail/${invoice.id}`,
      // The day of the invoice, not that of its record.
      createdAt: "2026-11-15T12:00:00+01:00",
      status: "open",
      financialStatus: "paid",
      kind: "renewal",
      source: "subscription",
      pricesIncludeTax: false,
      paymentTermsDays: 30,
      subscription: { period: { start: "2026-11-01", end: "2026-11-30" } },
      customer: { type: "B2B", name: "Ada Ek", company: "Ek AB", country: "SE", vatNumber: "SE556000000001" },
      billTo: { country: "SE" },
      shipTo: { country: "DE" },
    });
    expect(linesOf(made)).toMatchObject([
      {
        sku: "CLUB",
        title: "Mountain Club, Yearly",
        unitPrice: "199.00",
        discount: "20.00",
        nature: "service",
        taxLines: [{ amount: "94.50" }],
      },
    ]);
    expect([formatMoney(made.total), formatMoney(made.totalTax)]).toEqual(["472.50", "94.50"]);
    expect(made.payments).toMatchObject([{ kind: "sale", gateway: "direct_deposit", status: "success" }]);
  });

  it("as one order, when it holds charges of several subscriptions, with one line each", async () => {
    const { site, order } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB, { sku: "MAPS", unit_price: "50.00", rate: "6" }] });
    const made = await order(id);
    expect(made.lines.map((line) => line.sku)).toEqual(["CLUB", "MAPS"]);
    expect(new Set(made.lines.map((line) => line.id)).size).toBe(2);
  });

  it("of its own when it is no renewal, without a subscription", async () => {
    const { site, order } = await openShop();
    const { id } = site.placeInvoice({ lines: [{ ...CLUB, service_from: null }], is_oneoff: true });
    expect(await order(id)).toMatchObject({ kind: "order", source: "web", subscription: null });
  });

  it("with what the site adds beside its charges as a fee without VAT", async () => {
    const { site, order } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB], miscellaneous_charges: "15.00" });
    const made = await order(id);
    expect([formatMoney(made.total), made.lines.at(-1)?.fee, made.lines.at(-1)?.taxLines]).toEqual([
      "263.75",
      true,
      [],
    ]);
  });

  it("with the tax of that fee where the header's sums tell it, on top or contained", async () => {
    const { site, order } = await openShop();
    const fee = { lines: [CLUB], miscellaneous_charges: "15.00", miscellaneous_rate: "25" };
    const onTop = await order(site.placeInvoice(fee).id);
    const taxOf = (made: typeof onTop) =>
      JSON.parse(JSON.stringify([made.lines.at(-1)?.unitPrice, made.lines.at(-1)?.taxLines, made.total]));
    // 199.00 + 49.75, and 15.00 + 3.75.
    expect(taxOf(onTop)).toEqual(["15.00", [{ rate: "25", amount: "3.75", channelLiable: false }], "267.50"]);
    const contained = await order(site.placeInvoice({ ...fee, arithmetic: "inclusive" }).id);
    // 199.00 with 39.80 in it, and 15.00 with 3.00 in it.
    expect(taxOf(contained)).toEqual([
      "15.00",
      [{ rate: "25", amount: "3.00", channelLiable: false }],
      "214.00",
    ]);
  });

  it("is held when the tax of that fee is no rate we know", async () => {
    const { site, problem } = await openShop();
    const odd = { lines: [CLUB], miscellaneous_charges: "15.00", miscellaneous_rate: "17" };
    expect(await problem(site.placeInvoice(odd).id)).toMatchObject({
      code: "TOTAL_MISMATCH",
      message: expect.stringContaining("its tax of 2.55 on 15.00 SEK is no VAT rate of SE on 2026-11-21"),
    });
  });

  it("the same, whatever forms numbers, flags and nothing take", async () => {
    const { site, order } = await openShop();
    const { id } = site.placeInvoice({ lines: [{ ...CLUB, discount: "9.00" }], paid_by: "Card" });
    const plain = await order(id);
    for (const seed of [1, 2, 3, 4, 5]) {
      site.faults.loose = seed;
      expect(await order(id)).toEqual(plain);
    }
  });

  it("and a guest without a country is a guest without a country", async () => {
    const { site, order } = await openShop();
    const { id } = site.addCustomer({ name: "Bo", country: "" });
    const invoice = site.placeInvoice({ customer: id, lines: [CLUB] });
    expect((await order(invoice.id)).customer).toMatchObject({ type: "B2C", country: null, vatNumber: null });
  });
});

describe("T1, how charges add up, is found out per invoice", () => {
  const line = { sku: "CLUB", quantity: "2", unit_price: "100.00", discount: "50.00", rate: "25" };

  it("a: tax on top of what is left after the discount", async () => {
    const { site, order } = await openShop();
    const made = await order(site.placeInvoice({ lines: [line] }).id);
    expect([made.pricesIncludeTax, formatMoney(made.total)]).toEqual([false, "187.50"]);
    expect(linesOf(made)).toMatchObject([
      { unitPrice: "100.00", discount: "50.00", taxLines: [{ amount: "37.50" }] },
    ]);
  });

  it("b: the discount taken off the sub total already; the price is shown before it", async () => {
    const { site, order } = await openShop();
    const made = await order(site.placeInvoice({ lines: [line], arithmetic: "discounted" }).id);
    expect([made.pricesIncludeTax, formatMoney(made.total)]).toEqual([false, "187.50"]);
    expect(linesOf(made)).toMatchObject([
      { unitPrice: "100.00", discount: "50.00", taxLines: [{ amount: "37.50" }] },
    ]);
  });

  it("c: tax contained", async () => {
    const { site, order } = await openShop();
    const made = await order(site.placeInvoice({ lines: [line], arithmetic: "inclusive" }).id);
    expect([made.pricesIncludeTax, formatMoney(made.total)]).toEqual([true, "150.00"]);
    expect([linesOf(made), ratesOf(made)]).toMatchObject([
      [{ unitPrice: "100.00", discount: "50.00", taxLines: [{ amount: "30.00" }] }],
      [["25"]],
    ]);
  });

  it("and an invoice whose charges do not add up in any way is held", async () => {
    const { site, problem } = await openShop();
    const { id, name, items } = site.placeInvoice({ lines: [line] });
    const [item] = items;
    const [charge] = item?.charges ?? [];
    if (item === undefined || charge === undefined) throw new Error("no charge");
    site.changeInvoice(id, { items: [{ ...item, charges: [{ ...charge, total_amount: "187.52" }] }] });
    expect(await problem(id)).toEqual({
      act: "fix",
      code: "TOTAL_MISMATCH",
      message: `Invoice ${name}: sub total, discount and tax of its charges do not make their totals.`,
      fix: { place: "shop" },
    });
  });
});

describe("T2, the header against its charges", () => {
  it("holds an invoice whose discount is not that of its charges", async () => {
    const { site, problem } = await openShop();
    const { id } = site.placeInvoice({ lines: [{ ...CLUB, discount: "9.00" }] });
    site.changeInvoice(id, { discount_value: "19.00" });
    expect(await problem(id)).toMatchObject({ code: "TOTAL_MISMATCH" });
  });

  it("holds an invoice of which more was received than its payments say", async () => {
    const { site, problem } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB], paid_by: "Card" });
    site.changeInvoice(id, { received_payment: "200.00" });
    expect((await problem(id)).message).toContain("its payments come to 248.75");
  });
});

describe("T3, the rate behind an amount of tax", () => {
  const soldTo = async (country: string, rate: string, unit_price: string, more = {}) => {
    const { site, shop } = await openShop();
    const { id } = site.addCustomer({ name: "Bo", country });
    const invoice = site.placeInvoice({ customer: id, lines: [{ sku: "CLUB", unit_price, rate, ...more }] });
    const read = await shop.order(invoice.id);
    if (!read.ok) return read.problem.message.replace(invoice.name, "SF-1");
    return read.value === null ? null : ratesOf(read.value)[0];
  };

  it("is a legal rate of the country it is sold to on the day", async () => {
    expect(await soldTo("Finland", "25.5", "99.99")).toEqual(["25.5"]);
    expect(await soldTo("Germany", "7", "12.34")).toEqual(["7"]);
  });

  it("or of the seller's, who may be below the threshold", async () => {
    expect(await soldTo("Germany", "25", "100.00")).toEqual(["25"]);
  });

  it("also where the tax was rounded for each piece", async () => {
    // 0.25 * 25 % = 0.0625, charged as 0.06 a piece: 24 % of what is charged.
    expect(await soldTo("Sweden", "25", "0.99", { quantity: "100", tax: "25.00" })).toEqual(["25"]);
  });

  it("and no other: what is no rate of either country is held", async () => {
    expect(await soldTo("Germany", "17.3", "100.00")).toBe(
      "Invoice SF-1: its tax of 17.30 on 100.00 SEK is no VAT rate of DE or SE on 2026-11-21.",
    );
    expect(await soldTo("United States", "8.875", "100.00")).toContain("is no VAT rate of US or SE");
  });

  it("is none without tax; whether that is right is decided by buyer and place", async () => {
    expect(await soldTo("Norway", "0", "100.00")).toEqual([]);
  });

  it("is not asked of a place nobody can read", async () => {
    expect(await soldTo("Neverland", "25", "100.00")).toBe(
      'Invoice SF-1: "Neverland" in the billing address is no country we know.',
    );
  });
});

describe("amounts", () => {
  it("with more decimals than the currency has are refused, never rounded", async () => {
    const { site, problem } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB] });
    site.changeInvoice(id, { total_amount: "248.755" });
    expect((await problem(id)).message).toContain("248.755 SEK has more than 2 decimals");
  });

  it("with the noise of floating point in them are what they were meant to be", async () => {
    const { site, order } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB] });
    site.changeInvoice(id, { tax_amount: "49.750000000000004" });
    expect(formatMoney((await order(id)).totalTax)).toBe("49.75");
  });
});

describe("what is no order", () => {
  it("is a forecast, a draft, and what the site does not know, in whatever way it says so", async () => {
    const { site, shop } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB] });
    const none = { ok: true, value: null };
    expect(await shop.order(site.project(id).id)).toEqual(none);
    expect(await shop.order(site.placeInvoice({ lines: [CLUB], status: "Draft" }).id)).toEqual(none);
    for (const way of ["404", "400", "200"] as const) {
      site.faults.missingRecord = way;
      expect(await shop.order("nothing")).toEqual(none);
    }
    const calls = site.apiCalls().length;
    for (const strange of ["", "..", "x".repeat(65)]) expect(await shop.order(strange)).toEqual(none);
    expect(site.apiCalls()).toHaveLength(calls);
  });

  it("is held with a status nobody knows, and with one that was reversed by another", async () => {
    const { site, problem } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB] });
    site.changeInvoice(id, { status: " Disputed " });
    expect(await problem(id)).toMatchObject({
      code: "ORDER_UNREADABLE",
      message: expect.stringContaining('its status "disputed" is not one we know'),
    });
    site.changeInvoice(id, { status: "Paid", reversed_reference: "SF-2" });
    expect((await problem(id)).message).toContain("it was reversed by SF-2");
  });

  it("reads words without regard to case and blanks", async () => {
    const { site, order } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB] });
    site.changeInvoice(id, { status: " partially  PAID" });
    expect((await order(id)).status).toBe("open");
    site.changeInvoice(id, { status: "VOID" });
    expect(await order(id)).toMatchObject({ status: "cancelled", financialStatus: "voided" });
  });
});

describe("another accounting link of the site's", () => {
  it("has booked the invoice that bears its id, and may book those of customers that do", async () => {
    const { site, order } = await openShop();
    const [one, two] = [site.placeInvoice({ lines: [CLUB] }), site.placeInvoice({ lines: [CLUB] })];
    expect(await order(one.id)).not.toHaveProperty("otherLink");
    site.sendToAccounting(one.id);
    expect([(await order(one.id)).otherLink, (await order(two.id)).otherLink]).toEqual([
      "booked",
      "possible",
    ]);
  });
});
