import { isZero } from "../manifest-shop/amounts.ts";
import { type BookParts, openBooks } from "./books.ts";
import { openCreditNotes } from "./credit-notes.ts";
import { type CustomerDraft, customerDraft, type InvoiceDraft, invoiceDraft } from "./drafts.ts";
import { newInvoice, projectedAfter } from "./invoices.ts";
import { openMoney } from "./money.ts";
import type { Customer, Invoice } from "./records.ts";
import { invalid, parsed, Refusal } from "./refusal.ts";

export type Trade = ReturnType<typeof openTrade>;

/** What the merchant and the billing run do. Each stamps what it changes and announces it. */
export function openTrade({ currency: siteCurrency, ...parts }: BookParts & { currency: string }) {
  const books = openBooks(parts);
  const { store, clock, announce, found, stamped, touch } = books;
  const { last } = store.state;
  const money = openMoney(books);
  const { pay } = money;

  function addCustomer(draft: CustomerDraft): Customer {
    const { id, shipping_country, country, email, currency, ...given } = parsed(customerDraft, draft);
    last.customer += 1;
    const at = (where: string) => ({
      address_1: "Storgatan 1",
      city: "Town",
      postal_code: "111 22",
      country: where,
    });
    const record: Customer = {
      ...stamped(),
      ...given,
      ...(id === undefined ? {} : { id }),
      email: email ?? `customer-${last.customer}@example.com`,
      customer_number: `CUST_${String(last.customer).padStart(6, "0")}`,
      phone_number: "",
      currency: currency ?? siteCurrency,
      legal_entity: null,
      po_number: null,
      billing: at(country),
      shipping: at(shipping_country ?? country),
    };
    store.add("customers", record);
    announce("customers", "created", record.id);
    return record;
  }

  function placeInvoice(draft: InvoiceDraft): Invoice {
    const asked = parsed(invoiceDraft, draft);
    const customer =
      asked.customer === undefined
        ? store.all("customers").find((one) => one.currency === (asked.currency ?? siteCurrency))
        : found("customers", asked.customer);
    if (customer === undefined) throw invalid("customer", "The customer does not exist.");
    last.invoice += 1;
    const place = {
      ...stamped(),
      name: `SF-${last.invoice}`,
      customer,
      currency: asked.currency ?? customer.currency,
      day: asked.date ?? clock.day(),
    };
    const invoice = store.add("invoices", newInvoice(asked, place, store.all("products")));
    announce("invoices", "created", invoice.id);
    if (asked.paid_by !== null) pay(invoice.id, { by: asked.paid_by });
    return invoice;
  }

  function voidInvoice(invoiceId: string): Invoice {
    const invoice = found("invoices", invoiceId);
    if (!isZero(invoice.received_payment)) throw new Refusal(400, "A paid invoice cannot be voided.");
    invoice.status = "Void";
    touch("invoices", invoice, "void");
    return invoice;
  }

  /** Shows what the next cycle will be; the forecast vanishes when the cycle comes. */
  function project(invoiceId: string): Invoice {
    const invoice = found("invoices", invoiceId);
    last.invoice += 1;
    const projected = projectedAfter(invoice, { ...stamped(), name: `SF-${last.invoice}` });
    return store.add("invoices", projected);
  }

  /** The billing run of the next cycle: forecasts of the subscription go, a due invoice comes and is charged. */
  function renew(invoiceId: string, by: string | null = "Card"): Invoice {
    const invoice = found("invoices", invoiceId);
    const subscriptions = invoice.items.map((item) => item.subscription_id);
    const forecasts = store
      .all("invoices")
      .filter(
        ({ status, items }) =>
          status === "Projected" && items.some((one) => subscriptions.includes(one.subscription_id)),
      );
    for (const { id } of forecasts) store.remove("invoices", id);
    last.invoice += 1;
    const next = { ...projectedAfter(invoice, { ...stamped(), name: `SF-${last.invoice}` }), status: "Due" };
    store.add("invoices", next);
    announce("invoices", "created", next.id);
    if (by !== null) pay(next.id, { by });
    return next;
  }

  /** Changes members of an invoice as they are, for what no dealing above makes: totals that disagree, unknown words. */
  function changeInvoice(invoiceId: string, changes: Partial<Invoice>): Invoice {
    const invoice = Object.assign(found("invoices", invoiceId), changes);
    touch("invoices", invoice);
    return invoice;
  }

  return {
    found,
    addCustomer,
    placeInvoice,
    voidInvoice,
    project,
    renew,
    changeInvoice,
    ...money,
    ...openCreditNotes(books),
  };
}
