import { minorUnits, rounded } from "../../manifest-shop/amounts.ts";
import { balanceOf } from "../books.ts";
import type { Charge, Customer, Invoice, Item } from "../records.ts";
import { customerMembers } from "./customer.ts";

/** The flat members of an invoice, in lists and at the top of a record. */
export function invoiceMembers(invoice: Invoice): Record<string, unknown> {
  return {
    id: invoice.id,
    name: invoice.name,
    invoice_date: invoice.invoice_date,
    due_date: invoice.due_date,
    terms: invoice.terms,
    status: invoice.status,
    discount_value: Number(invoice.discount_value),
    tax_amount: Number(invoice.tax_amount),
    miscellaneous_charges: Number(invoice.miscellaneous_charges),
    miscellaneous_charges_breakdown: "",
    sub_total: Number(invoice.sub_total),
    total_amount: Number(invoice.total_amount),
    received_payment: Number(invoice.received_payment),
    sum_of_credit_notes: Number(invoice.sum_of_credit_notes),
    additional_info: null,
    reversed_reference: invoice.reversed_reference,
    currency: invoice.currency,
    created_at: invoice.created_at,
    updated_at: invoice.updated_at,
    opening_balance: Number(invoice.total_amount),
    closing_balance: Number(balanceOf(invoice)),
    data_source: "SubscriptionFlow",
    is_oneoff: invoice.is_oneoff ? 1 : 0,
    description: invoice.description,
    shopify_sync: null,
    note: invoice.note,
    ...(invoice.accounting_resource_id === null
      ? {}
      : { accounting_resource_id: invoice.accounting_resource_id }),
  };
}

/** What only the read of a single invoice has besides. */
export function invoiceNested(invoice: Invoice, customer: Customer): Record<string, unknown> {
  return {
    customer: customerMembers(customer),
    items: invoice.items.map((item) => itemMembers(item, invoice)),
    // The document lists the member without a form, so nothing may rest on it.
    transactions: [],
  };
}

function itemMembers(item: Item, invoice: Invoice): Record<string, unknown> {
  const { charges, ...own } = item;
  return {
    ...own,
    product_sku: own.product_sku ?? "",
    coupon_id: null,
    plan_description: null,
    product_description: null,
    charges: charges.map((charge) => chargeMembers(charge, item, invoice)),
  };
}

function chargeMembers(charge: Charge, item: Item, invoice: Invoice): Record<string, unknown> {
  const { list_price: _price, service_from, service_to, ...own } = charge;
  const decimals = minorUnits(invoice.currency);
  return {
    ...own,
    // A one-off charge covers no period; the document knows no null here.
    ...(service_from === null ? {} : { service_from }),
    ...(service_to === null ? {} : { service_to }),
    discount: Number(own.discount),
    tax: Number(own.tax),
    tax_breakdown: [],
    sub_total: Number(own.sub_total),
    reversed_charges: Number(own.reversed_charges),
    total_amount: rounded(own.total_amount, decimals),
    accounting_account_code: "",
    order_plan_id: item.id,
    plan_price: planPrice(charge, item, invoice),
  };
}

function planPrice(charge: Charge, item: Item, invoice: Invoice): Record<string, unknown> {
  return {
    id: charge.plan_price_id,
    plan_id: item.plan_id,
    product_id: item.product_id,
    name: charge.name,
    description: null,
    category: invoice.is_oneoff ? "One-time" : "Recurring",
    charge_model: "Flat Fee Pricing",
    list_price: { [invoice.currency]: charge.list_price },
    list_price_base: null,
    uom: null,
    included_units: null,
    default_quantity: null,
    trigger_condition: null,
    end_date: null,
    billing_timming: 1,
    billing_period_alignment: null,
    created_at: invoice.created_at,
    updated_at: invoice.created_at,
    created_by: null,
    updated_by: null,
    taxable: null,
    tax_mode: null,
    tax_id: null,
    assigned_to: null,
    billing_period_id: "1",
    billing_day_type_id: "1",
    deleted_at: null,
    accounting_account_code: null,
    data_source: "SubscriptionFlow",
  };
}
