import type { Job, JobOptions, JobQueue, Log } from "../plugin/ports.ts";
import { createFairLine } from "./fair-line.ts";

/** Node fires timers beyond this at once. */
const longestTimer = 2 ** 31 - 1;

/** The queue of a single process: nothing is kept when it ends, SQL brings the jobs back. */
export function createMemoryQueue(log: Log): JobQueue {
  const line = createFairLine(log);
  const keys = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  let isClosed = false;

  function accept(job: Job, { key, lane, delayMs = 0 }: JobOptions): void {
    if (key !== undefined) {
      if (keys.has(key)) return;
      keys.add(key);
    }
    const enter = () => {
      // When it begins the key is free: what is added then may be news that this run has already read past.
      void line.add(job, lane === "people", () => {
        if (key !== undefined) keys.delete(key);
      });
    };
    if (delayMs > 0) wake(enter, delayMs);
    else enter();
  }

  function wake(enter: () => void, delayMs: number): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        if (delayMs > longestTimer) wake(enter, delayMs - longestTimer);
        else enter();
      },
      Math.min(delayMs, longestTimer),
    );
    timers.add(timer);
  }

  return {
    async add(jobs) {
      if (isClosed) throw new Error("the queue is closed");
      for (const { job, options } of jobs) accept(job, options ?? {});
    },
    work: (handler, concurrency) => line.start(handler, concurrency),
    async close(graceMs) {
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      await line.close(graceMs);
    },
  };
}
