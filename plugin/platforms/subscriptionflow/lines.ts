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
  zero,
} from "../../domain/money.ts";
import type { Line, TaxLine } from "../../domain/order.ts";
import { type Arithmetic, chargeMoney } from "./arithmetic.ts";
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
  const extra = exactAmount(invoice.miscellaneous_charges, invoice.currency);
  return isZero(extra) ? lines : [...lines, miscellaneous(extra)];
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

/** What the site adds to an invoice beside its charges bears no tax there. */
function miscellaneous(amount: Money): Line {
  return {
    id: "miscellaneous",
    productId: null,
    variantId: null,
    sku: null,
    title: "Miscellaneous charges",
    quantity: ONE,
    unitPrice: amount,
    discount: zero(amount.currency),
    nature: "service",
    giftCard: false,
    voucher: null,
    tip: false,
    fee: true,
    period: null,
    taxLines: [],
  };
}

/** The rate of a line in percent; 0 without tax. */
export function rateOf(line: Line): Decimal {
  return line.taxLines[0]?.rate ?? NONE;
}
