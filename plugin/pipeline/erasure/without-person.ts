import { createHash } from "node:crypto";
import { z } from "zod";
import { ERASED } from "../../store/erasure/erased.ts";

/** Who is to be erased: the platform's customer id, an e-mail address, or everybody. */
export type Person = { readonly customerId: string } | { readonly email: string } | "everybody";

const address = z.looseObject({ name: z.unknown(), address1: z.unknown() });
const customer = z.looseObject({
  key: z.string(),
  email: z.string().nullable(),
  name: z.string(),
  bill: address,
  ship: address.nullable(),
});
const document = z.looseObject({ customer });
const operation = z.looseObject({
  document: document.optional(),
  customer: customer.optional(),
  /** A draft as it was before it was changed. */
  before: z.looseObject({ document }).optional(),
});

export type Customer = z.output<typeof customer>;

/**
 * A stored operation without its buyer, or null when it is about somebody else or about nobody.
 * What bookkeeping law asks for stays: amounts, rates, dates, numbers of documents, countries and postcodes as evidence
 * of the place of supply, and a company's name and numbers (Directive 2006/112/EC, Art. 226 and 242; GDPR Art. 17(3)(b)).
 * Its key stays with a company where only a person who bought for it is to go ("known").
 */
export function withoutPerson(
  planned: unknown,
  person: Person,
  companies: "renamed" | "known" = "renamed",
): ErasedOperation | null {
  const parsed = operation.safeParse(planned);
  if (!parsed.success) return null;
  const { data } = parsed;
  const buyer = buyerIn(data);
  if (buyer === null || !isMeant(buyer, person)) return null;
  const keyFor: KeyFor = ({ key, type }) => (companies === "known" && type !== "B2C" ? key : erasedKey(key));
  return {
    planned: {
      ...data,
      ...(data.customer === undefined ? {} : { customer: nobody(data.customer, keyFor) }),
      ...(data.document === undefined ? {} : { document: withoutBuyer(data.document, keyFor) }),
      ...(data.before === undefined
        ? {}
        : { before: { ...data.before, document: withoutBuyer(data.before.document, keyFor) } }),
      ...("email" in data ? { email: { to: ERASED, subject: null, body: null } } : {}),
    },
    key: buyer.key,
    erasedKey: keyFor(buyer),
  };
}

/** Whom a stored operation names, when he is meant; null for somebody else or nobody. */
export function buyerOf(planned: unknown, person: Person): Customer | null {
  const parsed = operation.safeParse(planned);
  const buyer = parsed.success ? buyerIn(parsed.data) : null;
  return buyer !== null && isMeant(buyer, person) ? buyer : null;
}

const buyerIn = ({ document: made, customer: card }: z.output<typeof operation>): Customer | null =>
  made?.customer ?? card ?? null;

export interface ErasedOperation {
  readonly planned: unknown;
  /** Under which the buyer's card is found in the mappings, before and after. */
  readonly key: string;
  readonly erasedKey: string;
}

/** The same for one buyer each time, so that a later credit note still finds the card; tells nothing about him. */
function erasedKey(key: string): string {
  return key.startsWith("erased:") ? key : `erased:${createHash("sha256").update(key).digest("hex")}`;
}

function isMeant(buyer: Customer, person: Person): boolean {
  if (person === "everybody") return true;
  if ("customerId" in person) return isKeyOf(buyer, person.customerId);
  const email = person.email.toLowerCase();
  return buyer.email?.toLowerCase() === email || isKeyOf(buyer, `guest:${email}`);
}

/** The merchant's own texts on it are templates, which may name him. */
function withoutBuyer(made: z.output<typeof document>, keyFor: KeyFor): z.output<typeof document> {
  return { ...made, customer: nobody(made.customer, keyFor), reference: null, comment: null, email: null };
}

/** With the currency behind it where the ledger keeps a card for each. */
function isKeyOf(buyer: Customer, key: string): boolean {
  return buyer.key === key || buyer.key === `${key} ${String(buyer["currency"])}`;
}

type KeyFor = (buyer: Customer) => string;

function nobody(buyer: Customer, keyFor: KeyFor): Customer {
  const isCompany = buyer["type"] !== "B2C";
  const name = isCompany ? buyer.name : ERASED;
  return {
    ...buyer,
    id: null,
    key: keyFor(buyer),
    name,
    email: null,
    phone: null,
    reference: null,
    ...(isCompany ? {} : { company: null, organisationNumber: null }),
    bill: nowhere(buyer.bill, name),
    ship: buyer.ship === null ? null : nowhere(buyer.ship, name),
  };
}

function nowhere(place: z.output<typeof address>, name: string): z.output<typeof address> {
  return { ...place, name, address1: null, address2: null, city: null };
}
