/**
 * What an order came to at the shop and what of it stands in the ledger: the reconciliation's figures of one order.
 * Decimal texts in `currency`. `charged - refunded` is what the shop keeps; `booked` is invoices less credit notes.
 */
export interface OrderSums {
  readonly currency: string;
  /** The order as placed with its cash rounding, its edits and what was exchanged. */
  readonly charged: string;
  readonly refunded: string;
  /** Documents that stand in the ledger as the settings ask: booked, or drafts where drafts are asked for. */
  readonly booked: string;
}
