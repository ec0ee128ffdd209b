/**
 * What a file of orders may say, named like the members of the platform contract. One row is one line of an order; what
 * belongs to the order, its freight or its payment stands in the first of its rows, or again in each.
 */
export interface Column {
  readonly part: "order" | "shipping" | "payment" | "line";
  readonly kind: Kind;
  readonly isRequired?: true;
  readonly about: string;
}

export type Kind =
  | "text"
  | "number"
  | "amount"
  | "rate"
  | "whole"
  | "day"
  | "time"
  | "flag"
  | "country"
  | "currency"
  | { readonly words: readonly string[] };

const order = (kind: Kind, about: string): Column => ({ part: "order", kind, about });
const needed = (column: Column): Column => ({ ...column, isRequired: true });
const of =
  (part: Column["part"]) =>
  (kind: Kind, about: string): Column => ({ part, kind, about });
const shipping = of("shipping");
const payment = of("payment");
const line = of("line");

/** The columns in the order in which the template has them. */
export const columns = {
  order_number: needed(order("text", "Number of the order, by which it is booked once.")),
  created_at: needed(order("time", "When it was placed: 2026-11-02, 2026-11-02 14:30 or with an offset.")),
  currency: needed(order("currency", "ISO 4217, such as SEK.")),
  prices_include_tax: needed(order("flag", "yes when prices and discounts contain VAT.")),
  total: needed(order("amount", "What the customer was charged, VAT included.")),
  total_tax: order("amount", "VAT of the order; without it the sum of the rows' VAT."),
  shop_total: order("amount", "The total in the shop's own currency, where the order has another."),
  kind: order({ words: ["order", "renewal", "adjustment"] }, "An adjustment has a negative total."),
  fulfillment_status: order({ words: ["unfulfilled", "partial", "fulfilled"] }, "How far it is delivered."),
  payment_rounding: order("amount", "Rounding in cash: part of what was paid, not of the total."),
  payment_terms_days: order("whole", "Days until an invoice is due."),
  discount_codes: order("text", "Codes with a comma between them."),
  customer_id: order("text", "The shop's id of the customer."),
  customer_type: order({ words: ["B2C", "B2B", "EAN"] }, "B2C when it is left out."),
  customer_name: order("text", "Name of the buyer."),
  customer_email: order("text", "The buyer's e-mail address."),
  customer_phone: order("text", "The buyer's telephone number."),
  customer_company: order("text", "The buyer's company."),
  customer_country: order("country", "The buyer's country, two letters."),
  vat_number: order("text", "The buyer's VAT number."),
  organisation_number: order("text", "The buyer's organisation number."),
  ean: order("text", "EAN number of a public buyer."),
  reference: order("text", "The buyer's reference."),
  bill_to_name: order("text", "To whom it is invoiced."),
  bill_to_company: order("text", "Company it is invoiced to."),
  bill_to_address1: order("text", "Street."),
  bill_to_address2: order("text", "Second line of the address."),
  bill_to_zip: order("text", "Postcode."),
  bill_to_city: order("text", "Town."),
  bill_to_country: order("country", "Two letters, such as SE."),
  ship_to_name: order("text", "To whom it is delivered."),
  ship_to_company: order("text", "Company it is delivered to."),
  ship_to_address1: order("text", "Street."),
  ship_to_address2: order("text", "Second line of the address."),
  ship_to_zip: order("text", "Postcode."),
  ship_to_city: order("text", "Town."),
  ship_to_country: order("country", "Where it arrives; it decides whose VAT it is."),
  shipping_id: shipping("text", "Tells two equal freights of one order apart."),
  shipping_title: shipping("text", "Way of delivery."),
  shipping_price: shipping("amount", "Freight, in the same sense as unit_price."),
  shipping_discount: shipping("amount", "Discount on the freight."),
  shipping_tax_rate: shipping("rate", "Percent."),
  shipping_tax_amount: shipping("amount", "VAT of the freight as charged."),
  payment_id: payment("text", "Tells two equal payments of one order apart."),
  payment_gateway: payment("text", "The shop's name of the payment method."),
  payment_amount: payment("amount", "What was paid."),
  payment_date: payment("time", "When; the day of the order when it is left out."),
  line_id: line("text", "Tells lines apart; without it they are counted."),
  sku: line("text", "Article number."),
  title: needed(line("text", "What was sold.")),
  quantity: needed(line("number", "How many.")),
  unit_price: needed(line("number", "Price of one.")),
  discount: line("amount", "Discount of the whole row, a positive number."),
  tax_rate: line("rate", "Percent: 25."),
  tax_amount: line("amount", "VAT of the row as charged; stated wherever a rate is."),
  nature: line({ words: ["goods", "service"] }, "goods when it is left out."),
  gift_card: line("flag", "yes when a gift card was sold."),
  tip: line("flag", "yes for a tip."),
  fee: line("flag", "yes for a fee."),
  period_start: line("day", "First day of a prepaid period."),
  period_end: line("day", "Last day of a prepaid period."),
} as const satisfies Record<string, Column>;

export type ColumnName = keyof typeof columns;

export const columnNames = Object.keys(columns) as ColumnName[];

/** The column a heading means, however it is written: `Order number`, `bill-to zip`. Null when none. */
export function columnNamed(heading: string): ColumnName | null {
  const name = heading
    .trim()
    .toLowerCase()
    .replace(/[\s.-]+/g, "_");
  return columnNames.find((one) => one === name) ?? null;
}
