import {
  add,
  compareDecimals,
  type Decimal,
  formatMoney,
  isZero,
  type Money,
  parseDecimal,
  pricePerPiece,
  subtract,
  sum,
  zero,
} from "../../domain/money.ts";
import type { Line, TaxLine } from "../../domain/order.ts";
import { type Arithmetic, chargeMoney, isNear } from "./arithmetic.ts";
import { exactAmount } from "./exact-amount.ts";
import { rateBehind, type TaxPlace } from "./rate.ts";
import type { Charge, InvoiceRecord, Item } from "./schema.ts";
import { Unbookable } from "./unbookable.ts";

const ONE = parseDecimal("1");
const NONE = parseDecimal("0");

/** The lines of an invoice, one per charge, in the way its charges add up. */
export function linesOf(invoice: InvoiceRecord, how: Arithmetic, place: TaxPlace): Line[] {
  const lines = invoice.items.flatMap((item) =>
    item.charges.map((charge) => lineOf(charge, item, how, { currency: invoice.currency, place })),
  );
  const fee = miscellaneous(invoice, how, place);
  return fee === null ? lines : [...lines, fee];
}

interface Terms {
  readonly currency: string;
  readonly place: TaxPlace;
}

function lineOf(charge: Charge, item: Item, how: Arithmetic, { currency, place }: Terms): Line {
  const { subTotal, discount, tax } = chargeMoney(charge, currency);
  // Usage of nothing is a line all the same; the price of no piece cannot be told.
  const counted = parseDecimal(charge.quantity);
  const quantity = compareDecimals(counted, NONE) > 0 ? counted : ONE;
  const listed = how === "discounted" ? add(subTotal, discount) : subTotal;
  const charged = subtract(listed, discount);
  const net = how === "inclusive" ? subtract(charged, tax) : charged;
  const title = [item.product_name, charge.name ?? item.plan_name].filter((one) => one !== null);
  return {
    id: charge.id,
    productId: item.product_id,
    variantId: null,
    sku: item.product_sku,
    title: [...new Set(title)].join(", ") || charge.id,
    quantity,
    unitPrice: pricePerPiece(listed, quantity),
    discount,
    // What is subscribed to is a service; the site knows no goods in stock.
    nature: "service",
    giftCard: false,
    voucher: null,
    tip: false,
    fee: false,
    period:
      charge.service_from === null || charge.service_to === null
        ? null
        : { start: charge.service_from, end: charge.service_to },
    taxLines: taxLines(tax, net, quantity, place),
  };
}

/** Without tax there is no rate: whether that is right is decided by buyer and place, never here (R10). */
function taxLines(tax: Money, net: Money, quantity: Decimal, place: TaxPlace): TaxLine[] {
  if (isZero(tax)) return [];
  const rate = rateBehind(tax, net, quantity, place);
  if (rate !== null) return [{ rate, amount: tax, channelLiable: false }];
  const amounts = `${formatMoney(tax)} on ${formatMoney(net)} ${net.currency}`;
  const where = place.countries.join(" or ");
  throw new Unbookable("TOTAL_MISMATCH", `its tax of ${amounts} is no VAT rate of ${where} on ${place.day}`);
}

/**
 * What the site adds to an invoice beside its charges. No tax is stated with it; but where the header has more tax than
 * the charges and the total tells whether it comes on top, that is its own. Without any the merchant's settings decide.
 */
function miscellaneous(invoice: InvoiceRecord, how: Arithmetic, place: TaxPlace): Line | null {
  const { currency } = invoice;
  const stated = exactAmount(invoice.miscellaneous_charges, currency);
  if (isZero(stated)) return null;
  const { tax, net } = feeTax(invoice, stated);
  const taxed = isZero(tax) ? [] : taxLines(tax, net, ONE, place);
  return {
    id: "miscellaneous",
    productId: null,
    variantId: null,
    sku: null,
    title: "Miscellaneous charges",
    quantity: ONE,
    unitPrice: how === "inclusive" ? add(net, tax) : net,
    discount: zero(currency),
    nature: "service",
    giftCard: false,
    voucher: null,
    tip: false,
    fee: true,
    period: null,
    taxLines: taxed,
  };
}

/** The tax that is in the header and on no charge, and what it is charged on: the stated amount, or that without it. */
function feeTax(invoice: InvoiceRecord, stated: Money): { readonly tax: Money; readonly net: Money } {
  const { currency } = invoice;
  const charges = invoice.items.flatMap((item) => item.charges.map((one) => chargeMoney(one, currency)));
  const over = (header: string, ofCharges: readonly Money[]): Money =>
    subtract(exactAmount(header, currency), sum(ofCharges, currency));
  const tax = over(
    invoice.tax_amount,
    charges.map((one) => one.tax),
  );
  const gross = over(
    invoice.total_amount,
    charges.map((one) => one.total),
  );
  // A cent for each charge is the rounding of their taxes, never a tax of its own.
  if (isNear(tax, zero(currency), charges.length)) return { tax: zero(currency), net: stated };
  if (isNear(gross, add(stated, tax), 1)) return { tax, net: stated };
  if (isNear(gross, stated, 1)) return { tax, net: subtract(stated, tax) };
  return { tax: zero(currency), net: stated };
}

/** The rate of a line in percent; 0 without tax. */
export function rateOf(line: Line): Decimal {
  return line.taxLines[0]?.rate ?? NONE;
}
