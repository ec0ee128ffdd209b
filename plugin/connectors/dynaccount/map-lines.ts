import {
  add,
  divideEvenly,
  formatDecimal,
  formatMoney,
  isDecimalZero,
  isZero,
  type Money,
  negate,
  parseDecimal,
  parseMoney,
  roundTo,
  scale,
  subtract,
  times,
} from "../../domain/money.ts";
import type { PlannedDocument, PlannedRow, RowKind } from "../../domain/plan.ts";
import { piecesNote } from "../shared/document-words.ts";
import { lengths, limits } from "./assumptions.ts";
import { type Catalogue, codeOfAccount, codeWithoutVat, mayHaveRate } from "./catalogue.ts";
import type { DynaccountSettings } from "./settings.ts";
import type { Fields } from "./signature.ts";
import { text } from "./text.ts";

/** Amounts that are outside VAT by their nature (R3, R8, R14). */
const WITHOUT_VAT: ReadonlySet<RowKind> = new Set([
  "rounding",
  "gift_card",
  "tip",
  "balance",
  "channel_tax",
  "text",
]);

/** What a row needs that only the ledger and the merchant know. */
export interface Registers {
  readonly catalogue: Catalogue;
  readonly settings: DynaccountSettings;
}

/**
 * The VAT code of a row: the plan's, else that of the row's own account, else of what is outside VAT. Null where none
 * fits: a code whose rate is known to be another would book other VAT than was charged (R2).
 */
export function vatCodeOf(row: PlannedRow, { catalogue, settings }: Registers): string | null {
  if (row.vatCode !== null) return row.vatCode;
  if (WITHOUT_VAT.has(row.kind)) return codeWithoutVat(catalogue, settings);
  const code = codeOfAccount(row.account, catalogue);
  return code !== null && mayHaveRate(code, row.vatRate, catalogue, settings) ? code : null;
}

/** The product of a line: its article, else what stands for its account, else for all rows without one. */
export function productOf(
  row: PlannedRow,
  articles: Readonly<Record<string, string>>,
  { settings }: Registers,
): string | null {
  const { article, account } = row;
  // An article the settings name is a number in the ledger already.
  const own =
    article === null ? undefined : (articles[article.sku] ?? (article.fixed ? article.sku : undefined));
  const products = settings.products_by_account;
  const ofAccount = account !== null && Object.hasOwn(products, account) ? products[account] : undefined;
  return own ?? ofAccount ?? settings.row_product ?? null;
}

/** A line of an invoice, credit note or order. Amounts of credit notes are positive, like those of our plans (D3). */
export function saleLine(
  row: PlannedRow,
  document: Pick<PlannedDocument, "rowForm" | "currency" | "language">,
  articles: Readonly<Record<string, string>>,
  registers: Registers,
): Fields {
  const { quantity, price, isWhole } = quantityAndPrice(row, document);
  return {
    product_id_: productOf(row, articles, registers) ?? "",
    vatcode_name: vatCodeOf(row, registers) ?? "",
    qty: quantity,
    price,
    name: isWhole ? text(row.text, lengths.text) || "-" : withQuantity(row, document),
  };
}

interface Priced {
  readonly quantity: string;
  readonly price: string;
  /** False where pieces could not be priced and one is sold at the row's amount. */
  readonly isWhole: boolean;
}

/**
 * Prices are without VAT (D9). What four decimals hold exactly is sold by the piece: first the price the shop's own comes
 * to without VAT, whose VAT rounds as the shop's did, then the row's amount divided by its pieces. Else one piece is sold
 * at the row's amount: a unit price is never rounded and then multiplied (R2). Only prices may be negative.
 */
function quantityAndPrice(row: PlannedRow, document: Pick<PlannedDocument, "rowForm" | "currency">): Priced {
  const { currency } = document;
  const net = parseMoney(row.net, currency);
  const isReturn = row.quantity.startsWith("-");
  const quantity = parseDecimal(isReturn ? row.quantity.slice(1) : row.quantity);
  const single = { quantity: "1", price: priceText(net), isWhole: formatDecimal(quantity) === "1" };
  if (isDecimalZero(quantity) || (formatDecimal(quantity).split(".")[1] ?? "").length > limits.priceDecimals)
    return single;
  const own = document.rowForm === "gross" ? withoutVat(row, currency, isReturn) : null;
  const candidates = [own, divideEvenly(net, quantity, limits.priceDecimals)];
  const piece = candidates.find(
    (one) => one !== null && isZero(subtract(roundTo(times(one, quantity), 2), net)),
  );
  return piece === undefined || piece === null
    ? single
    : { quantity: formatDecimal(quantity), price: priceText(piece), isWhole: true };
}

/** The shop's price of a piece without its VAT, with four decimals. */
function withoutVat({ unitPrice, vatRate }: PlannedRow, currency: string, isReturn: boolean): Money | null {
  const money = (text: string) => parseMoney(text, currency);
  const unit = isReturn ? negate(money(unitPrice)) : money(unitPrice);
  const fine = parseDecimal("10000");
  // Scaled up, so that what is rounded away lies beyond the fourth decimal.
  const net = scale(times(unit, fine), money("100"), add(money("100"), money(vatRate)));
  return divideEvenly(roundTo(net, 0), fine, limits.priceDecimals);
}

function priceText(price: Money): string {
  return formatDecimal(parseDecimal(formatMoney(price)));
}

/** The quantity stays readable when the text has to be cut. */
function withQuantity(row: PlannedRow, document: Pick<PlannedDocument, "language">): string {
  const suffix = piecesNote(document, formatDecimal(parseDecimal(row.quantity.replace(/^-/, ""))));
  return `${text(row.text, lengths.text - suffix.length)}${suffix}`.trim();
}
