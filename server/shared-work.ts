import type { Clock, JobQueue, Limiter, Log, Points } from "../plugin/ports.ts";
import { createBullQueue } from "./bull-queue.ts";
import { createMemoryLimiter } from "./memory-limiter.ts";
import { createMemoryPoints } from "./memory-points.ts";
import { createMemoryQueue } from "./memory-queue.ts";
import { connectRedis } from "./redis.ts";
import { createRedisLimiter } from "./redis-limiter.ts";
import { createRedisPoints } from "./redis-points.ts";

/** What processes share besides the database: the work to do and the calls they may make. */
export interface SharedWork {
  readonly queue: JobQueue;
  readonly limiter: Limiter;
  readonly points: Points;
  /** Rejects when the queue's server does not answer. */
  ping(): Promise<void>;
  /** Gives everything back. Whoever runs jobs closes the queue before, with the grace they need. */
  close(): Promise<void>;
}

/** Over Redis for several processes, or inside this one when no Redis is configured. */
export function openSharedWork(redisUrl: string | null, clock: Clock, log: Log): SharedWork {
  return redisUrl === null ? openInProcess(clock, log) : openOverRedis(redisUrl, clock, log);
}

function openInProcess(clock: Clock, log: Log): SharedWork {
  const queue = createMemoryQueue(log);
  return {
    queue,
    limiter: createMemoryLimiter(clock),
    points: createMemoryPoints(clock),
    ping: async () => {},
    close: () => queue.close(0),
  };
}

function openOverRedis(redisUrl: string, clock: Clock, log: Log): SharedWork {
  const queue = createBullQueue(redisUrl, log);
  const calls = connectRedis(redisUrl);
  return {
    queue,
    limiter: createRedisLimiter(calls, clock),
    points: createRedisPoints(calls),
    ping: () => queue.ping(),
    async close() {
      await queue.close(0);
      calls.disconnect();
    },
  };
}
