import type { Job, Log } from "../plugin/ports.ts";
import { settledWithin } from "./settled-within.ts";

/** So many orders of one merchant at a time in one process: neither a flood nor a shop that hangs takes it all. */
const perInstallation = 8;
/** This part of the places is never given to the backlog: somebody may be waiting at a screen. */
const partForPeople = 0.1;

interface Waiting {
  readonly job: Job;
  /** Called when it leaves the line. */
  readonly begin: () => Promise<void> | void;
  /** Called when it has ended, or never will begin. */
  readonly end: () => void;
}

export interface FairLine {
  /** Resolves when the job has ended or, because the line was closed, never will begin. `begin` is called before it. */
  add(job: Job, isAhead: boolean, begin: Waiting["begin"]): Promise<void>;
  /** How many jobs of the merchant this one is of wait already. */
  waitingLike(job: Job): number;
  start(handle: (job: Job) => Promise<void>, concurrency: number): void;
  /** Starts nothing any more and waits for the running ones, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/**
 * Who is next in this process: people first, then the merchants in turn, so that behind fifty thousand orders of one
 * the single order of another is the next.
 */
export function createFairLine(log: Log): FairLine {
  const ahead = new Set<Waiting>();
  // The first merchant is the one whose turn it is; whoever had a turn goes to the end.
  const merchants = new Map<number, Set<Waiting>>();
  const atWork = new Map<number, number>();
  const running = new Set<Promise<void>>();
  let worker: { handle: (job: Job) => Promise<void>; concurrency: number } | null = null;
  let isClosed = false;

  function lineOf(id: number): Set<Waiting> {
    const line = merchants.get(id) ?? new Set();
    merchants.set(id, line);
    return line;
  }

  function next(concurrency: number): Waiting | undefined {
    const [first] = ahead;
    if (first !== undefined) {
      ahead.delete(first);
      return first;
    }
    if (running.size >= concurrency - Math.floor(concurrency * partForPeople)) return undefined;
    for (const [id, line] of merchants) {
      const [oldest] = line;
      if (oldest === undefined || (atWork.get(id) ?? 0) >= perInstallation) continue;
      line.delete(oldest);
      merchants.delete(id);
      if (line.size > 0) merchants.set(id, line);
      return oldest;
    }
    return undefined;
  }

  function startJobs(): void {
    while (worker !== null && !isClosed && running.size < worker.concurrency) {
      const one = next(worker.concurrency);
      if (one === undefined) return;
      const run = runJob(worker.handle, one);
      running.add(run);
      void run.then(() => {
        running.delete(run);
        one.end();
        startJobs();
      });
    }
  }

  async function runJob(handle: (job: Job) => Promise<void>, { job, begin }: Waiting): Promise<void> {
    const id = merchantOf(job);
    atWork.set(id, (atWork.get(id) ?? 0) + 1);
    try {
      await begin();
      await handle(job);
    } catch (error) {
      log.error("a job failed and is dropped until the sweep brings it back", { job, error });
    } finally {
      const left = (atWork.get(id) ?? 1) - 1;
      if (left === 0) atWork.delete(id);
      else atWork.set(id, left);
    }
  }

  return {
    async add(job, isAhead, begin) {
      if (isClosed) return;
      await new Promise<void>((end) => {
        const waiting = { job, begin, end };
        // The inbox belongs to all and costs little: what is in it may be somebody's only order.
        if (isAhead || job.kind === "inbox") ahead.add(waiting);
        else lineOf(merchantOf(job)).add(waiting);
        startJobs();
      });
    },
    waitingLike: (job) => merchants.get(merchantOf(job))?.size ?? 0,
    start(handle, concurrency) {
      if (worker !== null) throw new Error("the queue already has a worker");
      worker = { handle, concurrency };
      startJobs();
    },
    async close(graceMs) {
      isClosed = true;
      for (const line of [ahead, ...merchants.values()]) for (const { end } of line) end();
      ahead.clear();
      merchants.clear();
      await settledWithin(running, graceMs);
    },
  };
}

/** 0 for what belongs to no merchant. */
function merchantOf(job: Job): number {
  return job.kind === "inbox" ? 0 : job.installationId;
}
