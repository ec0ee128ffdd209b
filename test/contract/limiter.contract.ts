import { beforeEach, describe, expect, it } from "vitest";
import type { Lane, Limiter } from "../../plugin/ports.ts";
import { createGate } from "./queue.contract.ts";

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
  const twoAtOnce = { ...limit, atOnce: { calls: 2, longestMs: 600_000 } };
  const done = async () => {};

  describe(`the promises of ${name}`, () => {
    let opened: OpenLimiter;
    let limiter: Limiter;
    beforeEach(async () => {
      opened = await open();
      limiter = opened.limiter;
    });

    const take = async (times: number, lane: Lane, key = "fortnox 1", from = limiter) => {
      for (let count = 0; count < times; count += 1) await from.through(key, limit, lane, done);
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

    /** Begins a call that lasts until it is told to end. */
    const begin = async (from = limiter, lane: Lane = "people") => {
      const call = createGate();
      const begun = createGate();
      const over = from.through("dynaccount 1", twoAtOnce, lane, async () => {
        begun.open();
        await call.opened;
      });
      await Promise.race([begun.opened, over]);
      return {
        end: async () => {
          call.open();
          await over;
        },
      };
    };

    it("has as many calls under way as the ledger takes at once, and lets the next one in when one is over", async () => {
      const first = await begin();
      const second = await begin();
      await expect(begin()).rejects.toThrow("asleep");
      await first.end();
      const third = await begin();
      await expect(begin()).rejects.toThrow("asleep");
      await Promise.all([second.end(), third.end()]);
    });

    it("shares what may be under way with a second process", async () => {
      const first = await begin();
      const second = await begin(opened.other());
      await expect(begin()).rejects.toThrow("asleep");
      await expect(begin(opened.other())).rejects.toThrow("asleep");
      await Promise.all([first.end(), second.end()]);
    });

    it("has room again after a call that failed, and hands on what it failed with", async () => {
      const other = await begin();
      const failing = () =>
        limiter.through("dynaccount 1", twoAtOnce, "people", async () => {
          throw new Error("no answer");
        });
      await expect(failing()).rejects.toThrow("no answer");
      await expect(failing()).rejects.toThrow("no answer");
      await other.end();
    });

    it("gives what the call gave", async () => {
      await expect(limiter.through("k", twoAtOnce, "backlog", async () => "answer")).resolves.toBe("answer");
    });
  });
}
