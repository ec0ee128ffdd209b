import { describe, expect, it } from "vitest";
import { connected, credit, danish, money, sale, worked } from "./connected.ts";

// The least number of calls, from the table of the vendor's interface: head, lines, totals, booking; while the booking
// action is only assumed (D1), one more looks whether it booked. Registers are read once an hour and do not count.

const REGISTERS = ["account", "vatcode", "debtor_group", "product_group", "currency", "draft"];

describe("the calls for", () => {
  it("a paid renewal under a term that pays at once: head, lines, totals, booking, and whether it booked", async () => {
    const { ledger, booked, calls, standIn } = await connected();
    await booked();
    standIn.books.resetCalls();
    const ref = await booked(sale({ terms: "Kortbetaling" }));
    expect(calls()).toEqual([
      "put/debtor_invoice",
      "insert_bulk/debtor_invoice_product",
      "get/debtor_invoice",
      "action/book_debtor_invoice",
      "get/debtor_invoice",
    ]);
    expect(standIn.books.rows("debtor_invoice").at(-1)).toMatchObject({
      payment_name: "Kortbetaling",
      open: "0.00",
    });
    const email = { to: "anna@example.dk", subject: null, body: "Invoice {{document.number}}" };
    worked(await ledger.perform({ step: "email", document: sale(), ref, email }));
    expect(calls().slice(5)).toEqual(["action/send_debtor_invoice"]);
    expect(standIn.books.sent().at(-1)).toMatchObject({ message: `Invoice ${ref.number}`, isAttached: true });
  });

  it("a payment by voucher: its head and its two rows", async () => {
    const { ledger, booked, calls, standIn } = await connected();
    const ref = await booked();
    standIn.books.resetCalls();
    const pay = { step: "pay", document: sale(), ref, payment: money(), known: [] } as const;
    worked(await ledger.perform(pay));
    expect(calls()).toEqual(["put/enclosure", "insert_bulk/accounting"]);
  });

  it("a full refund of a booked invoice: head, lines, totals, booking, and whether it booked", async () => {
    const { booked, calls, standIn } = await connected();
    const original = await booked();
    standIn.books.resetCalls();
    await booked(credit(), original);
    expect(calls()).toEqual([
      "put/debtor_creditnote",
      "insert_bulk/debtor_creditnote_product",
      "get/debtor_creditnote",
      "action/book_debtor_creditnote",
      "get/debtor_creditnote",
    ]);
    expect(standIn.books.rows("debtor_invoice")[0]).toMatchObject({ is_credited_complete: "YES" });
  });

  it("a draft: head, lines, totals; its removal: one; a rounding row: the line and the totals", async () => {
    const { ledger, create, calls, standIn } = await connected();
    const operation = create();
    const { ref } = worked(await ledger.perform(operation));
    expect(calls().filter((call) => !REGISTERS.includes(call.replace("get/", "")))).toHaveLength(3);
    standIn.books.resetCalls();
    const [mug] = operation.document.rows;
    if (mug === undefined) throw new Error("a sale has a row");
    const cent = {
      unitPrice: "0.01",
      net: "0.01",
      vat: "0.00",
      gross: "0.01",
      vatRate: "0",
      account: "3900",
    };
    const rounding = { ...mug, ...cent, kind: "rounding" as const, text: "Rounding" };
    const document = { ...operation.document, rows: [mug, rounding], rounding: "0.01" };
    worked(await ledger.perform({ ...operation, step: "adjust", document, ref }));
    expect(calls()).toEqual(["insert_bulk/debtor_invoice_product", "get/debtor_invoice"]);
    standIn.books.resetCalls();
    worked(await ledger.perform({ step: "remove", document, ref }));
    expect(calls()).toEqual(["delete/debtor_invoice"]);
  });

  it("a new debtor: looking for him by e-mail and making him", async () => {
    const { ledger, calls } = await connected();
    const customer = danish({ email: "new@example.dk" });
    expect(worked(await ledger.matchCustomers(customer, ["organisation_number", "email"]))).toEqual([]);
    worked(await ledger.perform({ step: "customer", customer, reference: "LR-new" }));
    expect(calls()).toEqual(["get/debtor", "put/debtor"]);
  });

  it("a sale and its refund as vouchers: head and rows each, and the balance read back", async () => {
    const { made, calls, standIn } = await connected({ way: "voucher" });
    await made();
    standIn.books.resetCalls();
    const { ref } = await made();
    await made(credit(), ref);
    const three = ["put/enclosure", "insert_bulk/accounting", "get/enclosure"];
    expect(calls()).toEqual([...three, ...three]);
  });
});
