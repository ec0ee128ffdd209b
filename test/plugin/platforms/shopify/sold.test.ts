import { describe, expect, it } from "vitest";
import { MUGS } from "./mugs.ts";
import { lineItem, sale, transaction } from "./orders.ts";
import { plain, read } from "./read.ts";

describe("an order placed in the shop", () => {
  it("is sold at the prices its customer saw: 2 x 249.00 less 48.00, and the parcel", () => {
    expect(plain(MUGS)).toMatchObject({
      id: "5001",
      number: "#1001",
      url: "https://admin.shopify.com/store/fjall-form/orders/5001",
      currency: "SEK",
      shopTotal: null,
      pricesIncludeTax: true,
      total: "499.00",
      totalTax: "99.80",
      timeZone: "Europe/Stockholm",
      lines: [
        {
          id: "1",
          sku: "MUG-1",
          title: "Mug 1",
          variantId: "81",
          productId: "91",
          unitPrice: "249.00",
          discount: "48.00",
          nature: "goods",
          taxLines: [{ amount: "90.00", channelLiable: false }],
        },
      ],
      shipping: [{ id: "shipping-11", title: "Parcel", price: "49.00", taxLines: [{ amount: "9.80" }] }],
    });
  });

  it("is paid by each movement once, with its own time and fee, and not by what was only authorised", () => {
    const authorised = transaction({ id: "30", kind: "AUTHORIZATION", amount: "499.00" });
    const failed = transaction({ id: "29", status: "FAILURE", amount: "499.00" });
    const order = plain({ ...MUGS, money: [failed, authorised, ...(MUGS.money ?? [])] });
    expect(order).toMatchObject({
      payments: [
        { id: "29", kind: "sale", status: "failure" },
        { id: "30", kind: "authorization", status: "success" },
        {
          id: "31",
          kind: "sale",
          status: "success",
          gateway: "shopify_payments",
          amount: "499.00",
          fee: "8.40",
          processedAt: "2026-03-02T23:30:00Z",
        },
      ],
    });
  });

  it("bears its own status, in our words", () => {
    const order = (changes: Record<string, unknown>) => read({ ...MUGS, changes });
    expect(order({ displayFinancialStatus: "PARTIALLY_PAID" }).financialStatus).toBe("partially_paid");
    expect(order({ displayFinancialStatus: "EXPIRED" }).financialStatus).toBe("pending");
    expect(order({ displayFulfillmentStatus: "FULFILLMENT_NOT_REQUIRED" }).fulfillmentStatus).toBe(
      "fulfilled",
    );
    expect(order({ cancelledAt: "2026-03-03T08:00:00Z" })).toMatchObject({ status: "cancelled" });
    expect(order({ closedAt: "2026-03-03T08:00:00Z" }).status).toBe("closed");
  });

  it("keeps a number beyond 2^53 to its last digit", () => {
    expect(read({ ...MUGS, changes: { legacyResourceId: "9007199254740993" } }).id).toBe("9007199254740993");
  });
});

describe("amounts", () => {
  it("without VAT in the prices are the shop's own net: 3 x 129.99 with 97.49 of VAT is 487.46", () => {
    const order = plain({
      lines: [lineItem("1", "129.99")],
      sold: [sale({ of: "1", quantity: 3, gross: "487.46", tax: "97.49" })],
      total: "487.46",
      tax: "97.49",
      changes: { taxesIncluded: false },
    });
    expect(order).toMatchObject({
      pricesIncludeTax: false,
      total: "487.46",
      lines: [{ unitPrice: "129.99", discount: "0.00", taxLines: [{ amount: "97.49" }] }],
    });
  });

  it("that went up against the price list are sold at what was charged, without a discount below nothing", () => {
    const [line] = read({
      lines: [lineItem("1", "33.00")],
      sold: [sale({ of: "1", quantity: 3, gross: "100.00", tax: "20.00" })],
      total: "100.00",
      tax: "20.00",
    }).lines;
    expect(JSON.parse(JSON.stringify(line))).toMatchObject({
      unitPrice: "33.333333333333",
      discount: "0.00",
    });
  });

  it("of freight at two rates keep both tax lines: 49.00 with 6.81 at 25 % and 0.85 at 6 %", () => {
    const rate = [
      [25, "6.81"],
      [6, "0.85"],
    ] as const;
    const order = plain({
      lines: [],
      freight: ["11"],
      sold: [sale({ of: "11", type: "SHIPPING", quantity: null, gross: "49.00", tax: "7.66", rate })],
      total: "49.00",
      tax: "7.66",
    });
    expect(order).toMatchObject({
      totalTax: "7.66",
      shipping: [{ price: "49.00", taxLines: [{ amount: "6.81" }, { amount: "0.85" }] }],
    });
  });

  it("in euros, seen by the customer, with the shop's own total in kronor beside them", () => {
    const order = plain({
      currency: "EUR",
      lines: [lineItem("1", ["249.00", "22.50"], {}, "EUR")],
      sold: [sale({ of: "1", gross: ["249.00", "22.50"], tax: ["49.80", "4.50"] }, "EUR")],
      total: ["249.00", "22.50"],
      tax: ["49.80", "4.50"],
      money: [transaction({ id: "31", amount: ["249.00", "22.50"] }, "EUR")],
      received: ["249.00", "22.50"],
    });
    expect(order).toMatchObject({
      currency: "EUR",
      total: "22.50",
      shopCurrency: "SEK",
      shopTotal: "249.00",
      lines: [{ unitPrice: "22.50", taxLines: [{ amount: "4.50" }] }],
      payments: [{ amount: "22.50" }],
    });
  });
});

