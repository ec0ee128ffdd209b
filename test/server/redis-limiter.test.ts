import { Redis } from "ioredis";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../server/clock.ts";
import { createRedisLimiter } from "../../server/redis-limiter.ts";
import { limiterContract } from "../contract/limiter.contract.ts";
import { reserveRedis } from "../support/databases.ts";
import { createSleeplessClock } from "./manual-clock.ts";

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
        await limiters[index % limiters.length]?.take("k", limit, "people");
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
    await limiter.take("k", { calls: 5, perMs: 600_000 }, "people");
    await limiter.pause("k", 600_000);
    const keys = await redis.keys("*");
    const expiries = await Promise.all(keys.map((key) => redis.pttl(key)));
    expect(keys).toHaveLength(2);
    expect(expiries.every((ms) => ms > 0 && ms <= 600_000)).toBe(true);
  });
});
