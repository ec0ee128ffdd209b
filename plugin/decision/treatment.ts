import { countryName, isEuCountry, standardRate, type VatPlace, vatPlace } from "../domain/countries.ts";
import { type Decimal, decimalsEqual, formatDecimal, isDecimalZero, parseDecimal } from "../domain/money.ts";
import type { Order } from "../domain/order.ts";
import type { Treatment } from "../domain/plan.ts";
import type { Settings } from "../settings/schema.ts";
import type { Item, TaxPart } from "./items.ts";
import { isUntaxed, sellsGoods } from "./items.ts";
import { inShop, Refusal, settingsField } from "./refusal.ts";

/** How VAT law sees one part of an order, and why. */
export interface Classified {
  readonly treatment: Treatment;
  /** Country whose VAT it is. */
  readonly country: string;
  readonly rate: Decimal;
  readonly why: string;
  /** The shop charged nothing but the merchant chose to book with this VAT (setting vat.unknown_number). */
  readonly carveRate: Decimal | null;
}

export interface Seller {
  readonly country: string;
  readonly settings: Settings;
  /** Tells a home rate charged abroad from a foreign one. */
  readonly isHomeRate: (rate: Decimal) => boolean;
  /** True when the merchant has mapped this rate of OSS sales to this country. */
  readonly isOssRate: (rate: Decimal, country: string) => boolean;
}

/**
 * Chooses the treatment of one part by buyer, place and number, never by the rate alone (R9, R10;
 * order of tests: vat-and-bookkeeping.md section 1). Throws when VAT is missing without a ground.
 */
export function classify(order: Order, item: Item, part: TaxPart, seller: Seller): Classified {
  const found = (treatment: Treatment, country: string, why: string): Classified => ({
    treatment,
    country,
    rate: isUntaxed(part) ? parseDecimal("0") : part.rate,
    why,
    carveRate: null,
  });
  if (item.isOutside) return found("outside", seller.country, outsideReason(item));
  const isMarketplace = item.isChannelLiable || (order.channel === "marketplace" && isUntaxed(part));
  if (isMarketplace) return found("deemed_supplier", seller.country, "the marketplace owes the VAT (R10)");
  const place = destination(order, item.nature, seller.country);
  return isUntaxed(part)
    ? untaxed(order, item, place, seller, found)
    : taxed(item, part, place, seller, found);
}

type Found = (treatment: Treatment, country: string, why: string) => Classified;

function taxed(item: Item, part: TaxPart, place: VatPlace, seller: Seller, found: Found): Classified {
  const rate = formatDecimal(part.rate);
  const name = countryName(place.country);
  const { registrations } = seller.settings.vat;
  if (place.country === seller.country && place.territory === null) {
    return found("domestic", seller.country, `sold within ${name} at ${rate} %`);
  }
  if (isRegisteredIn(place, seller)) {
    return found("local_foreign", place.country, `${rate} % of ${name}, where you are registered`);
  }
  if (place.inEu && isEuCountry(seller.country)) {
    if (registrations.includes("OSS") && !isTaxedAtHome(item, part, place, seller)) {
      return found("oss", place.country, `consumer in ${name}, ${rate} % through OSS (R9)`);
    }
    if (seller.isHomeRate(part.rate)) {
      const reason = registrations.includes("OSS") ? "service taxed at home" : "no OSS registration";
      return found("domestic", seller.country, `to ${name} at the home rate of ${rate} %: ${reason} (R9)`);
    }
    throw new Refusal(
      "VAT_UNMAPPED",
      `${name} ${rate} % has no account: you are not registered for OSS in the settings.`,
      settingsField("vat.registrations"),
    );
  }
  if (item.nature === "service" && seller.isHomeRate(part.rate)) {
    return found("domestic", seller.country, `service taxed at home at ${rate} %`);
  }
  throw new Refusal(
    "VAT_UNMAPPED",
    `${name} ${rate} % has no account: VAT was charged outside the EU, where no registration is set.`,
    settingsField("vat.registrations"),
  );
}

/** A registration of its own in the country of arrival (stock there, or VAT at the point of sale: GB, Norway's VOEC). */
function isRegisteredIn(place: VatPlace, seller: Seller): boolean {
  const { registrations } = seller.settings.vat;
  if (place.territory !== null) return false;
  return registrations.includes(place.country) || (place.country === "NO" && registrations.includes("VOEC"));
}

/**
 * Services to consumers are taxed where the seller is, unless they are electronic ones, which only the shop can know
 * (Directive Art. 45 and 58). So the charged rate tells: a home rate that is no rate of OSS to that country is home VAT.
 * Goods always follow the country of arrival (R9).
 */
function isTaxedAtHome(item: Item, part: TaxPart, place: VatPlace, seller: Seller): boolean {
  if (item.nature === "goods" || !seller.isHomeRate(part.rate)) return false;
  const standard = standardRate(place.country);
  const isDestinationRate = standard !== null && decimalsEqual(parseDecimal(standard), part.rate);
  return !isDestinationRate && !seller.isOssRate(part.rate, place.country);
}

