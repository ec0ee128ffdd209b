import {
  add,
  type Money,
  parseDecimal,
  parseMoney,
  roundToMinorUnit,
  subtract,
  sum,
  times,
  vatInGross,
  vatOnNet,
} from "../../plugin/domain/money.ts";
import type {
  Address,
  Customer,
  Edit,
  Line,
  Order,
  ShippingLine,
  TaxLine,
} from "../../plugin/domain/order.ts";
import { movement, PAID } from "./refunds.ts";

// Orders as a bookkeeper would tell them. Everything not said is the commonest case: a Swedish shop, prices in SEK
// including 25 % VAT, a private buyer in Sweden, paid by card on 3 March 2026. What a test is about, it says itself.

const ORDERED = "2026-03-02T09:00:00+01:00";

interface SoldLine {
  readonly id?: string;
  readonly title?: string;
  readonly sku?: string | null;
  readonly quantity?: string;
  /** Price of one. */
  readonly price: string;
  readonly discount?: string;
  /** Percent; null = the shop shows no tax line. */
  readonly rate?: string | null;
  /** VAT the shop charged; worked out from the price when it is not what the test is about. */
  readonly tax?: string;
  readonly taxLines?: readonly ShownTax[];
  readonly nature?: "goods" | "service";
  readonly giftCard?: boolean;
  readonly voucher?: Line["voucher"];
  readonly tip?: boolean;
  /** Credit of the customer's. */
  readonly balance?: true;
  /** First and last day of what is paid ahead. */
  readonly period?: readonly [start: string, end: string];
  readonly fee?: boolean;
}

interface ShownTax {
  readonly rate: string;
  readonly amount: string;
  readonly channelLiable?: boolean;
}

interface Told
  extends Partial<Omit<Order, "lines" | "shipping" | "total" | "totalTax" | "edits" | "customer">> {
  readonly lines?: readonly SoldLine[];
  readonly freight?: readonly SoldLine[];
  readonly exchanged?: readonly SoldLine[];
  readonly changes?: readonly ToldEdit[];
  readonly customer?: Partial<Customer>;
  readonly total?: string;
  readonly totalTax?: string;
  readonly paid?: string;
  readonly cashRounding?: string;
  readonly shopAmount?: readonly [amount: string, currency: string];
}

interface ToldEdit {
  readonly id?: string;
  readonly at?: string;
  readonly added?: readonly SoldLine[];
  /** [line, gross, tax] */
  readonly prices?: readonly (readonly [string, string, string])[];
}

/** A mug: 249.00 with 49.80 of VAT. */
export function mug(quantity = "1", more: Partial<SoldLine> = {}): SoldLine {
  return { id: "L1", title: "Mug", sku: "A1", price: "249.00", quantity, ...more };
}

/** A book: 106.00 with 6.00 of VAT at 6 %. */
export function book(quantity = "1", more: Partial<SoldLine> = {}): SoldLine {
  return { id: "L2", title: "Book", sku: "B1", price: "106.00", rate: "6", quantity, ...more };
}

/** A parcel: 49.00 with 9.80 of VAT. */
export function parcel(more: Partial<SoldLine> = {}): SoldLine {
  return { id: "SH1", title: "Parcel", price: "49.00", ...more };
}

export function order(told: Told = {}): Order {
  const {
    lines,
    freight,
    exchanged,
    changes,
    customer,
    total,
    totalTax,
    paid,
    cashRounding,
    shopAmount,
    ...rest
  } = told;
  const currency = rest.currency ?? "SEK";
  const isGross = rest.pricesIncludeTax ?? true;
  const sold = (lines ?? [mug()]).map((one, index) => line(one, `L${index + 1}`, isGross, currency));
  const shipping = (freight ?? []).map((one) => shippingLine(one, isGross, currency));
  const tax = sum(
    [...sold, ...shipping].flatMap((one) => one.taxLines.map((shown) => shown.amount)),
    currency,
  );
  const charged = sum([...sold.map(amountOf), ...shipping.map(freightOf)], currency);
  const whole = total === undefined ? (isGross ? charged : add(charged, tax)) : parseMoney(total, currency);
  const rounding = cashRounding === undefined ? null : parseMoney(cashRounding, currency);
  const due = rounding === null ? whole : add(whole, rounding);
  return {
    id: "1001",
    number: "#1001",
    url: "https://shop.example/admin/orders/1001",
    createdAt: ORDERED,
    updatedAt: PAID,
    cancelledAt: null,
    status: "open",
    financialStatus: "paid",
    fulfillmentStatus: "unfulfilled",
    currency,
    pricesIncludeTax: isGross,
    shopCurrency: shopAmount?.[1] ?? currency,
    shopTotal: shopAmount === undefined ? null : parseMoney(shopAmount[0], shopAmount[1]),
    timeZone: "Europe/Stockholm",
    source: "web",
    channel: null,
    kind: "order",
    subscription: null,
    customer: { ...private_, ...customer },
    billTo: address("SE"),
    shipTo: address("SE"),
    lines: sold,
    shipping,
    discountCodes: [],
    totalTax: totalTax === undefined ? tax : parseMoney(totalTax, currency),
    total: whole,
    paymentRounding: rounding,
    paymentTermsDays: null,
    payments: [movement("sale", paid ?? due.toJSON(), { currency })],
    edits: (changes ?? []).map((one, index) => edit(one, `E${index + 1}`, isGross, currency)),
    exchangeLines: (exchanged ?? []).map((one, index) => line(one, `X${index + 1}`, isGross, currency)),
    refunds: [],
    ...rest,
  };
}

