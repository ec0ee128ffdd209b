// What the site keeps, under the vendor's names of members. Amounts are decimal texts in major units; what a reply
// makes numbers of is for `shapes/` to know.

export type Module = "customers" | "invoices" | "transactions" | "credit-notes" | "products";

/** Stamps every record bears, with the offset of the site. */
interface Stamped {
  id: string;
  created_at: string;
  updated_at: string;
}

export interface Address {
  address_1: string;
  city: string;
  postal_code: string;
  /** Free text at the vendor: a code or a name. */
  country: string;
}

export interface Customer extends Stamped {
  name: string;
  email: string;
  company: string | null;
  customer_number: string;
  phone_number: string;
  /** ISO 4217. */
  currency: string;
  vat_id: string | null;
  legal_entity: string | null;
  po_number: string | null;
  billing: Address;
  shipping: Address;
  /** The customer's id in an accounting system that the site's own link has connected. */
  accounting_resource_id: string | null;
}

export interface Product extends Stamped {
  name: string;
  sku: string | null;
  description: string | null;
  status: "Active" | "Inactive";
  type: string;
}

export interface Charge {
  id: string;
  plan_price_id: string;
  name: string;
  quantity: string;
  service_from: string | null;
  service_to: string | null;
  list_price: string;
  discount: string;
  tax: string;
  sub_total: string;
  total_amount: string;
  reversed_charges: string;
  reversed_reference: string | null;
}

export interface Item {
  id: string;
  subscription_id: string;
  plan_id: string;
  product_id: string;
  plan_name: string;
  product_name: string;
  product_sku: string | null;
  charges: Charge[];
}

export interface Invoice extends Stamped {
  /** The number people know it by. */
  name: string;
  customer_id: string;
  invoice_date: string;
  due_date: string;
  terms: string;
  /** Draft, Due, Overdue, Partially Paid, Paid, Void or Projected, unless a test writes a word of its own. */
  status: string;
  discount_value: string;
  tax_amount: string;
  miscellaneous_charges: string;
  sub_total: string;
  total_amount: string;
  received_payment: string;
  sum_of_credit_notes: string;
  currency: string;
  is_oneoff: boolean;
  reversed_reference: string | null;
  description: string | null;
  note: string;
  accounting_resource_id: string | null;
  items: Item[];
}

/** What of a payment or a credit note belongs to one invoice. */
export interface Allocation {
  invoice_id: string;
  amount: string;
}

export interface Transaction extends Stamped {
  name: string;
  date: string;
  status: string;
  type: "Transaction" | "Refund";
  amount: string;
  currency: string;
  cash_or_card: string;
  customer_id: string;
  reference: string | null;
  description: string;
  reference_transaction_id: string | null;
  decline_reason: string | null;
  /** Of a refund that gives a credit note's balance back: the note. */
  credit_note_id?: string;
  invoices: Allocation[];
}

export interface CreditNote extends Stamped {
  name: string;
  customer_id: string;
  amount: string;
  balance: string;
  status: "Allocated" | "Unallocated" | "Partially Allocated" | "Cancelled";
  reference: string | null;
  invoices: Allocation[];
}

export interface Records {
  customers: Customer;
  invoices: Invoice;
  transactions: Transaction;
  "credit-notes": CreditNote;
  products: Product;
}
