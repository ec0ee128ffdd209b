import type { FixProblem } from "./problem.ts";

/** What a person changed about a document of ours in the ledger. Kept with the document until it is accepted or undone. */
export interface LedgerChange {
  readonly what: "cancelled" | "total" | "credited";
  /** One plain sentence with the document's number. */
  readonly message: string;
  /** The ledger's id of the credit note a person made. */
  readonly creditNote: string | null;
  /** A person of the shop has seen it and wants the order to go on. */
  readonly isAccepted: boolean;
}

/** The same finding, whether accepted or not: a look at the ledger meets it again and again. */
export function isSameChange(a: LedgerChange | null, b: LedgerChange | null): boolean {
  if (a === null || b === null) return a === b;
  return a.what === b.what && a.message === b.message && a.creditNote === b.creditNote;
}

/** What holds an order: the changes nobody has accepted yet. */
export function changedInLedger(changes: readonly LedgerChange[], url: string | null): FixProblem {
  const messages = changes.map((change) => change.message);
  return {
    act: "fix",
    code: "CHANGED_IN_LEDGER",
    message: [...messages, "Undo it there, or accept it here as it is."].join(" "),
    fix: url === null ? { place: "order" } : { place: "ledger", url },
  };
}
