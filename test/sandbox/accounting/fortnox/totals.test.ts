import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connected } from "./connected.ts";

const row = (Price: number | string, more: object = {}) => ({
  Description: "Vara",
  DeliveredQuantity: 1,
  Price,
  VAT: 25,
  ...more,
});

/** Net, VAT, rounding and total of an invoice with these fields. */
async function sums(fields: object, switches: object = {}, customer: object = {}) {
  const fortnox = await connected();
  fortnox.faults.set(switches);
  const CustomerNumber = await fortnox.customer(customer);
  const answer = await fortnox.api("POST", "/invoices", { Invoice: { CustomerNumber, ...fields } });
  expect(answer.status).toBe(201);
  return ["Net", "TotalVAT", "RoundOff", "Total"].map((name) => answer.item("Invoice", name));
}

describe("the sums of an invoice", () => {
  it("come from prices without VAT", async () => {
    expect(await sums({ InvoiceRows: [row(80)] })).toEqual([80, 20, 0, 100]);
  });

  it("come from prices with VAT", async () => {
    expect(await sums({ VATIncluded: true, InvoiceRows: [row(99)] })).toEqual([79.2, 19.8, 0, 99]);
  });

  it("round price and quantity half up to two decimals before multiplying", async () => {
    expect(await sums({ InvoiceRows: [row(1.125, { VAT: 0 })] })).toEqual([1.13, 0, 0, 1.13]);
    expect(await sums({ InvoiceRows: [row(1.124, { VAT: 0 })] })).toEqual([1.12, 0, 0, 1.12]);
    expect(await sums({ InvoiceRows: [row(33.333, { VAT: 0, DeliveredQuantity: 3 })] })).toEqual([
      99.99, 0, 0, 99.99,
    ]);
    expect(await sums({ InvoiceRows: [row(100, { VAT: 0, DeliveredQuantity: "1.005" })] })).toEqual([
      101, 0, 0, 101,
    ]);
  });

  it("round VAT once per rate, or row by row where the company does so", async () => {
    const rows = { InvoiceRows: [row(0.1), row(0.1), row(0.1)] };
    expect(await sums(rows)).toEqual([0.3, 0.08, 0, 0.38]);
    expect(await sums(rows, { vatPerRow: true })).toEqual([0.3, 0.09, 0, 0.39]);
  });

  it("keep the rates apart", async () => {
    const rows = [row(100), row(100, { VAT: 12 }), row(100, { VAT: 6 }), row(100, { VAT: 0 })];
    expect(await sums({ InvoiceRows: rows })).toEqual([400, 43, 0, 443]);
  });

  it("take discounts off the row, in per cent or as an amount", async () => {
    const percent = row(100, { DeliveredQuantity: 2, Discount: 10 });
    expect(await sums({ InvoiceRows: [percent] })).toEqual([180, 45, 0, 225]);
    const amount = row(100, { DeliveredQuantity: 2, Discount: 10, DiscountType: "AMOUNT" });
    expect(await sums({ InvoiceRows: [amount] })).toEqual([190, 47.5, 0, 237.5]);
  });

  it("mirror a sale with a discount when the quantity is negative", async () => {
    const discount = { Discount: 10, DiscountType: "AMOUNT", DeliveredQuantity: -2 };
    expect(await sums({ InvoiceRows: [row(100, discount)] })).toEqual([-190, -47.5, 0, -237.5]);
  });

  it("put VAT on freight and fee by the accounts they are posted to", async () => {
    expect(await sums({ Freight: 40, AdministrationFee: 20, InvoiceRows: [row(100)] })).toEqual([
      160, 40, 0, 200,
    ]);
    const abroad = { VATType: "EXPORT", CountryCode: "NO" };
    expect(await sums({ Freight: 40, InvoiceRows: [row(100, { VAT: 0 })] }, {}, abroad)).toEqual([
      140, 0, 0, 140,
    ]);
  });

  it("end in whole kronor where the company rounds, but only in SEK", async () => {
    expect(await sums({ InvoiceRows: [row(80.36)] }, { wholeKrona: true })).toEqual([
      80.36, 20.09, -0.45, 100,
    ]);
    expect(await sums({ InvoiceRows: [row(80.4)] }, { wholeKrona: true })).toEqual([80.4, 20.1, 0.5, 101]);
    expect(await sums({ Currency: "EUR", InvoiceRows: [row(80.4)] }, { wholeKrona: true })).toEqual([
      80.4, 20.1, 0, 100.5,
    ]);
  });

  it("inherit discount, freight and fee from the customer's card when the order leaves them out", async () => {
    const card = { InvoiceDiscount: 10, InvoiceFreight: "40", InvoiceAdministrationFee: "20" };
    expect(await sums({ InvoiceRows: [row(100)] }, {}, card)).toEqual([150, 37.5, 0, 187.5]);
    const explicit = { Freight: 0, AdministrationFee: 0, InvoiceRows: [row(100, { Discount: 0 })] };
    expect(await sums(explicit, {}, card)).toEqual([100, 25, 0, 125]);
  });
});

