/** Counts calls in a sliding window. */
export interface RateWindow {
  /** true when the call fits; a refused call does not count. */
  admits(key: string): boolean;
}

/** At most `calls` within any `ms`; the vendor allows 25 in 5 seconds for each client and tenant. */
export function rateWindow(
  limit: { calls: number; ms: number },
  now: () => number = () => performance.now(),
): RateWindow {
  const admitted = new Map<string, number[]>();
  return {
    admits: (key) => {
      const at = now();
      const recent = (admitted.get(key) ?? []).filter((time) => time > at - limit.ms);
      const fits = recent.length < limit.calls;
      if (fits) recent.push(at);
      admitted.set(key, recent);
      return fits;
    },
  };
}
