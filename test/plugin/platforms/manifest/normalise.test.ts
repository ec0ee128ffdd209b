import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Order } from "../../../../plugin/domain/order.ts";
import { normaliseOrder } from "../../../../plugin/platforms/manifest/normalise.ts";
import { fullOrder, smallOrder } from "./orders.ts";

const DEFAULTS = { timeZone: "Europe/Stockholm", currency: "SEK" };

function read(json: unknown): Order {
  const result = normaliseOrder(json, DEFAULTS);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

/** The order as plain JSON: money and decimals as texts, so that it can be compared by eye. */
const plain = (order: Order): unknown => JSON.parse(JSON.stringify(order));

function problemOf(json: unknown) {
  const result = normaliseOrder(json, DEFAULTS);
  if (result.ok) throw new Error("it was readable");
  return result.problem;
}

const refund = (changes: Record<string, unknown>) => ({
  ...smallOrder,
  refunds: [{ id: "R1", created_at: "2026-11-20T12:00:00+01:00", ...changes }],
});

describe("an order of the contract becomes ours", () => {
  it("with every member of the contract's example", () => {
    expect(plain(read(fullOrder))).toMatchObject({
      id: "1001",
      number: "#1001",
      url: "https://mugs.example/admin/orders/1001",
      createdAt: "2026-11-18T10:00:00+01:00",
      updatedAt: "2026-11-20T12:00:00+01:00",
      cancelledAt: null,
      status: "open",
      financialStatus: "partially_refunded",
      fulfillmentStatus: "partial",
      currency: "SEK",
      pricesIncludeTax: true,
      shopCurrency: "EUR",
      shopTotal: "26.50",
      timeZone: "Europe/Stockholm",
      source: "subscription",
      channel: "marketplace",
      kind: "renewal",
      subscription: { id: "S1", period: { start: "2026-11-01", end: "2026-11-30" }, state: "trial" },
      customer: {
        id: "c1",
        type: "B2B",
        name: "Anna Ek",
        email: "anna@ek.example",
        phone: "+46701234567",
        company: "Ek AB",
        country: "SE",
        vatNumber: "SE556000000001",
        vatNumberValid: true,
        organisationNumber: "5560000000",
        ean: "5790000000000",
        reference: "PO 7",
      },
      billTo: { name: "Anna Ek", address2: null, zip: "11122", country: "SE" },
      shipTo: null,
      lines: [
        {
          id: "L1",
          productId: "p1",
          variantId: "v1",
          sku: "A1",
          title: "Mug",
          unitPrice: "249.00",
          discount: "0.00",
          nature: "service",
          giftCard: true,
          voucher: "single_purpose",
          tip: true,
          fee: true,
          period: { start: "2026-11-01", end: "2027-10-31" },
          taxLines: [{ amount: "49.80", channelLiable: true }],
        },
      ],
      shipping: [
        { id: "SH1", title: "Parcel", price: "49.00", discount: "9.00", taxLines: [{ amount: "8.00" }] },
      ],
      discountCodes: ["WELCOME"],
      totalTax: "57.80",
      total: "289.00",
      paymentRounding: "-0.40",
      paymentTermsDays: 14,
      payments: [
        {
          id: "T1",
          kind: "sale",
          gateway: "card",
          status: "success",
          amount: "289.00",
          processedAt: "2026-11-18T10:00:05+01:00",
          giftCardId: "SKU-GIFT",
          fee: "4.50",
        },
      ],
      edits: [
        {
          id: "E1",
          at: "2026-11-19T09:00:00+01:00",
          added: [{ id: "L2", unitPrice: "10.00" }],
          priceChanges: [{ lineId: "L1", gross: "-5.00", tax: "-1.00" }],
        },
      ],
      exchangeLines: [{ id: "L3", unitPrice: "20.00" }],
      refunds: [
        {
          id: "R1",
          createdAt: "2026-11-20T12:00:00+01:00",
          note: "Chipped",
          lines: [{ lineId: "L1", gross: "249.00", tax: "49.80" }],
          shipping: [{ id: "SH1", gross: "40.00", tax: "8.00" }],
          adjustments: [
            { kind: "goodwill", gross: "100.00", tax: null },
            { kind: "restocking_fee", gross: "-20.00", tax: "-4.00" },
          ],
          payments: [{ id: "T2", kind: "refund", amount: "289.00" }],
        },
      ],
    });
  });

  it("with nothing but what cannot be left out", () => {
    expect(plain(read(smallOrder))).toMatchObject({
      number: "7",
      updatedAt: smallOrder.created_at,
      financialStatus: "pending",
      shopCurrency: "SEK",
      timeZone: "Europe/Stockholm",
      customer: { id: null, type: "B2C", name: "Guest" },
      lines: [],
      payments: [],
      refunds: [],
    });
  });

  it("whether the rest is missing or null", () => {
    const { email: _email, ...members } = fullOrder;
    const nulls = Object.fromEntries(Object.keys(members).map((name) => [name, null]));
    expect(read({ ...nulls, ...smallOrder })).toEqual(read(smallOrder));
  });

  it("in the order's own currency when nobody knows the shop's", () => {
    const result = normaliseOrder({ ...smallOrder, shop_total: "5" }, { timeZone: "UTC", currency: "" });
    expect(result).toMatchObject({
      ok: true,
      value: { shopCurrency: "SEK", shopTotal: { currency: "SEK" } },
    });
  });

  it("with a guest made of the billing address and the order's e-mail", () => {
    const guest = { ...smallOrder, customer: null, email: "guest@mail.example" };
    expect(read(guest).customer).toMatchObject({ name: "guest@mail.example", email: "guest@mail.example" });
    const billed = { ...guest, bill_to: { name: "Bo Ek", company: "Ek AB", country: "se" } };
    expect(read(billed).customer).toMatchObject({ id: null, name: "Bo Ek", company: "Ek AB", country: "SE" });
  });

  it("with words of a later version read in the most careful way", () => {
    const order = read({
      ...smallOrder,
      financial_status: "settled",
      lines: [{ id: "L1", quantity: 1, unit_price: 5, nature: "digital" }],
      transactions: [
        { id: "T1", kind: "escrow", amount: "5", status: "success" },
        { id: "T2", kind: "sale", amount: "5", status: "settling" },
      ],
    });
    expect(order.financialStatus).toBe("pending");
    expect(order.lines[0]?.nature).toBe("goods");
    expect(order.payments.map(({ id, status }) => [id, status])).toEqual([["T2", "pending"]]);
  });

  it("with a refund's movement counted once, although the order lists it too", () => {
    const movement = { id: "T2", kind: "refund", amount: "5", status: "success" };
    const sale = { id: "T1", kind: "sale", amount: "5", status: "success" };
    const order = read({ ...refund({ transactions: [movement] }), transactions: [sale, movement] });
    expect(order.payments.map((payment) => payment.id)).toEqual(["T1"]);
    expect(order.refunds[0]?.payments).toMatchObject([
      { id: "T2", processedAt: "2026-11-20T12:00:00+01:00" },
    ]);
  });

  it("with movements in the currency they were made in, as positive amounts", () => {
    const transactions = [{ id: "T1", kind: "sale", amount: "-10.50", currency: "EUR", fee: "0.30" }];
    const [payment] = read({ ...smallOrder, transactions }).payments;
    expect(payment?.amount.currency).toBe("EUR");
    expect(plain(read({ ...smallOrder, transactions }))).toMatchObject({
      payments: [{ amount: "10.50", fee: "0.30" }],
    });
  });
});

describe("an order that cannot be read", () => {
  const line = { id: "L1", quantity: "1", unit_price: "5" };

  it.each<[string, unknown]>([
    ["id", { ...smallOrder, id: "" }],
    ["created_at", { ...smallOrder, created_at: "2026-11-18T10:00:00" }],
    ["updated_at", { ...smallOrder, updated_at: "yesterday" }],
    ["currency", { ...smallOrder, currency: "kr" }],
    ["prices_include_tax", { ...smallOrder, prices_include_tax: undefined }],
    ["shop_timezone", { ...smallOrder, shop_timezone: "Mars/Olympus" }],
    ["total", { ...smallOrder, total: 249.5 }],
    ["total", { ...smallOrder, total: "249,50" }],
    ["total", { ...smallOrder, total: "1e3" }],
    ["total", { ...smallOrder, total: undefined }],
    ["total_tax", { ...smallOrder, total_tax: null }],
    ["bill_to.country", { ...smallOrder, bill_to: { country: "Sweden" } }],
    ["lines[0].unit_price", { ...smallOrder, lines: [{ ...line, unit_price: "" }] }],
    ["lines[0].quantity", { ...smallOrder, lines: [{ ...line, quantity: "two" }] }],
    [
      "lines[0].tax_lines[1].rate",
      { ...smallOrder, lines: [{ ...line, tax_lines: [{ rate: 25, amount: 1 }, { amount: 1 }] }] },
    ],
    [
      "lines[0].period.end",
      { ...smallOrder, lines: [{ ...line, period: { start: "2026-01-01", end: "2026-13-01" } }] },
    ],
    ["transactions[0].amount", { ...smallOrder, transactions: [{ id: "T1", kind: "sale", amount: 0.1 }] }],
    ["refunds[0].lines[0].tax", refund({ lines: [{ line_id: "L1", quantity: "1", gross: "5" }] })],
    ["refunds[0].adjustments[0].gross", refund({ adjustments: [{ kind: "goodwill" }] })],
    ["lines", { ...smallOrder, lines: {} }],
    ["it", null],
  ])("names %s to the bookkeeper", (path, json) => {
    const problem = problemOf(json);
    expect(problem).toMatchObject({ act: "fix", code: "ORDER_UNREADABLE", fix: { place: "shop" } });
    expect(problem.message).toContain(`cannot be read: ${path} is `);
  });

  it("is the worst that any JSON leads to", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        expect(problemOf(json).act).toBe("fix");
      }),
    );
  });

  it("is the worst that nonsense in any one place leads to", () => {
    const places = pathsOf(fullOrder);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue(), (path, nonsense) => {
        const result = normaliseOrder(replaced(fullOrder, path, nonsense), DEFAULTS);
        expect(result.ok || ("code" in result.problem && result.problem.code)).toSatisfy(
          (outcome) => outcome === true || outcome === "ORDER_UNREADABLE",
        );
      }),
      { numRuns: 500 },
    );
  });
});

type Path = readonly string[];

function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, member]) => pathsOf(member, [...at, name]))];
}

function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return by;
  const change = ([name, member]: [string, unknown]): [string, unknown] =>
    name === step ? [name, replaced(member, rest, by)] : [name, member];
  const members = Object.entries(value ?? {}).map(change);
  return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members);
}
