import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Job, JobQueue } from "../../plugin/ports.ts";
import { createRecordingLog, type RecordedLine } from "../server/recording-log.ts";

export interface OpenQueue {
  readonly queue: JobQueue;
  /** Resolves when no job is held back by a delay any more. */
  delaysPassed(): Promise<void>;
}

/** What every queue promises the product; `open` gives an empty one. */
export function queueContract(
  name: string,
  open: (log: ReturnType<typeof createRecordingLog>["log"]) => Promise<OpenQueue>,
): void {
  describe(`the promises of ${name}`, () => {
    let opened: OpenQueue;
    let queue: JobQueue;
    let lines: RecordedLine[];
    let seen: string[];

    beforeEach(async () => {
      const recording = createRecordingLog();
      lines = recording.lines;
      seen = [];
      opened = await open(recording.log);
      queue = opened.queue;
    });
    afterEach(() => queue.close(1_000));

    const note = async (job: Job) => {
      seen.push(orderOf(job));
    };
    const until = (...orders: string[]) =>
      vi.waitFor(() => expect(seen).toEqual(orders), { timeout: 15_000, interval: 10 });

    it("hands over a job exactly as it was added", async () => {
      const jobs: Job[] = [{ kind: "inbox" }, { kind: "sweep", installationId: 7 }, transfer("1001")];
      const received: Job[] = [];
      queue.work(async (job) => void received.push(job), 1);
      for (const job of jobs) await queue.add([{ job }]);
      await vi.waitFor(() => expect(received).toHaveLength(3), { timeout: 15_000 });
      expect(received).toEqual(expect.arrayContaining(jobs));
    });

    it("keeps jobs that were added before anybody worked", async () => {
      await queue.add([{ job: transfer("1001") }, { job: transfer("1002") }]);
      queue.work(note, 1);
      await until("1001", "1002");
    });

    it("accepts an empty list", async () => {
      await expect(queue.add([])).resolves.toBeUndefined();
    });

    it("lets an order somebody is looking at go before the backlog", async () => {
      await queue.add([{ job: transfer("old-1") }, { job: transfer("old-2") }]);
      await queue.add([{ job: transfer("looked-at"), options: { lane: "people" } }]);
      queue.work(note, 1);
      await until("looked-at", "old-1", "old-2");
    });

    it("lets an order somebody waits for go before the backlog also after a delay", async () => {
      const gate = createGate();
      queue.work(async (job) => {
        await note(job);
        if (orderOf(job) === "running") await gate.opened;
      }, 1);
      await queue.add([{ job: transfer("running") }]);
      await until("running");
      await queue.add([{ job: transfer("old") }]);
      await queue.add([{ job: transfer("looked-at"), options: { lane: "people", delayMs: 20 } }]);
      await opened.delaysPassed();
      gate.open();
      await until("running", "looked-at", "old");
    });

    it("does not run a delayed job before one that has no delay", async () => {
      await queue.add([{ job: transfer("later"), options: { delayMs: 300 } }, { job: transfer("now") }]);
      queue.work(note, 1);
      await until("now", "later");
    });

    it("keeps a key only once while its job waits", async () => {
      const entry = { job: transfer("1001"), options: { key: "order 1001" } };
      await queue.add([entry, entry]);
      await queue.add([entry]);
      await queue.add([{ job: transfer("end") }]);
      queue.work(note, 1);
      await until("1001", "end");
    });

    it("keeps a key only once while its job is delayed", async () => {
      const options = { key: "order 1001", delayMs: 200 };
      await queue.add([{ job: transfer("first"), options }]);
      await queue.add([{ job: transfer("second"), options }]);
      await queue.add([{ job: transfer("end"), options: { delayMs: 600 } }]);
      queue.work(note, 1);
      await until("first", "end");
    });

    it("runs an order again when it changed while it was being worked on", async () => {
      const gate = createGate();
      const options = { key: "order 1001" };
      queue.work(async (job) => {
        await note(job);
        if (orderOf(job) === "as it was") await gate.opened;
      }, 1);
      await queue.add([{ job: transfer("as it was"), options }]);
      await until("as it was");
      await queue.add([{ job: transfer("changed"), options }]);
      await queue.add([{ job: transfer("changed again"), options }]);
      gate.open();
      await until("as it was", "changed");
      await queue.add([{ job: transfer("once more"), options }]);
      await until("as it was", "changed", "once more");
    });

    it("still knows a waiting key after an earlier job with that key has ended", async () => {
      const gates = [createGate(), createGate()];
      const options = { key: "order 1001" };
      queue.work(async (job) => {
        await note(job);
        if (orderOf(job) === "first") await gates[0]?.opened;
        if (orderOf(job) === "blocker") await gates[1]?.opened;
      }, 1);
      await queue.add([{ job: transfer("first"), options }]);
      await until("first");
      await queue.add([{ job: transfer("blocker"), options: { lane: "people" } }]);
      await queue.add([{ job: transfer("second"), options }]);
      gates[0]?.open();
      await until("first", "blocker");
      await queue.add([{ job: transfer("third"), options }]);
      gates[1]?.open();
      await queue.add([{ job: transfer("end") }]);
      await until("first", "blocker", "second", "end");
    });

    it("works on as many jobs at once as it was told, and no more", async () => {
      const gate = createGate();
      let running = 0;
      let most = 0;
      queue.work(async (job) => {
        running += 1;
        most = Math.max(most, running);
        await gate.opened;
        running -= 1;
        await note(job);
      }, 3);
      await queue.add(["1", "2", "3", "4", "5", "6"].map((order) => ({ job: transfer(order) })));
      await vi.waitFor(() => expect(running).toBe(3), { timeout: 15_000 });
      gate.open();
      await vi.waitFor(() => expect(seen).toHaveLength(6), { timeout: 15_000 });
      expect(most).toBe(3);
    });

    it("logs a job that failed, drops it and goes on", async () => {
      queue.work(async (job) => {
        await note(job);
        if (orderOf(job) === "broken") throw new Error("no such account");
      }, 1);
      await queue.add([{ job: transfer("broken"), options: { key: "k" } }, { job: transfer("fine") }]);
      await until("broken", "fine");
      expect(lines.filter((line) => line.level === "error")).toHaveLength(1);
      await queue.add([{ job: transfer("broken"), options: { key: "k" } }]);
      await until("broken", "fine", "broken");
    });

    it("closes only after the running order is done, and takes no other", async () => {
      const gate = createGate();
      queue.work(async (job) => {
        await gate.opened;
        await note(job);
      }, 1);
      await queue.add([{ job: transfer("running") }, { job: transfer("waiting") }]);
      await vi.waitFor(() => expect(gate.isAwaited()).toBe(true), { timeout: 15_000 });
      const closed = queue.close(10_000);
      gate.open();
      await closed;
      expect(seen).toEqual(["running"]);
    });

    it("closes even when an order hangs", async () => {
      const gate = createGate();
      queue.work(() => gate.opened, 1);
      await queue.add([{ job: transfer("hanging") }]);
      await vi.waitFor(() => expect(gate.isAwaited()).toBe(true), { timeout: 15_000 });
      await queue.close(50);
      expect(gate.isAwaited()).toBe(true);
      gate.open();
    });

    it("says no to jobs after it was closed", async () => {
      await queue.close(0);
      await expect(queue.add([{ job: transfer("late") }])).rejects.toThrow("closed");
    });
  });
}

export function transfer(orderId: string): Job {
  return { kind: "transfer", installationId: 1, connectionId: 1, orderId, lane: "backlog" };
}

export function orderOf(job: Job): string {
  return job.kind === "transfer" ? job.orderId : job.kind;
}

/** Holds a job up until the test lets it go on. */
export function createGate(): { readonly opened: Promise<void>; open(): void; isAwaited(): boolean } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let awaited = false;
  return {
    get opened() {
      awaited = true;
      return promise;
    },
    open: resolve,
    isAwaited: () => awaited,
  };
}
