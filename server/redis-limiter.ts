import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { z } from "zod";
import type { Clock, Limiter } from "../plugin/ports.ts";
import { type CallWindow, createLimiter } from "./limiter.ts";

/**
 * Limits shared by all processes on one Redis, which also tells the time: their own clocks may differ.
 * A fixed window as in the usual libraries would let twice the limit through around its border; ledgers count a sliding one.
 */
export function createRedisLimiter(redis: Redis, clock: Pick<Clock, "sleep">): Limiter {
  return createLimiter(createRedisWindow(redis), clock);
}

/** Times are in microseconds, as Redis tells them; a number keeps them exactly until the year 2255. */
const claimScript = `
  local paused = redis.call('PTTL', KEYS[2])
  if paused > 0 then return paused end
  local time = redis.call('TIME')
  local now = time[1] * 1000000 + time[2]
  local allowed, window = tonumber(ARGV[1]), ARGV[2] * 1000
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - window))
  local count = redis.call('ZCARD', KEYS[1])
  if count >= allowed then
    local blocking = redis.call('ZRANGE', KEYS[1], count - allowed, count - allowed, 'WITHSCORES')[2]
    return math.max(1, math.ceil((blocking + window - now) / 1000))
  end
  redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 0
`;

const pauseScript = `
  if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '', 'PX', ARGV[1]) end
`;

function createRedisWindow(redis: Redis): CallWindow {
  // The braces keep both keys of one limit on the same node of a Redis cluster.
  const callsKey = (key: string) => `ledger-relay:calls:{${key}}`;
  const pauseKey = (key: string) => `ledger-relay:pause:{${key}}`;

  return {
    async claim(key, { calls, perMs }) {
      const reply = await redis.eval(
        claimScript,
        2,
        callsKey(key),
        pauseKey(key),
        calls,
        perMs,
        randomUUID(),
      );
      return z.int().parse(reply);
    },
    async pause(key, ms) {
      if (ms >= 1) await redis.eval(pauseScript, 1, pauseKey(key), Math.ceil(ms));
    },
  };
}
