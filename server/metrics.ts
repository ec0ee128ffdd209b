import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { Job } from "../plugin/ports.ts";

export interface Metrics {
  readonly registry: Registry;
  /** Wraps a job's handler so that its runs are counted and timed by kind. */
  countJobs(handle: (job: Job) => Promise<void>): (job: Job) => Promise<void>;
}

/** What operators see under /metrics. A registry of its own: several hosts may live in one process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const failures = new Counter({
    name: "ledger_relay_job_failures_total",
    help: "Jobs whose handler threw",
    labelNames: ["kind"],
    registers,
  });
  const durations = new Histogram({
    name: "ledger_relay_job_seconds",
    help: "Time a job took, waiting for the ledger included",
    labelNames: ["kind"],
    buckets: [0.01, 0.05, 0.25, 1, 5, 25, 120],
    registers,
  });

  return {
    registry,
    countJobs: (handle) => async (job) => {
      const { kind } = job;
      const stopTimer = durations.startTimer({ kind });
      try {
        await handle(job);
      } catch (error) {
        failures.inc({ kind });
        throw error;
      } finally {
        stopTimer();
      }
    },
  };
}
