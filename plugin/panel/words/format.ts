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
  /** An instant to the second, where the day is not told beside it. */
  stamp(iso: string): string;
  /** The time of day to the second in the shop's time zone, for what happened one after the other. */
  clock(iso: string): string;
  /** Relative under a day, absolute beyond. */
  when(iso: string): string;
  country(code: string): string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// "Last saved: now" reads as an order; the platform has no words for what is only just past.
const JUST_NOW: Readonly<Record<string, string>> = { en: "just now", sv: "alldeles nyss", da: "lige nu" };

export function formatFor(locale: string, timeZone: string, nowMs: number): Format {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  // What is written while a page is drawn may bear a time a little after its beginning: that is past, too.
  const justNow = JUST_NOW[shortOf(locale)] ?? relative.format(0, "second");
  const instants = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone });
  const stamps = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium", timeZone });
  const clocks = new Intl.DateTimeFormat(locale, { timeStyle: "medium", timeZone });
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
    clock: (iso) => clocks.format(new Date(iso)),
    when(iso) {
      const distance = Date.parse(iso) - nowMs;
      const size = Math.abs(distance);
      if (size < MINUTE) return distance < SECOND ? justNow : relative.format(0, "second");
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

const shortOf = (locale: string): string => locale.split("-", 1)[0] ?? locale;

function isDecimal(text: string): text is `${number}` {
  return /^-?\d+(\.\d+)?$/.test(text);
}
