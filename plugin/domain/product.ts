/** What a shop's catalogue says of one thing it sells; variants are products of their own. */
export interface Product {
  readonly sku: string;
  readonly title: string;
  readonly barcode: string | null;
  /** Without VAT, decimal text in `currency`; null when the shop does not say. */
  readonly price: string | null;
  /** What it costs the merchant, in `currency`. */
  readonly cost: string | null;
  readonly currency: string;
  readonly updatedAt: string;
}
