import { minorUnits } from "../../domain/currency.ts";

/** Writes amounts and times the way the reader's locale does. */
export interface Format {
  money(amount: string, currency: string): string;
  number(value: string): string;
  /** A calendar day, YYYY-MM-DD. */
  day(day: string): string;
  /** A month, YYYY-MM. */
  month(month: string): string;
  /** An instant, in the shop's time zone. */
  instant(iso: string): string;
  /** An instant to the second, for what happened one after the other. */
  stamp(iso: string): string;
  /** Relative under a day, absolute beyond. */
  when(iso: string): string;
  country(code: string): string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function formatFor(locale: string, timeZone: string, nowMs: number): Format {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const instants = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  const stamps = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium", timeZone });
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const months = new Intl.DateTimeFormat(locale, { year: "numeric", month: "long", timeZone: "UTC" });
  const countries = new Intl.DisplayNames(locale, { type: "region" });

  const money = (text: string, currency: string): string => {
    // The text itself is formatted: a float would lose cents of large amounts.
    if (!isDecimal(text)) return `${currency} ${text}`;
    const decimals = minorUnits(currency);
    return new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      currencyDisplay: "code",
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }).format(text);
  };
  const instant = (iso: string): string => instants.format(new Date(iso));

  return {
    money,
    number: (text) =>
      isDecimal(text) ? new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(text) : text,
    day: (day) => days.format(new Date(`${day}T00:00:00Z`)),
    month: (month) => months.format(new Date(`${month}-01T00:00:00Z`)),
    instant,
    stamp: (iso) => stamps.format(new Date(iso)),
    when(iso) {
      const distance = Date.parse(iso) - nowMs;
      const size = Math.abs(distance);
      if (size < MINUTE) return relative.format(0, "second");
      if (size < HOUR) return relative.format(Math.trunc(distance / MINUTE), "minute");
      if (size < DAY) return relative.format(Math.trunc(distance / HOUR), "hour");
      return instant(iso);
    },
    country: (code) => {
      try {
        return countries.of(code) ?? code;
      } catch {
        return code;
      }
    },
  };
}

function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text);
}
