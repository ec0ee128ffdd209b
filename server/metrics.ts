import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Backlog } from "../plugin/index.ts";
import type { Http, Job } from "../plugin/ports.ts";

export interface Metrics {
  readonly registry: Registry;
  /** Wraps a job's handler so that its runs are counted and timed by kind. */
  countJobs(handle: (job: Job) => Promise<void>): (job: Job) => Promise<void>;
  /** Wraps the way out so that calls are counted and timed by host and outcome. */
  countCalls(http: Http): Http;
  /** Asked at each scrape. */
  watchBacklog(read: () => Promise<Backlog>): void;
  /** One answered request of ours. */
  countRequest(area: string, status: number, seconds: number): void;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 25, 120];

/**
 * What operators see under /metrics; deploy/grafana-dashboard.json draws it. A registry of its own: several hosts may
 * live in one process. Labels are few and ours: no merchant's word becomes a time series.
 */
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
    buckets: SECONDS,
    registers,
  });
  const calls = new Histogram({
    name: "ledger_relay_call_seconds",
    help: "Calls to shops and ledgers by outcome: a class of status, or failed",
    labelNames: ["system", "outcome"],
    buckets: SECONDS,
    registers,
  });
  const requests = new Histogram({
    name: "ledger_relay_request_seconds",
    help: "Requests answered, by part of the app and class of status",
    labelNames: ["area", "outcome"],
    buckets: SECONDS,
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
    countCalls: (http) => async (request) => {
      const stopTimer = calls.startTimer({ system: systemOf(request.untrusted === true, request.url) });
      try {
        const answer = await http(request);
        stopTimer({ outcome: classOf(answer.status) });
        return answer;
      } catch (error) {
        stopTimer({ outcome: "failed" });
        throw error;
      }
    },
    watchBacklog(read) {
      // Both gauges of one scrape share one look at the database.
      let asked: Promise<Backlog> | null = null;
      const shared = (): Promise<Backlog> => {
        asked ??= read().finally(() => {
          asked = null;
        });
        return asked;
      };
      new Gauge({
        name: "ledger_relay_backlog",
        help: "Work nobody has begun: deliveries in the inbox, orders that are due",
        labelNames: ["of"],
        registers,
        async collect() {
          const { deliveries, dueOrders } = await shared();
          this.set({ of: "deliveries" }, deliveries);
          this.set({ of: "orders" }, dueOrders);
        },
      });
      new Gauge({
        name: "ledger_relay_inbox_oldest_seconds",
        help: "Age of the oldest delivery nobody has taken",
        registers,
        async collect() {
          this.set((await shared()).oldestDeliverySeconds);
        },
      });
    },
    countRequest(area, status, seconds) {
      requests.observe({ area, outcome: classOf(status) }, seconds);
    },
  };
}

/** Shops choose their own addresses, so all of them are one series; ledgers have few. */
function systemOf(isShop: boolean, url: string): string {
  return isShop ? "shop" : new URL(url).hostname;
}

const classOf = (status: number): string => `${Math.floor(status / 100)}xx`;
