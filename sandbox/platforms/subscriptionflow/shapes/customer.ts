import type { Address, Customer } from "../records.ts";

/** The members of a customer, as lists have them and as an invoice carries them. */
export function customerMembers(customer: Customer): Record<string, unknown> {
  const { billing, shipping, created_at, updated_at, ...own } = customer;
  return {
    id: own.id,
    name: own.name,
    email: own.email,
    company: own.company,
    phone_number: own.phone_number,
    po_number: own.po_number,
    legal_entity: own.legal_entity,
    currency: own.currency,
    billing_cycle_day: null,
    notes: "",
    image: null,
    customer_number: own.customer_number,
    terms: null,
    created_at,
    updated_at,
    portal_is_enabled: 1,
    tax_exempt: 0,
    certificate_id: null,
    certificate_type: null,
    issuing_jurisdiction: null,
    entity_use_code: null,
    description: null,
    vat_id: own.vat_id,
    last_activity: "",
    auto_charge: 1,
    ...addressMembers("billing", billing),
    ...addressMembers("shipping", shipping),
    data_source: "SubscriptionFlow",
    primary_churn_score_value: null,
    primary_churn_score_grade: null,
    miscellaneous_charges_exempt: null,
    invoice_payer: null,
    consolidate_invoices: null,
    ...(own.accounting_resource_id === null ? {} : { accounting_resource_id: own.accounting_resource_id }),
  };
}

/** What the read of a single customer says otherwise than lists do. */
export const customerNested = {
  billing_cycle_day: "1",
  miscellaneous_charges_exempt: 0,
  invoice_payer: "",
  consolidate_invoices: "Never",
} as const;

function addressMembers(which: "billing" | "shipping", address: Address): Record<string, unknown> {
  const members = {
    address_1: address.address_1,
    address_2: "",
    address_3: null,
    city: address.city,
    state: "",
    county: null,
    postal_code: address.postal_code,
    country: address.country,
    name: null,
    email: null,
  };
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [`${which}_${name}`, value]));
}
