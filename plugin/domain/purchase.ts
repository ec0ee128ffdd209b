/**
 * A supplier's invoice that goes with a sale (R19): of the goods bought for it, or the buying side of a sale between two
 * companies of one shop. It stands beside the sale's documents, so that no sum of sales ever has it in it. Plain JSON;
 * amounts are decimal texts in `currency`, positive magnitudes of the document as a whole, as in `PlannedDocument`.
 */
export interface PlannedPurchase {
  /** Unique within the order and stable for ever: `purchase-` and the key of the sale's document, `purchase2-` from a second supplier. */
  readonly key: string;
  /** `credit_note`: the supplier takes it back. */
  readonly kind: "invoice" | "credit_note";
  /** Key of the purchase that a credit note reduces. */
  readonly credits: string | null;
  /** Day in the shop's time zone, YYYY-MM-DD. */
  readonly date: string;
  readonly currency: string;
  /** The ledger's own code of the supplier, from the settings. */
  readonly supplier: string;
  readonly orderNumber: string;
  /** What it belongs to, in the words of a bookkeeper: "Order 1001", "Invoice SI0040001 of Harbour Goods Ltd". */
  readonly text: string;
  readonly rows: readonly PurchaseRow[];
  /** Sums over all rows; gross = net + vat. */
  readonly net: string;
  readonly vat: string;
  readonly gross: string;
  /** Suppliers that its document of the sale was divided among; absent = it alone. */
  readonly among?: number;
}

export interface PurchaseRow {
  readonly text: string;
  readonly quantity: string;
  /** Negative rows reduce their document. */
  readonly net: string;
  readonly vat: string;
  readonly gross: string;
  /** Percent, "23", "13.5"; "0" where the supplier charges no VAT. */
  readonly vatRate: string;
  readonly account: string;
  /** The ledger's code of input VAT, from the settings; null lets the ledger choose by the rate. */
  readonly vatCode: string | null;
  readonly biCode: string | null;
  /** Rule and settings behind account and amount, in one sentence. */
  readonly why: string;
  /** Which row of the sale it was bought for, and what that was sold for before VAT; of invoices that go with a sale. */
  readonly sold?: { readonly as: string; readonly net: string };
}
