import { describe, expect, it } from "vitest";
import type { PlannedRow } from "../../../../plugin/domain/plan.ts";
import { anArticle } from "../plans.ts";
import { irish, money, mug, openBooks, problem, sale, worked } from "./open-books.ts";

const linesOf = (
  posted: { lines: readonly { account: string; taxCode: string | null; amount: string }[] } | undefined,
) => posted?.lines.map((line) => `${line.account} ${line.taxCode ?? "-"} ${line.amount}`);

describe("a batch invoice", () => {
  it("and the payment that settles it are one call, and are found again with each other", async () => {
    const { ledger, create, calls, posted } = await openBooks();
    const operation = create(sale(), { paid: { payment: money(), reference: "LR-PAY-1" } });
    const made = worked(await ledger.perform(operation));
    expect(calls()).toEqual(["PostPayAndAllocateSalesInvoice"]);
    expect(made).toMatchObject({ isBooked: true, payment: { id: expect.stringMatching(/^T\d+$/) } });
    expect(posted(made.ref)).toMatchObject({ outstanding: "0.00", description: "Order 1001" });
    expect(worked(await ledger.find(operation))).toMatchObject({
      ref: made.ref,
      payment: made.payment,
      totals: { gross: "123.00", vat: "23.00", currency: "EUR" },
    });
    // A second worker who does not know of the first adopts what is there.
    expect(worked(await ledger.perform(operation))).toMatchObject({ ref: made.ref, payment: made.payment });
  });

  it("names the account as the thing to mend where a payment's is no bank", async () => {
    const { ledger, create, standIn } = await openBooks();
    const paid = { payment: money({ account: "4010" }), reference: "LR-PAY-1" };
    expect(problem(await ledger.perform(create(sale(), { paid })))).toMatchObject({
      code: "LEDGER_REJECTED",
      fix: { place: "settings", field: "payments.methods" },
    });
    expect(standIn.ledger.transactions()).toEqual([]);
  });

  it("has no negative line: a discount comes off the largest row of its VAT code", async () => {
    // 100 + 50 at 23 % less 20 at 23 % = 80 + 50; the 9 % row is left alone.
    const { ledger, create, posted } = await openBooks();
    const rows = [
      mug(),
      mug({ text: "Bowl", net: "50.00", vat: "11.50", gross: "61.50" }),
      mug({ text: "Book", vatRate: "9", net: "200.00", vat: "18.00", gross: "218.00" }),
      mug({ kind: "adjustment", text: "Discount", net: "-20.00", vat: "-4.60", gross: "-24.60" }),
    ];
    const document = sale({ rows, net: "330.00", vat: "47.90", gross: "377.90" });
    const { ref } = worked(await ledger.perform(create(document)));
    expect(linesOf(posted(ref))).toEqual([
      "1100 - 377.90",
      "4000 S23 -80.00",
      "2200 S23 -18.40",
      "4000 S23 -50.00",
      "2200 S23 -11.50",
      "4000 S9 -200.00",
      "2200 S9 -18.00",
    ]);
  });

  it("takes a negative rounding off the largest row without touching its VAT, and books a positive one apart", async () => {
    const { ledger, create, posted } = await openBooks();
    const rounding = (amount: string): PlannedRow =>
      mug({
        kind: "rounding",
        text: "Rounding",
        net: amount,
        vat: "0.00",
        gross: amount,
        vatRate: "0",
        account: "6800",
      });
    const down = sale({ rows: [mug(), rounding("-0.02")], rounding: "-0.02" });
    expect(linesOf(posted(worked(await ledger.perform(create(down))).ref))).toEqual([
      "1100 - 122.98",
      "4000 S23 -99.98",
      "2200 S23 -23.00",
    ]);
    const up = sale({ rows: [mug(), rounding("0.02")], rounding: "0.02" });
    expect(linesOf(posted(worked(await ledger.perform(create(up))).ref))).toEqual([
      "1100 - 123.02",
      "4000 S23 -100.00",
      "2200 S23 -23.00",
      "6800 NT -0.02",
      "2200 NT 0.00",
    ]);
  });

  it("is held where a negative row has nothing of its VAT to come off", async () => {
    const { ledger, create } = await openBooks();
    const off = mug({
      kind: "adjustment",
      text: "Voucher",
      vatRate: "9",
      net: "-10.00",
      vat: "-0.90",
      gross: "-10.90",
    });
    const refused = problem(await ledger.perform(create(sale({ rows: [mug(), off] }))));
    expect(refused).toMatchObject({ act: "fix", code: "LEDGER_REJECTED" });
  });

  it("of another country's rate needs its code from the VAT map, and bears it then", async () => {
    const { ledger, create, posted } = await openBooks();
    const german = mug({
      treatment: "oss",
      country: "DE",
      vatRate: "19",
      net: "100.00",
      vat: "19.00",
      gross: "119.00",
    });
    expect(problem(await ledger.perform(create(sale({ rows: [german] }))))).toMatchObject({
      code: "VAT_UNMAPPED",
      fix: { field: "vat.treatments" },
    });
    const mapped = sale({ rows: [{ ...german, vatCode: "OSSDE19" }] });
    const { ref } = worked(await ledger.perform(create(mapped)));
    expect(linesOf(posted(ref))?.[1]).toBe("4000 OSSDE19 -100.00");
  });

  it("is due by the days or the credit term of the settings", async () => {
    const { ledger, create, posted } = await openBooks();
    const due = async (changes: Parameters<typeof sale>[0]) =>
      posted(worked(await ledger.perform(create(sale(changes)))).ref)?.dueDate;
    expect(await due({ termsDays: 14 })).toBe("2026-04-14");
    expect(await due({ terms: "30" })).toBe("2026-04-30");
    expect(await due({ terms: "EOM", date: "2026-02-10" })).toBe("2026-02-28");
    expect(await due({})).toBeNull();
  });

  it("is called by AccountsIQ's own number where an e-mail will tell it, or where the merchant wants it read back", async () => {
    const { ledger, create, calls } = await openBooks({ read_back: true });
    const made = worked(await ledger.perform(create(sale())));
    expect(calls()).toEqual(["PostPayAndAllocateSalesInvoice", "GetTransactionsByExternalReference"]);
    expect(made).toMatchObject({
      ref: { number: expect.stringMatching(/^SI\d+$/) },
      totals: { vat: "23.00" },
    });
  });

  it("of a collective customer is made out to the one of its currency", async () => {
    const books = await openBooks({ currency_customers: { GBP: "CASH-GBP" } });
    const { ledger, create, posted, standIn, customer } = books;
    const [euros = {}] = standIn.ledger.customers();
    standIn.editCustomer("CASH-GBP", {
      ...texts(euros),
      Code: "CASH-GBP",
      CurrencyCode: "GBP",
      AccountID: "9",
    });
    const collective = irish({ fixedNumber: customer });
    const inEuros = worked(await ledger.perform(create(sale({ customer: collective }))));
    expect(posted(inEuros.ref)).toMatchObject({ accountCode: customer, currency: "EUR" });
    const pounds = sale({ customer: irish({ fixedNumber: customer, currency: "GBP" }), currency: "GBP" });
    expect(posted(worked(await ledger.perform(create(pounds))).ref)).toMatchObject({
      accountCode: "CASH-GBP",
      currency: "GBP",
      exchangeRate: "1.17",
    });
    const dollars = sale({ customer: irish({ fixedNumber: customer, currency: "USD" }), currency: "USD" });
    expect(problem(await ledger.perform(create(dollars)))).toMatchObject({
      code: "CUSTOMER_NOT_FOUND",
      fix: { field: "ledger.currency_customers" },
    });
  });

  it("on account keeps to the customer's credit limit where the merchant wants that; a paid one never does", async () => {
    const { ledger, create, standIn, customer } = await openBooks({ enforce_credit_limit: true });
    standIn.editCustomer(customer, { CreditLimit: "100" });
    expect(problem(await ledger.perform(create(sale())))).toMatchObject({
      act: "fix",
      code: "LEDGER_REJECTED",
    });
    expect(standIn.ledger.transactions()).toEqual([]);
    const payment = money();
    const paid = create(sale({ payments: [payment] }), { paid: { payment, reference: "LR-PAY-1" } });
    worked(await ledger.perform(paid));
    expect(standIn.ledger.transactions()).toHaveLength(2);
  });
});

describe("a credit note", () => {
  it("in a foreign currency has the rate of what it credits, also after the rate moved", async () => {
    const { ledger, create, posted, standIn, clock, customer } = await openBooks();
    standIn.editCustomer(customer, { CurrencyCode: "GBP" });
    const pounds = sale({ currency: "GBP", exchangeRate: "1.21" });
    const { ref } = worked(await ledger.perform(create(pounds)));
    expect(posted(ref)?.exchangeRate).toBe("1.21");
    clock.forward(3_600_000);
    const credit = sale({ key: "refund-R1", kind: "credit_note", credits: "invoice", currency: "GBP" });
    const back = worked(await ledger.perform(create(credit, { credits: ref })));
    expect(posted(back.ref)).toMatchObject({ type: "SN", exchangeRate: "1.21", amount: "-123.00" });
    expect(posted(back.ref)?.description).toBe(`Order 1001. credits ${ref.number}`);
  });
});

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

const texts = (record: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
