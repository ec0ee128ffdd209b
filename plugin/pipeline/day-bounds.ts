import { dayAfter } from "../decision/dates.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The instant a filter begins with: itself, or the start of the day in the shop's time zone. */
export function startOf(dayOrInstant: string, timeZone: string): string {
  return DAY.test(dayOrInstant) ? startOfDay(dayOrInstant, timeZone) : new Date(dayOrInstant).toISOString();
}

/** The instant before which a filter ends: itself, or the start of the day after, so that the day belongs to it. */
export function endOf(dayOrInstant: string, timeZone: string): string {
  return startOf(DAY.test(dayOrInstant) ? dayAfter(dayOrInstant) : dayOrInstant, timeZone);
}

/** First and last day of a month YYYY-MM. */
export function daysOfMonth(month: string): { readonly from: string; readonly to: string } {
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0));
  return { from: `${month}-01`, to: last.toISOString().slice(0, 10) };
}

function startOfDay(day: string, timeZone: string): string {
  return instantOfWall(`${day}T00:00:00`, timeZone);
}

/** The UTC instant at which clocks in the zone show `YYYY-MM-DDTHH:MM:SS`. */
export function instantOfWall(wallTime: string, timeZone: string): string {
  const wall = Date.parse(`${wallTime}Z`);
  // The zone's offset around that time, then the one at the instant found: they differ when the clocks change that day.
  const guess = wall - offsetAt(wall, timeZone);
  return new Date(wall - offsetAt(guess, timeZone)).toISOString();
}

function offsetAt(epochMs: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const name = format.formatToParts(epochMs).find((part) => part.type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === "-" ? -offset : offset;
}
