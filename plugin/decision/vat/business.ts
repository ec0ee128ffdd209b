import { countryName, isEuCountry } from "../../domain/countries.ts";
import { parseDecimal } from "../../domain/money.ts";
import type { Order } from "../../domain/order.ts";
import type { FixPlace } from "../../domain/problem.ts";
import { readVatNumber, type VatNumber } from "../../domain/vat-number.ts";
import { standardRate } from "../../domain/vat-rates.ts";
import { inShop, Refusal, settingsField } from "../refusal.ts";
import { type Classified, found, groundMissing, isRegisteredThere, type Sale, withRule } from "./sale.ts";

/**
 * 6 and 7: no VAT to a business of another member state. A number that is valid on the day of supply is a material
 * condition (Directive Art. 138), so what is not known to be valid is held, or charged as the merchant wishes.
 */
export function toBusiness(sale: Sale): Classified | null {
  if (!sale.isAcrossEu || sale.isTaxed) return null;
  const { seller, item, placeName } = sale;
  const number = usableNumber(sale);
  const verdict = verdictOn(number, sale);
  if (verdict.is !== "valid") {
    const mayCharge = verdict.is === "unknown" && seller.settings.vat.unknown_number === "charge";
    if (mayCharge) return chargedAnyway(sale);
    const message = `Sold without VAT to a company in ${placeName}, but ${verdict.reason}.`;
    const isUnasked = verdict.is === "unknown" && verdict.isUnasked === true;
    throw numberRequired(message, isUnasked ? settingsField("vat.vat_number_check") : inShop);
  }
  const why = `${item.nature} to a business in ${placeName} with VAT number ${number.text}${verdict.by} (R10)`;
  return item.nature === "goods"
    ? found(sale, "eu_goods", sale.place.country, 6, why)
    : found(sale, "eu_service", sale.place.country, 7, why);
}

/** The number on the order, if a sale without VAT across the EU could rest on it. Throws what is wrong with it. */
export function usableNumber(sale: Sale): VatNumber {
  const { placeName, order, item, seller } = sale;
  const { customer } = order;
  const number = buyerNumber(order, sale.place.country);
  if (number === null) {
    if (customer.type === "B2C" && customer.company === null) {
      throw groundMissing(
        `Sold without VAT to a consumer in ${placeName}. Nothing in the order justifies it.`,
      );
    }
    throw numberRequired(`Sold without VAT to a company in ${placeName}, but the order has no VAT number.`);
  }
  // Numbers of Northern Ireland (XI) are good for goods only.
  const isOfMember = isEuCountry(number.state) || (number.state === "XI" && item.nature === "goods");
  if (!isOfMember || number.state === seller.country) {
    throw numberRequired(
      `Sold without VAT to ${placeName}, but ${customer.vatNumber ?? ""} is no VAT number of another EU country.`,
    );
  }
  if (number.form === "malformed") {
    throw numberRequired(
      `Sold without VAT to ${placeName}, but ${number.text} has not the form of a VAT number of ${countryName(number.state)}.`,
    );
  }
  return number;
}

/** The buyer's VAT number; without a prefix it is one of the buyer's own country. */
export function buyerNumber(order: Order, arrival: string): VatNumber | null {
  const { customer, billTo } = order;
  if (customer.vatNumber === null) return null;
  return readVatNumber(customer.vatNumber, customer.country ?? billTo?.country ?? arrival);
}

type Verdict =
  | { readonly is: "valid"; readonly by: string }
  | { readonly is: "invalid"; readonly reason: string }
  | {
      readonly is: "unknown";
      readonly reason: string;
      /** Nobody was asked who could know: the setting that says who is to be asked mends it for every order. */
      readonly isUnasked?: true;
    };

/**
 * Whoever the merchant trusts to check has the last word. A check digit that does not fit is a typing error nearly
 * always, but states do not publish how they make them: it counts while nobody who can know has spoken.
 */
function verdictOn(number: VatNumber, { order, seller }: Sale): Verdict {
  const isDoubtful = number.form === "wrong check digit";
  const doubt = `the check digit of its VAT number ${number.text} is wrong`;
  const notValid: Verdict = { is: "invalid", reason: `its VAT number ${number.text} is not valid` };
  switch (seller.settings.vat.vat_number_check) {
    case "off":
      return isDoubtful ? { is: "invalid", reason: doubt } : { is: "valid", by: "" };
    case "platform": {
      const stated = order.customer.vatNumberValid;
      if (stated === true) return { is: "valid", by: ", checked by the shop" };
      if (stated === false) return notValid;
      if (isDoubtful) return { is: "unknown", reason: doubt };
      const reason = seller.shopChecksNumbers
        ? `nobody has checked its VAT number ${number.text}. Check it in the shop, or choose in the settings that VIES is asked`
        : `the shop cannot say whether its VAT number ${number.text} is valid. Choose in the settings that VIES is asked`;
      return { is: "unknown", reason, isUnasked: true };
    }
    case "vies": {
      const check = seller.checks.find((one) => one.number === number.text);
      if (check === undefined || check.verdict === "unknown") {
        const why = check === undefined ? "has not been asked" : `did not answer: ${check.reason}`;
        const reason = `VIES could not check its VAT number ${number.text} yet (it ${why}). It is asked again by itself`;
        return { is: "unknown", reason: isDoubtful ? doubt : reason };
      }
      const { verdict, checkedAt } = check;
      return verdict === "valid"
        ? { is: "valid", by: `, valid in VIES on ${checkedAt.slice(0, 10)}` }
        : notValid;
    }
  }
}

/** The VAT that would have been due had the buyer been a consumer: local registration, OSS, or home. */
function chargedAnyway(sale: Sale): Classified {
  const { place, seller } = sale;
  const isRegistered = isRegisteredThere(sale);
  const isOss = seller.settings.vat.registrations.includes("OSS");
  const [treatment, rule] = isRegistered
    ? (["local_foreign", 2] as const)
    : isOss
      ? (["oss", 8] as const)
      : (["domestic", 9] as const);
  const country = treatment === "domestic" ? seller.country : place.country;
  const own = treatment === "domestic" ? null : place.ownStandardRate;
  const rate = own ?? standardRate(country, seller.day);
  if (rate === null) throw groundMissing(`No standard VAT rate is known for ${countryName(country)}.`);
  const why = `VAT number not checked: booked with ${rate} % inside the price (setting vat.unknown_number)`;
  return {
    treatment,
    country,
    rate: parseDecimal(rate),
    rule,
    why: withRule(why, rule),
    carveRate: parseDecimal(rate),
  };
}

const numberRequired = (message: string, place: FixPlace = inShop): Refusal =>
  new Refusal("VAT_NUMBER_REQUIRED", message, place);
