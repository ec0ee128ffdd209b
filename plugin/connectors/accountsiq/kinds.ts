/** What of ours is looked up again by its reference. */
export type Kind = keyof typeof NAMES;

/**
 * Lists name the kind of a transaction by two letters or by a word: the vendor's document gives both and does not say
 * which comes where (accountsiq.md 12). Both are read, however they are capitalised or divided.
 */
const NAMES = {
  invoice: ["si", "salesinvoice", "salesbatchinvoice"],
  credit_note: ["sn", "salescreditnote", "salesbatchcreditnote"],
  in: ["sr", "salesreceipt"],
  out: ["sd", "salesdebitjournal", "sp", "salesrefund"],
  journal: ["gc", "gd", "ga", "gp", "generaljournal"],
  purchase_invoice: ["pi", "purchasesinvoice", "purchasesbatchinvoice"],
  purchase_credit_note: ["pn", "purchasesdebitnote", "purchasesbatchdebitnote"],
} as const;

const KINDS: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([kind, names]) => names.map((name): [string, string] => [name, kind])),
);

/** Whether a transaction is of a kind; null where the word for its own is none we know. */
export function isOfKind(transactionType: string, kind: Kind): boolean | null {
  const known = KINDS.get(transactionType.toLowerCase().replace(/[^a-z0-9]/g, ""));
  return known === undefined ? null : known === kind;
}
