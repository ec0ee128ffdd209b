import { describe, expect, it } from "vitest";
import { anArticle } from "../plans.ts";
import { money, mug, openBooks, problem, sale, worked } from "./open-books.ts";

describe("an item invoice", () => {
  const withItem = async (settings: Readonly<Record<string, unknown>>) => {
    const books = await openBooks(settings);
    const article = anArticle({ sku: "mug-1", title: "Mug" });
    worked(await books.ledger.perform({ step: "article", article, product: null, reference: "LR-ITEM-1" }));
    books.standIn.stockUp("MUG-1", "10");
    books.standIn.ledger.resetCalls();
    const row = mug({ article, quantity: "2", unitPrice: "61.50" });
    return { ...books, row, articles: { "mug-1": "MUG-1" } };
  };

  it("is saved with stock items and totals compared, posted by a second step, paid and found at every one", async () => {
    const { ledger, create, row, articles, calls, standIn, customer } = await withItem({ documents: "item" });
    const document = sale({ rows: [row] });
    const operation = create(document, { articles, paid: { payment: money(), reference: "LR-PAY-1" } });
    expect(await ledger.bearsArticles?.(document)).toBe(true);
    expect(worked(await ledger.find(operation))).toBeNull();
    calls();
    const made = worked(await ledger.perform(operation));
    expect(made).toEqual({
      ref: { id: expect.stringMatching(/^I\d+$/), number: expect.any(String), url: null },
    });
    expect(standIn.ledger.transactions()).toEqual([]);
    const { ref } = made;
    expect(worked(await ledger.find(operation))).toMatchObject({ ref });
    const book = { step: "book", document, ref } as const;
    expect(worked(await ledger.find(book))).toBeNull();
    worked(await ledger.perform(book));
    expect(worked(await ledger.find(book))).toMatchObject({ ref });
    expect(worked(await ledger.perform(book))).toMatchObject({ ref });
    expect(standIn.ledger.stock("MUG-1")).toBe("8");
    const pay = {
      step: "pay",
      document,
      ref,
      payment: money(),
      known: [],
      reference: "LR-PAY-1",
      customerNumber: customer,
    } as const;
    const paid = worked(await ledger.perform(pay));
    const settle = {
      step: "book-payment",
      document,
      payment: money(),
      ref: paid.ref,
      documentRef: ref,
    } as const;
    worked(await ledger.perform(settle));
    expect(worked(await ledger.find(settle))).not.toBeNull();
    expect(standIn.ledger.transactions().map((one) => `${one.type} ${one.outstanding}`)).toEqual([
      "SI 0.00",
      "SR 0.00",
    ]);
  });

  it("whose total AccountsIQ works out otherwise is held and not saved", async () => {
    const { ledger, create, row, articles, standIn } = await withItem({ documents: "item" });
    const odd = sale({ rows: [{ ...row, vat: "22.99", gross: "122.99" }], vat: "22.99", gross: "122.99" });
    expect(problem(await ledger.perform(create(odd, { articles })))).toMatchObject({
      code: "LEDGER_TOTAL_DIFFERS",
    });
    expect(standIn.ledger.itemDocuments()).toEqual([]);
  });

  it("is what a draft becomes, and a row without an item names the setting that mends it", async () => {
    const { ledger, create, row, articles, standIn } = await withItem({});
    const draft = sale({ rows: [row], booking: "draft" });
    worked(await ledger.perform(create(draft, { articles })));
    expect(standIn.ledger.itemDocuments()).toMatchObject([
      { status: "Processed", net: "100.00", tax: "23.00" },
    ]);
    const shipping = mug({ kind: "shipping", text: "Parcel" });
    expect(
      problem(await ledger.perform(create({ ...draft, rows: [row, shipping] }, { articles }))),
    ).toMatchObject({
      code: "PRODUCT_NOT_FOUND",
      fix: { field: "ledger.row_item" },
    });
  });

  it("bears the item chosen for rows without a product, such as freight", async () => {
    const { ledger, create, row, articles, standIn } = await withItem({ row_item: "MUG-1" });
    const parcel = mug({ kind: "shipping", text: "Parcel" });
    const sums = { net: "200.00", vat: "46.00", gross: "246.00" };
    const draft = sale({ rows: [row, parcel], booking: "draft", ...sums });
    worked(await ledger.perform(create(draft, { articles })));
    const [made] = standIn.ledger.itemDocuments();
    expect(made?.lines).toMatchObject([
      { StockItemID: "MUG-1" },
      { StockItemID: "MUG-1", StockItemDescription: "Parcel" },
    ]);
  });

  it("that waits for approval or has too little stock says so", async () => {
    const { ledger, create, row, articles, standIn } = await withItem({ documents: "item" });
    const document = sale({ rows: [row] });
    const { ref } = worked(await ledger.perform(create(document, { articles })));
    standIn.faults.set({ approval: true });
    const waits = problem(await ledger.perform({ step: "book", document, ref }));
    expect(waits).toMatchObject({ code: "LEDGER_REJECTED", message: expect.stringContaining("approval") });
    standIn.faults.set({ approval: false });
    standIn.stockUp("MUG-1", "1");
    const lacks = problem(await ledger.perform({ step: "book", document, ref }));
    expect(lacks).toMatchObject({ message: expect.stringContaining("too little stock") });
  });

  it("is taken back by an item credit note, which puts the goods into stock again", async () => {
    const { ledger, create, row, articles, standIn } = await withItem({ documents: "item" });
    const document = sale({ rows: [row] });
    const { ref } = worked(await ledger.perform(create(document, { articles })));
    worked(await ledger.perform({ step: "book", document, ref }));
    const credit = sale({ key: "refund-R1", kind: "credit_note", credits: "invoice", rows: [row] });
    const operation = create(credit, { articles, credits: ref });
    const back = worked(await ledger.perform(operation));
    expect(worked(await ledger.find(operation))).toMatchObject({ ref: back.ref });
    worked(await ledger.perform({ step: "book", document: credit, ref: back.ref }));
    expect(standIn.ledger.stock("MUG-1")).toBe("10");
    expect(standIn.ledger.transactions().at(-1)).toMatchObject({ type: "SN", amount: "-123.00" });
    const pdf = worked((await ledger.pdf?.(ref)) ?? { ok: true, value: new Uint8Array() });
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe("%PDF-");
  });
});
