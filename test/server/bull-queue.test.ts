import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Job } from "../../plugin/ports.ts";
import { type BullQueue, createBullQueue } from "../../server/bull-queue.ts";
import { createGate, orderOf, queueContract, transfer } from "../contract/queue.contract.ts";
import { reserveRedis, type TestRedis } from "../support/databases.ts";
import { createRecordingLog, type RecordedLine } from "./recording-log.ts";
import { openTcpGate, type TcpGate } from "./tcp-gate.ts";

const patience = { timeout: 15_000, interval: 20 };

queueContract("the queue over Redis", async (log) => {
  const { url } = await reserveRedis();
  const queue = createBullQueue(url, log);
  await vi.waitFor(() => queue.ping(), patience);
  const delaysPassed = async () => {
    const redis = new Redis(url);
    // Over is a delay when the worker has the job in its hands: it chooses among what it holds.
    await vi.waitFor(async () => {
      expect(await redis.zcard("ledger-relay:jobs:delayed")).toBe(0);
      expect(await redis.llen("ledger-relay:jobs:wait")).toBe(0);
    }, patience);
    redis.disconnect();
  };
  return { queue, delaysPassed };
});

describe("the queue over a Redis with troubles", () => {
  let redis: TestRedis;
  let gate: TcpGate;
  let queue: BullQueue;
  let lines: RecordedLine[];
  let seen: string[];

  const note = async (job: Job) => {
    seen.push(orderOf(job));
  };

  beforeEach(async () => {
    const recording = createRecordingLog();
    lines = recording.lines;
    seen = [];
    redis = await reserveRedis();
    const url = new URL(redis.url);
    gate = await openTcpGate(Number(url.port));
    url.port = String(gate.port);
    queue = createBullQueue(url.href, recording.log);
    await vi.waitFor(() => queue.ping(), patience);
  });

  afterEach(async () => {
    await queue.close(100);
    await gate.close();
  });

  it("refuses a job instead of keeping the webhook waiting, and works again when Redis is back", async () => {
    queue.work(note, 1);
    await queue.add([{ job: transfer("before") }]);
    await vi.waitFor(() => expect(seen).toEqual(["before"]), patience);
    gate.cut();
    await expect(queue.add([{ job: transfer("during") }])).rejects.toThrow();
    await expect(queue.ping()).rejects.toThrow();
    gate.mend();
    await vi.waitFor(() => queue.ping(), patience);
    await queue.add([{ job: transfer("after") }]);
    await vi.waitFor(() => expect(seen).toContain("after"), patience);
    const messages = () => lines.filter((line) => line.detail === undefined).map((line) => line.message);
    await vi.waitFor(
      () => expect(messages()).toEqual(["the queue has lost Redis", "the queue reaches Redis again"]),
      patience,
    );
  });

  it("refuses a job also when Redis accepts it and never answers", async () => {
    gate.stall();
    await expect(queue.add([{ job: transfer("during") }])).rejects.toThrow("timed out");
    gate.mend();
  });

  it("starts working when Redis comes up after the app", async () => {
    gate.cut();
    queue.work(note, 1);
    await expect(queue.add([{ job: transfer("too early") }])).rejects.toThrow();
    gate.mend();
    await vi.waitFor(() => queue.ping(), patience);
    await queue.add([{ job: transfer("1001") }]);
    // "Too early" may have been stored after all: a refusal only says that nobody can be sure.
    await vi.waitFor(() => expect(seen).toContain("1001"), patience);
  });

  it("closes while Redis is away", async () => {
    queue.work(note, 1);
    gate.cut();
    await expect(queue.close(100)).resolves.toBeUndefined();
  });

  it("runs what it has taken and what comes after Redis was emptied in the middle of an order", async () => {
    const hold = createGate();
    const options = { key: "order 1001" };
    queue.work(async (job) => {
      await note(job);
      if (orderOf(job) === "running") await hold.opened;
    }, 1);
    await queue.add([{ job: transfer("running"), options }]);
    await vi.waitFor(() => expect(seen).toEqual(["running"]), patience);
    await queue.add([{ job: transfer("next"), options }]);
    await redis.empty();
    hold.open();
    await queue.add([{ job: transfer("after"), options }]);
    await vi.waitFor(() => expect(seen).toContain("after"), patience);
    expect(seen.slice(0, 1)).toEqual(["running"]);
  });

  it("frees the order of a worker that died before it could start", async () => {
    const entry = { job: transfer("1001"), options: { key: "order 1001" } };
    await queue.add([entry]);
    const client = new Redis(redis.url);
    // What a worker does first, and then no more.
    await client.rpoplpush("ledger-relay:jobs:wait", "ledger-relay:jobs:active");
    client.disconnect();
    queue.work(note, 1);
    const addedByTheSweep = async () => {
      await queue.add([entry]);
      expect(seen).toEqual(["1001"]);
    };
    await vi.waitFor(addedByTheSweep, { timeout: 25_000, interval: 500 });
  });

  it("leaves a job of a newer version alone and goes on", async () => {
    const newer = { kind: "payout", installationId: 1 } as unknown as Job;
    queue.work(note, 1);
    await queue.add([{ job: newer }, { job: transfer("1001") }]);
    await vi.waitFor(() => expect(seen).toEqual(["1001"]), patience);
    expect(lines.filter((line) => line.level === "error")).toHaveLength(1);
  });

  it("leaves nothing behind in Redis when all orders are done", async () => {
    queue.work(note, 2);
    await queue.add(["1", "2", "3"].map((order) => ({ job: transfer(order), options: { key: order } })));
    await vi.waitFor(() => expect(seen).toHaveLength(3), patience);
    await queue.close(5_000);
    const client = new Redis(redis.url);
    const keys = await client.keys("ledger-relay:jobs:*");
    client.disconnect();
    // Bull's own counter and the time of its last check for stalled jobs.
    expect(new Set(keys)).toEqual(new Set(["ledger-relay:jobs:id", "ledger-relay:jobs:stalled-check"]));
  });
});
