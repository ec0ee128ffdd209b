/** The contract does not say whether `..._after` includes the instant, so we ask from a millisecond before. */
export function justBefore(instant: string): string {
  return new Date(Date.parse(instant) - 1).toISOString();
}
