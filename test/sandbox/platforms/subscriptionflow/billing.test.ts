import { describe, expect, it } from "vitest";
import { CLUB, openSite } from "./open-site.ts";

describe("a charge adds up", () => {
  const line = { sku: "CLUB", quantity: "2", unit_price: "100.00", discount: "50.00", rate: "25" };
  const of = async (arithmetic: "on top" | "discounted" | "inclusive") => {
    const { site } = await openSite();
    const { items, ...sums } = site.placeInvoice({ lines: [line], arithmetic });
    const charge = items[0]?.charges[0];
    return [charge?.sub_total, charge?.discount, charge?.tax, charge?.total_amount, sums.total_amount];
  };

  it("with tax on top of what is left after the discount", async () => {
    expect(await of("on top")).toEqual(["200.00", "50.00", "37.50", "187.50", "187.50"]);
  });
  it("with the discount taken off the sub total already", async () => {
    expect(await of("discounted")).toEqual(["150.00", "50.00", "37.50", "187.50", "187.50"]);
  });
  it("with the tax contained", async () => {
    expect(await of("inclusive")).toEqual(["200.00", "50.00", "30.00", "150.00", "150.00"]);
  });
});

describe("an invoice", () => {
  it("goes from due to partially paid to paid with its payments", async () => {
    const { site } = await openSite();
    const { id } = site.placeInvoice(CLUB);
    const status = () => site.invoice(id)?.status;
    expect(status()).toBe("Due");
    site.pay(id, { status: "Failed" });
    expect([status(), site.invoice(id)?.note]).toEqual(["Due", "Payment failed[1]"]);
    site.pay(id, { amount: "100.00" });
    expect(status()).toBe("Partially Paid");
    site.pay(id);
    expect([status(), site.invoice(id)?.received_payment]).toEqual(["Paid", "248.75"]);
    expect(() => site.voidInvoice(id)).toThrow("cannot be voided");
  });

  it("is forecast, and the forecast vanishes when the cycle comes", async () => {
    const { site } = await openSite();
    const { id } = site.placeInvoice({ ...CLUB, paid_by: "Card" });
    const forecast = site.project(id);
    expect(forecast).toMatchObject({
      status: "Projected",
      items: [{ charges: [{ service_from: "2026-12-01" }] }],
    });
    const next = site.renew(id);
    expect(site.invoice(forecast.id)).toBeUndefined();
    expect(site.invoice(next.id)).toMatchObject({ status: "Paid", total_amount: "248.75" });
  });

  it("shares a payment with another", async () => {
    const { site, call } = await openSite();
    const [one, two] = [site.placeInvoice(CLUB), site.placeInvoice(CLUB)];
    const payment = site.pay(one.id, { also: [{ invoice_id: two.id, amount: "48.75" }] });
    expect([payment.amount, site.invoice(two.id)?.status]).toEqual(["297.50", "Partially Paid"]);
    const { json } = await call("GET", `/invoices/${two.id}/link/transactions`);
    expect(json?.data?.[0]).toMatchObject({ id: payment.id, amount: 297.5, pivot_amount: 48.75 });
    const single = await call("GET", `/transactions/${payment.id}`);
    expect(single.json?.data?.["attributes"]).toMatchObject({
      invoices: [{ invoice_id: one.id, amount: 248.75 }, { invoice_id: two.id }],
    });
  });
});

describe("a refund", () => {
  it("is deducted at once, is processing until the money has moved, and comes back when it fails", async () => {
    const { site } = await openSite();
    const { id } = site.placeInvoice({ ...CLUB, paid_by: "Card" });
    const [payment] = site.transactions();
    const refund = site.refund(payment?.id ?? "", { amount: "100.00", status: "Processing" });
    expect(site.invoice(id)).toMatchObject({ status: "Partially Paid", received_payment: "148.75" });
    expect(() => site.refund(payment?.id ?? "", { amount: "148.76" })).toThrow("exceeds");
    expect(site.settle(refund.id, "Failed").status).toBe("Failed");
    expect(site.invoice(id)).toMatchObject({ status: "Paid", received_payment: "248.75" });
  });

  it("asked for by a program answers with an amount of nothing, as the vendor's sample does", async () => {
    const { site, call } = await openSite();
    const { id } = site.placeInvoice({ ...CLUB, paid_by: "Card" });
    const [payment] = site.transactions();
    const path = `/refund/${payment?.id}`;
    expect((await call("POST", path, { amount: "1" })).json).toMatchObject({
      errors: { refund_type: ["The selected refund type is invalid."] },
    });
    const { status, json } = await call("POST", path, {
      amount: "100",
      refund_type: "external",
      [`invoices[${id}]`]: "100",
    });
    expect([status, json]).toEqual([
      201,
      expect.objectContaining({ type: "Refund", status: "Processing", amount: 0 }),
    ]);
    expect(site.transactions().at(-1)).toMatchObject({
      amount: "100",
      reference_transaction_id: payment?.id,
    });
  });
});

describe("a credit note", () => {
  it("names no invoice; its link does, under one name", async () => {
    const { site, call } = await openSite();
    const { id } = site.placeInvoice(CLUB);
    const note = site.addCreditNote({ amount: "248.75", invoice: id });
    expect(site.invoice(id)).toMatchObject({ status: "Paid", sum_of_credit_notes: "248.75" });
    const { json } = await call("GET", `/credit-notes/${note.id}`);
    expect(json?.data?.["attributes"]).toMatchObject({
      status: "Allocated",
      amount: 248.75,
      balance: "0.00",
    });
    expect(json?.data?.["attributes"]).not.toHaveProperty("invoices");
    const linked = await call("GET", `/credit-notes/${note.id}/link/invoices`);
    expect(linked.json?.data?.[0]).toMatchObject({ id, pivot_amount: 248.75 });
    site.faults.creditNoteLinks = [];
    expect((await call("GET", `/credit-notes/${note.id}/link/invoices`)).status).toBe(404);
    site.cancelCreditNote(note.id);
    expect(site.invoice(id)).toMatchObject({ status: "Due", sum_of_credit_notes: "0.00" });
  });

  it("may stay with the customer, or go to several invoices", async () => {
    const { site } = await openSite();
    const [one, two] = [site.placeInvoice(CLUB), site.placeInvoice(CLUB)];
    const note = site.addCreditNote({ amount: "100.00", invoice: null, customer: one.customer_id });
    expect(note.status).toBe("Unallocated");
    site.allocate(note.id, { invoice_id: one.id, amount: "60.00" });
    expect(site.creditNotes()[0]).toMatchObject({ status: "Partially Allocated", balance: "40.00" });
    site.allocate(note.id, { invoice_id: two.id, amount: "40.00" });
    expect(site.creditNotes()[0]?.status).toBe("Allocated");
    expect(() => site.allocate(note.id, { invoice_id: two.id, amount: "0.01" })).toThrow();
  });
});
