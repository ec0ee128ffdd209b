import { describe, expect, it } from "vitest";
import { type Answer, type Connected, connected, filled, xml } from "./connected.ts";

const line = (changes: Readonly<Record<string, string>> = {}): string =>
  xml({
    GLAccountCode: "4000",
    TaxCode: "S23",
    Description: "Mug",
    NetAmount: "100.00",
    TaxRate: "0.23",
    TaxAmount: "23.00",
    ...changes,
  });

const batch = (reference: string, lines = line(), date = "2026-04-10"): string =>
  `${xml({ CustomerCode: "WEB1", InvoiceDate: `${date}T00:00:00`, ExternalReference: reference, Description: "Order 1001" })}<Lines><BatchSalesInvoiceLine>${lines}</BatchSalesInvoiceLine></Lines><ExchangeRate>1</ExchangeRate>`;

const receipt = (reference: string, amount = "123.00"): string =>
  xml({
    CustomerCode: "WEB1",
    CheckReference: reference,
    PaymentAmount: amount,
    BankAccountCode: "1210",
    PaymentDate: "2026-04-10T00:00:00",
    ExchangeRate: "1",
    BankExchangeRate: "1",
    Description: "Order 1001",
  });

const checks = (invoice: boolean, paid: boolean): string =>
  xml({
    PerformExternalReferenceDuplicateCheckOnInvoice: invoice,
    PerformExternalReferenceDuplicateCheckOnReceipt: paid,
  });

const allocation = xml({
  PerformAllocation: true,
  AllocationDate: "2026-04-10T00:00:00",
  AllocationAmount: "123.00",
  AllocationReference: "A-1",
});

const combined = (reference: string, amount?: string): string =>
  `<query>${checks(true, true)}<BatchInvoice>${batch(reference)}</BatchInvoice><Receipt>${receipt(`${reference}-P`, amount)}</Receipt>${allocation}</query>`;

async function withCustomer(): Promise<Connected> {
  const standIn = await connected();
  expect((await standIn.customer("WEB1", { Email: "anna@example.com" })).status).toBe("Success");
  return standIn;
}

const create = (standIn: Connected, inv: string): Promise<Answer> =>
  standIn.call("CreateBatchSalesInvoiceGetBackTransactionID", `<inv>${inv}</inv>`);

describe("batch invoices", () => {
  it("take VAT as it is sent, and enter net and VAT of each line and the debtor", async () => {
    const standIn = await withCustomer();
    const answer = await create(standIn, batch("A-1", line({ TaxAmount: "22.99" })));
    expect(answer.text("Result")).toMatch(/^SI\d{7}$/);
    const posted = standIn.ledger.transactions()[0];
    expect(posted).toMatchObject({ id: Number(answer.text("transactionID")), outstanding: "122.99" });
    expect(posted?.lines.map((one) => `${one.account} ${one.amount}`)).toEqual([
      "1100 122.99",
      "4000 -100.00",
      "2200 -22.99",
    ]);
  });

  it.each([
    ["GLACCOUNT_CODE_DOES_NOT_EXIST", { GLAccountCode: "4711" }],
    ["GLACCOUNT_TYPE_CANNOT_BE_TYPE_CONTROL", { GLAccountCode: "1100" }],
    ["GLACCOUNT_IS_NOT_POSTING_OR_DOES_NOT_EXIST", { GLAccountCode: "4900" }],
    ["GLACCOUNT_NO_DEPARTMENT_IS_DEPARTMENTAL", { GLAccountCode: "6900" }],
    ["TAX_CODE_DOES_NOT_EXIST", { TaxCode: "X" }],
    ["TAX_CODE_IS_NOT_UPPERCASE", { TaxCode: "s23" }],
    ["SALES_BATCH_INVOICE_HAS_PARTIAL_TAX_CODE", { TaxCode: "PR20" }],
    ["GROSS_AMOUNT_IS_NEGATIVE", { NetAmount: "-1" }],
    ["TAX_RATE_IS_MORE_THAN_100_PERCENT", { TaxRate: "23" }],
  ])("are refused with %s", async (code, wrong) => {
    const standIn = await withCustomer();
    const answer = await create(standIn, batch("A-1", line(wrong)));
    expect(answer).toMatchObject({ http: 200, status: "Failure", code });
    expect(standIn.ledger.transactions()).toEqual([]);
  });

  it("are refused in a closed period, without a customer, and with signs in the reference", async () => {
    const standIn = await withCustomer();
    standIn.faults.set({ lockedUntil: "2026-03-31" });
    expect((await create(standIn, batch("A-1", line(), "2026-03-31"))).code).toBe("DATE_IS_OUT_OF_RANGE");
    expect((await create(standIn, batch("A 1"))).code).toBe(
      "TRANSACTION_EXTERNAL_REFERENCE_CONTAINS_UNSUPPORTED_CHARACTER",
    );
    expect((await create(standIn, batch("A-1").replace("WEB1", "WEB2"))).code).toBe(
      "CUSTOMER_CODE_DOES_NOT_EXIST",
    );
  });

  it("may bear the same reference twice where nobody asks for the check", async () => {
    const standIn = await withCustomer();
    await create(standIn, batch("A-1"));
    await create(standIn, batch("A-1"));
    const query = "<query><ExternalReference>A-1</ExternalReference></query>";
    const found = await standIn.call("GetTransactionsByExternalReference", query);
    expect(found.body.match(/<WSTransactionSummary>/g)).toHaveLength(2);
  });
});