function untaxed(order: Order, item: Item, place: VatPlace, seller: Seller, found: Found): Classified {
  const name = place.territory ?? countryName(place.country);
  if (place.country === seller.country && place.territory === null) {
    const isZeroRated = seller.settings.vat.treatments.some(
      (row) =>
        row.treatment === "domestic" && row.rate !== undefined && isDecimalZero(parseDecimal(row.rate)),
    );
    if (isZeroRated) return found("domestic", seller.country, `0 % within ${name} by the VAT map`);
    throw groundMissing(
      `Sold without VAT within ${name}, but nothing in the order or the settings justifies it.`,
    );
  }
  if (place.inEu && isEuCountry(seller.country)) return acrossBorder(order, item, place, seller, found);
  if (place.country === "XI" && seller.country === "GB") {
    throw groundMissing(`Sold without VAT to ${name}, but nothing in the order justifies it.`);
  }
  return found("export", place.country, `exported to ${name} (R10)`);
}

/** Zero VAT to another member state needs a business with a valid number of another state than the seller's (R10). */
function acrossBorder(order: Order, item: Item, place: VatPlace, seller: Seller, found: Found): Classified {
  const name = countryName(place.country);
  const { customer } = order;
  const number = order.customer.vatNumber === null ? null : normaliseVatNumber(order.customer.vatNumber);
  if (number === null) {
    if (customer.type === "B2C" && customer.company === null) {
      throw groundMissing(`Sold without VAT to a consumer in ${name}. Nothing in the order justifies it.`);
    }
    throw numberRequired(`Sold without VAT to a company in ${name}, but the order has no VAT number.`);
  }
  const state = stateOfNumber(number, customer.country ?? order.billTo?.country ?? place.country);
  // Numbers of Northern Ireland (XI) are good for goods only.
  const isUsable = state !== null && (isEuCountry(state) || (state === "XI" && item.nature === "goods"));
  if (!isUsable || state === seller.country) {
    throw numberRequired(
      `Sold without VAT to ${name}, but ${number} is no VAT number of another EU country.`,
    );
  }
  const kind = item.nature === "goods" ? "eu_goods" : "eu_service";
  const reason = `${item.nature} to a business in ${name} with VAT number ${number} (R10)`;
  const check = seller.settings.vat.vat_number_check;
  if (check === "off" || customer.vatNumberValid === true) return found(kind, place.country, reason);
  if (customer.vatNumberValid === false) {
    throw numberRequired(
      `Sold without VAT to a company in ${name}, but its VAT number ${number} is not valid.`,
    );
  }
  if (seller.settings.vat.unknown_number === "hold") {
    throw numberRequired(
      `Sold without VAT to a company in ${name}, but nobody has checked its VAT number ${number}.`,
    );
  }
  return chargedAnyway(place, seller);
}

/** The VAT that would have been due had the buyer been a consumer: local registration, OSS, or home. */
function chargedAnyway(place: VatPlace, seller: Seller): Classified {
  const treatment = isRegisteredIn(place, seller)
    ? "local_foreign"
    : seller.settings.vat.registrations.includes("OSS")
      ? "oss"
      : "domestic";
  const country = treatment === "domestic" ? seller.country : place.country;
  const rate = standardRate(country);
  if (rate === null) throw groundMissing(`No standard VAT rate is known for ${countryName(country)}.`);
  return {
    treatment,
    country,
    rate: parseDecimal(rate),
    why: `VAT number not checked: booked with ${rate} % inside the price (setting vat.unknown_number)`,
    carveRate: parseDecimal(rate),
  };
}

/**
 * Where goods arrive; for services where the customer is. Goods without a delivery address were picked up
 * in the shop's country (R9). Services sold with goods go with them.
 */
function destination(order: Order, nature: "goods" | "service", sellerCountry: string): VatPlace {
  const { billTo, customer } = order;
  const addresses = nature === "goods" || sellsGoods(order) ? [order.shipTo] : [billTo, order.shipTo];
  for (const address of addresses) {
    const stated = address?.country;
    if (stated != null) return vatPlace(stated, address?.zip ?? null, nature, address?.province ?? null);
  }
  const isPickUp = nature === "goods" && order.shipTo === null;
  const country = isPickUp ? sellerCountry : (customer.country ?? billTo?.country ?? sellerCountry);
  return vatPlace(country, null, nature);
}

/** Capital letters and digits only; null when nothing is left. */
export function normaliseVatNumber(text: string): string | null {
  const number = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return number === "" ? null : number;
}

/** Country of a VAT number: its prefix (EL is Greece, XI Northern Ireland), else the buyer's country. */
function stateOfNumber(number: string, buyerCountry: string): string | null {
  const prefix = /^([A-Z]{2})[0-9A-Z]{2,13}$/.exec(number)?.[1];
  if (prefix === undefined) return /^[0-9A-Z]{5,13}$/.test(number) ? buyerCountry : null;
  return prefix === "EL" ? "GR" : prefix;
}

function outsideReason(item: Item): string {
  return item.kind === "tip"
    ? "a tip is outside VAT (R14)"
    : "a sold gift card is a debt until it is used (R8)";
}

const groundMissing = (message: string): Refusal => new Refusal("VAT_GROUND_MISSING", message, inShop);
const numberRequired = (message: string): Refusal => new Refusal("VAT_NUMBER_REQUIRED", message, inShop);
