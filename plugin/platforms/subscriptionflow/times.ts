import { isInstant } from "./members.ts";

const OFFSET = /(Z|[+-]\d\d:?\d\d)$/;

/**
 * An instant on a day that comes without a time: the stamp itself where it is of that day, else noon with the stamp's
 * offset, so that it is that day in the site's zone.
 */
export function onDay(day: string, stamp: string): string {
  if (stamp.startsWith(day)) return stamp;
  return `${day}T12:00:00${OFFSET.exec(stamp)?.[0] ?? "Z"}`;
}

/** When money moved: the record's own time, or its day, or else when it was written down. */
export function movedAt(date: string | null | undefined, createdAt: string): string {
  if (date == null || !/^\d{4}-\d\d-\d\d/.test(date)) return createdAt;
  return isInstant(date) ? date : onDay(date.slice(0, 10), createdAt);
}

/** The later of two instants, whatever their offsets. */
export function later(a: string, b: string): string {
  return Date.parse(b) > Date.parse(a) ? b : a;
}
