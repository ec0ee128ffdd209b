import type { Address, Order } from "../domain/order.ts";
import type { PlannedAddress, PlannedCustomer, PlannedRow, Treatment } from "../domain/plan.ts";
import type { Settings } from "../settings/schema.ts";
import { Refusal, settingsField } from "./refusal.ts";

/** Whom the document goes to, with names and addresses as on the order even when the ledger's card is left alone. */
export function plannedCustomer(
  order: Order,
  rows: readonly PlannedRow[],
  settings: Settings,
): PlannedCustomer {
  const { customer } = order;
  const bill = order.billTo ?? order.shipTo;
  const name = nameOf(order, bill);
  return {
    ...customer,
    name,
    key: keyOf(order),
    fixedNumber: fixedNumber(settings),
    currency: order.currency,
    treatment: mainTreatment(rows),
    bill: plannedAddress(bill, name, customer.country),
    ship: order.shipTo === null ? null : plannedAddress(order.shipTo, name, customer.country),
  };
}

function keyOf(order: Order): string {
  const { customer } = order;
  if (customer.id !== null) return customer.id;
  return customer.email === null ? `order:${order.id}` : `guest:${customer.email.toLowerCase()}`;
}

function nameOf(order: Order, bill: Address | null): string {
  const { customer } = order;
  const company = customer.company ?? bill?.company ?? null;
  if (customer.type !== "B2C" && company !== null) return company;
  return customer.name || bill?.name || company || customer.email || `Order ${order.number}`;
}

function fixedNumber(settings: Settings): string | null {
  if (settings.customers.mode === "individual") return null;
  const number = settings.customers.single_customer;
  if (number === undefined) {
    throw new Refusal(
      "CUSTOMER_NOT_FOUND",
      "All orders go to one collective customer, but the settings do not name it.",
      settingsField("customers.single_customer"),
    );
  }
  return number;
}

/** The treatment that decides the buyer's VAT type in the ledger: that of the largest part of the order that has one. */
function mainTreatment(rows: readonly PlannedRow[]): Treatment {
  const named = rows.map((row) => row.treatment).filter((treatment) => treatment !== "outside");
  return (
    named.find((treatment) => treatment === "eu_goods" || treatment === "eu_service") ??
    named.find((treatment) => treatment === "export") ??
    named[0] ??
    "domestic"
  );
}

function plannedAddress(address: Address | null, name: string, country: string | null): PlannedAddress {
  return {
    name: address?.name ?? name,
    address1: address?.address1 ?? null,
    address2: address?.address2 ?? null,
    zip: address?.zip ?? null,
    city: address?.city ?? null,
    country: address?.country ?? country,
  };
}