describe("invoice, receipt and allocation in one", () => {
  const operation = "PostPayAndAllocateSalesInvoice";

  it("settle each other", async () => {
    const { call, ledger } = await withCustomer();
    const answer = await call(operation, combined("A-1"));
    expect(answer.text("InvoiceTransactionID")).toBe(String(ledger.transactions()[0]?.id));
    expect(ledger.transactions().map((one) => `${one.type} ${one.amount} ${one.outstanding}`)).toEqual([
      "SI 123.00 0.00",
      "SR -123.00 0.00",
    ]);
    const twice = await call(operation, combined("A-1"));
    expect(twice.code).toBe("INVOICE_EXTERNAL_REFERENCE_ALREADY_EXISTS");
    expect(ledger.transactions()).toHaveLength(2);
  });

  it("are all or nothing", async () => {
    const { call, ledger } = await withCustomer();
    const answer = await call(operation, combined("A-1", "100.00"));
    expect(answer.code).toBe("TRANSACTION_CANNOT_ALLOCATE_MORE_THAN_OUTSTANSING_AMOUNT");
    expect(ledger.transactions()).toEqual([]);
  });

  it("are refused with details of an allocation nobody asked for, and with an allocation of half a pair", async () => {
    const { call } = await withCustomer();
    const invoice = `<BatchInvoice>${batch("A-1")}</BatchInvoice>`;
    const details = allocation.replace("<PerformAllocation>true", "<PerformAllocation>false");
    expect((await call(operation, `<query>${checks(true, false)}${invoice}${details}</query>`)).code).toBe(
      "ALLOCATION_DETAILS_PRESENT_BUT_ALLOCATION_NOT_REQUESTED",
    );
    expect((await call(operation, `<query>${checks(true, false)}${invoice}${allocation}</query>`)).code).toBe(
      "MISSING_QUERY_PARAMETER_CANNOT_ALLOCATE_WITHOUT_BOTH_INVOICE_AND_RECEIPT",
    );
    expect((await call(operation, `<query>${checks(true, true)}${invoice}</query>`)).code).toBe(
      "MISSING_QUERY_PARAMETER_CANNOT_CHECK_REFERENCE_DUPLICATE_WHEN_TRANSACTION_IS_MISSING",
    );
    expect((await call(operation, `<query>${checks(false, false)}</query>`)).code).toBe(
      "MISSING_QUERY_PARAMETER",
    );
  });
});

