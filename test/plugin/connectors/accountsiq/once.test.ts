import { describe, expect, it } from "vitest";
import type { Operation } from "../../../../plugin/connectors/connector.ts";
import { anArticle } from "../plans.ts";
import { type Create, money, type OpenBooks, openBooks, problem, sale, worked } from "./open-books.ts";

/** A credit note of the whole sale. */
const credit = (books: OpenBooks, more: Partial<Create> = {}) =>
  books.create(sale({ key: "refund-R1", kind: "credit_note", credits: "invoice" }), more);

const moneyOf = (
  books: OpenBooks,
  direction: "in" | "out",
  ref: string,
): Extract<Operation, { step: "pay" }> => ({
  step: "pay",
  document: sale(direction === "in" ? {} : { kind: "credit_note", credits: "invoice" }),
  ref: { id: ref, number: ref, url: null },
  payment: money({ direction }),
  known: [],
  reference: "LR-0123456789ABCDEF0123456789ABCDEF",
  customerNumber: books.customer,
});

/** Every write that is known again only by our reference, and the call that makes it. */
const writes: readonly [string, string, (books: OpenBooks) => Operation][] = [
  ["an invoice", "PostPayAndAllocateSalesInvoice", ({ create }) => create(sale())],
  ["a credit note", "CreateBatchSalesCreditNoteGetBackTransactionID", (books) => credit(books)],
  ["money in", "SaveSalesReceiptGetBackTransactionID", (books) => moneyOf(books, "in", "T1")],
  [
    "money that goes back",
    "PostSalesDebitJournalGetBackTransactionID",
    (books) => moneyOf(books, "out", "T1"),
  ],
];

const lose = { fault: "timeout-after-write", ms: 20 } as const;

describe.each([
  ["in two letters", false],
  ["in words", true],
])("where AccountsIQ names kinds of transactions %s", (_form, typesInWords) => {
  it.each(writes)("%s whose answer was lost is found, not made twice", async (_what, call, operationOf) => {
    const books = await openBooks();
    books.standIn.faults.set({ typesInWords });
    const operation = operationOf(books);
    expect(worked(await books.ledger.find(operation))).toBeNull();
    books.standIn.faults.next({ match: call, ...lose });
    expect(problem(await books.ledger.perform(operation))).toMatchObject({ act: "retry", inDoubt: true });
    const [posted, ...more] = books.standIn.ledger.transactions();
    expect(more).toEqual([]);
    expect(worked(await books.ledger.find(operation))).toMatchObject({ ref: { id: `T${posted?.id}` } });
  });

  it("an invoice whose lost answer told of its payment too is adopted with it", async () => {
    const books = await openBooks();
    books.standIn.faults.set({ typesInWords });
    const operation = books.create(sale(), { paid: { payment: money(), reference: "LR-PAY-1" } });
    books.standIn.faults.next({ match: "PostPayAndAllocateSalesInvoice", ...lose });
    problem(await books.ledger.perform(operation));
    const [invoice, receipt] = books.standIn.ledger.transactions();
    // A worker who knows nothing of the attempt is refused, for the reference is taken, and finds both.
    expect(worked(await books.ledger.perform(operation))).toMatchObject({
      ref: { id: `T${invoice?.id}` },
      payment: { id: `T${receipt?.id}` },
    });
    expect(books.standIn.ledger.transactions()).toHaveLength(2);
  });
});

