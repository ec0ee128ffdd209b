import type { Period } from "../../domain/order.ts";

/** One part of a prepaid period: earned on its last day. */
export interface PeriodPart {
  /** The month it begins in, YYYY-MM; no two parts of a period begin in one month. */
  readonly month: string;
  /** Its last day, YYYY-MM-DD. */
  readonly date: string;
}

/** Days beyond the last whole month that make a part of their own; fewer belong to the part before. */
const HALF_MONTH = 15;

/** Twenty years: whoever sells longer ones means something else. */
export const MOST_PARTS = 240;

/**
 * The equal parts of a period (R18): whole months counted from its first day, so 15 March to 14 April is the first of
 * 15 March to 14 March. Half a month and more left over is one more part. One day left over is no part at all: the
 * platform named the first day of the next period as the last of this one. Empty when the days do not follow each other.
 */
export function partsOf(period: Period): PeriodPart[] {
  const ends: string[] = [];
  for (let count = 1; count <= MOST_PARTS + 1; count += 1) {
    const end = endOf(period.start, count);
    if (end > period.end) break;
    ends.push(end);
  }
  const rest = daysBetween(ends.at(-1) ?? addDays(period.start, -1), period.end);
  if (rest >= HALF_MONTH) ends.push(period.end);
  else if (rest > 1 && ends.length > 0) ends[ends.length - 1] = period.end;
  return ends.map((date, index) => ({ month: monthLater(period.start, index).slice(0, 7), date }));
}

/** The day before the same day `months` later: the last of that many months. */
function endOf(start: string, months: number): string {
  return addDays(monthLater(start, months), -1);
}

/** The same day of the month `months` later; the month's last where it has no such day. */
function monthLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
