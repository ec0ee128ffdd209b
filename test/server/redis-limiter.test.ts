import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../server/clock.ts";
import { createRedisLimiter } from "../../server/redis-limiter.ts";
import { limiterContract } from "../contract/limiter.contract.ts";
import { reserveRedis } from "../support/databases.ts";
import { createSleeplessClock } from "./manual-clock.ts";

const done = async () => {};
const connections: Redis[] = [];
const connect = (url: string) => {
  const redis = new Redis(url);
  connections.push(redis);
  return redis;
};
afterEach(() => {
  for (const redis of connections.splice(0)) redis.disconnect();
});

limiterContract("the limits over Redis", async () => {
  const { url } = await reserveRedis();
  const clock = createSleeplessClock();
  return {
    limiter: createRedisLimiter(connect(url), clock),
    sleeps: clock.sleeps,
    other: () => createRedisLimiter(connect(url), clock),
  };
});

describe("the sliding window in Redis", () => {
  it("holds over several processes at once", async () => {
    const { url } = await reserveRedis();
    const limiters = [1, 2, 3].map(() => createRedisLimiter(connect(url), systemClock));
    const limit = { calls: 5, perMs: 200 };
    const counter = connect(url);
    const microseconds = async () => {
      const [seconds, rest] = await counter.time();
      return Number(seconds) * 1_000_000 + Number(rest);
    };
    // Redis counted each call between these two, so a slow machine widens the span and never narrows it.
    const spans = await Promise.all(
      Array.from({ length: 24 }, async (_, index) => {
        await limiters[index % limiters.length]?.through("k", limit, "people", done);
        return microseconds();
      }),
    );
    const ends = spans.toSorted((a, b) => a - b);
    const first = ends[0] ?? 0;
    const last = ends.at(-1) ?? 0;
    // 24 calls at 5 per window: the last one belongs to the fifth window after the first.
    expect(last - first).toBeGreaterThan(3 * limit.perMs * 1_000);
  });

  it("leaves no trace of a merchant who makes no more calls", async () => {
    const { url } = await reserveRedis();
    const redis = connect(url);
    const limiter = createRedisLimiter(redis, systemClock);
    await limiter.through("k", { calls: 5, perMs: 600_000 }, "people", done);
    await limiter.pause("k", 600_000);
    const keys = await redis.keys("*");
    const expiries = await Promise.all(keys.map((key) => redis.pttl(key)));
    expect(keys).toHaveLength(2);
    expect(expiries.every((ms) => ms > 0 && ms <= 600_000)).toBe(true);
  });
});

describe("the places in Redis", () => {
  it("come back when the process that held them has been killed", async () => {
    const { url } = await reserveRedis();
    const limit = { calls: 100, perMs: 1, atOnce: { calls: 2, longestMs: 4_000 } };
    const script = join(import.meta.dirname, "holds-places.ts");
    const holder = spawn(process.execPath, [script, url, "k", "2", "4000"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(holder.stdout, "data");
    const ended = once(holder, "exit");
    holder.kill("SIGKILL");
    await ended;
    const impatient = createRedisLimiter(connect(url), createSleeplessClock());
    await expect(impatient.through("k", limit, "people", done)).rejects.toThrow("asleep");
    const patient = createRedisLimiter(connect(url), systemClock);
    await expect(patient.through("k", limit, "people", async () => "made")).resolves.toBe("made");
  }, 30_000);

  it("never hold more than the ledger takes at once, and pass from process to process", async () => {
    const { url } = await reserveRedis();
    const processes = [1, 2, 3].map(() => createRedisLimiter(connect(url), systemClock));
    const limit = { calls: 1_000, perMs: 1, atOnce: { calls: 2, longestMs: 60_000 } };
    let underWay = 0;
    let most = 0;
    const made: number[] = [];
    await Promise.all(
      Array.from({ length: 150 }, async (_, index) => {
        const process = index % processes.length;
        await processes[process]?.through("k", limit, "backlog", async () => {
          underWay += 1;
          most = Math.max(most, underWay);
          await systemClock.sleep(5);
          underWay -= 1;
          made.push(process);
        });
      }),
    );
    expect(most).toBe(2);
    // Nobody was through with all of its calls before another had begun.
    const lastOf = processes.map((_, process) => made.lastIndexOf(process));
    const firstOf = processes.map((_, process) => made.indexOf(process));
    expect(Math.max(...firstOf)).toBeLessThan(Math.min(...lastOf));
  }, 30_000);

  it("leave no trace of a merchant who makes no more calls", async () => {
    const { url } = await reserveRedis();
    const redis = connect(url);
    const limiter = createRedisLimiter(redis, systemClock);
    const limit = { calls: 5, perMs: 600_000, atOnce: { calls: 2, longestMs: 600_000 } };
    await limiter.through("k", limit, "people", async () => {
      const expiries = await Promise.all((await redis.keys("*")).map((key) => redis.pttl(key)));
      expect(expiries).toHaveLength(2);
      expect(expiries.every((ms) => ms > 0 && ms <= 600_000)).toBe(true);
    });
    expect(await redis.keys("*places*")).toEqual([]);
  });
});
