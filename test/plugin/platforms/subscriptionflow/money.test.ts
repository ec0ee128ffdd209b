import { describe, expect, it } from "vitest";
import type { Order } from "../../../../plugin/domain/order.ts";
import { toPayment } from "../../../../plugin/platforms/subscriptionflow/movements.ts";
import { linkedTransaction } from "../../../../plugin/platforms/subscriptionflow/schema.ts";
import { CLUB, openShop, type SignedUp } from "./open-shop.ts";

async function paidInvoice(signedUp: SignedUp) {
  const invoice = signedUp.site.placeInvoice({ lines: [CLUB], paid_by: "Card" });
  const payment = signedUp.site.transactions().at(-1);
  if (payment === undefined) throw new Error("no payment");
  return { id: invoice.id, paymentId: payment.id };
}

/** "<id or kind>: credited amount, [movements]" of each refund. */
function credits(order: Order): { id: string; gross: unknown; paid: unknown[] }[] {
  return order.refunds.map((refund) => ({
    id: refund.id,
    gross: JSON.parse(JSON.stringify(refund.adjustments[0]?.gross ?? null)),
    paid: refund.payments.map((one) => [one.status, JSON.parse(JSON.stringify(one.amount))]),
  }));
}

describe("payments", () => {
  it("are those of the invoice, each with the invoice's part of it", async () => {
    const { site, order } = await openShop();
    const [one, two] = [site.placeInvoice({ lines: [CLUB] }), site.placeInvoice({ lines: [CLUB] })];
    site.pay(one.id, { also: [{ invoice_id: two.id, amount: "48.75" }], status: "success" });
    site.pay(two.id, { amount: "50.00", by: "Cash" });
    const made = await order(two.id);
    expect(JSON.parse(JSON.stringify(made.payments))).toMatchObject([
      { gateway: "card", status: "success", amount: "48.75" },
      { gateway: "cash", status: "success", amount: "50.00" },
    ]);
    expect(made.financialStatus).toBe("partially_paid");
  });

  it("that failed or are on their way are no money", async () => {
    const { site, order } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB] });
    site.pay(id, { status: "Failed" });
    const pending = site.pay(id, { status: "Pending" });
    expect(await order(id)).toMatchObject({
      financialStatus: "pending",
      payments: [{ status: "failure" }, { status: "pending" }],
    });
    site.settle(pending.id, "Paid");
    expect(await order(id)).toMatchObject({ financialStatus: "paid" });
  });

  it("are those of the invoice's own record where its link shows none", async () => {
    const signedUp = await openShop();
    const { id, paymentId } = await paidInvoice(signedUp);
    signedUp.site.faults.invoicePayments = "record";
    const { financialStatus, payments } = await signedUp.order(id);
    expect([financialStatus, payments.map((one) => [one.id, one.status])]).toEqual([
      "paid",
      [[paymentId, "success"]],
    ]);
  });

  it("that are void are no money any more", () => {
    const record = { id: "t1", status: "void", type: "transaction", amount: "248.75" };
    const stamps = { created_at: "2026-11-20T11:00:00+01:00", updated_at: "2026-11-20T11:00:00+01:00" };
    const read = linkedTransaction.parse({ ...record, ...stamps, date: "2026-11-20" });
    expect(toPayment(read, "SEK")).toMatchObject({ kind: "sale", status: "failure" });
  });

  it("bear the time they moved, with the day at least", async () => {
    const { site, order, clock } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB], paid_by: "Card" });
    clock.pass(86_400_000);
    expect((await order(id)).payments[0]?.processedAt).toBe("2026-11-21T11:00:00+01:00");
  });
});

