import type { CustomerTerms, PlannedAddress, PlannedCustomer } from "../../domain/plan.ts";
import type { CustomerKey, LedgerResult, MatchedCustomer } from "../connector.ts";
import {
  normaliseEmail,
  normaliseOrganisationNumber,
  normalisePhone,
  normaliseVatNumber,
} from "../shared/identifiers.ts";
import { isFalse, listOf, type WireRecord, wireRecord } from "./answers.ts";
import { LOCATION_NUMBER_FIELD } from "./assumptions.ts";
import { absent, type Books, done, type Found, type Of, type Outcome } from "./books.ts";
import { nothing, type Reply } from "./client.ts";
import { newCode } from "./customer-code.ts";
import { CUSTOMER, inOrder } from "./field-order.ts";
import { named } from "./refs.ts";
import { subjectOf } from "./subjects.ts";
import { emailAddress, fitted, optional } from "./text.ts";

/** Fills in the entity's defaults for new customers and saves them under a code of our own. */
export async function createCustomer(books: Books, operation: Of<"customer">): Outcome {
  const { client } = books;
  const about = { subject: subjectOf(operation) };
  const { customer_prefix: prefix } = await books.settings();
  const code = newCode(prefix, operation.reference);
  const shell = await client.call("GetNewCustomerFromDefaults", {}, wireRecord, about);
  if (!shell.ok) return shell;
  const { customer } = operation;
  const card = { ...shell.value, Code: code, CurrencyCode: customer.currency, ...fieldsOf(customer) };
  const saved = await save(books, { ...card, IsActive: "true" }, true, about.subject);
  return saved.ok ? { ok: true, value: { ref: named(code), leftOut: leftOut(customer) } } : saved;
}

/** The code is made of our reference, so a card under it is ours. */
export async function findCustomer(books: Books, operation: Of<"customer">): Found {
  const { customer_prefix: prefix } = await books.settings();
  const code = newCode(prefix, operation.reference);
  const card = await readCard(books, code, subjectOf(operation));
  if (!card.ok) return card;
  return card.value === null || isFalse(card.value["IsActive"]) ? absent : done(named(code));
}

/** Reads the card anew, so that nobody's changes are lost; somebody who was quicker makes it be read once more. */
export async function updateCustomer(books: Books, operation: Of<"update-customer">): Outcome {
  const subject = subjectOf(operation);
  for (let attempt = 0; ; attempt += 1) {
    const card = await readCard(books, operation.number, subject, true);
    if (!card.ok) return card;
    const changed = { ...card.value, ...fieldsOf(operation.customer) };
    const saved = await save(books, changed, false, subject);
    if (saved.ok) {
      return { ok: true, value: { ref: named(operation.number), leftOut: leftOut(operation.customer) } };
    }
    if (saved.refusal?.code === "OUTDATED_RECORD" && attempt === 0) continue;
    const isRefused = saved.refusal !== null && saved.problem.act === "fix";
    const isGone = saved.refusal?.code === GONE;
    if (!isRefused || isGone || (saved.problem.act === "fix" && saved.problem.code === "NOT_CONNECTED")) {
      return saved;
    }
    // A card that cannot be changed is no reason to stop: batch documents only name the customer's code.
    return { ok: true, value: { ref: named(operation.number), warning: "CUSTOMER_NOT_UPDATED" } };
  }
}

const GONE = "CUSTOMER_CODE_DOES_NOT_EXIST";

async function save(books: Books, card: WireRecord, create: boolean, subject: string): Promise<Reply<null>> {
  const inside = { customer: inOrder(CUSTOMER, card), create };
  return await books.client.call("UpdateCustomer", inside, nothing, { subject, write: true });
}

async function readCard(
  books: Books,
  code: string,
  subject: string,
  isNeeded = false,
): Promise<Reply<WireRecord | null>> {
  const reply = await books.client.call("GetCustomer", { customerCode: code }, wireRecord, { subject });
  if (reply.ok || isNeeded) return reply;
  return reply.refusal?.code === GONE ? { ok: true, value: null } : reply;
}

/**
 * Only the e-mail address can be searched for; for other keys the active customers are read whole. Cards in another
 * currency are other customers: a card's currency is that of everything on it.
 */
