import type { Redis } from "ioredis";
import { z } from "zod";
import { HttpFailure, type Points } from "../plugin/ports.ts";
import { FORGOTTEN_MS, RESERVE } from "./memory-points.ts";

/** The bucket as it stands now; Redis tells the time, for the clocks of processes may differ. */
const standing = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local known = redis.call('HMGET', KEYS[1], 'available', 'at', 'maximum', 'perSecond')
  local available, maximum, perSecond
  if known[1] then
    maximum, perSecond = tonumber(known[3]), tonumber(known[4])
    available = math.min(maximum, known[1] + (now - known[2]) / 1000 * perSecond)
  end
`;

const keep = `
  redis.call('HSET', KEYS[1], 'available', tostring(available), 'at', string.format('%.0f', now),
    'maximum', tostring(maximum), 'perSecond', tostring(perSecond))
  redis.call('PEXPIRE', KEYS[1], ${FORGOTTEN_MS})
`;

const takeScript = `${standing}
  if not available then return 0 end
  local points, kept = tonumber(ARGV[1]), ARGV[2] * maximum
  local missing = math.min(points + kept, maximum) - available
  if missing > 0 then return math.ceil(missing / perSecond * 1000) end
  available = available - points
  ${keep}
  return 0
`;

const settleScript = `${standing}
  local said = tonumber(ARGV[2])
  available = available and math.min(available + ARGV[1], said) or said
  maximum, perSecond = tonumber(ARGV[3]), tonumber(ARGV[4])
  ${keep}
`;

/** Points shared by all processes on one Redis; the same arithmetic as inside one process. */
export function createRedisPoints(redis: Redis): Points {
  const keyOf = (key: string) => `ledger-relay:points:{${key}}`;
  return {
    async take(key, points, lane) {
      const kept = lane === "backlog" ? RESERVE : 0;
      const reply = await redis.eval(takeScript, 1, keyOf(key), points, kept).catch(uncounted);
      return z.int().parse(reply);
    },
    async settle(key, { taken, charged }, { available, maximum, perSecond }) {
      await redis
        .eval(settleScript, 1, keyOf(key), taken - charged, available, maximum, perSecond)
        .catch(() => {});
    },
  };
}

/** Questions that are not counted could take what others need: they are not asked, and tried again like any other. */
function uncounted(cause: unknown): never {
  throw new HttpFailure("the points cannot be counted", { sent: false, cause });
}
