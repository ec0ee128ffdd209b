import type { Redis } from "ioredis";
import { z } from "zod";
import type { Clock, Limiter } from "../plugin/ports.ts";
import { type CallCounter, createLimiter, LOOK_MS } from "./limiter.ts";

/**
 * Limits shared by all processes on one Redis, which also tells the time: their own clocks may differ.
 * A fixed window as in the usual libraries would let twice the limit through around its border; ledgers count a sliding one.
 */
export function createRedisLimiter(redis: Redis, clock: Pick<Clock, "sleep">): Limiter {
  return createLimiter(createRedisCounter(redis), clock);
}

/** For so long a place is kept for whoever found all taken and has said to look again. */
const NEXT_MS = LOOK_MS * 5;

/**
 * Window and places are looked at together, so that a call costs one question whatever its limit counts.
 * Times are in microseconds, as Redis tells them; a number keeps them exactly until the year 2255.
 */
const claimScript = `
  local paused = redis.call('PTTL', KEYS[2])
  if paused > 0 then return paused end
  local time = redis.call('TIME')
  local now = time[1] * 1000000 + time[2]
  local id, allowed, window = ARGV[1], tonumber(ARGV[2]), ARGV[3] * 1000
  local places, longest = tonumber(ARGV[4]), tonumber(ARGV[5])
  redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - window))
  local count = redis.call('ZCARD', KEYS[1])
  if count >= allowed then
    local blocking = redis.call('ZRANGE', KEYS[1], count - allowed, count - allowed, 'WITHSCORES')[2]
    return math.max(1, math.ceil((blocking + window - now) / 1000))
  end
  if places > 0 then
    redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', string.format('%.0f', now))
    local next = redis.call('GET', KEYS[4])
    local isOurs = not next or next == id
    if redis.call('ZCARD', KEYS[3]) >= places or not isOurs then
      if isOurs then redis.call('SET', KEYS[4], id, 'PX', ${NEXT_MS}) end
      return ${LOOK_MS}
    end
    if next then redis.call('DEL', KEYS[4]) end
    redis.call('ZADD', KEYS[3], string.format('%.0f', now + longest * 1000), id)
    redis.call('PEXPIRE', KEYS[3], longest)
  end
  redis.call('ZADD', KEYS[1], string.format('%.0f', now), id)
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return 0
`;

/** Also for whoever gave up waiting: the next place is not kept for nobody. */
const giveBackScript = `
  redis.call('ZREM', KEYS[1], ARGV[1])
  if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
`;

const pauseScript = `
  if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '', 'PX', ARGV[1]) end
`;

function createRedisCounter(redis: Redis): CallCounter {
  // The braces keep all keys of one limit on the same node of a Redis cluster.
  const callsKey = (key: string) => `ledger-relay:calls:{${key}}`;
  const pauseKey = (key: string) => `ledger-relay:pause:{${key}}`;
  /** Who holds a place and when it is free again at the latest. */
  const placesKey = (key: string) => `ledger-relay:places:{${key}}`;
  /** Whose the next free place is, so that a process that gives places back and asks again does not keep them all. */
  const nextKey = (key: string) => `ledger-relay:next:{${key}}`;

  return {
    async claim(key, { calls, perMs, atOnce }, id) {
      const keys = [callsKey(key), pauseKey(key), placesKey(key), nextKey(key)];
      const places = [atOnce?.calls ?? 0, atOnce?.longestMs ?? 0];
      return z.int().parse(await redis.eval(claimScript, 4, ...keys, id, calls, perMs, ...places));
    },
    async giveBack(key, id) {
      await redis.eval(giveBackScript, 2, placesKey(key), nextKey(key), id);
    },
    async pause(key, ms) {
      if (ms >= 1) await redis.eval(pauseScript, 1, pauseKey(key), Math.ceil(ms));
    },
  };
}
