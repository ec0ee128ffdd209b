import type { Clock } from "../../plugin/ports.ts";

/** A clock that stands still until somebody sleeps; then the sleep's time has passed at once. */
export function createManualClock(start = Date.UTC(2026, 10, 21)): Clock & { readonly sleeps: number[] } {
  let now = start;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    async sleep(ms) {
      sleeps.push(ms);
      now += ms;
    },
  };
}

/** A clock whose sleepers are woken with an error at once: for tests of who has to wait. */
export function createSleeplessClock(): Clock & { readonly sleeps: number[] } {
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => Date.UTC(2026, 10, 21),
    async sleep(ms) {
      sleeps.push(ms);
      throw new Error("asleep");
    },
  };
}
