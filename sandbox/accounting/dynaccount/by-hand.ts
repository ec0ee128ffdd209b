import { bookDraft, runAction } from "./actions.ts";
import { type Company, type Row, rowWith } from "./company.ts";
import { refused } from "./errors.ts";
import { recount } from "./sums.ts";
import { tableOf } from "./tables.ts";

/** What a person does in the ledger's own pages; nobody's key is asked for and no call is counted. */
export interface ByHand {
  /** Books a draft invoice or credit note. */
  book(table: "debtor_invoice" | "debtor_creditnote", id: string): void;
  /** Books every voucher that waits in a draft journal, and settles what its rows pay. */
  bookDraft(name: string): void;
  /** Changes columns of any row, also those only the server writes. */
  change(table: string, id: string, fields: Row): void;
}

export function byHand(company: Company): ByHand {
  return {
    book: (table, id) => {
      const { switches } = company;
      // A person books whatever the interface can do.
      company.switches = { ...switches, bookingActions: true };
      try {
        runAction(company, `book_${table}`, `invoice_id=${id}`);
      } finally {
        company.switches = switches;
      }
    },
    bookDraft: (name) => bookDraft(company, name),
    change: (table, id, fields) => {
      const row = rowWith(company, table, "id", id);
      if (row === undefined) throw refused("id", "unknownName");
      Object.assign(row, fields);
      const parent = tableOf(table)?.parent;
      recount(company, parent?.table ?? table, parent === undefined ? id : (row[parent.column] ?? ""));
    },
  };
}
