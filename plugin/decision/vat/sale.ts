import { countryName, isEuCountry } from "../../domain/countries.ts";
import { type Decimal, formatDecimal, parseDecimal } from "../../domain/money.ts";
import type { Order } from "../../domain/order.ts";
import type { Treatment } from "../../domain/plan.ts";
import type { VatNumberCheck } from "../../domain/vat-number-check.ts";
import type { VatPlace } from "../../domain/vat-territories.ts";
import type { Settings } from "../../settings/schema.ts";
import { inShop, Refusal } from "../refusal.ts";
import type { Item, TaxPart } from "../rows/items.ts";
import { isUntaxed } from "../rows/items.ts";
import { destination } from "./destination.ts";

/** How VAT law sees one part of an order, and why. */
export interface Classified {
  readonly treatment: Treatment;
  /** Country whose VAT it is; where there is none, the country of arrival. */
  readonly country: string;
  readonly rate: Decimal;
  readonly why: string;
  /** Number of the VAT rule that hit (docs/reference/vat.md), kept as evidence; null for what is outside VAT. */
  readonly rule: number | null;
  /** The shop charged nothing but the merchant chose to book with this VAT (setting vat.unknown_number). */
  readonly carveRate: Decimal | null;
}

export interface Seller {
  readonly country: string;
  readonly settings: Settings;
  /** Day of the supply, YYYY-MM-DD: it decides which rates there are. */
  readonly day: string;
  /** What the register said of the buyer's number, when it was asked. */
  readonly checks: readonly VatNumberCheck[];
  /** The shop can say whether the buyer's number is valid. */
  readonly shopChecksNumbers: boolean;
  /** Tells a home rate charged abroad from a foreign one. */
  readonly isHomeRate: (rate: Decimal) => boolean;
  /** True when the merchant has mapped this rate of OSS sales to this country. */
  readonly isOssRate: (rate: Decimal, country: string) => boolean;
}

/** One part of an order with everything its VAT depends on. */
export interface Sale {
  readonly order: Order;
  readonly item: Item;
  readonly part: TaxPart;
  readonly seller: Seller;
  /** Where the goods arrive or the customer is. */
  readonly place: VatPlace;
  readonly placeName: string;
  readonly isTaxed: boolean;
  /** Percent as text, for sentences. */
  readonly rate: string;
  /** Sold where the seller is. The United Kingdom is one place for a seller there, Northern Ireland or not. */
  readonly isAtHome: boolean;
  /** Seller and place are both inside the EU VAT area for this kind of supply, in different states. */
  readonly isAcrossEu: boolean;
}

export function saleOf(order: Order, item: Item, part: TaxPart, seller: Seller): Sale {
  const place = destination(order, item.nature, seller.country);
  const isAtHome =
    place.territory === null &&
    (place.country === seller.country || isBritain(place.country, seller.country));
  return {
    order,
    item,
    part,
    seller,
    place,
    placeName: place.territory ?? countryName(place.country),
    isTaxed: !isUntaxed(part),
    rate: formatDecimal(part.rate),
    isAtHome,
    isAcrossEu: !isAtHome && place.inEu && sellerInEu(seller.country, item.nature),
  };
}

/** Goods in Northern Ireland are in the EU VAT area, services are not. */
export function sellerInEu(country: string, nature: Item["nature"]): boolean {
  return isEuCountry(country) || (country === "XI" && nature === "goods");
}

function isBritain(a: string, b: string): boolean {
  return [a, b].every((country) => country === "GB" || country === "XI");
}

/** A registration of its own in the country of arrival (stock there, or VAT at the point of sale: GB, Norway's VOEC). */
export function isRegisteredThere({ place, seller }: Sale): boolean {
  const { registrations } = seller.settings.vat;
  if (place.territory !== null) return false;
  return registrations.includes(place.country) || (place.country === "NO" && registrations.includes("VOEC"));
}

/** The platform or a marketplace collects the tax and remits it, or says that it would. */
export function isOwedByMarketplace({
  item,
  order,
  isTaxed,
}: Pick<Sale, "item" | "order" | "isTaxed">): boolean {
  return item.isChannelLiable || (order.channel === "marketplace" && !isTaxed);
}

export function found(
  sale: Sale,
  treatment: Treatment,
  country: string,
  rule: number | null,
  why: string,
): Classified {
  const rate = sale.isTaxed ? sale.part.rate : parseDecimal("0");
  return { treatment, country, rate, rule, why: withRule(why, rule), carveRate: null };
}

export function withRule(why: string, rule: number | null): string {
  return rule === null ? why : `${why} (VAT rule ${rule})`;
}

export const groundMissing = (message: string): Refusal => new Refusal("VAT_GROUND_MISSING", message, inShop);
