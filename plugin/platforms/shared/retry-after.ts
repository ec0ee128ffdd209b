/**
 * Milliseconds that `Retry-After` asks to wait, given in seconds, which some write with decimals, or as a date
 * (RFC 9110, 10.2.3); null when it asks nothing.
 */
export function waitOf(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  if (/^\d{1,6}(\.\d+)?$/.test(header)) return Math.ceil(Number(header) * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}