describe("credit notes, money back and allocation", () => {
  it("bring a paid invoice back to nothing", async () => {
    const { call, ledger } = await withCustomer();
    await call("PostPayAndAllocateSalesInvoice", combined("A-1"));
    const note = `<ExchangeRate>1</ExchangeRate>${xml({ CustomerCode: "WEB1", CreditNoteDate: "2026-04-12T00:00:00", ExternalReference: "A-1-C1", Description: "Refund" })}<Lines><BatchSalesCreditNoteLine>${line()}</BatchSalesCreditNoteLine></Lines>`;
    const credit = await call(
      "CreateBatchSalesCreditNoteGetBackTransactionID",
      `<creditNote>${note}</creditNote>`,
    );
    const journal = `${xml({ AccountCode: "WEB1", ExchangeRate: "1", ExternalReference: "A-1-R1" })}<TransactionDate>2026-04-12T00:00:00</TransactionDate><Lines><WSLedgerJournalLine>${xml({ GLAccountCode: "1210", Description: "Refund", Amount: "123.00", BankExchangeRate: "1" })}</WSLedgerJournalLine></Lines>`;
    const back = await call("PostSalesDebitJournalGetBackTransactionID", `<journal>${journal}</journal>`);
    const pair = {
      transactionID_1: back.text("transactionID") ?? "",
      transactionID_2: credit.text("transactionID") ?? "",
    };
    const allocate = (amount: string) =>
      call(
        "AllocateTransactions",
        xml({
          ...pair,
          allocationReference: "A-1-R1",
          allocationAmount: amount,
          allocationDate: "2026-04-12T00:00:00",
        }),
      );
    expect((await allocate("200.00")).code).toBe("TRANSACTION_CANNOT_ALLOCATE_MORE_THAN_OUTSTANSING_AMOUNT");
    expect((await allocate("0")).code).toBe("TRANSACTION_ALLOCATION_AMOUNT_CANNOT_BE_NEGATIVE_OR_ZERO");
    expect((await allocate("123.00")).status).toBe("Success");
    expect((await allocate("123.00")).code).toBe("TRANSACTION_CANNOT_ALLOCATE_FULLY_ALLOCATED_TRANSACTION");
    expect(ledger.transactions().every((one) => one.outstanding === "0.00")).toBe(true);
    const told = await call("GetAllocationsByTransactionId", xml({ transactionId: pair.transactionID_2 }));
    expect(told.text("AllocatedToTransactionID")).toBe(pair.transactionID_1);
  });

  it("are journals of the general ledger only when they come to nothing", async () => {
    const { call, ledger } = await connected();
    const entry = (account: string, amount: string) =>
      `<GeneralJournalLine>${xml({ GLAccountCode: account, Description: "Month 1", Amount: amount })}</GeneralJournalLine>`;
    const journal = (second: string) =>
      `<journal>${xml({ InternalReference: "J-1", ExternalReference: "J-1", TransactionDate: "2026-04-01T00:00:00" })}<Lines>${entry("2400", "10.00")}${entry("4010", second)}</Lines></journal>`;
    const post = (second: string) => call("CreateGeneralJournalGetBackTransactionID", journal(second));
    // A line's amount has to be its debit less its credit; here neither is told.
    expect((await post("-10.00")).code).toBe("JOURNAL_ENTRY_LINES_ARE_NOT_BALANCED");
    expect(ledger.transactions()).toEqual([]);
  });
});

