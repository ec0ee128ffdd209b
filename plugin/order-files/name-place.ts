import type { Place } from "./complaint.ts";

/** Where something is wrong, as a program is told: `row 3`, or of XML `order 3, line 2`. */
export function namePlace(place: Place): string {
  if ("row" in place) return `row ${place.row}`;
  return place.line === null ? `order ${place.order}` : `order ${place.order}, line ${place.line}`;
}
