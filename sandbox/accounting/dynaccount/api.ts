import { runAction } from "./actions.ts";
import type { Company, Row } from "./company.ts";
import { DynaccountError, refused, words } from "./errors.ts";
import { invoicePdf } from "./invoice-pdf.ts";
import { readRows } from "./query.ts";
import { deleteRow, insertLines, insertRow, updateRow } from "./write.ts";

/** A call to the interface, its key already proven. */
export interface ApiCall {
  /** `get`, `put`, `insert_bulk`, `delete`, `action` or `document`. */
  readonly operation: string;
  /** The table, action or document. */
  readonly name: string;
  readonly id: string | undefined;
  readonly query: string;
  readonly body: string;
}

/** What the interface answers: rows, or the bytes of a document. */
export type ApiAnswer = { readonly result: readonly Row[] } | { readonly pdf: Buffer };

/** Does one call of section 4. The HTTP verb has no meaning. */
export function answerCall(company: Company, call: ApiCall): ApiAnswer {
  const { operation, name, id, query, body } = call;
  switch (operation) {
    case "get":
      return { result: readRows(company, name, id, query) };
    case "put":
      return {
        result: [id === undefined ? insertRow(company, name, body) : updateRow(company, name, id, body)],
      };
    case "insert_bulk":
      return { result: insertLines(company, name, body) };
    case "delete":
      return { result: deleteRow(company, name, required(id)) };
    case "action":
      return { result: [runAction(company, name, body)] };
    case "document":
      return { pdf: invoicePdf(company, name, required(id)) };
    default:
      throw new DynaccountError({ operation: words.unknownCall });
  }
}

function required(id: string | undefined): string {
  if (id === undefined) throw refused("id", "missing");
  return id;
}
