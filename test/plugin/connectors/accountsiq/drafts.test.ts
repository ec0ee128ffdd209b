import { describe, expect, it } from "vitest";
import { anArticle } from "../plans.ts";
import { mug, openBooks, problem, sale, worked } from "./open-books.ts";

const ROWS = { row_item: "BOX" };
const half = { quantity: "1", net: "50.00", vat: "11.50", gross: "61.50" };
const sums = { net: "50.00", vat: "11.50", gross: "61.50" };

/** Two pieces in a draft, and what brings it down to one. */
async function draftOf(kind: "invoice" | "credit_note") {
  const books = await openBooks(ROWS);
  const article = anArticle({ sku: "BOX" });
  worked(await books.ledger.perform({ step: "article", article, product: null, reference: "LR-BOX" }));
  const two = sale({ kind, booking: "draft", rows: [mug({ quantity: "2" })] });
  const before = books.create(two);
  const { ref } = worked(await books.ledger.perform(before));
  const document = { ...two, rows: [mug(half)], ...sums };
  books.calls();
  return { ...books, ref, before, update: { ...before, step: "update", document, ref, before } as const };
}

describe("a draft", () => {
  it("is read and compared, saved, and read back: three calls of which one writes", async () => {
    const { ledger, update, calls } = await draftOf("invoice");
    expect(worked(await ledger.perform(update))).toMatchObject({ totals: { gross: "61.50", vat: "11.50" } });
    expect(calls()).toEqual([
      "GetInvoice",
      "SaveInvoiceWithPostingAmountCheckGetBackInvoiceID",
      "GetInvoice",
    ]);
  });

  it("of a credit note is changed the same way", async () => {
    const { ledger, update, standIn } = await draftOf("credit_note");
    expect(worked(await ledger.find(update))).toBeNull();
    expect(worked(await ledger.perform(update))).toMatchObject({ totals: { gross: "61.50" } });
    expect(worked(await ledger.find(update))).toMatchObject({ totals: { gross: "61.50" } });
    expect(standIn.ledger.itemDocuments()).toMatchObject([
      { kind: "note", net: "50.00", status: "Processed" },
    ]);
  });

  it("keeps its number and its reference when it is changed", async () => {
    const { ledger, update, standIn } = await draftOf("invoice");
    const [first] = standIn.ledger.itemDocuments();
    worked(await ledger.perform(update));
    const [changed] = standIn.ledger.itemDocuments();
    expect(changed?.head["InvoiceNumber"]).toBe(first?.head["InvoiceNumber"]);
    expect(changed?.head["ExternalReference"]).toBe(first?.head["ExternalReference"]);
    expect(standIn.ledger.itemDocuments()).toHaveLength(1);
  });

  it("has no negative line: what was given back without lines comes off the row of its VAT code", async () => {
    const { ledger, update, standIn } = await draftOf("invoice");
    const back = {
      kind: "adjustment",
      text: "Refund",
      net: "-50.00",
      vat: "-11.50",
      gross: "-61.50",
    } as const;
    const document = { ...update.document, rows: [mug({ quantity: "2" }), mug(back)] };
    expect(worked(await ledger.perform({ ...update, document }))).toMatchObject({
      totals: { gross: "61.50" },
    });
    expect(standIn.ledger.itemDocuments()[0]?.lines).toMatchObject([
      { InvoicedQuantity: "2", NetAmount: "50.00" },
    ]);
  });

  it("whose total AccountsIQ sees otherwise stays as it was", async () => {
    const { ledger, update, standIn } = await draftOf("invoice");
    const wrong = { ...update, document: { ...update.document, vat: "11.52" } };
    expect(problem(await ledger.perform(wrong))).toMatchObject({ code: "LEDGER_TOTAL_DIFFERS" });
    expect(standIn.ledger.itemDocuments()).toMatchObject([{ net: "100.00" }]);
  });
});
