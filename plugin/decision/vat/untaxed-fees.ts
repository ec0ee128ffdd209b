import {
  compareDecimals,
  type Decimal,
  formatDecimal,
  formatMoney,
  isDecimalZero,
  parseDecimal,
  subtract,
  vatInGross,
} from "../../domain/money.ts";
import type { Order } from "../../domain/order.ts";
import { Refusal, settingsField } from "../refusal.ts";
import { isFree, isUntaxed, itemsOfOrder, part, type TaxPart } from "../rows/items.ts";
import { type Classified, found, groundMissing, type Sale } from "./sale.ts";

/**
 * A fee that the shop charged without VAT beside rows that bear some: what belongs to a sale is taxed as the sale is
 * (Directive Art. 78), but only the merchant knows whether it belongs to it. Null for everything else, and where the
 * VAT map says that 0 % is right.
 */
export function untaxedFee(sale: Sale, asTaxed: (one: TaxPart) => Classified): Classified | null {
  const { item, order, part: charged, seller } = sale;
  if (item.kind !== "fee" || sale.isTaxed || item.isChannelLiable) return null;
  const rates = ratesOf(order);
  if (rates.length === 0) return null;
  const { untaxed_fees: treated } = seller.settings.vat;
  if (treated === "outside") {
    return found(sale, "outside", seller.country, null, "a fee outside VAT (setting vat.untaxed_fees)");
  }
  if (treated === "hold") return isExplained(sale) ? null : refuse(sale);
  const [rate, other] = rates;
  if (rate === undefined || other !== undefined) {
    const named = rates.map(formatDecimal).join(" % and ");
    throw groundMissing(
      `${nameOf(sale)} bears no VAT, and comes with rows at ${named} %: which of it is contained, nobody can say. Tax it in the shop, or book it by hand.`,
    );
  }
  const vat = vatInGross(charged.gross, rate);
  const taxed = asTaxed(part(rate, subtract(charged.gross, vat), vat));
  const why = `${taxed.why} · contains the ${formatDecimal(rate)} % of what it comes with (setting vat.untaxed_fees)`;
  return { ...taxed, carveRate: rate, why };
}

function refuse(sale: Sale): never {
  throw new Refusal(
    "VAT_GROUND_MISSING",
    `${nameOf(sale)} bears no VAT, but the rest of the order does. Say in the settings whether such fees contain VAT.`,
    settingsField("vat.untaxed_fees"),
  );
}

const nameOf = ({ item, part: { gross } }: Sale): string =>
  `The fee "${item.text}" of ${formatMoney(gross)} ${gross.currency}`;

/** The rates that rows of the order were taxed at, each once. */
function ratesOf(order: Order): Decimal[] {
  const rates: Decimal[] = [];
  for (const one of itemsOfOrder(order).flatMap((item) => item.parts)) {
    const isKnown = rates.some((rate) => compareDecimals(rate, one.rate) === 0);
    if (!isFree(one) && !isUntaxed(one) && !isKnown) rates.push(one.rate);
  }
  return rates;
}

/** Other rules find a ground abroad; at home, and for consumers in the EU, nothing but a row of the VAT map is one. */
function isExplained({ seller, order, isAtHome, isAcrossEu }: Sale): boolean {
  if (!isAtHome) return !isAcrossEu || order.customer.type !== "B2C";
  return seller.settings.vat.treatments.some(
    (row) => row.treatment === "domestic" && row.rate !== undefined && isDecimalZero(parseDecimal(row.rate)),
  );
}
