import {
  add,
  formatMoney,
  type Money,
  parseDecimal,
  parseMoney,
  pricePerPiece,
  roundTo,
} from "../../domain/money.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";
import { type FixProblem, fix } from "../../domain/problem.ts";
import type { WrittenDocument } from "../connector.ts";
import type { WireRecord } from "./answers.ts";
import { asDateTime, asReference } from "./assumptions.ts";
import { description } from "./batch-documents.ts";
import { withoutNegatives } from "./batch-lines.ts";
import type { Books } from "./books.ts";
import { failed, type Reply } from "./client.ts";
import { fractionOf } from "./decimal-text.ts";
import { ITEM_DOCUMENT, inOrder } from "./field-order.ts";
import { taxCodeOf } from "./tax-codes.ts";
import { fitted, optional } from "./text.ts";
import type { Xml } from "./xml.ts";

/** A document as it is to be saved, on top of what is there: a new one's shell, or what was saved before. */
export async function itemRecord(
  books: Books,
  { document, reference, credits, articles }: WrittenDocument,
  head: WireRecord,
): Promise<Reply<Xml>> {
  const rate = await books.rates.of(document, credits);
  if (!rate.ok) return rate;
  const lines = await itemLines(books, document, articles);
  if (!lines.ok) return lines;
  const { bill, ship } = document.customer;
  const record: Readonly<Record<string, Xml>> = {
    ...head,
    ExternalReference: asReference(reference),
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
    Lines: { InvoiceLine: lines.value },
    Type: document.kind === "credit_note" ? "Note" : "Invoice",
  };
  // The server works these out.
  const { NetAmount: _net, TaxAmount: _tax, GrossAmount: _gross, ...sent } = record;
  return { ok: true, value: inOrder<Xml>(ITEM_DOCUMENT, texts(sent)) };
}

/**
 * The rows of a document as lines, each with its stock item; rows that only inform are left out, and negative ones are
 * taken off others of their VAT code, since AccountsIQ takes no negative line.
 */
export async function itemLines(
  books: Books,
  { rows, currency }: PlannedDocument,
  articles: Readonly<Record<string, string>>,
): Promise<Reply<readonly ItemLine[]>> {
  const taxes = await books.registers.taxes();
  if (!taxes.ok) return taxes;
  const settings = await books.settings();
  const found: Sold[] = [];
  for (const row of rows) {
    if (row.kind === "text") continue;
    const item = itemOf(row, articles) ?? settings.row_item ?? null;
    const taxCode = taxCodeOf(row, taxes.value, settings);
    const wrong = problemOfRow(row, item, taxCode);
    if (wrong !== null) return failed(wrong);
    found.push({
      row,
      item: item ?? "",
      taxCode: taxCode ?? "",
      net: parseMoney(row.net, currency),
      vat: parseMoney(row.vat, currency),
    });
  }
  const positive = withoutNegatives(found, currency);
  if (positive !== null) return { ok: true, value: positive.map((one) => lineOf(one, settings.bi_code)) };
  const message = "AccountsIQ takes no negative rows, and this document has nothing to take them off.";
  return failed(fix("LEDGER_REJECTED", message, { place: "order" }));
}

interface Sold {
  readonly row: PlannedRow;
  readonly item: string;
  readonly taxCode: string;
  readonly net: Money;
  readonly vat: Money;
}

/** By the vendor's names, in the vendor's order. */
export type ItemLine = Readonly<Record<string, string | undefined>>;

/** An empty text is an absent one. */
const texts = (record: Readonly<Record<string, Xml>>): Record<string, Xml> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ""));

function lineOf({ row, item, taxCode, net, vat }: Sold, department: string | undefined): ItemLine {
  // What one piece costs without VAT; the comparison of totals tells where four decimals do not hold it.
  const price = formatMoney(roundTo(pricePerPiece(net, parseDecimal(row.quantity)), 4));
  return {
    StockItemID: item,
    StockItemDescription: fitted(row.text, "itemDescription") || item,
    InvoicedQuantity: row.quantity,
    StockItemPrice: price,
    DiscountRate: "0",
    ActualPrice: price,
    TaxCode: taxCode,
    TaxRate: fractionOf(row.vatRate),
    NetAmount: formatMoney(net),
    TaxAmount: formatMoney(vat),
    GrossAmount: formatMoney(add(net, vat)),
    LocationID: LOCATION,
    SublocationID: SUBLOCATION,
    GLAccountCode: row.account ?? "",
    DepartmentID: row.biCode ?? department,
  };
}

/** The locations of the vendor's own samples. */
const LOCATION = "1";
const SUBLOCATION = "BIN1";

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
