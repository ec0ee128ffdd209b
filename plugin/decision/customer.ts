import { locationNumber } from "../domain/gln.ts";
import type { Address, Order } from "../domain/order.ts";
import { organisationNumber } from "../domain/organisation-number.ts";
import type {
  CustomerTerms,
  PlannedAddress,
  PlannedCustomer,
  PlannedRow,
  Treatment,
} from "../domain/plan.ts";
import type { Warning } from "../domain/problem.ts";
import { groupOf } from "../settings/customer-group.ts";
import type { Settings } from "../settings/schema.ts";
import type { DecisionInput } from "./input.ts";
import { Refusal, settingsField } from "./refusal.ts";

/** Whom the document goes to, with names and addresses as on the order even when the ledger's card is left alone. */
export function plannedCustomer(
  order: Order,
  rows: readonly PlannedRow[],
  { settings, customerPerCurrency }: Pick<DecisionInput, "settings" | "customerPerCurrency">,
): PlannedCustomer {
  checkEan(order, settings);
  const { customer } = order;
  const bill = order.billTo ?? order.shipTo;
  const name = nameOf(order, bill);
  return {
    ...customer,
    ...identifiers(order),
    name,
    key: customerPerCurrency === true ? `${buyerKey(order)} ${order.currency}` : buyerKey(order),
    fixedNumber: fixedNumber(settings),
    currency: order.currency,
    treatment: mainTreatment(rows),
    bill: plannedAddress(bill, name, customer.country),
    ship: order.shipTo === null ? null : plannedAddress(order.shipTo, name, customer.country),
    card: cardTerms(order, settings),
  };
}

/** What the shop says of a customer that no ledger could keep: it is left out, and the order goes on. */
export function customerWarnings(order: Order): Warning[] {
  const { customer } = order;
  const { organisationNumber: number, ean } = identifiers(order);
  const isNumberLost = customer.type !== "B2C" && isGiven(customer.organisationNumber) && number === null;
  const isEanLost = isGiven(customer.ean) && ean === null;
  return isNumberLost || isEanLost ? ["CUSTOMER_DATA_LEFT_OUT"] : [];
}

const isGiven = (text: string | null): boolean => text !== null && text.trim() !== "";

/** Registration and location number in their countries' forms; one that is malformed is nobody's and becomes null. */
function identifiers(order: Order): Pick<PlannedCustomer, "organisationNumber" | "ean" | "reference"> {
  const { customer } = order;
  const country = (order.billTo ?? order.shipTo)?.country ?? customer.country;
  const raw = customer.organisationNumber;
  return {
    // A consumer's would be a personal number, which no ledger has a need to know.
    organisationNumber: customer.type === "B2C" || raw === null ? null : organisationNumber(raw, country),
    ean: customer.ean === null ? null : locationNumber(customer.ean),
    reference: isGiven(customer.reference) ? customer.reference : null,
  };
}

/** An e-invoice goes to the location number and is refused without a reference: mended before anything is sent. */
function checkEan(order: Order, settings: Settings): void {
  const { customer } = order;
  if (customer.type !== "EAN" || settings.customers.mode === "single") return;
  const { ean, reference } = identifiers(order);
  const name = customer.company ?? customer.name;
  if (ean === null) {
    const message = isGiven(customer.ean)
      ? `The EAN number ${customer.ean?.trim()} of ${name} is wrong: it needs thirteen digits, and its check digit has to be right.`
      : `${name} is invoiced by EAN number, but the order has none.`;
    throw new Refusal("EAN_INVALID", `${message} Correct it in the shop.`, { place: "shop" });
  }
  if (reference === null && settings.customers.ean.require_reference) {
    throw new Refusal(
      "EAN_REFERENCE_MISSING",
      `${name} is a public buyer, but the order names no reference. Add it in the shop, or allow such orders in the settings.`,
      settingsField("customers.ean.require_reference"),
    );
  }
}

function cardTerms(order: Order, settings: Settings): CustomerTerms {
  const group = settings.customers[groupOf(order.customer.type)];
  return {
    terms: group.terms ?? null,
    priceList: group.price_list ?? null,
    vatCode: group.vat_code ?? null,
    ...(group.group === undefined ? {} : { group: group.group }),
  };
}

/** Who bought: the platform's id of the buyer, a guest's e-mail address, or the order alone. */
export function buyerKey(order: Pick<Order, "id" | "customer">): string {
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