const private_: Customer = {
  id: "c1",
  type: "B2C",
  name: "Astrid Berg",
  email: "astrid@example.se",
  phone: null,
  company: null,
  country: "SE",
  vatNumber: null,
  vatNumberValid: null,
  organisationNumber: null,
  ean: null,
  reference: null,
};

export function address(country: string, zip: string | null = null, more: Partial<Address> = {}): Address {
  return {
    name: "Astrid Berg",
    company: null,
    address1: "Storgatan 1",
    address2: null,
    zip,
    city: null,
    province: null,
    country,
    ...more,
  };
}

/** Bill and delivery address in one country. */
export function to(country: string, zip: string | null = null): Pick<Order, "billTo" | "shipTo"> {
  return { billTo: address(country, zip), shipTo: address(country, zip) };
}

/** A business with its VAT number, checked by the platform unless told otherwise. */
export function business(
  country: string,
  vatNumber: string | null,
  vatNumberValid: boolean | null = true,
): Partial<Customer> {
  return { type: "B2B", company: "Handel GmbH", name: "Handel GmbH", country, vatNumber, vatNumberValid };
}

function line(told: SoldLine, id: string, isGross: boolean, currency: string): Line {
  const quantity = parseDecimal(told.quantity ?? "1");
  const unitPrice = parseMoney(told.price, currency);
  const discount = parseMoney(told.discount ?? "0", currency);
  const amount = roundToMinorUnit(subtract(times(unitPrice, quantity), discount));
  return {
    id: told.id ?? id,
    productId: "p1",
    variantId: null,
    sku: told.sku === undefined ? "A1" : told.sku,
    title: told.title ?? "Thing",
    quantity,
    unitPrice,
    discount,
    nature: told.nature ?? "goods",
    giftCard: told.giftCard ?? false,
    voucher: told.voucher ?? null,
    tip: told.tip ?? false,
    ...(told.balance === true ? { balance: true } : {}),
    fee: told.fee ?? false,
    period: told.period === undefined ? null : { start: told.period[0], end: told.period[1] },
    taxLines: taxLines(told, amount, isGross),
  };
}

function shippingLine(told: SoldLine, isGross: boolean, currency: string): ShippingLine {
  const price = parseMoney(told.price, currency);
  const discount = parseMoney(told.discount ?? "0", currency);
  return {
    id: told.id ?? "SH1",
    title: told.title ?? "Parcel",
    price,
    discount,
    taxLines: taxLines(told, subtract(price, discount), isGross),
  };
}

function taxLines(told: SoldLine, amount: Money, isGross: boolean): TaxLine[] {
  if (told.taxLines !== undefined) {
    return told.taxLines.map((shown) => ({
      rate: parseDecimal(shown.rate),
      amount: parseMoney(shown.amount, amount.currency),
      channelLiable: shown.channelLiable ?? false,
    }));
  }
  if (told.rate === null) return [];
  const rate = parseDecimal(told.rate ?? "25");
  const due = isGross ? vatInGross : vatOnNet;
  const charged = told.tax === undefined ? due(amount, rate) : parseMoney(told.tax, amount.currency);
  return [{ rate, amount: charged, channelLiable: false }];
}

const amountOf = (one: Line): Money =>
  roundToMinorUnit(subtract(times(one.unitPrice, one.quantity), one.discount));
const freightOf = (one: ShippingLine): Money => subtract(one.price, one.discount);

function edit(told: ToldEdit, id: string, isGross: boolean, currency: string): Edit {
  return {
    id: told.id ?? id,
    at: told.at ?? "2026-03-05T12:00:00+01:00",
    added: (told.added ?? []).map((one, index) => line(one, `A${index + 1}`, isGross, currency)),
    priceChanges: (told.prices ?? []).map(([lineId, gross, tax]) => ({
      lineId,
      gross: parseMoney(gross, currency),
      tax: parseMoney(tax, currency),
    })),
  };
}
