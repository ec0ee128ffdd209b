import { countryName, isCountry } from "../../domain/countries.ts";
import { decimalsEqual, isDecimalZero, parseDecimal } from "../../domain/money.ts";
import type { Order } from "../../domain/order.ts";
import { standardRate } from "../../domain/vat-rates.ts";
import { Refusal, settingsField } from "../refusal.ts";
import type { Item, TaxPart } from "../rows/items.ts";
import { toBusiness } from "./business.ts";
import {
  type Classified,
  found,
  groundMissing,
  isOwedByMarketplace,
  isRegisteredThere,
  type Sale,
  type Seller,
  saleOf,
  sellerInEu,
} from "./sale.ts";
import { untaxedFee } from "./untaxed-fees.ts";

/**
 * Chooses the treatment of one part by buyer, place and number, never by the rate alone (R9, R10). The VAT rules are
 * tried in the order of their numbers (docs/reference/vat.md) and the first that hits wins; its number is evidence.
 * Throws a refusal when VAT is missing without a ground, or charged where nothing says whose it is.
 *
 * The scheme is chosen per part, not per document (T8): Fortnox books each row by its own account and VAT code, so
 * goods and a service to the same business, or goods and a gift card, stand on one invoice with the texts of both.
 */
export function classify(order: Order, item: Item, part: TaxPart, seller: Seller): Classified {
  const sale = saleOf(order, item, part, seller);
  if (item.isOutside) return found(sale, "outside", seller.country, null, outsideReason(item));
  return (
    untaxedFee(sale, (taxed) => classify(order, item, taxed, seller)) ??
    throughMarketplace(sale) ??
    underForeignRegistration(sale) ??
    exported(sale) ??
    imported(sale) ??
    toBusiness(sale) ??
    throughOss(sale) ??
    atHomeRateAbroad(sale) ??
    domestic(sale)
  );
}

/** 1: the platform or a marketplace collects the tax and remits it: neither our revenue nor our VAT. */
function throughMarketplace(sale: Sale): Classified | null {
  if (!isOwedByMarketplace(sale)) return null;
  const why = `the marketplace owes the VAT of ${sale.placeName} (R10)`;
  return found(sale, "deemed_supplier", sale.place.country, 1, why);
}

/** 2: VAT of a country where the seller is registered beside home. */
function underForeignRegistration(sale: Sale): Classified | null {
  if (!sale.isTaxed || sale.isAtHome || !isRegisteredThere(sale)) return null;
  const why = `${sale.rate} % of ${sale.placeName}, where you are registered`;
  return found(sale, "local_foreign", sale.place.country, 2, why);
}

/** 3: sent out of the VAT area: of the EU, or of the United Kingdom for a seller there. The delivery address decides. */
function exported(sale: Sale): Classified | null {
  const { place, seller, item } = sale;
  const isBritish = seller.country === "GB" || seller.country === "XI";
  const leaves = !place.inEu || item.nature === "service" || isBritish;
  if (sale.isTaxed || sale.isAtHome || sale.isAcrossEu || !leaves) return null;
  if (!isCountry(place.country)) {
    throw groundMissing(`Sold without VAT to "${place.country}", which is no country we know.`);
  }
  return found(sale, "export", place.country, 3, `exported to ${sale.placeName} (R10)`);
}

/**
 * 4 and 5: goods that come into the EU from outside, a parcel under IOSS or an import. Who imports (DDP or DAP) decides
 * whose VAT it is, and no order says so: a person does, once, by a row of the VAT map. Stock is taken to be where the
 * seller is; no platform tells where a parcel starts.
 */
function imported(sale: Sale): Classified | null {
  const { place, seller, item, placeName } = sale;
  if (sale.isAtHome || item.nature !== "goods" || !place.inEu || sellerInEu(seller.country, "goods"))
    return null;
  if (sale.isTaxed && seller.settings.vat.registrations.includes("IOSS")) {
    throw groundMissing(
      `Sent to ${placeName} from outside the EU with ${sale.rate} % of VAT. Whether the parcel falls under IOSS (at most 150 EUR) is for a person to decide; book it by hand.`,
    );
  }
  const isNamed = seller.settings.vat.treatments.some(
    (row) => row.treatment === "export" && row.country === place.country,
  );
  if (!sale.isTaxed && isNamed) {
    return found(
      sale,
      "export",
      place.country,
      5,
      `the buyer in ${placeName} imports it, by the VAT map (R10)`,
    );
  }
  throw groundMissing(
    `Goods sent to ${placeName} from outside the EU: who imports them decides the VAT. If the buyer does, name ${placeName} for exports in the VAT map; if you do, add your registration there.`,
  );
}

