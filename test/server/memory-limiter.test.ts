import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LIMIT } from "../../plugin/connectors/fortnox/client.ts";
import { systemClock } from "../../server/clock.ts";
import { createMemoryLimiter } from "../../server/memory-limiter.ts";
import { limiterContract } from "../contract/limiter.contract.ts";
import { createGate } from "../contract/queue.contract.ts";
import { createManualClock, createSleeplessClock } from "./manual-clock.ts";

const done = async () => {};

limiterContract("the limits inside one process", async () => {
  const clock = createSleeplessClock();
  const limiter = createMemoryLimiter(clock);
  return { limiter, sleeps: clock.sleeps, other: () => limiter };
});

describe("the sliding window", () => {
  it("never holds more calls than the ledger allows, wherever it is laid", async () => {
    const calls = fc.array(
      fc.record({
        pauseBefore: fc.integer({ min: 0, max: 400 }),
        lane: fc.constantFrom("people", "backlog"),
      }),
      { minLength: 1, maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(calls, async (sequence) => {
        const clock = createManualClock();
        const limiter = createMemoryLimiter(clock);
        const made: number[] = [];
        for (const { pauseBefore, lane } of sequence) {
          await clock.sleep(pauseBefore);
          await limiter.through("fortnox 1", { calls: 5, perMs: 1_000 }, lane, done);
          made.push(clock.now());
        }
        for (const [index, at] of made.entries()) {
          const sixth = made[index + 5];
          if (sixth !== undefined) expect(sixth - at).toBeGreaterThanOrEqual(1_000);
        }
      }),
    );
  });

  it.each([
    ["95 % of what Fortnox allows, when people are at it,", "people", 0.95],
    ["87 %, which leaves people a place at any moment,", "backlog", 0.87],
  ] as const)("uses %s for an hour without ever calling too often", async (_what, lane, share) => {
    const clock = createManualClock();
    const limiter = createMemoryLimiter(clock);
    const start = clock.now();
    const hourMs = 3_600_000;
    const arrivals: number[] = [];
    for (let call = 0; clock.now() - start < hourMs; call += 1) {
      await limiter.through("fortnox 1", LIMIT, lane, done);
      // On its way a call takes between 0 and 240 ms, the same sequence each time.
      arrivals.push(clock.now() + ((call * 7919) % 241));
    }
    arrivals.sort((a, b) => a - b);
    const tooMany = arrivals.filter(
      (at, index) => (arrivals[index + 25] ?? Number.POSITIVE_INFINITY) - at < 5_000,
    );
    expect(tooMany).toEqual([]);
    const allowed = (hourMs / 5_000) * 25;
    expect(arrivals.length / allowed).toBeGreaterThan(share);
  });

  it("lets a call pass at the very moment the oldest one leaves", async () => {
    const clock = createManualClock();
    const limiter = createMemoryLimiter(clock);
    const limit = { calls: 2, perMs: 1_000 };
    await limiter.through("k", limit, "people", done);
    await clock.sleep(400);
    await limiter.through("k", limit, "people", done);
    await limiter.through("k", limit, "people", done);
    expect(clock.sleeps).toEqual([400, 600]);
  });

  it("serves those who wait in the order they came", async () => {
    const clock = createManualClock();
    const limiter = createMemoryLimiter(clock);
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4, 5].map(async (number) => {
        await limiter.through("k", { calls: 1, perMs: 1_000 }, "people", done);
        order.push(number);
      }),
    );
    expect(order).toEqual([1, 2, 3, 4, 5]);
  });

  it("lets people who wait for one of few places go before the backlog", async () => {
    const limiter = createMemoryLimiter(systemClock);
    const limit = { calls: 100, perMs: 1, atOnce: { calls: 1, longestMs: 600_000 } };
    const order: string[] = [];
    const first = createGate();
    const note = (who: string) => async () => void order.push(who);
    const calls = [limiter.through("k", limit, "backlog", () => first.opened)];
    for (const lane of ["backlog", "people", "backlog", "people"] as const) {
      calls.push(limiter.through("k", limit, lane, note(lane)));
    }
    first.open();
    await Promise.all(calls);
    expect(order).toEqual(["people", "people", "backlog", "backlog"]);
  });
});