describe("the voucher of an invoice", () => {
  const centsOf = (text: string) => BigInt(text.replace(".", ""));

  it("balances and carries the invoice's total, whatever the rows", async () => {
    const fortnox = await connected();
    const CustomerNumber = await fortnox.customer();
    const rows = fc.array(
      fc.record({
        Price: fc.integer({ min: 100, max: 99_999 }).map((cents) => (cents / 100).toFixed(2)),
        VAT: fc.constantFrom(25, 12, 6, 0),
        DeliveredQuantity: fc.integer({ min: 1, max: 9 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(rows, fc.boolean(), fc.boolean(), async (drawn, VATIncluded, wholeKrona) => {
        fortnox.faults.set({ wholeKrona });
        const InvoiceRows = drawn.map((it) => ({ Description: "Vara", ...it }));
        const number = await fortnox.bookedInvoice({ CustomerNumber, VATIncluded, InvoiceRows });
        const invoice = fortnox.ledger.invoices().find((it) => it.DocumentNumber === number);
        const posted =
          fortnox.ledger.vouchers().find((it) => it.ReferenceNumber === number)?.VoucherRows ?? [];
        const debit = posted.reduce((sum, it) => sum + centsOf(it.Debit), 0n);
        const credit = posted.reduce((sum, it) => sum + centsOf(it.Credit), 0n);
        expect(debit).toBe(credit);
        expect(posted[0]).toMatchObject({ Account: 1510, Debit: invoice?.Total });
        const rounded = posted.filter((it) => it.Account === 3740);
        expect(rounded.length).toBe(invoice?.RoundOff === "0.00" ? 0 : 1);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the VAT of a row", () => {
  it("is decided by its code, then its rate, then its account", async () => {
    const fortnox = await connected();
    const number = await fortnox.invoice({
      InvoiceRows: [
        row(100, { VATCode: "MP2", VAT: 25, AccountNumber: 3003 }),
        row(100, { VAT: 25, AccountNumber: 3003 }),
        { Description: "Bok", DeliveredQuantity: 1, Price: 100, AccountNumber: 3003 },
        { Description: "Till USA", DeliveredQuantity: 1, Price: 100, AccountNumber: 3105 },
      ],
    });
    const invoice = fortnox.ledger.invoices().find((it) => it.DocumentNumber === number);
    expect(invoice?.InvoiceRows.map((it) => [it.VATCode, it.VAT])).toEqual([
      ["MP2", "12"],
      ["MP1", "25"],
      ["MP3", "6"],
      ["", "0"],
    ]);
    expect(invoice?.TotalVAT).toBe("43.00");
  });

  it("must be one the merchant has set up, and a whole number", async () => {
    const fortnox = await connected();
    const create = async (fields: object) =>
      fortnox.api("POST", "/invoices", {
        Invoice: { CustomerNumber: await fortnox.customer(), InvoiceRows: [row(100, fields)] },
      });
    const unknown = await create({ VAT: 19 });
    expect(unknown.status).toBe(400);
    expect(unknown.text).toContain("Kunde inte hitta moms");
    expect((await create({ VATCode: "DE19", VAT: 25 })).text).toContain("Kunde inte hitta moms");
    expect((await create({ VAT: 25.5 })).code).toBe(2000108);
    fortnox.faults.addVatRate({ code: "DE19", rate: "19" });
    fortnox.faults.addVatRate({ code: "FI255", rate: "25.5" });
    expect((await create({ VAT: 19 })).item("Invoice", "TotalVAT")).toBe(19);
    expect((await create({ VATCode: "FI255" })).item("Invoice", "TotalVAT")).toBe(25.5);
  });

  it("may come from an account the merchant made for another country", async () => {
    const fortnox = await connected();
    fortnox.faults.addVatRate({ code: "FI255", rate: "25.5", account: 2670 });
    const Account = { Number: 3107, Description: "Försäljning Finland", VATCode: "FI255" };
    expect((await fortnox.api("POST", "/accounts", { Account })).status).toBe(201);
    const InvoiceRows = [{ Description: "Mugg", DeliveredQuantity: 1, Price: 125.5, AccountNumber: 3107 }];
    const number = await fortnox.bookedInvoice({ VATIncluded: true, InvoiceRows });
    const voucher = fortnox.ledger.vouchers().find((it) => it.ReferenceNumber === number);
    expect(voucher?.VoucherRows.map((it) => [it.Account, it.Debit, it.Credit])).toEqual([
      [1510, "125.50", "0.00"],
      [3107, "0.00", "100.00"],
      [2670, "0.00", "25.50"],
    ]);
  });

  it("needs an account of its own under simplified VAT when the rate is not Swedish", async () => {
    const fortnox = await connected();
    fortnox.faults.addVatRate({ code: "DE19", rate: "19" });
    fortnox.faults.set({ easyVat: true });
    const CustomerNumber = await fortnox.customer();
    const create = (fields: object) =>
      fortnox.api("POST", "/invoices", { Invoice: { CustomerNumber, InvoiceRows: [row(100, fields)] } });
    expect((await create({ VAT: 19 })).code).toBe(2004167);
    expect((await create({ VAT: 19, AccountNumber: 3001 })).code).toBe(2004052);
    expect((await create({ VAT: 19, AccountNumber: 3108 })).status).toBe(201);
    expect((await create({ VAT: 12 })).item("Invoice", "InvoiceRows", 0, "AccountNumber")).toBe(3002);
    const listed = await fortnox.api("GET", "/predefinedaccounts");
    expect(listed.text).toContain("SALES_25_SE");
    expect(listed.text).not.toContain('"SALES"');
  });
});
