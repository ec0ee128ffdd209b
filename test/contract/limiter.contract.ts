import { beforeEach, describe, expect, it } from "vitest";
import type { Limiter } from "../../plugin/ports.ts";

export interface OpenLimiter {
  readonly limiter: Limiter;
  /** How long the limiter asked to sleep so far, in order. Sleeping ends only when the test says so. */
  readonly sleeps: readonly number[];
  /** A second process with the same budget. */
  other(): Limiter;
}

/** What every limiter promises. The window is so long that no test can outlive it. */
export function limiterContract(name: string, open: () => Promise<OpenLimiter>): void {
  const limit = { calls: 10, perMs: 600_000 };

  describe(`the promises of ${name}`, () => {
    let opened: OpenLimiter;
    let limiter: Limiter;
    beforeEach(async () => {
      opened = await open();
      limiter = opened.limiter;
    });

    const take = async (times: number, lane: "people" | "backlog", key = "fortnox 1", from = limiter) => {
      for (let count = 0; count < times; count += 1) await from.take(key, limit, lane);
    };

    it("lets as many calls pass as the ledger allows, then makes the next one wait for its window", async () => {
      await take(10, "people");
      expect(opened.sleeps).toEqual([]);
      await expect(take(1, "people")).rejects.toThrow("asleep");
      expect(opened.sleeps).toHaveLength(1);
      expect(opened.sleeps[0]).toBeGreaterThan(0);
      expect(opened.sleeps[0]).toBeLessThanOrEqual(limit.perMs);
    });

    it("keeps a tenth of the calls for people", async () => {
      await take(9, "backlog");
      await expect(take(1, "backlog")).rejects.toThrow("asleep");
      await take(1, "people");
      await expect(take(1, "people")).rejects.toThrow("asleep");
    });

    it("lets the backlog use what people leave, and no more", async () => {
      await take(9, "people");
      await expect(take(1, "backlog")).rejects.toThrow("asleep");
      await take(1, "people");
    });

    it("counts each merchant's ledger for itself", async () => {
      await take(10, "people", "fortnox 1");
      await take(10, "people", "fortnox 2");
      expect(opened.sleeps).toEqual([]);
    });

    it("shares the calls with a second process", async () => {
      await take(6, "people");
      await take(4, "people", "fortnox 1", opened.other());
      await expect(take(1, "people")).rejects.toThrow("asleep");
      await expect(take(1, "people", "fortnox 1", opened.other())).rejects.toThrow("asleep");
    });

    it("calls nobody while the ledger has asked for a pause", async () => {
      await limiter.pause("fortnox 1", 300_000);
      await expect(take(1, "people")).rejects.toThrow("asleep");
      await expect(take(1, "people", "fortnox 1", opened.other())).rejects.toThrow("asleep");
      await take(1, "people", "fortnox 2");
      expect(Math.min(...opened.sleeps)).toBeGreaterThan(limit.perMs / 4);
      expect(Math.max(...opened.sleeps)).toBeLessThanOrEqual(300_000);
    });

    it("does not shorten a pause when a later answer asks for less", async () => {
      await limiter.pause("fortnox 1", 300_000);
      await limiter.pause("fortnox 1", 1);
      await expect(take(1, "people")).rejects.toThrow("asleep");
    });

    it("goes on after a call that could not be counted", async () => {
      await take(10, "people");
      const failed = Promise.allSettled([take(1, "people"), take(1, "people"), take(1, "people")]);
      expect((await failed).map((result) => result.status)).toEqual(["rejected", "rejected", "rejected"]);
      expect(opened.sleeps).toHaveLength(3);
    });
  });
}
