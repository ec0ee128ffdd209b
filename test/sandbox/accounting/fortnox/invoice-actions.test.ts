import { describe, expect, it } from "vitest";
import { connected } from "./connected.ts";

const rows = [{ Description: "Mugg", DeliveredQuantity: 1, Price: 100, VAT: 25 }];

describe("cancelling and crediting", () => {
  it("cancels only what is not booked, once", async () => {
    const { api, invoice } = await connected();
    const number = await invoice({ InvoiceRows: rows });
    expect((await api("PUT", `/invoices/${number}/cancel`, {})).item("Invoice", "Cancelled")).toBe(true);
    for (const action of ["cancel", "bookkeep", "externalprint"])
      expect((await api("PUT", `/invoices/${number}/${action}`, {})).status).toBe(400);
  });

  it("mirrors a booked invoice as an unbooked credit, linked both ways, references included", async () => {
    const { api, ledger, bookedInvoice } = await connected();
    const number = await bookedInvoice({ ExternalInvoiceReference1: "shop-1", Freight: 40 });
    const answer = await api("PUT", `/invoices/${number}/credit`, {});
    expect(answer.item("Invoice", "DocumentNumber")).toBe(number);
    const credit = String(answer.item("Invoice", "CreditInvoiceReference"));
    expect(ledger.invoices().find((it) => it.DocumentNumber === credit)).toMatchObject({
      Booked: false,
      Credit: true,
      CreditInvoiceReference: number,
      ExternalInvoiceReference1: "shop-1",
      Freight: "-40.00",
      Total: "-175.00",
      TotalVAT: "-35.00",
    });
    expect((await api("GET", `/invoices/${credit}`)).item("Invoice", "Credit")).toBe("true");
    expect((await api("GET", "/invoices?credit=true")).item("Invoices", 0, "DocumentNumber")).toBe(credit);
  });

  it("credits once, and only what is booked", async () => {
    const { api, invoice, bookedInvoice } = await connected();
    expect((await api("PUT", `/invoices/${await invoice({ InvoiceRows: rows })}/credit`, {})).status).toBe(
      400,
    );
    const number = await bookedInvoice();
    const credited = await api("PUT", `/invoices/${number}/credit`, {});
    const credit = String(credited.item("Invoice", "CreditInvoiceReference"));
    expect((await api("PUT", `/invoices/${number}/credit`, {})).status).toBe(400);
    expect((await api("PUT", `/invoices/${credit}/credit`, {})).status).toBe(400);
  });

  it("lets a linked credit be cut down to a part before it is booked", async () => {
    const { api, bookedInvoice } = await connected();
    const number = await bookedInvoice();
    const credited = await api("PUT", `/invoices/${number}/credit`, {});
    const credit = String(credited.item("Invoice", "CreditInvoiceReference"));
    const InvoiceRows = [{ DeliveredQuantity: -1, Price: 40 }, { Description: "Kredit av faktura 1" }];
    const answer = await api("PUT", `/invoices/${credit}`, {
      Invoice: { InvoiceDate: "2026-03-12", InvoiceRows },
    });
    expect(answer.item("Invoice")).toMatchObject({
      Total: -50,
      CreditInvoiceReference: number,
      Credit: "true",
    });
    expect((await api("PUT", `/invoices/${credit}/bookkeep`, {})).item("Invoice", "Booked")).toBe(true);
  });

  it("takes a negative invoice on its own for a credit", async () => {
    const { api, ledger, bookedInvoice } = await connected();
    const number = await bookedInvoice({
      InvoiceRows: [{ Description: "Retur", DeliveredQuantity: -1, Price: 100, VAT: 25 }],
    });
    expect((await api("GET", `/invoices/${number}`)).item("Invoice")).toMatchObject({
      Credit: "true",
      CreditInvoiceReference: "0",
    });
    expect(ledger.vouchers()[0]?.VoucherRows[0]).toMatchObject({ Account: 1510, Credit: "125.00" });
  });

  it("lets the credit link of a booked invoice be set, and nothing else", async () => {
    const { api, bookedInvoice, invoice } = await connected();
    const number = await bookedInvoice();
    const credit = await invoice({
      InvoiceRows: [{ Description: "Retur", DeliveredQuantity: -1, Price: 100, VAT: 25 }],
    });
    const linked = await api("PUT", `/invoices/${number}`, { Invoice: { CreditInvoiceReference: credit } });
    expect(linked.item("Invoice", "CreditInvoiceReference")).toBe(credit);
  });
});

describe("sending an invoice", () => {
  it("happens on a GET, marks it sent and is kept in the outbox", async () => {
    const { api, ledger, invoice } = await connected();
    const EmailInformation = {
      EmailSubject: "Faktura {no}",
      EmailBody: "Hej {name}!",
      EmailAddressCC: "chef@example.se",
    };
    const number = await invoice({ EmailInformation, InvoiceRows: rows });
    const answer = await api("GET", `/invoices/${number}/email`);
    expect(answer.item("Invoice", "Sent")).toBe(true);
    expect(ledger.emails()).toEqual([
      {
        DocumentNumber: number,
        EmailAddressFrom: null,
        EmailAddressTo: "anna@example.se",
        EmailAddressCC: "chef@example.se",
        EmailAddressBCC: null,
        EmailSubject: `Faktura ${number}`,
        EmailBody: "Hej Anna Ek!",
        at: "2026-03-10 10:00:00",
      },
    ]);
  });

  it("needs bank details and a recipient", async () => {
    const { api, faults, ledger, customer, invoice } = await connected();
    const number = await invoice({ CustomerNumber: await customer({ Email: null }), InvoiceRows: rows });
    expect((await api("GET", `/invoices/${number}/email`)).status).toBe(400);
    faults.set({ noBankDetails: true });
    expect((await api("GET", `/invoices/${await invoice({})}/email`)).text).toContain("Bankuppgifter saknas");
    expect(ledger.emails()).toEqual([]);
    expect(ledger.invoices().map((it) => it.Sent)).toEqual([false, false]);
  });

  it("can be noted without sending, printed, or previewed without a trace", async () => {
    const { api, ledger, invoice } = await connected();
    const number = await invoice({ InvoiceRows: rows });
    const preview = await api("GET", `/invoices/${number}/preview`);
    expect(preview.headers.get("content-type")).toBe("application/pdf");
    expect(preview.text.slice(0, 5)).toBe("%PDF-");
    expect(ledger.invoices()[0]?.Sent).toBe(false);
    await api("GET", `/invoices/${number}/print`);
    expect(ledger.invoices()[0]?.Sent).toBe(true);
    const other = await invoice({});
    expect((await api("PUT", `/invoices/${other}/externalprint`, {})).item("Invoice", "Sent")).toBe(true);
  });
});
