import type { Address, Customer } from "../../../domain/order.ts";
import { readVatNumber } from "../../../domain/vat-number.ts";
import type { PurchasingCompany, ShopifyAddress, ShopifyOrder } from "../schema/order.ts";

/** Who bought: a company of the shop's B2B trade, a customer, or what the order itself says of a guest. */
export function customerOf(order: ShopifyOrder): Customer {
  const { customer, purchasingEntity, billingAddress, shippingAddress } = order;
  const email = order.email ?? customer?.defaultEmailAddress?.emailAddress ?? null;
  const numbers = numbersOf(order);
  if (purchasingEntity != null) return companyOf(purchasingEntity, email, order);
  const company = billingAddress?.company ?? null;
  const name = customer?.displayName ?? billingAddress?.name ?? shippingAddress?.name ?? company ?? email;
  return {
    id: customer?.legacyResourceId ?? null,
    type: numbers.vat !== null || numbers.organisation !== null ? "B2B" : "B2C",
    name: company !== null && numbers.vat !== null ? company : (name ?? "Guest"),
    email,
    phone: null,
    company,
    country: billingAddress?.countryCodeV2 ?? shippingAddress?.countryCodeV2 ?? null,
    vatNumber: numbers.vat,
    vatNumberValid: null,
    organisationNumber: numbers.organisation,
    ean: null,
    reference: order.poNumber,
  };
}

const COMPANY = "company-";

/** The id our orders name a company by: its number may be a person's too. */
export const companyKey = (id: string): string => `${COMPANY}${id}`;
export const isCompanyKey = (id: string): boolean => id.startsWith(COMPANY);

/** A company is one customer however many of its people and places buy. */
function companyOf(
  { company, location }: PurchasingCompany,
  email: string | null,
  order: ShopifyOrder,
): Customer {
  const registration = location.taxSettings?.taxRegistrationId ?? null;
  const country = location.billingAddress?.countryCode ?? order.billingAddress?.countryCodeV2 ?? null;
  return {
    id: companyKey(company.id),
    type: "B2B",
    name: company.name,
    email,
    phone: null,
    company: company.name,
    country,
    vatNumber: registration !== null && isVatNumber(registration, country) ? registration : null,
    vatNumberValid: null,
    organisationNumber: registration !== null && HAS_PREFIX.test(registration) ? null : registration,
    ean: null,
    reference: order.poNumber,
  };
}

const HAS_PREFIX = /^[A-Z]{2}/i;

/**
 * Shopify has one field for whatever a company is registered by. Without a state's prefix it is a VAT number where its
 * check digit says so, as a Danish CVR number is; a Swedish organisation number is none.
 */
function isVatNumber(registration: string, country: string | null): boolean {
  if (HAS_PREFIX.test(registration)) return true;
  return country !== null && readVatNumber(registration, country)?.form === "right";
}

const VAT_NUMBER = /^(vat|vat ?(number|no|id|registration)|eu ?vat|ust ?id|momsnummer|vat_?number)$/;
const ORGANISATION_NUMBER =
  /^(org(anisation|anization)? ?(number|no|nr)?|orgnr|organisationsnummer|cvr( ?(number|nr))?)$/;

/** Shopify has no field for a consumer order's VAT number; shops that ask for it write it among the order's attributes. */
function numbersOf(order: ShopifyOrder): {
  readonly vat: string | null;
  readonly organisation: string | null;
} {
  const find = (name: RegExp): string | null =>
    order.customAttributes.find(({ key }) => name.test(key.trim().toLowerCase().replaceAll("_", " ")))
      ?.value ?? null;
  return { vat: find(VAT_NUMBER), organisation: find(ORGANISATION_NUMBER) };
}

export function toAddress(address: ShopifyAddress | null | undefined): Address | null {
  if (address == null) return null;
  return {
    name: address.name,
    company: address.company,
    address1: address.address1,
    address2: address.address2,
    zip: address.zip,
    city: address.city,
    province: address.provinceCode,
    country: address.countryCodeV2,
  };
}

/** Where a company wants its invoices, else the order's own billing address. */
export function billTo(order: ShopifyOrder): Address | null {
  const place = order.purchasingEntity?.location.billingAddress;
  if (place == null) return toAddress(order.billingAddress);
  return {
    name: place.companyName ?? order.purchasingEntity?.company.name ?? null,
    company: place.companyName,
    address1: place.address1,
    address2: place.address2,
    zip: place.zip,
    city: place.city,
    province: null,
    country: place.countryCode,
  };
}
