import type { Clock, Job, JobQueue, Log } from "../plugin/ports.ts";

/** Many, because most of them wait for a ledger's answer or its limit. */
const concurrency = 20;
const usualTickMs = 1_000;

export interface WorkerParts {
  readonly handle: (job: Job) => Promise<void>;
  /** Called about every second, never twice at once. */
  readonly tick: () => Promise<void>;
  /** Between two ticks; absent: a second. */
  readonly tickMs?: number | undefined;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Worker {
  /** Lets the tick and the jobs under way finish, these at most `graceMs`, and closes the queue. */
  stop(graceMs: number): Promise<void>;
}

/** Takes jobs from the queue and keeps the plugin's clock ticking. */
export function startWorker({ handle, tick, tickMs = usualTickMs, queue, clock, log }: WorkerParts): Worker {
  const stopping = new AbortController();

  async function keepTicking(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await tick();
      } catch (error) {
        log.error("a tick failed", { error });
      }
      // Rejects only because we stop, and then the loop ends by itself.
      await clock.sleep(tickMs, stopping.signal).catch(() => {});
    }
  }

  queue.work(handle, concurrency);
  const ticking = keepTicking();
  return {
    async stop(graceMs) {
      stopping.abort();
      await ticking;
      await queue.close(graceMs);
    },
  };
}
