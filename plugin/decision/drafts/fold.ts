import {
  add,
  compareDecimals,
  formatDecimal,
  formatMoney,
  isNegative,
  isZero,
  type Money,
  negate,
  parseDecimal,
  parseMoney,
  subtract,
  subtractDecimals,
  sum,
} from "../../domain/money.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";
import { rateKey } from "../credits/remaining.ts";
import { document } from "../document.ts";
import type { DecisionInput } from "../input.ts";
import { chooseRowForm, priced } from "../rows/row-form.ts";
import { type Words, wordsFor } from "../words.ts";

/**
 * An invoice that nobody has booked yet, with everything that happened to the order since in its rows: what refunds and
 * edits take away is gone, what they add is there (R16). `parts` are the sale and the documents the changes would have
 * been, worked out by the same rules as if the sale were booked. Null when nothing is left; "below zero" when more was
 * taken than there is, which no invoice can show.
 */
export function folded(
  parts: readonly PlannedDocument[],
  contains: readonly string[],
  input: DecisionInput,
): PlannedDocument | null | "below zero" {
  const [sale] = parts;
  if (sale === undefined) return null;
  if (contains.length === 0) return sale;
  const { currency } = sale;
  const counted = countRows(parts, currency);
  const total = sum(
    counted.map((one) => one.gross),
    currency,
  );
  if (isNegative(total)) return "below zero";
  if (isZero(total)) return null;
  const rows = counted.filter(isLeft).map((one) => leftRow(one, wordsFor(input)));
  const form = chooseRowForm(rows, input.order.pricesIncludeTax, input.settings, currency);
  const shown = rows.map((row) => priced(row, form, currency));
  return {
    ...document(input, {
      key: sale.key,
      kind: "invoice",
      credits: null,
      day: sale.date,
      form,
      rows: shown,
      original: sale,
    }),
    contains,
  };
}

/** One row through all documents. */
interface Counted {
  readonly row: PlannedRow;
  readonly gross: Money;
  readonly vat: Money;
  readonly quantity: string;
  readonly isChanged: boolean;
}

function countRows(parts: readonly PlannedDocument[], currency: string): Counted[] {
  const rows = new Map<string, Counted>();
  for (const [place, part] of parts.entries()) {
    const isCredit = part.kind === "credit_note";
    for (const [index, row] of (part.specification ?? part.rows).entries()) {
      const key = keyOf(row) ?? `${place} ${index}`;
      const sign = (text: string): Money => {
        const amount = parseMoney(text, currency);
        return isCredit ? negate(amount) : amount;
      };
      const known = rows.get(key);
      rows.set(key, {
        row: known?.row ?? row,
        gross: known === undefined ? sign(row.gross) : add(known.gross, sign(row.gross)),
        vat: known === undefined ? sign(row.vat) : add(known.vat, sign(row.vat)),
        quantity: known === undefined ? row.quantity : quantityLeft(known, row, part),
        isChanged: known !== undefined || isCredit,
      });
    }
  }
  return [...rows.values()];
}

/** A change of price leaves the quantity; a return lowers it. */
function quantityLeft(known: Counted, row: PlannedRow, part: PlannedDocument): string {
  if (part.kind !== "credit_note" || !part.key.startsWith("refund-")) return known.quantity;
  return formatDecimal(subtractDecimals(parseDecimal(known.quantity), parseDecimal(row.quantity)));
}

/** Rows of one line at one rate are one; amounts without a line stay apart. */
function keyOf(row: PlannedRow): string | null {
  if (row.kind === "rounding") return `rounding ${row.account}`;
  if (row.sourceId === null) return null;
  const kind = row.ofShipping === true ? `${row.kind} of shipping` : row.kind;
  return `${kind} ${row.sourceId} ${rateKey(row)}`;
}

const isLeft = ({ gross, vat, isChanged }: Counted): boolean => !isChanged || !isZero(gross) || !isZero(vat);

function leftRow({ row, gross, vat, quantity, isChanged }: Counted, words: Words): PlannedRow {
  if (!isChanged) return row;
  const isCountable = compareDecimals(parseDecimal(quantity), parseDecimal("0")) > 0;
  return {
    ...row,
    text: row.text.replace(words.notes, ""),
    quantity: isCountable ? quantity : "1",
    net: formatMoney(subtract(gross, vat)),
    vat: formatMoney(vat),
    gross: formatMoney(gross),
    why: `${row.why} · with what was returned or changed since (R16)`,
  };
}
