import type { LedgerTotals } from "../../connectors/connector.ts";
import { roundingRow, sumRows } from "../../decision/rows/rows.ts";
import { tolerance, vatTolerance } from "../../decision/rows/totals.ts";
import { wordsFor } from "../../decision/words.ts";
import {
  absolute,
  add,
  compare,
  formatMoney,
  isZero,
  larger,
  type Money,
  parseDecimal,
  parseMoney,
  subtract,
  times,
} from "../../domain/money.ts";
import type { PlannedDocument } from "../../domain/plan.ts";
import type { Settings } from "../../settings/schema.ts";
import type { Work } from "../work.ts";

export type Compared =
  | { readonly kind: "equal" }
  /** Decimal text to add as a rounding row. */
  | { readonly kind: "round"; readonly difference: string }
  | { readonly kind: "differs"; readonly message: string };

/** Holds the ledger's totals against the charge (R1) and the VAT against the tolerance of separate rounding (R3). */
export function compareTotals(document: PlannedDocument, totals: LedgerTotals, settings: Settings): Compared {
  const { currency } = document;
  if (totals.currency !== currency) {
    return {
      kind: "differs",
      message: `The ledger made the document in ${totals.currency} instead of ${currency}.`,
    };
  }
  const expected = add(parseMoney(document.gross, currency), parseMoney(document.rounding, currency));
  const actual = add(parseMoney(totals.gross, currency), parseMoney(totals.rounding, currency));
  const vat = parseMoney(document.vat, currency);
  const ledgerVat = parseMoney(totals.vat, currency);
  const vatOff = absolute(subtract(vat, ledgerVat));
  if (compare(vatOff, ledgerTolerance(document)) > 0) {
    return {
      kind: "differs",
      message: `The ledger came to ${formatMoney(ledgerVat)} ${currency} of VAT, the shop charged ${formatMoney(vat)}.`,
    };
  }
  const difference = subtract(expected, actual);
  if (isZero(difference)) return { kind: "equal" };
  if (!isZero(parseMoney(totals.rounding, currency))) {
    return {
      kind: "differs",
      message: `The ledger rounds invoices to whole units: ${formatMoney(actual)} ${currency} instead of ${formatMoney(expected)}. Switch that off in the ledger.`,
    };
  }
  if (compare(absolute(difference), tolerance(settings, currency)) <= 0) {
    return { kind: "round", difference: formatMoney(difference) };
  }
  return {
    kind: "differs",
    message: `The ledger came to ${formatMoney(actual)} ${currency}, the shop charged ${formatMoney(expected)}.`,
  };
}

/**
 * The tolerance of separate rounding, for as many rows as the shop rounded: those before they were merged.
 * Ledgers keep cents also of currencies with smaller units.
 */
function ledgerTolerance({ rows, specification, currency }: PlannedDocument): Money {
  const count = (specification ?? rows).length;
  const inCents = times(parseMoney("0.01", currency), parseDecimal(String(count * 0.5 + 1)));
  return larger(vatTolerance(count, currency), inCents);
}

/** The document with one more rounding row, so that the ledger's total meets the charge. */
export function withRounding(document: PlannedDocument, difference: string, work: Work): PlannedDocument {
  const facts = work.connection.facts;
  if (facts === null) throw new Error("a document was made without knowing the ledger");
  const country = document.rows[0]?.country ?? work.installation.country;
  const why = "the ledger rounds VAT differently from the shop (R3)";
  const account = work.settings.orders.rounding_account;
  const amount = parseMoney(difference, document.currency);
  const text = wordsFor(document).rounding;
  const rows = [...document.rows, roundingRow(amount, text, account, country, facts, why)];
  return { ...document, rows, ...sumRows(rows, document.currency) };
}
