export interface SiteClock {
  /** The day the site plays, YYYY-MM-DD in its time zone: it dates invoices and payments. */
  day(): string;
  /** A moment for `created_at` and `updated_at`: ISO 8601 with offset and whole seconds, as the vendor writes them. */
  stamp(): string;
  /** The real time: tokens go by it, whatever day the site plays. */
  now(): number;
}

/** Seconds are all the vendor keeps, so what happens within one ties. */
export function startClock(options: { timeZone: string; today: () => Date; now: () => Date }): SiteClock {
  const { timeZone, today, now } = options;
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "longOffset" });

  function stamp(): string {
    const at = today();
    const name = parts.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
    const offset = name === "GMT" ? "+00:00" : name.slice("GMT".length);
    const [hours = "0", minutes = "0"] = offset.slice(1).split(":");
    const ahead = (Number(hours) * 60 + Number(minutes)) * (offset.startsWith("-") ? -1 : 1);
    return new Date(at.getTime() + ahead * 60_000).toISOString().replace(/\.\d{3}Z$/, offset);
  }

  return { stamp, day: () => stamp().slice(0, 10), now: () => now().getTime() };
}

/** A day so many days later. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The same day a month later, or that month's last. */
export function monthAfter(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(date, last))).toISOString().slice(0, 10);
}
