import { describe, expect, it } from "vitest";
import { connected, failed, mug, sale, worked } from "./connected.ts";

/** quantity, unit price, net, VAT, gross; prices include 25 % unless the row says otherwise. */
type Sold = readonly [quantity: string, unit: string, net: string, vat: string, gross: string];

const row = ([quantity, unitPrice, net, vat, gross]: Sold) => mug({ quantity, unitPrice, net, vat, gross });

describe("a line of an invoice has its price without VAT (D9)", () => {
  // 20 of 100 amounts in øre have a VAT that a net price of two decimals would round another way.
  it.each([
    ["one at 125.00", ["1", "125.00", "100.00", "25.00", "125.00"], "1", "100"],
    ["one at 10.02: 8.016 and 2.004 of VAT", ["1", "10.02", "8.02", "2.00", "10.02"], "1", "8.016"],
    ["three at 10.02: 24.048 and 6.012", ["3", "10.02", "24.05", "6.01", "30.06"], "3", "8.016"],
    ["three at 33.33: 79.992 and 19.998", ["3", "33.33", "79.99", "20.00", "99.99"], "3", "26.664"],
    ["half a metre at 80.00: 32.00 and 8.00", ["0.5", "80.00", "32.00", "8.00", "40.00"], "0.5", "64"],
    ["a discount of 12.50", ["1", "-12.50", "-10.00", "-2.50", "-12.50"], "1", "-10"],
  ] as const)("%s", async (_what, sold, qty, price) => {
    const { made, standIn } = await connected();
    const rows = [row(["1", "1250.00", "1000.00", "250.00", "1250.00"]), row(sold)];
    await made(sale({ rows }));
    expect(standIn.books.rows("debtor_invoice_product")[1]).toMatchObject({ qty, price, name: "Mug" });
  });

  it("is one piece at the row's amount where pieces cannot be priced, and the text tells the quantity (R2)", async () => {
    const { made, standIn } = await connected();
    // Three for 100.00 together: 80.00 / 3 is no price, nor is 33.33.
    const rows = [row(["3", "33.3333", "80.00", "20.00", "100.00"])];
    const { totals } = await made(sale({ rows }));
    expect(standIn.books.rows("debtor_invoice_product")[0]).toMatchObject({
      qty: "3",
      price: "26.6666",
      name: "Mug",
    });
    expect(totals).toMatchObject({ gross: "100.00", vat: "20.00" });
    const many = [row(["7000", "0.1428", "800.00", "200.00", "1000.00"])];
    await made(sale({ rows: many }));
    expect(standIn.books.rows("debtor_invoice_product")[1]).toMatchObject({
      qty: "1",
      price: "800",
      name: "Mug (7000 pcs)",
    });
  });

  it("keeps the shop's own net price where the shop has net prices", async () => {
    const { made, standIn } = await connected();
    const rows = [row(["1", "33.33", "33.33", "8.33", "41.66"])];
    await made(sale({ rows, rowForm: "net" }));
    expect(standIn.books.rows("debtor_invoice_product")[0]).toMatchObject({ qty: "1", price: "33.33" });
  });
});

describe("the VAT code and the product of a line", () => {
  it("are the plan's code, else that of the row's account; the account's product, else that of all rows", async () => {
    const { made, standIn } = await connected();
    const free = { unitPrice: "10.00", net: "10.00", vat: "0.00", gross: "10.00", vatRate: "0" };
    const rows = [
      mug(),
      mug({ text: "Parcel", account: "1200" }),
      mug({ text: "OSS", vatCode: "OSS-SE-25", account: null }),
      mug({ text: "Rounding", kind: "rounding", account: "3900", ...free }),
      mug({ text: "Tip", kind: "tip", account: null, ...free }),
    ];
    await made(sale({ rows }));
    const lines = standIn.books.rows("debtor_invoice_product");
    expect(lines.map((line) => [line["name"], line["product_id_"], line["vatcode_name"]])).toEqual([
      ["Mug", "SALG", "S25"],
      ["Parcel", "FRAGT", "S25"],
      ["OSS", "SALG", "OSS-SE-25"],
      ["Rounding", "AFRUNDING", "S0"],
      ["Tip", "SALG", "S0"],
    ]);
  });

  it.each([
    ["a rate its account has no code for", {}, { vatRate: "19" }, "VAT_UNMAPPED", "vat.treatments"],
    ["no product at all", { row_product: undefined }, {}, "LEDGER_REJECTED", "ledger.row_product"],
  ])("are asked for when there is %s, before anything is sent", async (_what, own, changes, code, field) => {
    const { ledger, create, standIn } = await connected(own);
    const problem = failed(await ledger.perform(create(sale({ rows: [mug(changes)] }))));
    expect(problem).toMatchObject({ act: "fix", code, fix: { place: "settings", field } });
    expect(standIn.books.rows("debtor_invoice")).toEqual([]);
  });

  it("take the rate of a code from the merchant where Dynaccount does not tell it (D6)", async () => {
    const { ledger, create } = await connected({ vat_rates: { S25: "19" } });
    expect(failed(await ledger.perform(create()))).toMatchObject({ code: "VAT_UNMAPPED" });
  });
});

describe("where our reference stands (D16)", () => {
  it("is the requisition; with the order's number in the text", async () => {
    const { made, ledger, create, standIn } = await connected();
    const operation = create();
    worked(await ledger.perform(operation));
    expect(standIn.books.rows("debtor_invoice")[0]).toMatchObject({
      requisition: operation.reference,
      txt: "Order 1001",
    });
    expect((await made()).ref.number).toMatch(/^draft \d+$/);
  });

  it("is the text where a public buyer's own stands in the requisition, or the merchant wants the order's number there", async () => {
    const { ledger, create, standIn } = await connected({ reference_in: "text" });
    const { customer } = sale();
    const ean = { ...customer, type: "EAN", reference: "PO-77", ean: "5790000123455" } as const;
    const [first, second, third] = [create(sale({ customer: ean })), create(), create()];
    const made = [];
    for (const operation of [first, second, third]) made.push(worked(await ledger.perform(operation)));
    // Public buyers take e-invoices, which these keys are not known to send (D8).
    expect(made.map((one) => one.warning)).toEqual(["E_INVOICE_NOT_SENT", undefined, undefined]);
    const rows = standIn.books.rows("debtor_invoice");
    expect(rows.map((one) => [one["requisition"], one["txt"]])).toEqual([
      ["PO-77", `Order 1001\n${first.reference}`],
      ["1001", second.reference],
      ["1001", third.reference],
    ]);
    const found = worked(await ledger.find(third));
    expect(found).toMatchObject({ ref: { id: `debtor_invoice/${rows[2]?.["id"]}` } });
    expect(worked(await ledger.find(create()))).toBeNull();
  });
});
