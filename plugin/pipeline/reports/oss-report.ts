import { dayAfter } from "../../decision/dates.ts";
import { add, formatMoney, parseMoney } from "../../domain/money.ts";
import type { OssRow } from "../../domain/oss-row.ts";
import { ossRowsOfDay } from "../../store/reports/oss-rows.ts";
import type { Context } from "../context.ts";

/** One line of the return: amounts in `currency`, exact to the cent, never rounded to whole units. */
export interface OssLine {
  readonly country: string;
  readonly currency: string;
  readonly rate: string;
  readonly nature: "goods" | "service";
  readonly net: string;
  readonly vat: string;
  readonly documents: number;
}

/** What changes a quarter that was declared before: the return names the period and the country (Art. 369g). */
export interface OssCorrection extends OssLine {
  readonly quarter: string;
}

export interface OssReport {
  readonly from: string;
  readonly to: string;
  readonly supplies: readonly OssLine[];
  readonly corrections: readonly OssCorrection[];
}

/** First and last day of a quarter such as `2026-Q4`. */
export function daysOf(quarter: string): { readonly from: string; readonly to: string } {
  const [, year = "", number = ""] = /^(\d{4})-Q([1-4])$/.exec(quarter) ?? [];
  const first = (Number(number) - 1) * 3 + 1;
  const last = new Date(Date.UTC(Number(year), first + 2, 0)).toISOString().slice(0, 10);
  return { from: `${year}-${String(first).padStart(2, "0")}-01`, to: last };
}

export function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
}

/**
 * Adds a quarter up from the documents in the ledger, by their days in the shop's time zone. A credit note of a supply
 * of the same quarter reduces it; one of an earlier quarter is a correction of that quarter.
 */
export async function ossReport(
  context: Context,
  connection: { readonly installationId: number; readonly connectionId: number },
  quarter: string,
): Promise<OssReport> {
  const { from, to } = daysOf(quarter);
  const sums = new Map<string, { readonly quarter: string; readonly line: OssLine }>();
  for (let day = from; day <= to; day = dayAfter(day)) {
    for (const row of await ossRowsOfDay(context.store, connection, day)) count(sums, row);
  }
  const all = [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  return {
    from,
    to,
    supplies: all.filter((one) => one.quarter === quarter).map((one) => one.line),
    corrections: all
      .filter((one) => one.quarter !== quarter)
      .map((one) => ({ quarter: one.quarter, ...one.line })),
  };
}

function count(sums: Map<string, { readonly quarter: string; readonly line: OssLine }>, row: OssRow): void {
  const { country, currency, rate, nature } = row;
  const quarter = quarterOf(row.supplyDay);
  const key = [quarter, country, currency, rate.padStart(6, " "), nature].join("|");
  const known = sums.get(key)?.line;
  const plus = (part: "net" | "vat"): string =>
    formatMoney(add(parseMoney(known?.[part] ?? "0", currency), parseMoney(row[part], currency)));
  const documents = (known?.documents ?? 0) + 1;
  sums.set(key, {
    quarter,
    line: { country, currency, rate, nature, net: plus("net"), vat: plus("vat"), documents },
  });
}
