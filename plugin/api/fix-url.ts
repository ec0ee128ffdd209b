import type { Code, FixPlace } from "../domain/problem.ts";
import { settingsPlace } from "../settings/settings-place.ts";

/** What the place is looked up for; an order is missing where a connection as a whole is the trouble. */
export interface FixSubject {
  readonly orderId: string | null;
  /** The order's page in the shop's admin. */
  readonly platformUrl: string | null;
}

/** The absolute address of the page where a person mends it. */
export function fixUrl(publicUrl: string, fix: FixPlace, subject: FixSubject): string {
  const connections = `${publicUrl}/embedded/connections`;
  const own =
    subject.orderId === null
      ? connections
      : `${publicUrl}/embedded/orders/${encodeURIComponent(subject.orderId)}`;
  switch (fix.place) {
    case "settings":
      return settingsUrl(publicUrl, fix.field);
    case "connection":
      return connections;
    case "shop":
      return subject.platformUrl ?? own;
    case "ledger":
      return fix.url ?? own;
    case "order":
      return own;
  }
}

/** The absolute address of a setting's field. */
export function settingsUrl(publicUrl: string, field: string): string {
  const { path, params, anchor } = settingsPlace(field);
  const search = new URLSearchParams(params).toString();
  return `${publicUrl}/embedded${path}${search === "" ? "" : `?${search}`}#${anchor}`;
}

const PLACES: Partial<Record<Code, FixPlace>> = {
  ZERO_TOTAL: settings("orders.zero_total"),
  NOTHING_TO_BOOK: settings("orders.refunded_before_transfer"),
  BEFORE_START_DATE: settings("orders.start_date"),
  BOOKED_ELSEWHERE: settings("orders.other_link"),
  TRIGGER_NOT_REACHED: settings("orders.trigger"),
  NOT_CONNECTED: { place: "connection" },
  PAUSED: { place: "connection" },
};

/** Where a code leads when the step that gave it named no better place: nobody is left with a sentence alone. */
export function usualPlace(code: Code): FixPlace {
  return PLACES[code] ?? { place: "order" };
}

function settings(field: string): FixPlace {
  return { place: "settings", field };
}
