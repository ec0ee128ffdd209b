/** How far an item document has come; null where AccountsIQ uses a word we do not know. */
export type SavedStatus = "saved" | "posted" | "cancelled";

/** The vendor names `Processed`, `Posted` and `Cancelled` (accountsiq.md 9.4), and nowhere how they are capitalised. */
export function savedStatus(word: string | undefined): SavedStatus | null {
  switch ((word ?? "").trim().toLowerCase()) {
    case "processed":
      return "saved";
    case "posted":
      return "posted";
    case "cancelled":
    case "canceled":
      return "cancelled";
    default:
      return null;
  }
}
