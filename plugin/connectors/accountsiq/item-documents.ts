import { formatMoney, parseDecimal, parseMoney, pricePerPiece, roundTo, sum } from "../../domain/money.ts";
import type { PlannedRow } from "../../domain/plan.ts";
import { type FixProblem, fix } from "../../domain/problem.ts";
import type { LedgerRef, LedgerResult } from "../connector.ts";
import { listOf, savedInvoice, wireRecord } from "./answers.ts";
import { asDateTime, asReference } from "./assumptions.ts";
import { description } from "./batch-documents.ts";
import { absent, type Books, done, type Found, type Of, type Outcome } from "./books.ts";
import { failed, type Reply } from "./client.ts";
import { customerFor } from "./customer-code.ts";
import { fractionOf } from "./decimal-text.ts";
import { ITEM_DOCUMENT, inOrder } from "./field-order.ts";
import { savedOf, savedRef } from "./refs.ts";
import { label, subjectOf } from "./subjects.ts";
import { taxCodeOf } from "./tax-codes.ts";
import { fitted, optional } from "./text.ts";
import type { Xml } from "./xml.ts";

/**
 * Saves an item invoice or credit note without posting it: with stock items, addresses and notes. AccountsIQ works VAT out
 * itself; for an invoice it compares the totals with ours and saves nothing where they differ.
 */
export async function saveItemDocument(books: Books, operation: Of<"create">): Outcome {
  const { document } = operation;
  const about = { subject: subjectOf(operation), write: true };
  const built = await build(books, operation);
  if (!built.ok) return built;
  if (document.kind === "credit_note") {
    const inside = { creditNote: built.value, create: true };
    const made = await books.client.made("SaveCreditNoteGetBackCreditNoteID", inside, "creditNoteID", about);
    return made.ok ? done(savedRef("credit_note", made.value)) : made;
  }
  const { net, vat, rounding, currency } = document;
  const inside = {
    invoice: built.value,
    create: true,
    // Rounding rows are lines too.
    foreignCurrencyNetTotal: formatMoney(
      sum([parseMoney(net, currency), parseMoney(rounding, currency)], currency),
    ),
    foreignCurrencyTaxTotal: vat,
  };
  const saved = await books.client.call(CHECKED, inside, savedInvoice, about);
  return saved.ok ? done(savedRef("invoice", saved.value.InvoiceID)) : saved;
}

const CHECKED = "SaveInvoiceWithPostingAmountCheckGetBackInvoiceID";

export async function findItemDocument({ client }: Books, { document, reference }: Of<"create">): Found {
  const isCredit = document.kind === "credit_note";
  const operation = isCredit ? "GetCreditNotesByExternalReference" : "GetInvoicesByExternalReference";
  const list = listOf(isCredit ? "CreditNote" : "Invoice", wireRecord);
  const inside = { externalReference: asReference(reference) };
  const reply = await client.call(operation, inside, list, { subject: label(document) });
  if (!reply.ok) return reply;
  const live = reply.value.find((one) => one["Status"] !== "Cancelled");
  const id = live?.["InvoiceID"];
  if (live === undefined || id === undefined) return absent;
  return done(savedRef(isCredit ? "credit_note" : "invoice", id));
}

/** Posts a saved document. A refusal is not believed before the document was read again: it may be posted already. */
export async function postItemDocument(books: Books, operation: Of<"book">): Outcome {
  const { document, ref } = operation;
  const id = savedOf(ref);
  if (id === null) return done(ref);
  const about = { subject: subjectOf(operation) };
  const posted =
    document.kind === "credit_note"
      ? await books.client.made(
          "PostCreditNoteGetBackTransactionID",
          { creditNoteID: id },
          "transactionID",
          about,
        )
      : await books.client.made("PostInvoiceGetBackTransactionID", { invoiceID: id }, "transactionID", about);
  if (posted.ok) return done(ref);
  if (posted.refusal === null) return posted;
  const found = await findPosted(books, operation);
  return found.ok && found.value !== null && found.value !== "unfindable" ? done(ref) : posted;
}

export async function findPosted({ client }: Books, { document, ref }: Of<"book">): Found {
  const id = savedOf(ref);
  if (id === null) return done(ref);
  const reply = await readSaved(client, document, id);
  if (!reply.ok) return reply;
  return reply.value["Status"] === "Posted" ? done(ref) : absent;
}

/** Whether a person cancelled a saved document there, which the interface lets nobody do for goods. */
export async function findCancelled(
  { client }: Books,
  { document, ref }: Of<"remove">,
): Promise<LedgerResult<{ ref: LedgerRef } | null>> {
  const id = savedOf(ref);
  if (id === null) return absent;
  const reply = await readSaved(client, document, id);
  if (!reply.ok) return reply;
  return reply.value["Status"] === "Cancelled" ? done(ref) : absent;
}

async function readSaved(client: Books["client"], document: Of<"book">["document"], id: string) {
  const about = { subject: label(document) };
  return document.kind === "credit_note"
    ? await client.call("GetCreditNote", { creditNoteID: id }, wireRecord, about)
    : await client.call("GetInvoice", { invoiceID: id }, wireRecord, about);
}

