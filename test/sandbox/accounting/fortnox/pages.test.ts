import { describe, expect, it } from "vitest";
import { connected } from "./connected.ts";

const page = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, html: await response.text() };
};

describe("the admin pages", () => {
  it("show a booked invoice with rows, VAT, totals, payment, voucher and credit", async () => {
    const { url, api, bookedInvoice } = await connected();
    const number = await bookedInvoice({ ExternalInvoiceReference1: "shop-1", Freight: 1000 });
    await api("POST", "/invoicepayments", {
      InvoicePayment: { InvoiceNumber: 1, Amount: 1375, ModeOfPaymentAccount: 1580 },
    });
    await api("PUT", "/invoicepayments/1/bookkeep", {});
    await api("PUT", `/invoices/${number}/credit`, {});
    const { html } = await page(`${url}/invoices/${number}`);
    for (const text of [
      "Mugg",
      "MP1",
      "1\u00a0375,00",
      "shop-1",
      "Voucher B1",
      "1580",
      "Kundfordringar",
      ">paid<",
    ])
      expect(html).toContain(text);
    expect(html).toContain('Credited by invoice <a href="/invoices/2">2</a>');
    const credit = await page(`${url}/invoices/2`);
    expect(credit.html).toContain("Credit invoice 2");
    expect(credit.html).toContain("−1\u00a0375,00");
  });

  it("list invoices, customers and payments, and say so when there are none", async () => {
    const { url, bookedInvoice } = await connected();
    expect((await page(`${url}/`)).html).toContain("Nothing has been invoiced yet");
    expect((await page(`${url}/customers`)).html).toContain("No customers yet");
    expect((await page(`${url}/payments`)).html).toContain("No payments yet");
    await bookedInvoice();
    expect((await page(`${url}/`)).html).toContain('<a href="/invoices/1">1</a>');
    expect((await page(`${url}/customers`)).html).toContain("anna@example.se");
    expect((await page(`${url}/invoices/9`)).status).toBe(404);
  });

  it("let a person lock a period and set up a VAT rate", async () => {
    const { url, faults, api } = await connected();
    const post = (form: Record<string, string>) =>
      fetch(`${url}/switches`, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });
    expect((await post({ lockedUntil: "2026-02-28" })).status).toBe(303);
    await post({ flip: "cashMethod", to: "true" });
    await post({ code: "FI255", rate: "25.5" });
    expect(faults.switches()).toMatchObject({ lockedUntil: "2026-02-28", cashMethod: true });
    expect(
      (await api("POST", "/accounts", { Account: { Number: 3107, Description: "A", VATCode: "FI255" } }))
        .status,
    ).toBe(201);
    expect((await page(`${url}/switches`)).html).toContain("FI255");
    await post({ lockedUntil: "" });
    expect(faults.switches().lockedUntil).toBeNull();
  });

  it("never let a customer's name become markup", async () => {
    const { url, customer, faults } = await connected();
    await customer({ Name: "A & B" });
    expect((await page(`${url}/customers`)).html).toContain("A &amp; B");
    faults.next({ match: "GET /3/<b>", fault: "503" });
    expect((await page(`${url}/switches`)).html).not.toContain("<b>");
  });
});

describe("the state for other processes", () => {
  it("holds everything as JSON", async () => {
    const { url, api, bookedInvoice } = await connected();
    await bookedInvoice();
    await api("GET", "/invoices/1/email");
    const state: unknown = await (await fetch(`${url}/_admin/state`)).json();
    expect(state).toMatchObject({
      company: { databaseNumber: 100001 },
      switches: { licence: true },
      customers: [{ Name: "Anna Ek" }],
      articles: [],
      invoices: [{ DocumentNumber: "1", Booked: true, Total: "125.00" }],
      payments: [],
      emails: [{ EmailAddressTo: "anna@example.se" }],
    });
    expect(state).toHaveProperty("calls.0.path", "/oauth-v1/token");
  });
});
