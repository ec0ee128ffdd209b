import type { LedgerFacts } from "../domain/ledger-facts.ts";
import type { Settings } from "../settings/schema.ts";
import { Refusal, settingsField } from "./refusal.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day YYYY-MM-DD of an instant in a time zone (R16). An unknown zone counts as UTC. */
export function dayIn(timeZone: string, instant: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = makeFormat(timeZone);
    formats.set(timeZone, format);
  }
  return format.format(new Date(instant));
}

function makeFormat(timeZone: string): Intl.DateTimeFormat {
  const options = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  try {
    return new Intl.DateTimeFormat("sv-SE", { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat("sv-SE", { ...options, timeZone: "UTC" });
  }
}

/** The day after, by the calendar. */
export function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

/** The day a payment is registered on: its own, or the first open one where documents move there too (R16). */
export function paymentDay(day: string, facts: LedgerFacts, settings: Settings): string {
  const { lockedUntil } = facts;
  const isMoved = settings.orders.locked_period === "next_open_day";
  return isMoved && lockedUntil !== null && day <= lockedUntil ? dayAfter(lockedUntil) : day;
}

/** What holds something of a day that is closed, by the ledger or by a person of the shop. */
export function periodLocked(
  day: string,
  { lockedUntil, closedHere }: LedgerFacts,
  ledgerName: string,
): Refusal {
  const message =
    closedHere === undefined
      ? `${day} is locked in ${ledgerName}: everything up to ${lockedUntil} is closed.`
      : `${day} lies in a month that somebody of the shop closed: everything up to ${closedHere} is. Open it in the reports, or let such dates move to the first open day.`;
  return new Refusal("PERIOD_LOCKED", message, settingsField("orders.locked_period"));
}

/**
 * The date a document bears: its own day, unless the ledger's period is locked (R16).
 * Locked: held, or the first open day, as the settings say. A year the ledger does not have is held.
 */
export function documentDate(
  wanted: string,
  facts: LedgerFacts,
  settings: Settings,
  ledgerName: string,
): string {
  let date = wanted;
  if (facts.lockedUntil !== null && date <= facts.lockedUntil) {
    if (settings.orders.locked_period === "hold") {
      throw periodLocked(wanted, facts, ledgerName);
    }
    date = dayAfter(facts.lockedUntil);
  }
  const years = facts.years;
  if (years !== null && years.length > 0 && !years.some((year) => year.from <= date && date <= year.to)) {
    throw new Refusal(
      "PERIOD_LOCKED",
      `${ledgerName} has no financial year for ${date}. Open the year there.`,
      {
        place: "ledger",
      },
    );
  }
  return date;
}