async function build(books: Books, operation: Of<"create">): Promise<Reply<Xml>> {
  const { document, credits } = operation;
  const subject = subjectOf(operation);
  const code = await customerFor(books, operation);
  if (!code.ok) return code;
  const taxes = await books.registers.taxes();
  if (!taxes.ok) return taxes;
  const rate = await books.rates.of(document, credits);
  if (!rate.ok) return rate;
  const isCredit = document.kind === "credit_note";
  const shellOperation = isCredit ? "GetNewSalesCreditNote" : "GetNewSalesInvoice";
  const shell = await books.client.call(shellOperation, { customerCode: code.value }, wireRecord, {
    subject,
  });
  if (!shell.ok) return shell;
  const settings = await books.settings();
  const lines: Xml[] = [];
  for (const row of document.rows) {
    if (row.kind === "text") continue;
    const item = itemOf(row, operation.articles) ?? settings.row_item ?? null;
    const taxCode = taxCodeOf(row, taxes.value, settings);
    const wrong = problemOfRow(row, item, taxCode);
    if (wrong !== null) return failed(wrong);
    const { currency } = document;
    lines.push(
      lineOf(row, { item: item ?? "", taxCode: taxCode ?? "", department: settings.bi_code, currency }),
    );
  }
  const { bill, ship } = document.customer;
  const record: Readonly<Record<string, Xml>> = {
    ...shell.value,
    ExternalReference: asReference(operation.reference),
    InvoiceDate: asDateTime(document.date),
    DeliveryDate: asDateTime(document.date),
    AccountName: fitted(bill.name, "name") || "Customer",
    AccountAddress1: optional(bill.address1, "address"),
    AccountAddress2: optional(bill.address2, "address"),
    City: optional(bill.city, "address"),
    PostCode: optional(bill.zip, "postCode"),
    Country: optional(bill.country, "address"),
    ...(ship === null
      ? {}
      : {
          DeliveryAccountName: fitted(ship.name, "name"),
          DeliveryAccountAddress1: optional(ship.address1, "address"),
          DeliveryAccountAddress2: optional(ship.address2, "address"),
          DeliveryCity: optional(ship.city, "address"),
          DeliveryPostCode: optional(ship.zip, "postCode"),
          DeliveryCountry: optional(ship.country, "address"),
        }),
    Notes: fitted(description(document, credits?.number ?? null), "notes"),
    OrderNumber: fitted(document.orderNumber, "code"),
    ExchangeRate: rate.value,
    // The codes of the lines are to hold, not the customer's.
    UseAccountTaxCode: "false",
    Lines: { InvoiceLine: lines },
    Type: isCredit ? "Note" : "Invoice",
  };
  // The server assigns these.
  const { NetAmount: _net, TaxAmount: _tax, GrossAmount: _gross, InvoiceNumber: _number, ...sent } = record;
  return { ok: true, value: inOrder<Xml>(ITEM_DOCUMENT, texts(sent)) };
}

/** An empty text is an absent one. */
const texts = (record: Readonly<Record<string, Xml>>): Record<string, Xml> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ""));

function lineOf(
  row: PlannedRow,
  {
    item,
    taxCode,
    department,
    currency,
  }: { item: string; taxCode: string; department: string | undefined; currency: string },
): Xml {
  const price = pieceOf(row, currency);
  return {
    StockItemID: item,
    StockItemDescription: fitted(row.text, "itemDescription") || item,
    InvoicedQuantity: row.quantity,
    StockItemPrice: price,
    DiscountRate: "0",
    ActualPrice: price,
    TaxCode: taxCode,
    TaxRate: fractionOf(row.vatRate),
    NetAmount: row.net,
    TaxAmount: row.vat,
    GrossAmount: row.gross,
    LocationID: LOCATION,
    SublocationID: SUBLOCATION,
    GLAccountCode: row.account ?? "",
    DepartmentID: row.biCode ?? department,
  };
}

/** The locations of the vendor's own samples. */
const LOCATION = "1";
const SUBLOCATION = "BIN1";

/** What one piece costs without VAT; the comparison of totals tells where four decimals do not hold it. */
function pieceOf({ net, quantity }: PlannedRow, currency: string): string {
  return formatMoney(roundTo(pricePerPiece(parseMoney(net, currency), parseDecimal(quantity)), 4));
}

function itemOf({ article }: PlannedRow, articles: Readonly<Record<string, string>>): string | null {
  if (article === null) return null;
  return articles[article.sku] ?? (article.fixed ? article.sku : null);
}

function problemOfRow(row: PlannedRow, item: string | null, taxCode: string | null): FixProblem | null {
  const settings = (field: string) => ({ place: "settings", field }) as const;
  if (item === null) {
    const message = `"${row.text}" has no stock item, and item invoices need one for each row. Name one for rows without a product.`;
    return fix("PRODUCT_NOT_FOUND", message, settings("ledger.row_item"));
  }
  if (taxCode === null || row.account === null) {
    return fix("VAT_UNMAPPED", `"${row.text}" has no VAT code or account yet.`, settings("vat.treatments"));
  }
  return null;
}
