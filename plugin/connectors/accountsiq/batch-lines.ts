import {
  absolute,
  add,
  compare,
  formatDecimal,
  formatMoney,
  isNegative,
  isZero,
  type Money,
  parseDecimal,
  parseMoney,
  subtract,
  zero,
} from "../../domain/money.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";
import { type FixProblem, fix } from "../../domain/problem.ts";
import { fractionOf } from "./decimal-text.ts";
import type { TaxCode } from "./registers.ts";
import type { AccountsIqSettings } from "./settings.ts";
import { taxCodeOf } from "./tax-codes.ts";
import { fitted } from "./text.ts";
import type { Xml } from "./xml.ts";

export type Lines =
  | { readonly ok: true; readonly value: readonly Xml[] }
  | { readonly ok: false; readonly problem: FixProblem };

export interface Line {
  readonly account: string;
  readonly taxCode: string;
  readonly percent: string;
  readonly text: string;
  readonly department: string | null;
  readonly net: Money;
  readonly vat: Money;
}

/**
 * The rows of a document as lines of a batch invoice or credit note: net and VAT as the shop charged them, none of them
 * negative, since AccountsIQ takes no negative line. Rows that only inform are left out.
 */
export function batchLines(
  document: Pick<PlannedDocument, "rows" | "currency">,
  taxes: readonly TaxCode[],
  settings: AccountsIqSettings,
): Lines {
  const mapped: Line[] = [];
  for (const row of document.rows) {
    if (row.kind === "text" && isZero(parseMoney(row.gross, document.currency))) continue;
    const line = lineOf(row, document.currency, taxes, settings);
    if ("act" in line) return { ok: false, problem: line };
    mapped.push(line);
  }
  const positive = withoutNegatives(mapped, document.currency);
  if (positive === null) {
    const message = "AccountsIQ takes no negative rows, and this document has nothing to take them off.";
    return { ok: false, problem: fix("LEDGER_REJECTED", message, { place: "order" }) };
  }
  return { ok: true, value: linesToXml(positive) };
}

function lineOf(
  row: PlannedRow,
  currency: string,
  taxes: readonly TaxCode[],
  settings: AccountsIqSettings,
): Line | FixProblem {
  const taxCode = taxCodeOf(row, taxes, settings);
  if (taxCode === null) {
    const message = `AccountsIQ has no VAT code that fits "${row.text}" (${row.vatRate} %, ${row.treatment.replaceAll("_", " ")}) by itself. Choose one in the VAT map.`;
    return fix("VAT_UNMAPPED", message, { place: "settings", field: "vat.treatments" });
  }
  if (row.account === null) {
    const field = row.kind === "rounding" ? "orders.rounding_account" : "vat.treatments";
    return fix("VAT_UNMAPPED", `"${row.text}" has no account.`, { place: "settings", field });
  }
  return {
    account: row.account,
    taxCode,
    percent: row.vatRate,
    text: withQuantity(row),
    department: row.biCode ?? settings.bi_code ?? null,
    net: parseMoney(row.net, currency),
    vat: parseMoney(row.vat, currency),
  };
}

/** Batch lines have no quantity of their own. */
function withQuantity({ quantity, text }: PlannedRow): string {
  const count = formatDecimal(parseDecimal(quantity));
  return fitted(count === "1" ? text : `${count} x ${text}`, "description") || "-";
}

/**
 * Takes negative lines off others of the same VAT code, the largest first; what is without VAT (a rounding) off any, which
 * leaves their VAT as it is. Null where too little is left to take it off: nothing is guessed then.
 */
export function withoutNegatives<L extends Taxed>(
  lines: readonly L[],
  currency: string,
): readonly L[] | null {
  const kept = lines
    .filter((line) => !isNegativeLine(line))
    .map((line) => ({ line, net: line.net, vat: line.vat }));
  for (const negative of lines.filter(isNegativeLine)) {
    let net = absolute(negative.net);
    let vat = absolute(negative.vat);
    const bySize = [...kept].sort((a, b) => compare(b.net, a.net));
    const same = bySize.filter(({ line }) => line.taxCode === negative.taxCode);
    for (const one of isZero(vat) ? [...same, ...bySize] : same) {
      if (isZero(net) && isZero(vat)) break;
      const isRoom = compare(one.net, net) >= 0 && compare(one.vat, vat) >= 0;
      const takes = isRoom ? { net, vat } : { net: one.net, vat: isZero(vat) ? vat : one.vat };
      if (compare(takes.net, net) > 0 || compare(takes.vat, vat) > 0) continue;
      one.net = subtract(one.net, takes.net);
      one.vat = subtract(one.vat, takes.vat);
      net = subtract(net, takes.net);
      vat = subtract(vat, takes.vat);
    }
    if (!isZero(net) || !isZero(vat)) return null;
  }
  const left = kept.map(({ line, net, vat }): L => ({ ...line, net, vat }));
  const some = left.filter((line) => !isZero(add(line.net, line.vat)));
  return some.length > 0 ? some : left.slice(0, 1).map((line): L => ({ ...line, net: zero(currency) }));
}

type Taxed = Pick<Line, "taxCode" | "net" | "vat">;

const isNegativeLine = (line: Taxed): boolean => isNegative(line.net) || isNegative(line.vat);

export const linesToXml = (lines: readonly Line[]): Xml[] => lines.map(toXml);

const toXml = (line: Line): Xml => ({
  GLAccountCode: line.account,
  TaxCode: line.taxCode,
  Description: line.text,
  DepartmentID: line.department ?? undefined,
  NetAmount: formatMoney(line.net),
  TaxRate: fractionOf(line.percent),
  TaxAmount: formatMoney(line.vat),
});
