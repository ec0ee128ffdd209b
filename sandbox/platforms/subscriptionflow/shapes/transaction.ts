import type { CreditNote, Product, Transaction } from "../records.ts";

const STAFF = "5d2a2b3e-7c0a-4f0e-9a52-3a5c7f9b1d10";

/** The flat members of a payment or refund; lists and records know its day only, links of an invoice also the time. */
export function transactionMembers(record: Transaction): Record<string, unknown> {
  return {
    id: record.id,
    name: record.name,
    date: record.date.slice(0, 10),
    status: record.status,
    amount: Number(record.amount),
    miscellaneous_charges: 0,
    miscellaneous_charges_breakdown: "",
    unapplied_amount: 0,
    balance: 0,
    number: record.name,
    payment_type_id: "****7986",
    payment_method_id: STAFF,
    cash_or_card: record.cash_or_card,
    type: record.type,
    transaction_category: "Payment",
    reference: record.reference,
    description: record.description,
    transaction_id: record.id.slice(0, 8),
    reference_transaction_id: record.reference_transaction_id,
    decline_reason: record.decline_reason,
    currency: record.currency,
    accounting_account_code: null,
    created_at: record.created_at,
    updated_at: record.updated_at,
    data_source: "SubscriptionFlow",
    reason_code: null,
    mv_early_renewal: 0,
    mv_renewal_plan: null,
    approval_link: null,
  };
}

/** What a record has besides: the invoices it covers. */
export function transactionNested(record: Transaction): Record<string, unknown> {
  return {
    invoices: record.invoices.map(({ invoice_id, amount }) => ({ invoice_id, amount: Number(amount) })),
  };
}

/** As `with-relations` and the links of other modules show a record: with the keys of others. */
export const relationMembers = {
  created_by: STAFF,
  updated_by: STAFF,
  assigned_to: STAFF,
  assigned_group_id: null,
};

export function creditNoteMembers(note: CreditNote): Record<string, unknown> {
  return {
    id: note.id,
    name: note.name,
    amount: Number(note.amount),
    balance: note.balance,
    status: note.status,
    reference: note.reference ?? "",
    created_at: note.created_at,
    updated_at: note.updated_at,
    created_by: STAFF,
    updated_by: STAFF,
    assigned_to: STAFF,
    data_source: "SubscriptionFlow",
  };
}

export function productMembers(product: Product): Record<string, unknown> {
  return {
    id: product.id,
    name: product.name,
    description: product.description,
    sku: product.sku,
    effective_start_date: product.created_at,
    effective_end_date: null,
    type: product.type,
    status: product.status,
    image: null,
    mv_short_code: null,
    created_at: product.created_at,
    updated_at: product.updated_at,
    data_source: "SubscriptionFlow",
  };
}
