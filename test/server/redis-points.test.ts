import { Redis } from "ioredis";
import { afterEach, describe, expect, it } from "vitest";
import { createRedisPoints } from "../../server/redis-points.ts";
import { pointsContract } from "../contract/points.contract.ts";
import { reserveRedis } from "../support/databases.ts";

const connections: Redis[] = [];
const connect = (url: string) => {
  const redis = new Redis(url);
  connections.push(redis);
  return redis;
};
afterEach(() => {
  for (const redis of connections.splice(0)) redis.disconnect();
});

pointsContract("points over Redis", async () => {
  const { url } = await reserveRedis();
  return { points: createRedisPoints(connect(url)), other: () => createRedisPoints(connect(url)) };
});

describe("a bucket in Redis", () => {
  it("fills with time", async () => {
    const { url } = await reserveRedis();
    const points = createRedisPoints(connect(url));
    await points.settle("k", { taken: 0, charged: 0 }, { available: 0, maximum: 10, perSecond: 100 });
    const wait = await points.take("k", 10, "people");
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(100);
    await expect.poll(() => points.take("k", 10, "people")).toBe(0);
  });

  it("is forgotten by itself", async () => {
    const { url } = await reserveRedis();
    const redis = connect(url);
    await createRedisPoints(redis).settle(
      "k",
      { taken: 0, charged: 0 },
      { available: 1, maximum: 10, perSecond: 0.001 },
    );
    const [key = ""] = await redis.keys("*");
    const left = await redis.pttl(key);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(600_000);
  });

  it("rejects as not sent when Redis is away, so that a question is tried again", async () => {
    const { url } = await reserveRedis();
    const redis = new Redis(url, { maxRetriesPerRequest: 0 });
    redis.on("error", () => {});
    redis.disconnect();
    await expect(createRedisPoints(redis).take("k", 1, "people")).rejects.toMatchObject({
      name: "HttpFailure",
      sent: false,
    });
  });
});
