import type { Job, JobOptions, JobQueue, Log } from "../plugin/ports.ts";
import { settledWithin } from "./settled-within.ts";

interface Waiting {
  readonly job: Job;
  readonly key: string | undefined;
  readonly lane: "people" | "backlog";
}

/** Node fires timers beyond this at once. */
const longestTimer = 2 ** 31 - 1;

/** The queue of a single process: nothing is kept when it ends, SQL brings the jobs back. */
export function createMemoryQueue(log: Log): JobQueue {
  const lanes = { people: new Set<Waiting>(), backlog: new Set<Waiting>() };
  const keys = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let worker: { handle: (job: Job) => Promise<void>; concurrency: number } | null = null;
  let isClosed = false;

  function accept(job: Job, options: JobOptions): void {
    const { key, lane = "backlog", delayMs = 0 } = options;
    if (key !== undefined) {
      if (keys.has(key)) return;
      keys.add(key);
    }
    const waiting: Waiting = { job, key, lane };
    if (delayMs > 0) wake(waiting, delayMs);
    else lanes[lane].add(waiting);
  }

  function wake(waiting: Waiting, delayMs: number): void {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        if (delayMs > longestTimer) {
          wake(waiting, delayMs - longestTimer);
          return;
        }
        lanes[waiting.lane].add(waiting);
        startJobs();
      },
      Math.min(delayMs, longestTimer),
    );
    timers.add(timer);
  }

  function startJobs(): void {
    while (worker !== null && !isClosed && running.size < worker.concurrency) {
      const [next] = lanes.people.size > 0 ? lanes.people : lanes.backlog;
      if (next === undefined) return;
      lanes[next.lane].delete(next);
      // From here on the key is free: what is added now may be news that this run has already read past.
      if (next.key !== undefined) keys.delete(next.key);
      const run = runJob(worker.handle, next.job);
      running.add(run);
      void run.then(() => {
        running.delete(run);
        startJobs();
      });
    }
  }

  async function runJob(handle: (job: Job) => Promise<void>, job: Job): Promise<void> {
    try {
      await handle(job);
    } catch (error) {
      log.error("a job failed and is dropped until the sweep brings it back", { job, error });
    }
  }

  return {
    async add(jobs) {
      if (isClosed) throw new Error("the queue is closed");
      for (const { job, options } of jobs) accept(job, options ?? {});
      startJobs();
    },
    work(handle, concurrency) {
      if (worker !== null) throw new Error("the queue already has a worker");
      worker = { handle, concurrency };
      startJobs();
    },
    async close(graceMs) {
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      await settledWithin(running, graceMs);
    },
  };
}
