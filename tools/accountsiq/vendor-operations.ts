import { z } from "zod";
import { type Element, parseXml } from "../../sandbox/accounting/accountsiq/xml.ts";

/** What the vendor's sample calls say of an operation: elements in their order, `{}` around what is inside one. */
export interface VendorOperation {
  /** Null where the vendor does not say. */
  readonly access: "read" | "write" | null;
  /** "inv{SupplierCode InvoiceDate Lines{BatchPurchasesInvoiceLine{GLAccountCode}}}" */
  readonly takes: string;
  /** What the answer bears besides status and error. */
  readonly answers: string;
}

/** A folder of the collection, or a call with its sample answers. */
const entry = z.object({
  name: z.string(),
  item: z.array(z.unknown()).optional(),
  request: z
    .object({ description: z.unknown().optional(), body: z.object({ raw: z.string() }).optional() })
    .optional(),
  response: z.array(z.object({ body: z.string().nullish() })).optional(),
});
const collection = z.object({ item: z.array(z.unknown()) });

/** The operations of the vendor's Postman collection by name, of those that are `wanted`. */
export function vendorOperations(json: unknown, wanted: readonly string[]): Record<string, VendorOperation> {
  const found = new Map<string, VendorOperation>();
  const read = (items: readonly unknown[]): void => {
    for (const item of items) {
      const { name, item: inner, request, response } = entry.parse(item);
      if (inner !== undefined) read(inner);
      else if (wanted.includes(name)) {
        const sample = response?.find((one) => one.body != null)?.body ?? "";
        found.set(name, {
          access: accessOf(String(request?.description)),
          takes: contentsOf(bodyOf(request?.body?.raw ?? "")),
          answers: answerOf(bodyOf(sample)),
        });
      }
    }
  };
  read(collection.parse(json).item);
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function accessOf(description: string): VendorOperation["access"] {
  if (/write permission/i.test(description)) return "write";
  return /read permission/i.test(description) ? "read" : null;
}

/** What of the answer's result and of what stands beside it is the operation's own. */
function answerOf(response: Element | null): string {
  const [result, ...beside] = response?.children ?? [];
  const own = result?.children.find((one) => one.name === "Result");
  return [...(own === undefined ? [] : [told(own)]), ...beside.map(told)].join(" ");
}

/** The one element in the body of a SOAP message; null where there is no message. */
function bodyOf(xml: string): Element | null {
  if (xml.trim() === "") return null;
  const body = parseXml(xml.trim()).children.find((one) => one.name === "Body");
  return body?.children[0] ?? null;
}

/** Of several entries of a list the first. */
function contentsOf(element: Element | null): string {
  const names = new Map((element?.children ?? []).toReversed().map((one) => [one.name, one]));
  return [...names.values()].toReversed().map(told).join(" ");
}

function told(element: Element): string {
  return element.children.length === 0 ? element.name : `${element.name}{${contentsOf(element)}}`;
}
