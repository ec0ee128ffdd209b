/** A term of Shopify's search. Quoted, because a colon in a bare time would be read as another term (shopify.md 2.4). */
export function term(field: string, comparison: "" | ">=" | "<", value: string): string {
  return `${field}:${comparison}'${value.replaceAll(/['\\]/g, "\\$&")}'`;
}

/** A time to the second, as the search knows it; earlier rather than later. */
export function atSecond(instant: string): string {
  return `${new Date(Math.floor(Date.parse(instant) / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}
