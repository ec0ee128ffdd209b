import { bareNumber } from "../domain/file-order-id.ts";
import { formatMoney, isNegative, parseMoney, roundToMinorUnit } from "../domain/money.ts";
import type { Address, Customer } from "../domain/order.ts";
import { cellText, type Reading } from "./cells.ts";
import { type ColumnName, columnNames, columns } from "./columns.ts";
import type { FileLine, FileOrder, FilePayment, FileShipping, FileTax } from "./file-order.ts";
import type { FileRow } from "./table.ts";

const SAYS_ELSE = "Another row of this order says something else here.";
export const MISSING = "Something has to stand here.";
const ADDRESS = ["name", "company", "address1", "address2", "zip", "city", "country"] as const;

/** Amounts that somebody was charged or has paid: nobody pays a part of the smallest coin. */
const CHARGED: readonly ColumnName[] = [
  "total",
  "total_tax",
  "payment_amount",
  "payment_rounding",
  "tax_amount",
  "shipping_tax_amount",
];
const NEVER_NEGATIVE: readonly ColumnName[] = ["discount", "shipping_discount", "payment_amount"];

/**
 * One order out of its rows. Null when anything of it is not as it has to be, with every reason told: what can be
 * booked has passed whole.
 */
export function readOrder(rows: readonly FileRow[], reading: Reading): FileOrder | null {
  let isGood = true;
  const complain: Reading["complain"] = (complaint) => {
    isGood = false;
    reading.complain(complaint);
  };
  const within = { ...reading, complain };
  const [first] = rows;
  if (first === undefined) return null;
  const at = (row: FileRow, column: ColumnName): string | null => cellText(row, column, within);
  const shared = new Map<ColumnName, string>();
  for (const column of columnNames.filter((name) => columns[name].part === "order")) {
    const value = sharedCell(rows, column, within);
    if (value !== null) shared.set(column, value);
    else if ("isRequired" in columns[column] && rows.every((row) => !row.cells.has(column))) {
      complain({ place: first.place, column, message: MISSING });
    }
  }
  const currency = shared.get("currency");
  const checked = (row: FileRow, column: ColumnName): string | null => {
    const text = at(row, column);
    if (text === null || currency === undefined) return text;
    const message = amountProblem(column, text, currency);
    if (message === null) return text;
    complain({ place: row.place, column, message });
    return null;
  };
  const required = (row: FileRow, column: ColumnName): string => {
    if (!row.cells.has(column)) complain({ place: row.place, column, message: MISSING });
    return checked(row, column) ?? "0";
  };
  const tax = (row: FileRow, rate: ColumnName, amount: ColumnName): FileTax | null => {
    const [percent, charged] = [at(row, rate), checked(row, amount)];
    const isHalf = row.cells.has(rate) !== row.cells.has(amount);
    if (isHalf && !(percent !== null && /^0(\.0*)?$/.test(percent))) {
      const column = row.cells.has(rate) ? amount : rate;
      complain({ place: row.place, column, message: "A VAT rate and its amount belong together." });
    }
    return percent === null ? null : { rate: percent, amount: charged ?? "0" };
  };
  for (const column of ["total", "total_tax", "payment_rounding"] as const) {
    const [row] = rows.filter((one) => one.cells.has(column));
    if (row !== undefined && shared.has(column)) checked(row, column);
  }

  const lines: FileLine[] = [];
  for (const row of rows.filter((one) => hasPart(one, "line"))) {
    const [start, end] = [at(row, "period_start"), at(row, "period_end")];
    if ((start === null) !== (end === null) || (start !== null && end !== null && end < start)) {
      complain({ place: row.place, column: "period_end", message: "A period has a first and a last day." });
    }
    lines.push({
      id: at(row, "line_id") ?? `L${lines.length + 1}`,
      sku: at(row, "sku"),
      title: required(row, "title"),
      quantity: required(row, "quantity"),
      unitPrice: required(row, "unit_price"),
      discount: checked(row, "discount") ?? "0",
      tax: tax(row, "tax_rate", "tax_amount"),
      nature: at(row, "nature") === "service" ? "service" : "goods",
      giftCard: at(row, "gift_card") === "yes",
      tip: at(row, "tip") === "yes",
      fee: at(row, "fee") === "yes",
      period: start === null || end === null ? null : { start, end },
    });
  }
  if (lines.length === 0) complain({ place: first.place, column: null, message: "This order has no lines." });
  const ids = lines.map((line) => line.id);
  if (new Set(ids).size < ids.length) {
    complain({ place: first.place, column: "line_id", message: "Two lines of this order have the same id." });
  }

  const createdAt = shared.get("created_at") ?? "";
  const shipping: FileShipping[] = distinct(rows, "shipping").map((row, index) => ({
    id: at(row, "shipping_id") ?? `S${index + 1}`,
    title: at(row, "shipping_title") ?? "Shipping",
    price: required(row, "shipping_price"),
    discount: checked(row, "shipping_discount") ?? "0",
    tax: tax(row, "shipping_tax_rate", "shipping_tax_amount"),
  }));
  const payments: FilePayment[] = distinct(rows, "payment").map((row, index) => ({
    id: `P${index + 1}`,
    gateway: at(row, "payment_gateway") ?? "unknown",
    amount: required(row, "payment_amount"),
    at: at(row, "payment_date") ?? createdAt,
  }));

  const number = bareNumber(shared.get("order_number") ?? "");
  if (number.length > 100)
    complain({ place: first.place, column: "order_number", message: "This is too long." });
  if (!isGood) return null;
  const text = (column: ColumnName): string | null => shared.get(column) ?? null;
  return {
    number,
    createdAt,
    currency: currency ?? "",
    pricesIncludeTax: text("prices_include_tax") === "yes",
    total: text("total") ?? "",
    totalTax: text("total_tax"),
    shopTotal: text("shop_total"),
    kind: kindOf(text("kind")),
    fulfillmentStatus: fulfillmentOf(text("fulfillment_status")),
    paymentRounding: text("payment_rounding"),
    paymentTermsDays: shared.has("payment_terms_days") ? Number(shared.get("payment_terms_days")) : null,
    discountCodes: (text("discount_codes") ?? "")
      .split(",")
      .map((code) => code.trim())
      .filter((code) => code !== ""),
    customer: customerOf(text),
    billTo: addressOf("bill_to", text),
    shipTo: addressOf("ship_to", text),
    lines,
    shipping,
    payments,
  };
}

