import { type Decimal, decimalsEqual, parseDecimal } from "./money.ts";

/** State of the table, kept as evidence with what was decided by it. */
export const RATE_TABLE = "2026-08-22";

/** From this day on: the standard rate and all others in percent, until the next line's day. */
type Period = readonly [from: string, standard: string, others: string];

/**
 * VAT rates by country since 2024. Standard and reduced rates of the Commission's TEDB (npm eu-vat-rates-data of the
 * day above) with the changes since 2024 as the states announced them; the rates of regions (Madeira, the Greek
 * islands, Corsica ...) stand among the others. A rate on the shop's own tax line is always the fact: this table
 * never makes VAT out of a price, it only tells a rate that exists from one that does not (T8), and which VAT would
 * have been due where the shop charged none.
 */
const RATES: Readonly<Record<string, readonly Period[]>> = {
  AT: [
    ["2024-01-01", "20", "10 13 19"],
    ["2026-07-01", "20", "4.9 10 13 19"],
  ],
  BE: [["2024-01-01", "21", "6 12"]],
  BG: [["2024-01-01", "20", "9"]],
  CH: [["2024-01-01", "8.1", "2.6 3.8"]],
  CY: [["2024-01-01", "19", "3 5 9"]],
  CZ: [["2024-01-01", "21", "12"]],
  DE: [["2024-01-01", "19", "7"]],
  DK: [["2024-01-01", "25", ""]],
  EE: [
    ["2024-01-01", "22", "5 9"],
    ["2025-01-01", "22", "9 13"],
    ["2025-07-01", "24", "9 13"],
  ],
  ES: [
    ["2024-01-01", "21", "4 5 10"],
    ["2024-10-01", "21", "2 4 7.5 10"],
    ["2025-01-01", "21", "4 10"],
  ],
  FI: [
    ["2024-01-01", "24", "10 14"],
    ["2024-09-01", "25.5", "10 14"],
    ["2026-01-01", "25.5", "10 13.5"],
  ],
  FR: [["2024-01-01", "20", "0.9 1.05 1.75 2.1 5.5 8.5 10 13"]],
  GB: [["2024-01-01", "20", "5"]],
  GR: [["2024-01-01", "24", "4 6 9 13 17"]],
  HR: [["2024-01-01", "25", "5 13"]],
  HU: [["2024-01-01", "27", "5 18"]],
  IE: [["2024-01-01", "23", "4.8 9 13.5"]],
  IT: [["2024-01-01", "22", "4 5 10"]],
  LT: [
    ["2024-01-01", "21", "5 9"],
    ["2026-01-01", "21", "5 12"],
  ],
  LU: [["2024-01-01", "17", "3 8 14"]],
  LV: [["2024-01-01", "21", "5 12"]],
  MT: [["2024-01-01", "18", "5 7 12"]],
  NL: [["2024-01-01", "21", "9"]],
  NO: [["2024-01-01", "25", "11.11 12 15"]],
  PL: [["2024-01-01", "23", "5 8"]],
  PT: [["2024-01-01", "23", "4 5 6 9 12 13 16 22"]],
  RO: [
    ["2024-01-01", "19", "5 9"],
    ["2025-08-01", "21", "9 11"],
  ],
  SE: [["2024-01-01", "25", "6 12"]],
  SI: [["2024-01-01", "22", "5 9.5"]],
  SK: [
    ["2024-01-01", "20", "5 10"],
    ["2025-01-01", "23", "5 19"],
  ],
};

/** Standard rate of a country in percent on a day, YYYY-MM-DD; XI has that of GB. Null for a country not listed. */
export function standardRate(country: string, day: string): string | null {
  return periodOf(country, day)?.[1] ?? null;
}

/** All rates of a country in percent on a day, YYYY-MM-DD, the standard rate first; none for a country not listed. */
export function ratesIn(country: string, day: string): readonly string[] {
  const period = periodOf(country, day);
  return period === undefined ? [] : [period[1], ...period[2].split(" ").filter((one) => one !== "")];
}

/**
 * Whether a country has this rate at any day of a span; null when the table cannot tell (a country that is not
 * listed, a day before it begins).
 */
export function isKnownRate(
  country: string,
  rate: Decimal,
  span: { readonly from: string; readonly to: string },
): boolean | null {
  const periods = periodsOf(country);
  if (periods.length === 0 || span.from < (periods[0]?.[0] ?? "")) return null;
  return periods
    .filter((period, index) => period[0] <= span.to && (periods[index + 1]?.[0] ?? "9999") > span.from)
    .some(([, standard, others]) =>
      [standard, ...others.split(" ").filter((one) => one !== "")].some((one) =>
        decimalsEqual(parseDecimal(one), rate),
      ),
    );
}

function periodOf(country: string, day: string): Period | undefined {
  const periods = periodsOf(country);
  return periods.findLast(([from]) => from <= day) ?? periods[0];
}

function periodsOf(country: string): readonly Period[] {
  const code = country === "XI" ? "GB" : country;
  return Object.hasOwn(RATES, code) ? (RATES[code] ?? []) : [];
}
