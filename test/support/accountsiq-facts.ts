import { readFileSync } from "node:fs";
import type { Element } from "../../sandbox/accounting/accountsiq/xml.ts";
import type { VendorOperation } from "../../tools/accountsiq/vendor-operations.ts";

/**
 * What the vendor's collection of sample calls (version 2.0, April 2024) says of the operations the product and its
 * stand-in use; `tools/accountsiq-operations.ts` derives it anew from the vendor's file.
 */
export const vendorFacts: Readonly<Record<string, VendorOperation>> = JSON.parse(
  readFileSync(new URL("../fixtures/accountsiq/operations.json", import.meta.url), "utf8"),
);

/** An element of the vendor's with what may be inside, in its order. */
export interface Named {
  readonly name: string;
  readonly inside: readonly Named[];
}

/** Reads "inv{SupplierCode Lines{Line{Amount}}} create". */
export function readNames(text: string): Named[] {
  const words = text.match(/[{}]|[^\s{}]+/g) ?? [];
  const stack: Named[][] = [[]];
  for (const word of words) {
    const current = stack.at(-1) ?? [];
    if (word === "}") stack.pop();
    else if (word === "{") {
      const inside: Named[] = [];
      const last = current.pop();
      current.push({ name: last?.name ?? "", inside });
      stack.push(inside);
    } else current.push({ name: word, inside: [] });
  }
  return stack[0] ?? [];
}

/** Only in the published description of the interface, which is newer than the collection. */
const NEWER: ReadonlySet<string> = new Set([
  "BatchInvoice/DueDate",
  "WSTransactionSummary/IsReversed",
  "WSTransactionSummary/IsInDispute",
  "WSTransactionSummary/NumberOfAttachments",
  "WSTransactionSummary/DueDate",
]);

/** Entries of lists of texts and numbers, of which the samples show the outside only. */
const ENTRIES: ReadonlySet<string> = new Set(["string", "int"]);

/** Paths of elements that the vendor does not have at their place, or has earlier. */
export function strays(elements: readonly Element[], known: readonly Named[], parent = ""): string[] {
  let next = 0;
  return elements.flatMap((element) => {
    const path = `${parent}/${element.name}`;
    if (NEWER.has(`${parent.split("/").at(-1)}/${element.name}`) || ENTRIES.has(element.name)) return [];
    const place = known.findIndex(({ name }, index) => index >= next && name === element.name);
    const found = known[place];
    if (found === undefined) return [path];
    // Of a list the same element may follow.
    next = place;
    return strays(element.children, found.inside, path);
  });
}