describe("credits", () => {
  it("are a refund without a credit note, when the money has moved", async () => {
    const signedUp = await openShop();
    const { id, paymentId } = await paidInvoice(signedUp);
    const refund = signedUp.site.refund(paymentId, { amount: "100.00", status: "Processing" });
    expect(credits(await signedUp.order(id))).toEqual([
      { id: refund.id, gross: "100.00", paid: [["pending", "100.00"]] },
    ]);
    signedUp.site.settle(refund.id, "Paid");
    const made = await signedUp.order(id);
    expect(credits(made)[0]?.paid).toEqual([["success", "100.00"]]);
    expect(made.financialStatus).toBe("partially_refunded");
  });

  it("are none when the refund failed", async () => {
    const signedUp = await openShop();
    const { id, paymentId } = await paidInvoice(signedUp);
    signedUp.site.refund(paymentId, { amount: "100.00", status: "Failed" });
    expect(await signedUp.order(id)).toMatchObject({ refunds: [], financialStatus: "paid" });
  });

  it("are a credit note without money", async () => {
    const { site, order } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB] });
    site.pay(id, { amount: "148.75" });
    const note = site.addCreditNote({ amount: "100.00", invoice: id });
    expect(credits(await order(id))).toEqual([{ id: note.id, gross: "100.00", paid: [] }]);
  });

  it("are counted once when money and credit note are about the same, whichever came first", async () => {
    const signedUp = await openShop();
    const { site, clock } = signedUp;
    const one = await paidInvoice(signedUp);
    const refund = site.refund(one.paymentId, { amount: "100.00" });
    const before = credits(await signedUp.order(one.id));
    clock.pass(1_000);
    site.addCreditNote({ amount: "100.00", invoice: one.id });
    expect(credits(await signedUp.order(one.id))).toEqual(before);
    expect(before).toEqual([{ id: refund.id, gross: "100.00", paid: [["success", "100.00"]] }]);

    const two = await paidInvoice(signedUp);
    const note = site.addCreditNote({ amount: "100.00", invoice: two.id });
    clock.pass(1_000);
    site.refund(two.paymentId, { amount: "100.00" });
    expect(credits(await signedUp.order(two.id))).toEqual([
      { id: note.id, gross: "100.00", paid: [["success", "100.00"]] },
    ]);
  });

  it("are of what goes beyond, when money and credit note are not the same amount", async () => {
    const signedUp = await openShop();
    const { site, clock } = signedUp;
    const { id, paymentId } = await paidInvoice(signedUp);
    const note = site.addCreditNote({ amount: "30.00", invoice: id });
    clock.pass(1_000);
    const refund = site.refund(paymentId, { amount: "50.00" });
    expect(credits(await signedUp.order(id))).toEqual([
      { id: note.id, gross: "30.00", paid: [["success", "30.00"]] },
      { id: refund.id, gross: "20.00", paid: [["success", "20.00"]] },
    ]);
  });

  it("C4: are none while a credit note stays with the customer", async () => {
    const { site, order } = await openShop();
    const { id, customer_id: customer } = site.placeInvoice({ lines: [CLUB] });
    site.addCreditNote({ amount: "100.00", invoice: null, customer });
    expect((await order(id)).refunds).toEqual([]);
  });

  it("C1: are only this invoice's part of a note over several", async () => {
    const { site, order } = await openShop();
    const [one, two] = [site.placeInvoice({ lines: [CLUB] }), site.placeInvoice({ lines: [CLUB] })];
    const note = site.addCreditNote({ amount: "100.00", invoice: null, customer: one.customer_id });
    site.allocate(note.id, { invoice_id: one.id, amount: "60.00" });
    site.allocate(note.id, { invoice_id: two.id, amount: "40.00" });
    expect(credits(await order(two.id))).toEqual([{ id: note.id, gross: "40.00", paid: [] }]);
  });

  it("C1: are found without links only where no other invoice can be meant", async () => {
    const { site, order, problem } = await openShop();
    site.faults.creditNoteLinks = [];
    const [one, two] = [site.placeInvoice({ lines: [CLUB] }), site.placeInvoice({ lines: [CLUB] })];
    const note = site.addCreditNote({ amount: "100.00", invoice: one.id });
    expect(credits(await order(one.id))).toEqual([{ id: note.id, gross: "100.00", paid: [] }]);
    site.addCreditNote({ amount: "60.00", invoice: two.id });
    expect(credits(await order(two.id))).toMatchObject([{ gross: "60.00" }]);
    site.addCreditNote({ amount: "40.00", invoice: two.id });
    expect(await problem(one.id)).toMatchObject({
      code: "ORDER_UNREADABLE",
      message: expect.stringContaining("credited 100.00 SEK of it, but names credit notes of 0.00"),
    });
  });

  it("C5: are taken back when the credit note is cancelled, on the lines in proportion", async () => {
    const { site, order, clock } = await openShop();
    const { id } = site.placeInvoice({
      lines: [CLUB, { sku: "MAPS", unit_price: "47.17", rate: "6" }],
      paid_by: "Card",
    });
    const note = site.addCreditNote({ amount: "100.00", invoice: id });
    clock.pass(3_600_000);
    site.cancelCreditNote(note.id);
    const made = await order(id);
    expect(credits(made)).toEqual([{ id: note.id, gross: "100.00", paid: [] }]);
    // 248.75 and 50.00 of 298.75.
    expect(JSON.parse(JSON.stringify(made.edits))).toMatchObject([
      {
        at: "2026-11-21T12:00:00+01:00",
        priceChanges: [
          { gross: "83.26", tax: "16.65" },
          { gross: "16.74", tax: "0.95" },
        ],
      },
    ]);
  });

  it("of all that nobody has paid void the invoice", async () => {
    const { site, order } = await openShop();
    const { id } = site.placeInvoice({ lines: [CLUB] });
    site.addCreditNote({ amount: "248.75", invoice: id });
    expect(await order(id)).toMatchObject({ financialStatus: "voided" });
  });
});

describe("an invoice that is a credit itself", () => {
  it("is an adjustment with a negative total, and the money going out is its payment", async () => {
    const { site, order } = await openShop();
    const { id } = site.placeInvoice({ lines: [{ sku: "CLUB", unit_price: "-100.00", rate: "25" }] });
    const made = await order(id);
    expect([made.kind, JSON.parse(JSON.stringify(made.total)), made.refunds]).toEqual([
      "adjustment",
      "-125.00",
      [],
    ]);
  });
});