export async function matchCustomers(
  { client }: Books,
  customer: PlannedCustomer,
  by: readonly CustomerKey[],
): Promise<LedgerResult<readonly MatchedCustomer[]>> {
  const subject = `customer ${customer.name}`;
  let all: readonly WireRecord[] | null = null;
  for (const key of by) {
    const wanted = identifierOf(customer, key);
    if (wanted === "") continue;
    if (key !== "email" && all === null) {
      const list = await client.call("GetActiveCustomerList", {}, cards, { subject });
      if (!list.ok) return list;
      all = list.value;
    }
    let candidates = all ?? [];
    if (key === "email" && all === null) {
      const query = { Emails: { string: [customer.email?.trim() ?? ""] }, FromLastModifiedDateInUTC: null };
      const found = await client.call("GetCustomersBy", { query }, cards, { subject });
      if (!found.ok) return found;
      candidates = found.value;
    }
    const matches = candidates.filter(
      (card) =>
        !isFalse(card["IsActive"]) &&
        (card["CurrencyCode"] ?? "").trim().toUpperCase() === customer.currency &&
        identifierOn(card, key) === wanted,
    );
    if (matches.length > 0) return { ok: true, value: inOrderOfAge(matches) };
  }
  return { ok: true, value: [] };
}

const cards = listOf("Customer", wireRecord);

/** Account numbers count up. */
function inOrderOfAge(matches: readonly WireRecord[]): MatchedCustomer[] {
  return matches
    .map((card) => ({ number: card["Code"] ?? "", id: Number(card["AccountID"] ?? "0") }))
    .sort((a, b) => a.id - b.id)
    .map(({ number }, age) => ({ number, age }));
}

function identifierOf(customer: PlannedCustomer, key: CustomerKey): string {
  switch (key) {
    case "email":
      return normaliseEmail(customer.email ?? "");
    case "phone":
      return normalisePhone(customer.phone ?? "");
    case "vat_number":
      return normaliseVatNumber(customer.vatNumber ?? "");
    case "organisation_number":
      return normaliseOrganisationNumber(customer.organisationNumber ?? "");
    case "customer_number":
      return (customer.id ?? "").toUpperCase().trim();
  }
}

function identifierOn(card: WireRecord, key: CustomerKey): string {
  switch (key) {
    case "email":
      return normaliseEmail(card["Email"] ?? "");
    case "phone":
      return normalisePhone(card["Phone"] ?? "");
    case "vat_number":
      return normaliseVatNumber(card["VATRegistrationNumber"] ?? "");
    case "organisation_number":
      return normaliseOrganisationNumber(ORGANISATION.exec(card["Notes"] ?? "")?.[1] ?? "");
    case "customer_number":
      return (card["Code"] ?? "").toUpperCase().trim();
  }
}

/** There is no field for an organisation number: it stands in the notes, in this form. */
const ORGANISATION = /Organisation number: (\S+)/;

/** What of the buyer a card shows. Texts that are empty leave what the card has. */
function fieldsOf(customer: PlannedCustomer): WireRecord {
  const { bill, ship } = customer;
  const notes = [
    customer.organisationNumber === null ? "" : `Organisation number: ${customer.organisationNumber}`,
    customer.ean === null ? "" : `EAN: ${customer.ean}`,
  ];
  const shown = {
    Name: fitted(customer.name, "name") || "Customer",
    ...address(bill, ""),
    ...(ship === null ? {} : { DeliveryName: fitted(ship.name, "name"), ...address(ship, "Delivery") }),
    CountryCode: bill.country ?? "",
    Phone: optional(customer.phone, "phone"),
    Email: emailAddress(customer.email),
    VATRegistrationNumber: optional(customer.vatNumber, "code"),
    Notes: fitted(notes.filter((note) => note !== "").join(" "), "notes"),
    [LOCATION_NUMBER_FIELD]: customer.ean ?? "",
    // The codes of the plan's rows are to hold, not the card's.
    UseAccountTaxCode: "false",
    ...cardTerms(customer.card),
  };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== ""));
}

const address = (place: PlannedAddress, prefix: "" | "Delivery"): WireRecord => ({
  [`${prefix}Address1`]: optional(place.address1, "address"),
  [`${prefix}Address2`]: optional(place.address2, "address"),
  [`${prefix}City`]: optional(place.city, "address"),
  [`${prefix}Country`]: optional(place.country, "address"),
  [`${prefix}PostCode`]: optional(place.zip, "postCode"),
});

function cardTerms(card: CustomerTerms | undefined): WireRecord {
  return {
    GroupID: card?.group ?? "",
    CreditTermID: card?.terms ?? "",
    PriceListID: card?.priceList ?? "",
    DefaultTaxCode: card?.vatCode ?? "",
  };
}

function leftOut({ email, name }: PlannedCustomer): string[] {
  const isLost = (email ?? "").trim() !== "" && emailAddress(email) === "";
  return isLost ? [`the e-mail address of ${name}`] : [];
}
