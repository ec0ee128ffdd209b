import { describe, expect, it, vi } from "vitest";
import type { Clock, Job } from "../../plugin/ports.ts";
import { systemClock } from "../../server/clock.ts";
import { createMemoryQueue } from "../../server/memory-queue.ts";
import { createMetrics } from "../../server/metrics.ts";
import { startWorker } from "../../server/worker.ts";
import { createGate } from "../contract/queue.contract.ts";
import { createRecordingLog } from "./recording-log.ts";

/** Sleeps as short as a turn of the event loop, so that a test sees many ticks. */
const hastyClock: Clock = { now: Date.now, sleep: (_ms, signal) => systemClock.sleep(1, signal) };

function start(parts: { handle?: (job: Job) => Promise<void>; tick?: () => Promise<void> }) {
  const { log, lines } = createRecordingLog();
  const queue = createMemoryQueue(log);
  const { handle = async () => {}, tick = async () => {} } = parts;
  const worker = startWorker({ handle, tick, queue, clock: hastyClock, log });
  return { worker, queue, lines };
}

describe("a worker", () => {
  it("does the jobs of the queue", async () => {
    const done: Job[] = [];
    const { worker, queue } = start({ handle: async (job) => void done.push(job) });
    await queue.add([{ job: { kind: "inbox" } }]);
    await vi.waitFor(() => expect(done).toEqual([{ kind: "inbox" }]));
    await worker.stop(0);
  });

  it("ticks again and again, never twice at once, also after a tick that failed", async () => {
    let ticks = 0;
    let running = 0;
    let most = 0;
    const { worker, lines } = start({
      tick: async () => {
        ticks += 1;
        running += 1;
        most = Math.max(most, running);
        await systemClock.sleep(5);
        running -= 1;
        if (ticks === 1) throw new Error("database is away");
      },
    });
    await vi.waitFor(() => expect(ticks).toBeGreaterThan(3), { timeout: 10_000 });
    await worker.stop(0);
    expect(most).toBe(1);
    expect(lines.map((line) => line.message)).toEqual(["a tick failed"]);
  });

  it("stops after the tick and the job under way, and ticks no more", async () => {
    const gate = createGate();
    let ended = 0;
    const { worker, queue } = start({
      tick: async () => {
        await gate.opened;
        ended += 1;
      },
      handle: async () => {
        await gate.opened;
        ended += 1;
      },
    });
    await queue.add([{ job: { kind: "inbox" } }]);
    const stopped = worker.stop(10_000);
    gate.open();
    await stopped;
    expect(ended).toBe(2);
    await expect(queue.add([{ job: { kind: "inbox" } }])).rejects.toThrow("closed");
  });
});

describe("the counting of jobs", () => {
  it("times each job and counts those that failed, by kind", async () => {
    const metrics = createMetrics();
    const handle = metrics.countJobs(async (job) => {
      if (job.kind === "sweep") throw new Error("platform is away");
    });
    await handle({ kind: "inbox" });
    await expect(handle({ kind: "sweep", installationId: 1 })).rejects.toThrow("platform is away");
    const text = await metrics.registry.metrics();
    expect(text).toContain('ledger_relay_job_seconds_count{kind="inbox"} 1');
    expect(text).toContain('ledger_relay_job_failures_total{kind="sweep"} 1');
    expect(text).not.toContain('ledger_relay_job_failures_total{kind="inbox"}');
    expect(text).toContain("process_cpu_seconds_total");
  });
});
