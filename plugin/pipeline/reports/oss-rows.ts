import { add, formatMoney, negate, parseMoney } from "../../domain/money.ts";
import type { OssRow } from "../../domain/oss-row.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";

/** What documents in the ledger sold through OSS: one row per document, country, rate and kind of supply. */
export function ossRowsOf(documents: readonly PlannedDocument[]): OssRow[] {
  // An order is no supply yet.
  const supplied = documents.filter((document) => document.kind !== "order");
  return supplied.flatMap((document) => {
    const supplyDay = documents.find((one) => one.key === document.credits)?.date ?? document.date;
    const sold = (document.specification ?? document.rows).filter((row) => row.treatment === "oss");
    const groups = Map.groupBy(sold, (row) => [row.country, row.vatRate, natureOf(row)].join(" "));
    return [...groups.values()].map((rows) => ossRow(document, supplyDay, rows));
  });
}

function ossRow(document: PlannedDocument, supplyDay: string, rows: readonly PlannedRow[]): OssRow {
  const { key, kind, currency, date } = document;
  const [first] = rows;
  if (first === undefined) throw new RangeError("a group has at least one row");
  const total = (part: "net" | "vat"): string => {
    const whole = rows.map((row) => parseMoney(row[part], currency)).reduce((one, other) => add(one, other));
    return formatMoney(kind === "invoice" ? whole : negate(whole));
  };
  return {
    document: key,
    country: first.country,
    rate: first.vatRate,
    nature: natureOf(first),
    day: date,
    supplyDay,
    currency,
    net: total("net"),
    vat: total("vat"),
  };
}

/** Documents of earlier versions do not name it on every row. */
const natureOf = (row: PlannedRow): "goods" | "service" => row.nature ?? row.article?.nature ?? "goods";
