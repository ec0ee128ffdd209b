import { minorUnits } from "../../domain/currency.ts";
import {
  add,
  divideEvenly,
  formatDecimal,
  formatMoney,
  isZero,
  parseDecimal,
  parseMoney,
  subtract,
  sum,
  vatOnNet,
  zero,
} from "../../domain/money.ts";
import type { PlannedRow } from "../../domain/plan.ts";
import type { Settings } from "../../settings/schema.ts";

export type RowForm = "gross" | "net";

type Amounts = Pick<PlannedRow, "net" | "vat" | "vatRate">;

/**
 * Row prices including or excluding VAT, chosen so that a ledger which recomputes VAT meets the shop's total (R3).
 * Shops with gross prices: gross. Shops with net prices: net when both ways of rounding VAT (per row, per rate)
 * meet the total, else gross, whose sum nothing can change.
 */
export function chooseRowForm(
  rows: readonly Amounts[],
  pricesIncludeTax: boolean,
  settings: Settings,
  currency: string,
): RowForm {
  if (settings.orders.row_mode !== "auto") return settings.orders.row_mode;
  if (pricesIncludeTax) return "gross";
  return recomputes(rows, currency) ? "net" : "gross";
}

/** The form of a credit: that of what it credits, unless a ledger would come to other VAT from its net prices. */
export function formOfCredit(rows: readonly Amounts[], original: RowForm, currency: string): RowForm {
  return original === "net" && recomputes(rows, currency) ? "net" : "gross";
}

function recomputes(rows: readonly Amounts[], currency: string): boolean {
  const money = (text: string) => parseMoney(text, currency);
  const bases = new Map<string, ReturnType<typeof money>>();
  for (const row of rows) {
    bases.set(row.vatRate, add(bases.get(row.vatRate) ?? zero(currency), money(row.net)));
  }
  const charged = sum(
    rows.map((row) => money(row.vat)),
    currency,
  );
  const perRow = sum(
    rows.map((row) => vatOnNet(money(row.net), parseDecimal(row.vatRate))),
    currency,
  );
  const perRate = sum(
    [...bases].map(([rate, base]) => vatOnNet(base, parseDecimal(rate))),
    currency,
  );
  return isZero(subtract(perRow, charged)) && isZero(subtract(perRate, charged));
}

/**
 * The row with its price in a form: the quantity it asks for where the amount divides evenly by it, else one piece at
 * the whole amount. A unit price is never rounded and then multiplied (R2).
 */
export function priced(row: PlannedRow, form: RowForm, currency: string): PlannedRow {
  const amount = parseMoney(form === "gross" ? row.gross : row.net, currency);
  const quantity = parseDecimal(row.quantity);
  const isCountable = /^\d+(\.\d{1,2})?$/.test(formatDecimal(quantity));
  const unit = isCountable ? divideEvenly(amount, quantity, minorUnits(currency)) : null;
  return {
    ...row,
    quantity: unit === null ? "1" : formatDecimal(quantity),
    unitPrice: formatMoney(unit ?? amount),
  };
}
