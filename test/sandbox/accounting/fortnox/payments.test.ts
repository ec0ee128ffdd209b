import { describe, expect, it } from "vitest";
import { type Connected, connected } from "./connected.ts";

const pay = (fortnox: Connected, InvoiceNumber: string, fields: object = {}) =>
  fortnox.api("POST", "/invoicepayments", {
    InvoicePayment: {
      InvoiceNumber: Number(InvoiceNumber),
      Amount: 125,
      ModeOfPaymentAccount: 1580,
      ...fields,
    },
  });
const book = (fortnox: Connected, number: number) =>
  fortnox.api("PUT", `/invoicepayments/${number}/bookkeep`, {});

describe("a payment", () => {
  it("settles the invoice when it is booked, not before", async () => {
    const fortnox = await connected();
    const number = await fortnox.bookedInvoice();
    const created = await pay(fortnox, number, { PaymentDate: "2026-03-12", Booked: true });
    expect(created.item("InvoicePayment")).toMatchObject({
      InvoiceNumber: 1,
      Booked: false,
      Number: "1",
      AmountCurrency: 125,
    });
    expect(fortnox.ledger.invoices()[0]).toMatchObject({ Balance: "125.00", FinalPayDate: null });
    expect((await book(fortnox, 1)).item("InvoicePayment")).toMatchObject({
      Booked: true,
      VoucherSeries: "C",
    });
    expect(fortnox.ledger.invoices()[0]).toMatchObject({ Balance: "0.00", FinalPayDate: "2026-03-12" });
    expect(
      fortnox.ledger.vouchers()[1]?.VoucherRows.map((row) => [row.Account, row.Debit, row.Credit]),
    ).toEqual([
      [1580, "125.00", "0.00"],
      [1510, "0.00", "125.00"],
    ]);
    expect((await pay(fortnox, number)).code).toBe(2003055);
  });

  it("is found by part of its invoice's number", async () => {
    const fortnox = await connected();
    await pay(fortnox, await fortnox.bookedInvoice({ DocumentNumber: "10" }));
    await pay(fortnox, await fortnox.bookedInvoice({ DocumentNumber: "101" }));
    expect(
      (await fortnox.api("GET", "/invoicepayments?invoicenumber=10")).item("InvoicePayments", "length"),
    ).toBe(2);
    expect(
      (await fortnox.api("GET", "/invoicepayments?invoicenumber=101")).item(
        "InvoicePayments",
        0,
        "InvoiceNumber",
      ),
    ).toBe(101);
  });

  it("may exceed the balance while it is created, and is refused when it is booked", async () => {
    const fortnox = await connected();
    const number = await fortnox.bookedInvoice();
    for (const Amount of [100, 100]) expect((await pay(fortnox, number, { Amount })).status).toBe(201);
    expect((await book(fortnox, 1)).status).toBe(200);
    expect((await book(fortnox, 2)).status).toBe(400);
    expect(fortnox.ledger.invoices()[0]?.Balance).toBe("25.00");
    await fortnox.api("PUT", "/invoicepayments/2", { InvoicePayment: { Amount: 25 } });
    expect((await book(fortnox, 2)).status).toBe(200);
    expect(fortnox.ledger.invoices()[0]?.Balance).toBe("0.00");
  });

  it.each([
    ["an invoice that does not exist", { InvoiceNumber: 99 }, 2000434],
    ["an account that does not exist", { ModeOfPaymentAccount: 1999 }, 2001304],
    ["another currency than the invoice's", { Currency: "EUR" }, undefined],
    ["a day before the invoice", { PaymentDate: "2026-03-09" }, undefined],
    ["a mode that does not exist", { ModeOfPayment: "BITCOIN" }, undefined],
    ["neither mode nor account", { ModeOfPaymentAccount: null }, undefined],
    ["nothing to pay", { Amount: 0 }, undefined],
    ["two amounts that differ in kronor", { AmountCurrency: 100 }, undefined],
    ["a write-off to no account", { WriteOffs: [{ AccountNumber: 6999, Amount: 1 }] }, 2001304],
  ])("is refused with %s", async (_what, fields, code) => {
    const fortnox = await connected();
    const answer = await pay(fortnox, await fortnox.bookedInvoice(), fields);
    expect(answer.status).toBe(400);
    if (code !== undefined) expect(answer.code).toBe(code);
    expect(fortnox.ledger.payments()).toEqual([]);
  });

  it("takes its account from the mode of payment", async () => {
    const fortnox = await connected();
    const answer = await pay(fortnox, await fortnox.bookedInvoice(), {
      ModeOfPaymentAccount: null,
      ModeOfPayment: "BG",
    });
    expect(answer.item("InvoicePayment", "ModeOfPaymentAccount")).toBe(1930);
  });

  it("waits until the invoice is booked", async () => {
    const fortnox = await connected();
    const number = await fortnox.invoice({
      InvoiceRows: [{ Description: "A", DeliveredQuantity: 1, Price: 100, VAT: 25 }],
    });
    expect((await pay(fortnox, number)).status).toBe(400);
  });

  it("can be changed or deleted only while it is not booked", async () => {
    const fortnox = await connected();
    const number = await fortnox.bookedInvoice();
    await pay(fortnox, number);
    expect((await fortnox.api("DELETE", "/invoicepayments/1")).status).toBe(204);
    expect((await fortnox.api("GET", "/invoicepayments/1")).status).toBe(404);
    await pay(fortnox, number);
    await book(fortnox, 2);
    expect((await fortnox.api("DELETE", "/invoicepayments/2")).status).toBe(400);
    expect((await fortnox.api("PUT", "/invoicepayments/2", { InvoicePayment: { Amount: 1 } })).status).toBe(
      400,
    );
    expect((await book(fortnox, 2)).status).toBe(400);
  });

  it("is refused in a locked period", async () => {
    const fortnox = await connected();
    await pay(fortnox, await fortnox.bookedInvoice());
    fortnox.faults.set({ lockedUntil: "2026-03-31" });
    expect((await book(fortnox, 1)).code).toBe(2000401);
  });

  it("writes off what the gateway kept", async () => {
    const fortnox = await connected();
    const number = await fortnox.bookedInvoice();
    await pay(fortnox, number, { Amount: 120, WriteOffs: [{ AccountNumber: 6570, Amount: 5 }] });
    await book(fortnox, 1);
    expect(fortnox.ledger.invoices()[0]?.Balance).toBe("0.00");
    expect(
      fortnox.ledger.vouchers()[1]?.VoucherRows.map((row) => [row.Account, row.Debit, row.Credit]),
    ).toEqual([
      [1580, "120.00", "0.00"],
      [6570, "5.00", "0.00"],
      [1510, "0.00", "125.00"],
    ]);
  });

  it("is negative for a credit, and cannot run the other way", async () => {
    const fortnox = await connected();
    const InvoiceRows = [{ Description: "Retur", DeliveredQuantity: -1, Price: 100, VAT: 25 }];
    const number = await fortnox.bookedInvoice({ InvoiceRows });
    await pay(fortnox, number, { Amount: 125 });
    expect((await book(fortnox, 1)).status).toBe(400);
    await pay(fortnox, number, { Amount: -125 });
    expect((await book(fortnox, 2)).status).toBe(200);
    expect(fortnox.ledger.invoices()[0]).toMatchObject({ Balance: "0.00", FinalPayDate: "2026-03-10" });
  });

  it("in another currency settles by its own amount and books the exchange difference", async () => {
    const fortnox = await connected();
    const number = await fortnox.bookedInvoice({ Currency: "EUR", CurrencyRate: 11, CurrencyUnit: 1 });
    const created = await pay(fortnox, number, {
      Amount: null,
      AmountCurrency: 125,
      Currency: "EUR",
      CurrencyRate: 11.2,
    });
    expect(created.item("InvoicePayment")).toMatchObject({ Amount: 1400, AmountCurrency: 125 });
    await book(fortnox, 1);
    expect(fortnox.ledger.invoices()[0]?.Balance).toBe("0.00");
    expect(
      fortnox.ledger.vouchers()[1]?.VoucherRows.map((row) => [row.Account, row.Debit, row.Credit]),
    ).toEqual([
      [1580, "1400.00", "0.00"],
      [1510, "0.00", "1375.00"],
      [3960, "0.00", "25.00"],
    ]);
  });

  it("books the sale itself under the cash method, once the invoice is sent", async () => {
    const fortnox = await connected();
    fortnox.faults.set({ cashMethod: true });
    const number = await fortnox.invoice({
      InvoiceRows: [{ Description: "A", DeliveredQuantity: 1, Price: 100, VAT: 25 }],
    });
    expect((await pay(fortnox, number)).status).toBe(400);
    await fortnox.api("PUT", `/invoices/${number}/externalprint`, {});
    await pay(fortnox, number);
    expect((await book(fortnox, 1)).status).toBe(200);
    expect(
      fortnox.ledger
        .vouchers()
        .map((it) => it.VoucherRows.map((row) => [row.Account, row.Debit, row.Credit])),
    ).toEqual([
      [
        [1580, "125.00", "0.00"],
        [3001, "0.00", "100.00"],
        [2611, "0.00", "25.00"],
      ],
    ]);
  });
});
