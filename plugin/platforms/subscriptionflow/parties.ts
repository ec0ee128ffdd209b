import type { Address, Customer } from "../../domain/order.ts";
import { countryCode } from "./country.ts";
import type { CustomerRecord } from "./schema.ts";
import { Unbookable } from "./unbookable.ts";

/** Who bought, in the words of the order. */
export interface Parties {
  readonly customer: Customer;
  readonly billTo: Address | null;
  /** Null where the site names no other place than the bill's. */
  readonly shipTo: Address | null;
  /** Where the sale may be taxed: shipped to, billed to. */
  readonly countries: readonly string[];
}

/** The customer of an invoice. A country nobody can read would decide about VAT by guesswork: then `Unbookable`. */
export function partiesOf(customer: CustomerRecord): Parties {
  const billTo = addressOf(customer, "billing");
  const shipTo = addressOf(customer, "shipping");
  const isBusiness = [customer.vat_id, customer.company, customer.legal_entity].some((one) => one !== null);
  const company = customer.company ?? customer.legal_entity;
  return {
    customer: {
      id: customer.id,
      type: isBusiness ? "B2B" : "B2C",
      name: customer.name ?? company ?? customer.email ?? customer.id,
      email: customer.email,
      phone: customer.phone_number,
      company,
      country: billTo?.country ?? shipTo?.country ?? null,
      vatNumber: customer.vat_id,
      vatNumberValid: null,
      organisationNumber: null,
      ean: null,
      reference: customer.po_number,
    },
    billTo,
    shipTo,
    countries: [shipTo?.country, billTo?.country].filter((one) => one != null),
  };
}

function addressOf(customer: CustomerRecord, which: "billing" | "shipping"): Address | null {
  const of = (member: "address_1" | "address_2" | "city" | "state" | "postal_code" | "country" | "name") =>
    customer[`${which}_${member}`];
  const typed = of("country");
  const country = typed === null ? null : countryCode(typed);
  if (typed !== null && country === null) {
    throw new Unbookable("ORDER_UNREADABLE", `"${typed}" in the ${which} address is no country we know`);
  }
  const address: Address = {
    name: of("name") ?? customer.name,
    company: customer.company,
    address1: of("address_1"),
    address2: of("address_2"),
    zip: of("postal_code"),
    city: of("city"),
    province: of("state"),
    country,
  };
  const isEmpty = [address.address1, address.zip, address.city, country].every((one) => one === null);
  return isEmpty ? null : address;
}
