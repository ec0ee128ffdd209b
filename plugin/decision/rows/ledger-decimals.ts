import { minorUnits } from "../../domain/currency.ts";
import {
  absolute,
  compare,
  formatMoney,
  isZero,
  parseMoney,
  roundTo,
  subtract,
  sum,
} from "../../domain/money.ts";
import type { PlannedRow } from "../../domain/plan.ts";
import type { DecisionInput } from "../input.ts";
import { onOrder, Refusal } from "../refusal.ts";
import { wordsFor } from "../words.ts";
import { priced, type RowForm } from "./row-form.ts";
import { roundingRow } from "./rows.ts";
import { tolerance } from "./totals.ts";

/**
 * The rows with no more decimals than the ledger keeps (three decimals of a dinar in a ledger with two): each amount is
 * rounded, and a rounding row without VAT brings the document back to what was charged (R1, R3). A charge that the
 * ledger cannot hold at all is held.
 */
export function fitDecimals(
  rows: readonly PlannedRow[],
  form: RowForm,
  input: DecisionInput,
): readonly PlannedRow[] {
  const { currency } = input.order;
  const { decimals, settings, facts } = input;
  if (decimals === undefined || minorUnits(currency) <= decimals) return rows;
  const grossOf = (some: readonly PlannedRow[]) =>
    sum(
      some.map((row) => parseMoney(row.gross, currency)),
      currency,
    );
  const charged = grossOf(rows);
  const fitted = rows.map((row) => priced(roundedRow(row, decimals, currency), form, currency));
  const off = subtract(charged, grossOf(fitted));
  const isHeld = !isZero(subtract(charged, roundTo(charged, decimals)));
  if (isHeld || compare(absolute(off), tolerance(settings, currency)) > 0) {
    throw new Refusal(
      "LEDGER_REJECTED",
      `${input.ledgerName} keeps ${decimals} decimals, which cannot hold ${formatMoney(charged)} ${currency}.`,
      onOrder,
    );
  }
  if (isZero(off)) return fitted;
  const country = settings.vat.seller_country ?? input.shopCountry;
  const why = `the ledger keeps ${decimals} decimals of ${currency} (R3)`;
  const account = settings.orders.rounding_account;
  return [...fitted, roundingRow(off, wordsFor(input).rounding, account, country, facts, why)];
}

function roundedRow(row: PlannedRow, decimals: number, currency: string): PlannedRow {
  const gross = roundTo(parseMoney(row.gross, currency), decimals);
  const vat = roundTo(parseMoney(row.vat, currency), decimals);
  return {
    ...row,
    net: formatMoney(subtract(gross, vat)),
    vat: formatMoney(vat),
    gross: formatMoney(gross),
  };
}
