import { XMLParser, XMLValidator } from "fast-xml-parser";

/** Every element of the vendor's is in this namespace. */
export const NAMESPACE = "http://www.visorsoftware.com/visor/accountsiq/dashboard/Integration/";
const SOAP = "http://schemas.xmlsoap.org/soap/envelope/";

/**
 * What is sent, in the order of its properties: the server reads elements out of order as absent. `null` is nil,
 * `undefined` is left out, a list repeats its element.
 */
export type Xml = string | boolean | null | undefined | readonly Xml[] | { readonly [name: string]: Xml };

export function envelope(operation: string, inside: Xml, header: Xml): string {
  const head =
    header === undefined ? "" : `<soap:Header>${inNamespace("AiqSoapHeader", header)}</soap:Header>`;
  const body = `<soap:Body>${inNamespace(operation, inside)}</soap:Body>`;
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${SOAP}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${head}${body}</soap:Envelope>`;
}

function inNamespace(name: string, value: Xml): string {
  return `<${name} xmlns="${NAMESPACE}">${contents(value)}</${name}>`;
}

function element(name: string, value: Xml): string {
  if (value === undefined) return "";
  if (value === null) return `<${name} xsi:nil="true" />`;
  if (isList(value)) return value.map((one) => element(name, one)).join("");
  return `<${name}>${contents(value)}</${name}>`;
}

function contents(value: Xml): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return escaped(String(value));
  return Object.entries(value)
    .map(([name, one]) => element(name, one))
    .join("");
}

const isList = (value: Xml): value is readonly Xml[] => Array.isArray(value);

/** Signs that XML 1.0 cannot hold are left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replace(/[&<>]/g, (sign) => (sign === "&" ? "&amp;" : sign === "<" ? "&lt;" : "&gt;"));
}

/** Elements that stand in lists: one alone is a list too. */
const ITEMS: ReadonlySet<string> = new Set([
  "AccountBalanceInformation",
  "Bank",
  "CreditNote",
  "CreditTerm",
  "Customer",
  "Department",
  "Invoice",
  "InvoiceLine",
  "ItemLocationSublocationInformation",
  "StockItem",
  "StockItemLocationStatus",
  "Supplier",
  "Tax",
  "TransactionLine",
  "WSAllocationEntryDTO",
  "WSAllocationTransactionDTO",
  "WSChartOfAccountLine",
  "WSCurrency",
  "WSDocumentHeader",
  "WSEntity",
  "WSFinancialPeriodDTO",
  "WSTransactionDetail",
  "WSTransactionSummary",
]);

const parser = new XMLParser({
  parseTagValue: false,
  removeNSPrefix: true,
  isArray: (name) => ITEMS.has(name),
});

/** An answer as plain objects, every value a text; nil and empty elements are empty texts. Null when it is no XML. */
export function parseAnswer(text: string): unknown {
  return XMLValidator.validate(text) === true ? parser.parse(text) : null;
}