/** 8: a consumer, or a business without a number, in another member state; everything goes through OSS once registered. */
function throughOss(sale: Sale): Classified | null {
  const { place, seller } = sale;
  if (!sale.isAcrossEu || !seller.settings.vat.registrations.includes("OSS") || isTaxedAtHome(sale))
    return null;
  return found(
    sale,
    "oss",
    place.country,
    8,
    `consumer in ${sale.placeName}, ${sale.rate} % through OSS (R9)`,
  );
}

/** 9: the same below the threshold: home VAT. */
function atHomeRateAbroad(sale: Sale): Classified | null {
  const { seller, part } = sale;
  if (!sale.isAcrossEu || !seller.isHomeRate(part.rate)) return null;
  const hasOss = seller.settings.vat.registrations.includes("OSS");
  const reason = hasOss ? "service taxed at home" : "no OSS registration";
  const why = `to ${sale.placeName} at the home rate of ${sale.rate} %: ${reason} (R9)`;
  return found(sale, "domestic", seller.country, hasOss ? 10 : 9, why);
}

/**
 * Services to consumers are taxed where the seller is, unless they are electronic ones, which only the shop can know
 * (Directive Art. 45 and 58). So the charged rate tells: a home rate that is no rate of OSS to that country is home VAT.
 * Goods always follow the country of arrival (R9).
 */
function isTaxedAtHome({ item, part, place, seller }: Sale): boolean {
  if (item.nature === "goods" || !seller.isHomeRate(part.rate)) return false;
  const standard = place.ownStandardRate ?? standardRate(place.country, seller.day);
  const isDestinationRate = standard !== null && decimalsEqual(parseDecimal(standard), part.rate);
  return !isDestinationRate && !seller.isOssRate(part.rate, place.country);
}

/** 10: everything else is home VAT, or nobody can say whose. */
function domestic(sale: Sale): Classified {
  const { seller, placeName, rate } = sale;
  if (sale.isAtHome) return sale.isTaxed ? soldAtHome(sale) : zeroRated(sale);
  if (sale.isAcrossEu) {
    throw new Refusal(
      "VAT_UNMAPPED",
      `${placeName} ${rate} % has no account: you are not registered for OSS in the settings.`,
      settingsField("vat.registrations", { registration: "OSS" }),
    );
  }
  if (sale.item.nature === "service" && seller.isHomeRate(sale.part.rate)) {
    return found(sale, "domestic", seller.country, 10, `service taxed at home at ${rate} %`);
  }
  throw new Refusal(
    "VAT_UNMAPPED",
    `${placeName} ${rate} % has no account: VAT was charged outside the EU, where no registration is set.`,
    settingsField("vat.registrations"),
  );
}

function soldAtHome(sale: Sale): Classified {
  return found(sale, "domestic", sale.seller.country, 10, `sold within ${homeOf(sale)} at ${sale.rate} %`);
}

/** Nothing but the merchant's own word makes a sale at home free of VAT. */
function zeroRated(sale: Sale): Classified {
  const isMapped = sale.seller.settings.vat.treatments.some(
    (row) => row.treatment === "domestic" && row.rate !== undefined && isDecimalZero(parseDecimal(row.rate)),
  );
  const home = homeOf(sale);
  if (isMapped) return found(sale, "domestic", sale.seller.country, 10, `0 % within ${home} by the VAT map`);
  throw groundMissing(
    `Sold without VAT within ${home}, but nothing in the order or the settings justifies it.`,
  );
}

const homeOf = (sale: Sale): string => countryName(sale.seller.country);

function outsideReason(item: Item): string {
  if (item.kind === "tip") return "a tip is outside VAT (R14)";
  return item.kind === "balance"
    ? "credit that no invoice has taken up is outside VAT (R8)"
    : "a sold gift card is a debt until it is used (R8)";
}