describe("what is no ordinary sale", () => {
  it("a gift card is sold as one, and one that pays is a payment", () => {
    const order = plain({
      lines: [lineItem("1", "500.00", { name: "Gift card", isGiftCard: true, requiresShipping: false })],
      sold: [sale({ of: "1", type: "GIFT_CARD", gross: "500.00", rate: 0 })],
      total: "500.00",
      tax: "0.00",
      money: [transaction({ id: "31", gateway: "gift_card", amount: "500.00" })],
      received: "500.00",
    });
    expect(order).toMatchObject({
      lines: [{ title: "Gift card", giftCard: true, nature: "goods", taxLines: [] }],
      payments: [{ gateway: "gift_card", amount: "500.00", giftCardId: null, isUnnamedCard: true }],
    });
  });

  it("a tip is a tip, and store credit goes by the word the settings know", () => {
    const order = plain({
      ...MUGS,
      sold: [...MUGS.sold, sale({ of: "2", type: "TIP", gross: "20.00", rate: 0 })],
      total: "519.00",
      money: [transaction({ id: "31", gateway: "shopify_store_credit", amount: "519.00" })],
      received: "519.00",
    });
    expect(order).toMatchObject({
      lines: [{ id: "1" }, { id: "2", title: "Tip", tip: true, unitPrice: "20.00" }],
      payments: [{ gateway: "store_credit" }],
    });
  });

  it("a download is a service, duties and other fees are fees", () => {
    const order = plain({
      lines: [lineItem("1", "100.00", { requiresShipping: false })],
      sold: [
        sale({ of: "1", gross: "100.00", tax: "20.00" }),
        sale({ of: "41", type: "DUTY", quantity: null, gross: "30.00", rate: 0 }),
        sale({
          of: "42",
          type: "ADDITIONAL_FEE",
          quantity: null,
          gross: "10.00",
          tax: "2.00",
          name: "Colorado fee",
        }),
      ],
      total: "140.00",
      tax: "22.00",
    });
    expect(order).toMatchObject({
      lines: [
        { id: "1", nature: "service", fee: false },
        { id: "duty-41", title: "Duties", fee: true, taxLines: [] },
        { id: "fee-42", title: "Colorado fee", fee: true, unitPrice: "10.00" },
      ],
    });
  });

  it("cash is rounded: 249.40 are paid with 249.00", () => {
    const order = plain({
      lines: [lineItem("1", "249.40")],
      sold: [sale({ of: "1", gross: "249.40", tax: "49.88" })],
      total: "249.40",
      tax: "49.88",
      rounding: "-0.40",
      money: [transaction({ id: "31", gateway: "cash", amount: "249.40", rounding: "-0.40" })],
      received: "249.40",
      changes: { sourceName: "pos", shippingAddress: null },
    });
    expect(order).toMatchObject({
      source: "pos",
      shipTo: null,
      total: "249.40",
      paymentRounding: "-0.40",
      payments: [{ gateway: "cash", amount: "249.00" }],
    });
  });

  it("change given back is no money received: of 500.00 in cash 251.00 go back", () => {
    const money = [
      transaction({ id: "31", gateway: "cash", amount: "500.00" }),
      transaction({ id: "32", kind: "CHANGE", gateway: "cash", amount: "251.00", parent: "31" }),
    ];
    const order = plain({
      lines: [lineItem("1", "249.00")],
      sold: [sale({ of: "1", gross: "249.00", tax: "49.80" })],
      total: "249.00",
      tax: "49.80",
      money,
      received: "249.00",
    });
    expect(order).toMatchObject({ payments: [{ id: "31", amount: "249.00" }] });
  });

  it("a marketplace that is liable for the VAT says so on its tax lines, a merchant of record on the order", () => {
    const sold = [sale({ of: "1", gross: "125.00", tax: "25.00", channelLiable: true })];
    const draft = { lines: [lineItem("1", "125.00")], sold, total: "125.00", tax: "25.00" };
    expect(plain(draft)).toMatchObject({ lines: [{ taxLines: [{ channelLiable: true }] }], channel: "web" });
    const changes = { merchantOfRecordApp: { id: "gid://shopify/App/77" } };
    expect(plain({ ...draft, changes })).toMatchObject({ channel: "marketplace" });
  });
});
