import { Redis, type RedisOptions } from "ioredis";

const shared: RedisOptions = {
  // With the ready check off, ioredis 5.11 takes a connection that closes during this greeting for a ready one and
  // never connects again (redis/ioredis issue 2099).
  disableClientInfo: true,
  connectTimeout: 5_000,
  keepAlive: 10_000,
  // Tried for as long as the process lives: Redis may come back at any time.
  retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
};

/**
 * A connection that says no instead of collecting commands while Redis is away: whoever asks has SQL to fall back on.
 * The ready check would hold commands back for a Redis that is loading its data; the command says so itself.
 */
export function connectRedis(url: string): Redis {
  return quiet(
    new Redis(url, {
      ...shared,
      enableReadyCheck: false,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: 1_500,
    }),
  );
}

/** A connection for commands that wait for something to happen; they outlive an outage. */
export function connectRedisToWait(url: string): Redis {
  return quiet(new Redis(url, { ...shared, enableReadyCheck: false, maxRetriesPerRequest: null }));
}

/** Every failed attempt to connect is an event, and ioredis prints those nobody listens to. Who sends commands sees them fail. */
function quiet(redis: Redis): Redis {
  return redis.on("error", () => {});
}
