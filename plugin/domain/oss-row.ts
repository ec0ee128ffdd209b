/**
 * VAT of another member state on one document, at one rate and for one kind of supply. Decimal texts in `currency`;
 * a credit is negative. Days are in the shop's time zone.
 */
export interface OssRow {
  readonly document: string;
  /** Member state of consumption, ISO 3166 alpha-2. */
  readonly country: string;
  /** Percent. */
  readonly rate: string;
  readonly nature: "goods" | "service";
  readonly day: string;
  /** Day of the supply: that of the document a credit note reduces, else its own. */
  readonly supplyDay: string;
  readonly currency: string;
  readonly net: string;
  readonly vat: string;
}
