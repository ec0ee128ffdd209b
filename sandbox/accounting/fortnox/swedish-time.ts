/** Tells the time; tests pass their own. */
export type Clock = () => Date;

const stockholm = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Stockholm",
  dateStyle: "short",
  timeStyle: "medium",
});

/** `YYYY-MM-DD HH:MM:SS` on a Swedish wall clock: the vendor knows no other zone. */
export function swedishDateTime(at: Date): string {
  return stockholm.format(at);
}

/** `YYYY-MM-DD` in Sweden. */
export function swedishDate(at: Date): string {
  return swedishDateTime(at).slice(0, 10);
}

/** The calendar day some days after another. */
export function daysAfter(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** Whether the text is a day that exists, so neither 2026-02-30 nor 26-1-1. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
