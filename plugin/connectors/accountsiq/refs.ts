import type { LedgerRef } from "../connector.ts";

/**
 * Where a document is: a posted transaction (`T40217`), or an item invoice or credit note that was saved before it is
 * posted (`I812`, `N813`).
 */
export const postedRef = (transaction: string, number = transaction): LedgerRef => ({
  id: `T${transaction}`,
  number,
  url: null,
});

export const savedRef = (kind: "invoice" | "credit_note", id: string): LedgerRef => ({
  id: `${kind === "invoice" ? "I" : "N"}${id}`,
  number: id,
  url: null,
});

/** The transaction's number; null for what was only saved. */
export const transactionOf = ({ id }: LedgerRef): string | null => (id.startsWith("T") ? id.slice(1) : null);

/** The number of an item document; null for what was posted at once. */
export const savedOf = ({ id }: LedgerRef): string | null => (/^[IN]\d+$/.test(id) ? id.slice(1) : null);

/** Cards and items are known by their codes. */
export const named = (code: string): LedgerRef => ({ id: code, number: code, url: null });