describe("what bears our reference in AccountsIQ", () => {
  /** Books where every kind of transaction is told by a word of the test's. */
  const told = async (kind: string) =>
    await openBooks({}, (answer) =>
      answer.replace(
        /<TransactionType>\w+<\/TransactionType>/g,
        `<TransactionType>${kind}</TransactionType>`,
      ),
    );

  it.each([
    "SALES CREDIT NOTE",
    "sn",
    "Sales_Batch_Credit_Note",
    "BatchSalesCreditNote",
    "SalesNote",
    "17",
    "",
  ])("is ours where it is alone, though its kind is called %j", async (kind) => {
    const books = await told(kind);
    const operation = credit(books);
    const made = worked(await books.ledger.perform(operation));
    expect(worked(await books.ledger.find(operation))).toMatchObject({ ref: made.ref });
  });

  it("holds the order where several bear it and none can be told apart, for nothing may be repeated", async () => {
    const books = await told("17");
    const operation = credit(books);
    worked(await books.ledger.perform(operation));
    worked(await books.ledger.perform(operation));
    expect(worked(await books.ledger.find(operation))).toBe("unfindable");
  });

  it("holds the order where all of it is of another kind: somebody has copied the reference", async () => {
    const books = await openBooks();
    const copied = credit(books);
    worked(await books.ledger.perform(copied));
    const operation = books.create(sale(), { reference: copied.reference });
    expect(worked(await books.ledger.find(operation))).toBe("unfindable");
  });

  it("is told apart by its kind where a person's copy bears the reference too", async () => {
    const books = await openBooks();
    const operation = books.create(sale());
    const made = worked(await books.ledger.perform(operation));
    worked(await books.ledger.perform(credit(books, { reference: operation.reference })));
    expect(worked(await books.ledger.find(operation))).toMatchObject({ ref: made.ref });
  });

  it.each([
    ["in small letters", (reference: string) => reference.toLowerCase()],
    ["not at all", () => ""],
  ])("is ours where the answer repeats the reference %s", async (_how, said) => {
    const books = await openBooks({}, (answer) =>
      answer.replace(
        /(<ExternalReference>)([^<]*)/g,
        (_all, tag: string, reference: string) => `${tag}${said(reference)}`,
      ),
    );
    const operation = credit(books);
    const made = worked(await books.ledger.perform(operation));
    expect(worked(await books.ledger.find(operation))).toMatchObject({ ref: made.ref });
  });

  it("is not absent where the list has entries of a name we do not know: it is asked again", async () => {
    const books = await openBooks({}, (answer) =>
      answer.replaceAll("WSTransactionSummary", "WSTransactionDTO"),
    );
    const operation = credit(books);
    expect(worked(await books.ledger.find(operation))).toBeNull();
    worked(await books.ledger.perform(operation));
    expect(problem(await books.ledger.find(operation))).toMatchObject({ act: "retry" });
  });
});

describe("an item invoice whose state AccountsIQ tells", () => {
  /** A draft, and whether it is posted, by a word of the test's in place of `Processed`. */
  const toldAs = async (word: string) => {
    const books = await openBooks({ row_item: "BOX" }, (answer) =>
      answer.replaceAll("<Status>Processed</Status>", `<Status>${word}</Status>`),
    );
    const article = anArticle({ sku: "BOX" });
    worked(await books.ledger.perform({ step: "article", article, product: null, reference: "LR-BOX" }));
    const operation = books.create(sale({ booking: "draft" }));
    const { ref } = worked(await books.ledger.perform(operation));
    return { ...books, operation, ref, book: { step: "book", document: operation.document, ref } as const };
  };

  it.each(["processed", "PROCESSED"])("as %s is not posted yet", async (word) => {
    const { ledger, book, operation, ref } = await toldAs(word);
    expect(worked(await ledger.find(book))).toBeNull();
    expect(worked(await ledger.find(operation))).toMatchObject({ ref });
  });

  it("as POSTED is posted", async () => {
    const { ledger, book } = await toldAs("POSTED");
    expect(worked(await ledger.find(book))).toMatchObject({ ref: book.ref });
  });

  it("as Canceled with one l is cancelled", async () => {
    const { ledger, book, operation } = await toldAs("Canceled");
    expect(worked(await ledger.find({ ...book, step: "remove" }))).toMatchObject({ ref: book.ref });
    expect(worked(await ledger.find(operation))).toBeNull();
  });

  it("by a word we do not know is neither posted again nor made again", async () => {
    const { ledger, book, operation, ref } = await toldAs("Approved");
    expect(worked(await ledger.find(book))).toBe("unfindable");
    expect(worked(await ledger.find(operation))).toMatchObject({ ref });
  });
});
