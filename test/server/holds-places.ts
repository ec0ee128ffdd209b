import { Redis } from "ioredis";
import { systemClock } from "../../server/clock.ts";
import { createRedisLimiter } from "../../server/redis-limiter.ts";

// A process that begins calls which never end, says so, and waits to be killed.
const [url = "", key = "", calls = "", longestMs = ""] = process.argv.slice(2);
const limiter = createRedisLimiter(new Redis(url), systemClock);
const limit = { calls: 100, perMs: 1, atOnce: { calls: Number(calls), longestMs: Number(longestMs) } };
for (let begun = 0; begun < Number(calls); begun += 1) {
  await new Promise<void>((resolve) => {
    void limiter.through(key, limit, "backlog", () => {
      resolve();
      return new Promise(() => {});
    });
  });
}
console.log("all places are taken");
