import type { PlannedArticle, PlannedCustomer, Treatment } from "../../domain/plan.ts";
import type { Product } from "../../domain/product.ts";
import { normaliseVatNumber } from "../shared/identifiers.ts";
import { toJsonNumber } from "../shared/json-number.ts";
import { countryCode } from "./country.ts";
import { BASE_CURRENCY } from "./options.ts";
import {
  type ArticleBody,
  type ArticleUpdate,
  articleBody,
  articleUpdate,
  type CustomerBody,
  customerBody,
  type VatType,
  vatTypes,
} from "./schema.ts";
import { articleNumber, emailAddress, optionalText, requiredText } from "./text.ts";

/**
 * Which VAT the card stands for. Sellers under OSS keep the buyer as ordinary Swedish VAT: rows with own rates and
 * accounts do the work, where EUVAT would bring Swedish rates in.
 */
const VAT_TYPES: Readonly<Record<Treatment, VatType>> = {
  domestic: "SEVAT",
  oss: "SEVAT",
  deemed_supplier: "SEVAT",
  local_foreign: "SEVAT",
  eu_goods: "EUREVERSEDVAT",
  eu_service: "EUREVERSEDVAT",
  export: "EXPORT",
  outside: "EXPORT",
};

/** A customer's card. `reference` is kept on the card of a new customer so that it can be recognised. */
export function toCustomerBody(customer: PlannedCustomer, reference: string | null): CustomerBody {
  const { bill, ship } = customer;
  const email = emailAddress(customer.email);
  return customerBody.parse({
    Customer: {
      Name: requiredText(customer.company ?? customer.name, "name", "Customer"),
      Type: customer.type === "B2C" ? "PRIVATE" : "COMPANY",
      // A consumer's would be a personal number, which Fortnox has no need to know.
      OrganisationNumber: customer.type === "B2C" ? undefined : identifier(customer.organisationNumber),
      VATNumber: vatNumber(customer.vatNumber),
      VATType: vatType(customer),
      Address1: optionalText(bill.address1, "address"),
      Address2: optionalText(bill.address2, "address"),
      ZipCode: optionalText(bill.zip, "cardZip"),
      City: optionalText(bill.city, "address"),
      CountryCode: countryCode(bill.country ?? customer.country),
      ...(ship === null
        ? {}
        : {
            DeliveryName: requiredText(ship.name, "name", "Customer"),
            DeliveryAddress1: optionalText(ship.address1, "address"),
            DeliveryAddress2: optionalText(ship.address2, "address"),
            DeliveryZipCode: optionalText(ship.zip, "cardZip"),
            DeliveryCity: optionalText(ship.city, "address"),
            DeliveryCountryCode: countryCode(ship.country),
          }),
      Email: email,
      EmailInvoice: email,
      Phone1: optionalText(customer.phone, "address"),
      Currency: customer.currency,
      GLN: /^\d{13}$/.test(customer.ean ?? "") ? customer.ean : undefined,
      YourReference: optionalText(customer.reference, "yourReference"),
      PriceList: customer.card?.priceList ?? undefined,
      TermsOfPayment: customer.card?.terms ?? undefined,
      ExternalReference: reference ?? undefined,
    },
  });
}

/** What of the shop's data the card does not have because Fortnox would refuse it, in words for the log. */
export function leftOut(customer: PlannedCustomer): string[] {
  const { Customer: card } = toCustomerBody(customer, null);
  const lost = (name: string, given: string | null, kept: string | undefined): string[] =>
    given === null || given.trim() === "" || kept !== undefined ? [] : [`${name} ${given.trim()}`];
  return [
    ...lost("e-mail address", customer.email, card.Email),
    ...lost("VAT number", customer.vatNumber, card.VATNumber),
    ...lost("country", customer.bill.country ?? customer.country, card.CountryCode),
  ];
}

/** The VAT type the settings name, else that of the order's treatment. */
function vatType(customer: PlannedCustomer): VatType {
  return vatTypes.find((type) => type === customer.card?.vatCode) ?? VAT_TYPES[customer.treatment];
}

/** An article; its cost is set once and then the bookkeeper's. Null when nothing of the SKU can be kept. */
export function toArticleBody(article: PlannedArticle, product: Product | null): ArticleBody | null {
  const number = articleNumber(article.sku);
  if (number === null) return null;
  return articleBody.parse({
    Article: {
      ArticleNumber: number,
      Description: requiredText(article.title, "articleText", number),
      Type: article.nature === "service" ? "SERVICE" : "STOCK",
      EAN: optionalText(article.barcode, "barcode"),
      PurchasePrice: inKronor(product, product?.cost ?? null),
    },
  });
}

/** Price lists are kept in kronor, without VAT. Undefined where the shop gives no such price. */
export function listPrice(product: Product | null): number | undefined {
  return inKronor(product, product?.price ?? null);
}

function inKronor(product: Product | null, amount: string | null): number | undefined {
  if (product === null || amount === null || product.currency !== BASE_CURRENCY) return undefined;
  return amount.startsWith("-") ? undefined : toJsonNumber(amount, 2);
}

/** What follows the shop on an article that is in the ledger already; `reactivate` takes it back into use. */
export function toArticleUpdate(article: PlannedArticle, number: string, reactivate: boolean): ArticleUpdate {
  return articleUpdate.parse({
    Article: {
      Description: requiredText(article.title, "articleText", number),
      EAN: optionalText(article.barcode, "barcode"),
      Active: reactivate ? true : undefined,
    },
  });
}

/** Organisation numbers: one that does not fit is left out, never cut into another number. */
function identifier(text: string | null): string | undefined {
  const plain = text?.trim() ?? "";
  return /^[A-Za-z0-9][A-Za-z0-9 .-]{0,29}$/.test(plain) ? plain : undefined;
}

/** Country prefix without blanks; a Swedish one is SE, ten digits and 01. Fortnox refuses looser forms. */
function vatNumber(text: string | null): string | undefined {
  const plain = normaliseVatNumber(text ?? "");
  const form = plain.startsWith("SE") ? /^SE\d{10}01$/ : /^[A-Z]{2}[0-9A-Z]{2,12}$/;
  return form.test(plain) ? plain : undefined;
}
