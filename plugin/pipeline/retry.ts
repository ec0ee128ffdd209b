const STEPS_MS = [1_000, 2_000, 5_000, 15_000, 60_000, 120_000, 300_000, 900_000] as const;

/**
 * How long to wait before attempt number `attempt` + 1: growing, at most a quarter of an hour, with up to a fifth of
 * jitter so that a ledger that comes back is not met by everybody at once.
 */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const step = STEPS_MS[Math.min(Math.max(attempt, 1), STEPS_MS.length) - 1] ?? STEPS_MS[0];
  return Math.round(step * (1 + random() * 0.2));
}