/** What stands in one of the rows, or the same in several. */
function sharedCell(rows: readonly FileRow[], column: ColumnName, reading: Reading): string | null {
  let value: string | null = null;
  let said: string | undefined;
  for (const row of rows) {
    const text = row.cells.get(column);
    if (text === undefined || text === said) continue;
    const read = cellText(row, column, reading);
    if (said === undefined) {
      said = text;
      value = read;
      continue;
    }
    // "#1001" beside "1001" is one number; two readings of one amount are one amount.
    const isSame = column === "order_number" ? bareNumber(text) === bareNumber(said) : read === value;
    if (!isSame && read !== null && value !== null) {
      reading.complain({ place: row.place, column, message: SAYS_ELSE });
    }
  }
  return value;
}

function amountProblem(column: ColumnName, text: string, currency: string): string | null {
  const money = /^-?\d/.test(text) && isAmount(column) ? parseMoney(text, currency) : null;
  if (money === null) return null;
  if (NEVER_NEGATIVE.includes(column) && isNegative(money)) return "A positive number belongs here.";
  const isWhole = formatMoney(roundToMinorUnit(money)) === formatMoney(money);
  return CHARGED.includes(column) && !isWhole ? `This has more decimals than ${currency} has.` : null;
}

const isAmount = (column: ColumnName): boolean => columns[column].kind === "amount";

const hasPart = (row: FileRow, part: "line" | "shipping" | "payment"): boolean =>
  [...row.cells.keys()].some((name) => columns[name].part === part);

/** Rows that bring a freight or a payment of their own: one that is only repeated counts once. */
function distinct(rows: readonly FileRow[], part: "shipping" | "payment"): FileRow[] {
  const seen = new Map<string, FileRow>();
  for (const row of rows.filter((one) => hasPart(one, part))) {
    const cells = [...row.cells].filter(([name]) => columns[name].part === part);
    const key = JSON.stringify(cells.sort(([a], [b]) => (a < b ? -1 : 1)));
    if (!seen.has(key)) seen.set(key, row);
  }
  return [...seen.values()];
}

type Text = (column: ColumnName) => string | null;

function customerOf(text: Text): Customer {
  const type = text("customer_type");
  return {
    id: text("customer_id"),
    type: type === "B2B" || type === "EAN" ? type : "B2C",
    name:
      text("customer_name") ??
      text("customer_company") ??
      text("bill_to_name") ??
      text("ship_to_name") ??
      text("customer_email") ??
      "Guest",
    email: text("customer_email"),
    phone: text("customer_phone"),
    company: text("customer_company"),
    country: text("customer_country") ?? text("bill_to_country"),
    vatNumber: text("vat_number"),
    vatNumberValid: null,
    organisationNumber: text("organisation_number"),
    ean: text("ean"),
    reference: text("reference"),
  };
}

function addressOf(part: "bill_to" | "ship_to", text: Text): Address | null {
  const cells = ADDRESS.map((name) => [name, text(`${part}_${name}`)] as const);
  if (cells.every(([, cell]) => cell === null)) return null;
  const [name, company, address1, address2, zip, city, country] = cells.map(([, cell]) => cell);
  return {
    name: name ?? null,
    company: company ?? null,
    address1: address1 ?? null,
    address2: address2 ?? null,
    zip: zip ?? null,
    city: city ?? null,
    province: null,
    country: country ?? null,
  };
}

const kindOf = (text: string | null): FileOrder["kind"] =>
  text === "renewal" || text === "adjustment" ? text : "order";

const fulfillmentOf = (text: string | null): FileOrder["fulfillmentStatus"] =>
  text === "fulfilled" || text === "partial" ? text : "unfulfilled";
