import { dayAfter, dayIn } from "../../decision/dates.ts";
import type { Settings } from "../../settings/schema.ts";
import { startOf } from "../day-bounds.ts";

export type Rhythm = Settings["notifications"]["errors"] | Settings["notifications"]["digest"];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Before the day's work. */
const MORNING_MS = 7 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
const MONDAY = 1;

/** When it is looked at next whether there is something to tell. Mornings are the shop's. Null = never. */
export function nextDue(rhythm: Rhythm, nowMs: number, timeZone: string): number | null {
  switch (rhythm) {
    case "off":
      return null;
    case "immediately":
      return nowMs + MINUTE_MS;
    case "hourly":
      return nowMs + HOUR_MS;
    case "daily":
      return nextMorning(nowMs, timeZone, () => true);
    case "weekly":
      return nextMorning(nowMs, timeZone, (day) => new Date(`${day}T00:00:00Z`).getUTCDay() === MONDAY);
  }
}

function nextMorning(nowMs: number, timeZone: string, isWanted: (day: string) => boolean): number {
  for (let day = today(nowMs, timeZone); ; day = dayAfter(day)) {
    const morning = Date.parse(startOf(day, timeZone)) + MORNING_MS;
    if (morning > nowMs && isWanted(day)) return morning;
  }
}

/** The whole days a digest written now tells of, by the shop's calendar. */
export function digestDays(
  rhythm: Rhythm,
  nowMs: number,
  timeZone: string,
): { readonly from: string; readonly to: string } {
  const noon = Date.parse(`${today(nowMs, timeZone)}T12:00:00Z`);
  const before = (days: number) => new Date(noon - days * DAY_MS).toISOString().slice(0, 10);
  return { from: before(rhythm === "weekly" ? 7 : 1), to: before(1) };
}

const today = (nowMs: number, timeZone: string): string => dayIn(timeZone, new Date(nowMs).toISOString());
