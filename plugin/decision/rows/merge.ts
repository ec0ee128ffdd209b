import { add, formatMoney, type Money, parseMoney } from "../../domain/money.ts";
import type { PlannedRow } from "../../domain/plan.ts";
import type { DecisionInput } from "../input.ts";
import { Refusal, settingsField } from "../refusal.ts";
import { wordsFor } from "../words.ts";
import type { RowForm } from "./row-form.ts";

/**
 * Makes the rows fit the ledger: rows of the same VAT, account and dimensions become one, with the sum of their amounts.
 * The unmerged rows stay on the document as its specification, and credits are worked out from them.
 */
export function fitRows(
  rows: readonly PlannedRow[],
  input: DecisionInput,
  form: RowForm,
): { readonly rows: readonly PlannedRow[]; readonly specification: readonly PlannedRow[] | null } {
  const { maxRows, settings } = input;
  if (rows.length <= maxRows) return { rows, specification: null };
  if (settings.orders.too_many_rows === "hold") throw tooMany(rows.length, maxRows);
  const groups = new Map<string, PlannedRow[]>();
  for (const row of rows) {
    const key = [
      row.kind,
      row.treatment,
      row.country,
      row.vatRate,
      row.account,
      row.vatCode,
      row.costCentre,
      row.project,
      row.biCode ?? null,
    ].join("|");
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const merged = [...groups.values()].map((group) => mergeGroup(group, form, input));
  if (merged.length > maxRows) throw tooMany(rows.length, maxRows);
  return { rows: merged, specification: rows };
}

function mergeGroup(group: readonly PlannedRow[], form: RowForm, input: DecisionInput): PlannedRow {
  const { currency } = input.order;
  const [first] = group;
  if (first === undefined) throw new RangeError("a group of rows is never empty");
  if (group.length === 1) return first;
  const total = (pick: (row: PlannedRow) => string): Money =>
    group.map((row) => parseMoney(pick(row), currency)).reduce(add);
  const net = formatMoney(total((row) => row.net));
  const gross = formatMoney(total((row) => row.gross));
  return {
    ...first,
    sourceId: null,
    text: wordsFor(input).merged(group.length, first.vatRate),
    quantity: "1",
    unitPrice: form === "gross" ? gross : net,
    net,
    vat: formatMoney(total((row) => row.vat)),
    gross,
    article: null,
  };
}

function tooMany(count: number, maxRows: number): Refusal {
  return new Refusal(
    "TOO_MANY_ROWS",
    `The order needs ${count} rows and the ledger takes ${maxRows}.`,
    settingsField("orders.too_many_rows"),
  );
}
