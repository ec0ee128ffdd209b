/** The number of a global id: `gid://shopify/Order/5001` is 5001. Kept as text: numbers grow beyond 2^53. */
export function numberOf(gid: string): string {
  return /\/(\d+)(?:\?.*)?$/.exec(gid)?.[1] ?? gid;
}

/** The global id of an order by its number; null for what can be no order's number. */
export function orderGid(id: string): string | null {
  return /^\d{1,20}$/.test(id) ? `gid://shopify/Order/${id}` : null;
}

/** The number an admin page hands over, as a number or as a global id; null for anything else. */
export function orderNumberIn(text: string): string | null {
  const number = numberOf(text);
  return orderGid(number) === null ? null : number;
}
