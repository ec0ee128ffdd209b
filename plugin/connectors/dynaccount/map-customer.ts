import type { PlannedCustomer } from "../../domain/plan.ts";
import { normaliseEmail, normaliseOrganisationNumber, normaliseVatNumber } from "../shared/identifiers.ts";
import { lengths } from "./assumptions.ts";
import { type Catalogue, groupRow } from "./catalogue.ts";
import { country, street } from "./map-sale.ts";
import { cell } from "./rows.ts";
import type { DynaccountSettings } from "./settings.ts";
import type { Fields } from "./signature.ts";
import { text } from "./text.ts";

/** Which of the three blocks of settings a buyer belongs to. */
export function groupKind({ type }: PlannedCustomer): "b2c" | "b2b" | "ean" {
  return type === "EAN" ? "ean" : type === "B2B" ? "b2b" : "b2c";
}

/**
 * The columns of a debtor that follow the buyer. Numbers and addresses are written in one spelling, so that an equality
 * filter finds them again.
 */
export function debtorFields(customer: PlannedCustomer): Fields {
  const { bill, ship } = customer;
  const isCompany = customer.company !== null && customer.company.trim() !== "";
  return {
    name: text(isCompany ? customer.company : customer.name, lengths.text) || "-",
    attention_name: isCompany ? text(customer.name, lengths.text) : "",
    address: street(bill),
    zip: text(bill.zip, lengths.phone),
    city: text(bill.city, lengths.text),
    ref_country_name: country(bill.country ?? customer.country),
    phone: phone(customer.phone),
    email: email(customer.email),
    vatno: vatNumber(customer),
    ean: ean(customer.ean),
    ean_contact: customer.type === "EAN" ? text(customer.reference, lengths.text) : "",
    ...(ship === null
      ? {}
      : {
          dlv_name: text(ship.name, lengths.text),
          dlv_address: street(ship),
          dlv_zip: text(ship.zip, lengths.phone),
          dlv_city: text(ship.city, lengths.text),
          dlv_ref_country_name: country(ship.country),
        }),
  };
}

/**
 * A new debtor: the buyer's columns, what the settings put on the card, and the defaults of its group, which the server
 * is not known to hand down. `note` bears our reference.
 */
export function newDebtor(
  customer: PlannedCustomer,
  reference: string,
  number: string,
  { catalogue, settings }: { readonly catalogue: Catalogue; readonly settings: DynaccountSettings },
): Fields {
  const group = groupRow(groupKind(customer), catalogue, settings, customer.card?.group);
  const inherited = ["payment_method", "bank_name", "lang"].map((column): [string, string] => [
    column,
    cell(group, column),
  ]);
  const known = catalogue.currencies.includes(customer.currency);
  return {
    module_id_: number,
    module_group_name: cell(group, "name"),
    ...Object.fromEntries(inherited),
    ...cardFields(customer),
    ...(customer.card?.terms == null ? { payment_name: cell(group, "payment_name") } : {}),
    ...(customer.card?.vatCode == null ? { vatcode_name: cell(group, "vatcode_name") } : {}),
    ref_currency_name: known ? customer.currency : cell(group, "ref_currency_name"),
    ...debtorFields(customer),
    note: reference,
  };
}

/** What the settings put on a card, new or not. */
export function cardFields({ card }: PlannedCustomer): Fields {
  return {
    ...(card?.terms == null ? {} : { payment_name: card.terms }),
    ...(card?.vatCode == null ? {} : { vatcode_name: card.vatCode }),
  };
}

/** What of the shop's data the card does not have because it cannot be an address or number, in words for the log. */
export function leftOut(customer: PlannedCustomer): string[] {
  const fields = debtorFields(customer);
  const lost = (name: string, given: string | null, kept: string | undefined): string[] =>
    given === null || given.trim() === "" || kept !== "" ? [] : [`${name} ${given.trim()}`];
  return [
    ...lost("e-mail address", customer.email, fields["email"]),
    ...lost("phone number", customer.phone, fields["phone"]),
    ...lost("EAN number", customer.ean, fields["ean"]),
  ];
}

function email(raw: string | null): string {
  const plain = normaliseEmail(raw ?? "");
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(plain) && plain.length <= lengths.text ? plain : "";
}

function phone(raw: string | null): string {
  const plain = text(raw, 1_000);
  return plain.length <= lengths.phone ? plain : "";
}

function ean(raw: string | null): string {
  return raw !== null && /^\d{13}$/.test(raw) ? raw : "";
}

/** A company's VAT number with its country, else its registration number; a Danish CVR number is both. */
function vatNumber({ vatNumber: vat, organisationNumber: own }: PlannedCustomer): string {
  const plain = normaliseVatNumber(vat ?? "") || normaliseOrganisationNumber(own ?? "");
  return plain.length <= lengths.phone ? plain : "";
}