describe("item invoices", () => {
  async function withItem(): Promise<Connected> {
    const standIn = await withCustomer();
    const shell = await standIn.call("GetNewStockItemFromDefaults", "<stockItemID>MUG-1</stockItemID>");
    const item = /<Result>(.*)<\/Result>/s.exec(shell.body)?.[1] ?? "";
    const made = await standIn.call(
      "SaveStockItem",
      `<stockItem>${item.replace("<Description />", "<Description>Mug</Description>")}</stockItem><create>true</create>`,
    );
    expect(made.status).toBe("Created");
    standIn.stockUp("MUG-1", "5");
    return standIn;
  }

  const invoiceOf = async (standIn: Connected, quantity: string): Promise<string> => {
    const shell = await standIn.call("GetNewSalesInvoice", "<customerCode>WEB1</customerCode>");
    const inside = /<Result>(.*)<\/Result>/s.exec(shell.body)?.[1] ?? "";
    const lines = xml({
      StockItemID: "MUG-1",
      StockItemDescription: "Mug",
      InvoicedQuantity: quantity,
      ActualPrice: "10.00",
      TaxCode: "S23",
      LocationID: "1",
      GLAccountCode: "4000",
    });
    return filled(inside, { UseAccountTaxCode: "false" })
      .replace("<CreationDate>", "<ExternalReference>A-9</ExternalReference><CreationDate>")
      .replace("<Lines />", `<Lines><InvoiceLine>${lines}</InvoiceLine></Lines>`);
  };
  const save = (standIn: Connected, invoice: string, net: string, tax: string) =>
    standIn.call(
      "SaveInvoiceWithPostingAmountCheckGetBackInvoiceID",
      `<invoice>${invoice}</invoice>${xml({ create: true, foreignCurrencyNetTotal: net, foreignCurrencyTaxTotal: tax })}`,
    );

  it("are saved only when they come to what is expected, posted once, and move stock then", async () => {
    const standIn = await withItem();
    const invoice = await invoiceOf(standIn, "2");
    const wrong = await save(standIn, invoice, "20.00", "4.61");
    expect(wrong.code).toBe("EXPECTED_POSTING_VALUES_DO_NOT_MATCH_ACTUAL_CALCULATED_VALUES");
    expect(standIn.ledger.itemDocuments()).toEqual([]);
    const saved = await save(standIn, invoice, "20.00", "4.60");
    expect([saved.status, saved.text("ActualTaxTotal")]).toEqual(["Created", "4.60"]);
    expect(standIn.ledger.transactions()).toEqual([]);
    const id = xml({ invoiceID: saved.text("InvoiceID") ?? "" });
    expect((await standIn.call("PostInvoiceGetBackTransactionID", id)).status).toBe("Success");
    expect((await standIn.call("PostInvoiceGetBackTransactionID", id)).code).toBe(
      "INVALID_STATE_FAILED_TO_POST_INVOICE",
    );
    expect(standIn.ledger.stock("MUG-1")).toBe("3");
    expect(standIn.ledger.transactions()[0]).toMatchObject({ amount: "24.60", externalReference: "A-9" });
  });

  it("are not posted unapproved or beyond the stock", async () => {
    const standIn = await withItem();
    const saved = await save(standIn, await invoiceOf(standIn, "9"), "90.00", "20.70");
    const id = xml({ invoiceID: saved.text("InvoiceID") ?? "" });
    standIn.faults.set({ approval: true });
    expect((await standIn.call("PostInvoiceGetBackTransactionID", id)).code).toBe("INVOICE_IS_NOT_APPROVED");
    standIn.faults.set({ approval: false });
    expect((await standIn.call("PostInvoiceGetBackTransactionID", id)).code).toBe(
      "INVOICE_NEGATIVE_STOCK_ERROR",
    );
    expect(standIn.ledger.transactions()).toEqual([]);
  });
});

describe("cards and files", () => {
  it("keep a customer's code, limits and version", async () => {
    const standIn = await withCustomer();
    expect((await standIn.customer("web2")).code).toBe("ACCOUNT_CODE_MUST_BE_UPPER_CASE");
    expect((await standIn.customer("WEB2", { Name: "x".repeat(51) })).code).toBe("ACCOUNT_NAME_IS_TOO_LONG");
    expect((await standIn.customer("WEB2", { CurrencyCode: "XTS" })).code).toBe(
      "CUSTOMER_CURRENCY_CODE_NOT_FOUND",
    );
    // The second save bears no version of the record that is there by now.
    expect((await standIn.customer("WEB1")).code).toBe("OUTDATED_RECORD");
    const emails = "<query><Emails><string>Anna@Example.com</string></Emails></query>";
    expect((await standIn.call("GetCustomersBy", emails)).text("Code")).toBe("WEB1");
    standIn.faults.set({ brokenDefaults: true });
    expect((await standIn.call("GetNewCustomerFromDefaults")).code).toBe("CONFIGURATION_ERROR");
  });

  it("go with a transaction under names of their own, and the transaction prints as PDF", async () => {
    const standIn = await withCustomer();
    const id = (await create(standIn, batch("A-1"))).text("transactionID") ?? "";
    const file = (name: string) =>
      standIn.call(
        "AttachDocument",
        `<document><Header>${xml({ MasterType: "Transaction", MasterID: id, Filename: name })}</Header><Content>${xml({ Content: "YTti" })}</Content></document>`,
      );
    expect((await file("rows.csv")).status).toBe("Success");
    expect((await file("rows.csv")).code).toBe("DOCUMENT_CANNOT_BE_SAVED_NAME_NOT_UNIQUE");
    expect((await file("rows.exe")).code).toBe("INVALID_DOCUMENT_EXTENSION");
    expect(standIn.ledger.documents()[0]?.content).toBe("a;b");
    const pdf = await standIn.call("GetInvoicePDFByTransactionID", xml({ transactionID: id }));
    expect(Buffer.from(pdf.text("Result") ?? "", "base64").toString("latin1")).toMatch(/^%PDF-/);
  });
});
