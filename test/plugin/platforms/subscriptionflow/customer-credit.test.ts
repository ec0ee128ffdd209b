import { describe, expect, it } from "vitest";
import type { Order } from "../../../../plugin/domain/order.ts";
import { CLUB, openShop } from "./open-shop.ts";

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const since = (updatedAfter: string) => ({ updatedAfter });

/** "<edit>: amount taken back" of each. */
const takenBack = (order: Order): unknown[] =>
  order.edits.map((edit) => [edit.id, plain(edit.priceChanges.map((one) => one.gross))]);

/** 100.00 for Maja that no invoice has taken up. */
async function openCredit() {
  const signedUp = await openShop();
  const { site } = signedUp;
  const invoice = site.placeInvoice({ lines: [CLUB] });
  const note = site.addCreditNote({ amount: "100.00", invoice: null, customer: invoice.customer_id });
  const id = `credit-note:${note.id}`;
  return { ...signedUp, invoice, note, id, credit: () => signedUp.order(id) };
}

describe("a credit note that stays with the customer (C4)", () => {
  it("is an order of its own: the customer's credit, without VAT", async () => {
    const { credit, note, id, site } = await openCredit();
    const order = await credit();
    expect(plain(order)).toMatchObject({
      id,
      number: note.name,
      url: `${site.url}/credit-note-detail/${note.id}`,
      kind: "adjustment",
      currency: "SEK",
      total: "-100.00",
      totalTax: "0.00",
      customer: { name: "Maja Lindqvist", country: "SE" },
      billTo: { country: "SE" },
      lines: [{ title: `Credit note ${note.name}`, unitPrice: "-100.00", balance: true, taxLines: [] }],
      edits: [],
      payments: [],
    });
  });

  it("is less by what an invoice has taken up of it, and credits that invoice instead", async () => {
    const { credit, note, invoice, site, order } = await openCredit();
    site.allocate(note.id, { invoice_id: invoice.id, amount: "40.00" });
    expect(takenBack(await credit())).toEqual([[invoice.id, ["40.00"]]]);
    expect(plain((await order(invoice.id)).refunds.map((one) => one.adjustments[0]?.gross))).toEqual([
      "40.00",
    ]);
    site.allocate(note.id, { invoice_id: invoice.id, amount: "60.00" });
    expect(takenBack(await credit())).toEqual([
      [invoice.id, ["40.00"]],
      [`${invoice.id}:2`, ["60.00"]],
    ]);
    expect(
      plain((await order(invoice.id)).refunds.map((one) => [one.id, one.adjustments[0]?.gross])),
    ).toEqual([
      [note.id, "40.00"],
      [`${note.id}:2`, "60.00"],
    ]);
  });

  it("that is cancelled gives back what is left of it", async () => {
    const { credit, note, invoice, site } = await openCredit();
    site.allocate(note.id, { invoice_id: invoice.id, amount: "40.00" });
    site.cancelCreditNote(note.id);
    expect(takenBack(await credit())).toEqual([
      [invoice.id, ["40.00"]],
      ["cancelled", ["60.00"]],
    ]);
  });

  it("has the money given back for it as its payment", async () => {
    const { credit, note, site } = await openCredit();
    const refund = site.refundCreditNote(note.id, { amount: "100.00", status: "Processing" });
    expect(plain(await credit())).toMatchObject({
      payments: [{ id: refund.id, kind: "refund", status: "pending", amount: "100.00" }],
      edits: [],
    });
    site.settle(refund.id, "Paid");
    expect((await credit()).payments).toMatchObject([{ status: "success" }]);
  });

  it("is held where the shop's own sums do not agree, or say nothing of who took it up", async () => {
    const { note, id, invoice, site, problem, credit } = await openCredit();
    site.faults.creditNoteLinks = [];
    expect(takenBack(await credit())).toEqual([]);
    site.allocate(note.id, { invoice_id: invoice.id, amount: "40.00" });
    expect(await problem(id)).toMatchObject({
      code: "ORDER_UNREADABLE",
      message: `Credit note ${note.name}: the shop does not say which invoices have taken it up.`,
      fix: { place: "shop" },
    });
    site.allocate(note.id, { invoice_id: invoice.id, amount: "60.00" });
    expect(takenBack(await credit())).toEqual([["allocated", ["100.00"]]]);
    const own = site.addCreditNote({ amount: "10.00", invoice: null, customer: invoice.customer_id });
    site.changeCreditNote(own.id, { balance: "7.00" });
    expect(await problem(`credit-note:${own.id}`)).toMatchObject({
      message: expect.stringContaining("7.00 SEK of it is left, but invoices and refunds leave 10.00"),
    });
    site.changeCreditNote(own.id, { status: "Allocated", balance: "0" });
    site.faults.creditNoteLinks = ["invoices"];
    expect(await problem(`credit-note:${own.id}`)).toMatchObject({ code: "ORDER_UNREADABLE" });
  });

  it("is unknown under an id that the site does not have", async () => {
    const { shop } = await openCredit();
    for (const id of ["credit-note:", "credit-note:..", "credit-note:4711"]) {
      expect(await shop.order(id), id).toEqual({ ok: true, value: null });
    }
  });

  it("is found among the changes; one that an invoice took up only by those who met it before", async () => {
    const { shop, note, id, invoice, site, clock } = await openCredit();
    const taken = site.addCreditNote({ amount: "10.00", invoice: invoice.id });
    const changes = async () => {
      const read = await shop.changedOrders(since("2026-11-21T10:00:00Z"), null);
      return read.ok ? read.value.orders.map((one) => [one.id, one.onlyKnown ?? false]) : [];
    };
    expect(await changes()).toEqual(
      expect.arrayContaining([
        [id, false],
        [`credit-note:${taken.id}`, true],
        [invoice.id, false],
      ]),
    );
    clock.pass(7 * 3_600_000);
    const refund = site.refundCreditNote(note.id, { amount: "100.00", status: "Processing" });
    clock.pass(7 * 3_600_000);
    site.settle(refund.id, "Paid");
    const read = await shop.changedOrders(since(new Date(clock.now()).toISOString()), null);
    expect(read.ok && read.value.orders.map((one) => one.id)).toEqual([id]);
  });

  it("belongs to the history of its days, after the invoices", async () => {
    const { shop, id, invoice } = await openCredit();
    const range = { createdAfter: "2026-11-21T00:00:00+01:00", createdBefore: "2026-11-22T00:00:00+01:00" };
    const invoices = await shop.changedOrders(range, null);
    expect(invoices).toMatchObject({ value: { orders: [{ id: invoice.id }], nextCursor: "credit-notes" } });
    expect(await shop.changedOrders(range, "credit-notes")).toMatchObject({
      value: { orders: [{ id }], nextCursor: null },
    });
  });

  it("is found by its number and its address in the admin", async () => {
    const { shop, id, note, site } = await openCredit();
    for (const text of [note.name, note.name.toLowerCase(), `${site.url}/credit-note-detail/${note.id}`]) {
      expect(await shop.findOrder?.(text), text).toEqual({ ok: true, value: id });
    }
    expect(await shop.findOrder?.("CN-999999")).toEqual({ ok: true, value: null });
  });
});
