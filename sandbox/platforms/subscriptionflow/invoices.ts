import type { z } from "zod";
import { minorUnits, sum, taxOf } from "../manifest-shop/amounts.ts";
import { chargeAmounts, invoiceSums } from "./charges.ts";
import { daysAfter, monthAfter } from "./clock.ts";
import type { invoiceDraft, LineDraft } from "./drafts.ts";
import type { Charge, Customer, Invoice, Item, Product } from "./records.ts";
import { invalid } from "./refusal.ts";
import { newId } from "./store.ts";

interface Place {
  id: string;
  name: string;
  created_at: string;
  updated_at: string;
  customer: Customer;
  currency: string;
  /** YYYY-MM-DD */
  day: string;
}

const TERMS_DAYS = 30;

/** An invoice as the billing run makes it: nothing paid, nothing credited. */
export function newInvoice(
  draft: z.output<typeof invoiceDraft>,
  { customer, day, ...place }: Place,
  products: readonly Product[],
): Invoice {
  const decimals = minorUnits(place.currency);
  const items = draft.lines.map((line) => newItem(line, draft.arithmetic, products, decimals));
  const charges = items.flatMap((item) => item.charges);
  const [first] = items;
  return {
    ...place,
    customer_id: customer.id,
    invoice_date: day,
    due_date: daysAfter(day, TERMS_DAYS),
    terms: `Net ${TERMS_DAYS}`,
    status: draft.status,
    miscellaneous_charges: draft.miscellaneous_charges,
    ...withFeeTax(invoiceSums(charges, draft.miscellaneous_charges, decimals), draft, decimals),
    received_payment: "0",
    sum_of_credit_notes: "0",
    is_oneoff: draft.is_oneoff,
    reversed_reference: null,
    description: first === undefined ? null : `${first.product_name} -> ${first.plan_name}`,
    note: "",
    accounting_resource_id: null,
    items,
  };
}

/** The header's sums with the tax of what stands beside the charges. */
function withFeeTax(
  sums: ReturnType<typeof invoiceSums>,
  draft: z.output<typeof invoiceDraft>,
  decimals: number,
): ReturnType<typeof invoiceSums> {
  const how = draft.arithmetic === "inclusive" ? "included" : "on top";
  const tax = taxOf(draft.miscellaneous_charges, draft.miscellaneous_rate, how, decimals);
  const { tax_amount: taxed, total_amount: total } = sums;
  return {
    ...sums,
    tax_amount: sum([taxed, tax], decimals),
    total_amount: how === "on top" ? sum([total, tax], decimals) : total,
  };
}

function newItem(
  line: LineDraft,
  how: z.output<typeof invoiceDraft>["arithmetic"],
  products: readonly Product[],
  decimals: number,
): Item {
  const product = products.find((one) => one.sku === line.sku);
  if (product === undefined) throw invalid("sku", `There is no product ${line.sku}.`);
  const title = line.title ?? product.name;
  const charge: Charge = {
    id: newId(),
    plan_price_id: newId(),
    name: title,
    quantity: line.quantity,
    service_from: line.service_from,
    service_to: line.service_to,
    list_price: line.unit_price,
    ...chargeAmounts(line, how, decimals),
    reversed_charges: "0",
    reversed_reference: null,
  };
  return {
    id: newId(),
    subscription_id: newId(),
    plan_id: newId(),
    product_id: product.id,
    plan_name: title,
    product_name: product.name,
    product_sku: product.sku,
    charges: [charge],
  };
}

/** The forecast of the cycle after an invoice: a month on, the same charges under ids of their own. */
export function projectedAfter(
  invoice: Invoice,
  stamped: { id: string; name: string; created_at: string; updated_at: string },
): Invoice {
  const moved = (day: string | null): string | null => (day === null ? null : monthAfter(day));
  const items = invoice.items.map((item) => ({
    ...item,
    id: newId(),
    charges: item.charges.map((charge) => ({
      ...charge,
      id: newId(),
      service_from: moved(charge.service_from),
      service_to: moved(charge.service_to),
    })),
  }));
  return {
    ...invoice,
    ...stamped,
    invoice_date: monthAfter(invoice.invoice_date),
    due_date: monthAfter(invoice.due_date),
    status: "Projected",
    received_payment: "0",
    sum_of_credit_notes: "0",
    note: "",
    accounting_resource_id: null,
    items,
  };
}
