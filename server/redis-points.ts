import type { Redis } from "ioredis";
import { z } from "zod";
import { HttpFailure, type Points } from "../plugin/ports.ts";
import { FORGOTTEN_MS, LOOK_MS, RESERVE } from "./memory-points.ts";

/** The bucket as it stands now; Redis tells the time, for the clocks of processes may differ. */
const standing = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local known = redis.call('HMGET', KEYS[1], 'available', 'at', 'maximum', 'perSecond', 'onTheWay')
  local available, maximum, perSecond
  local onTheWay = tonumber(known[5] or 0)
  if known[1] then
    maximum, perSecond = tonumber(known[3]), tonumber(known[4])
    available = math.min(maximum, known[1] + (now - known[2]) / 1000 * perSecond)
  end
`;

const keep = `
  redis.call('HSET', KEYS[1], 'available', tostring(available), 'at', string.format('%.0f', now),
    'maximum', tostring(maximum), 'perSecond', tostring(perSecond), 'onTheWay', tostring(onTheWay))
  redis.call('PEXPIRE', KEYS[1], ${FORGOTTEN_MS})
`;

const takeScript = `${standing}
  if not available then return 0 end
  local points, kept = tonumber(ARGV[1]), ARGV[2] * maximum
  local missing = math.min(points + kept, maximum) - available
  if missing > 0 then
    local wait = math.ceil(missing / perSecond * 1000)
    return missing > onTheWay and wait or math.min(wait, ${LOOK_MS})
  end
  available, onTheWay = available - points, onTheWay + points
  ${keep}
  return 0
`;

const settleScript = `${standing}
  local taken, charged, said = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
  if not available and not said then return end
  maximum, perSecond = tonumber(ARGV[4]) or maximum, tonumber(ARGV[5]) or perSecond
  available = math.min(available and available + taken - charged or said, said or maximum)
  onTheWay = math.max(0, onTheWay - taken)
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
    async settle(key, { taken, charged }, said) {
      const stands = said === null ? ["", "", ""] : [said.available, said.maximum, said.perSecond];
      await redis.eval(settleScript, 1, keyOf(key), taken, charged, ...stands).catch(() => {});
    },
  };
}

/** Questions that are not counted could take what others need: they are not asked, and tried again like any other. */
function uncounted(cause: unknown): never {
  throw new HttpFailure("the points cannot be counted", { sent: false, cause });
}
