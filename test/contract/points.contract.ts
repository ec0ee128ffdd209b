import { beforeEach, describe, expect, it } from "vitest";
import type { Lane, PointBucket, Points } from "../../plugin/ports.ts";

export interface OpenPoints {
  readonly points: Points;
  /** A second process with the same buckets. */
  other(): Points;
}

/** So slow that no test sees it fill: a point comes back in a quarter of an hour. */
const PER_SECOND = 0.001;

/** What everything that counts points promises. */
export function pointsContract(name: string, open: () => Promise<OpenPoints>): void {
  const bucket = (available: number): PointBucket => ({ available, maximum: 2000, perSecond: PER_SECOND });
  const NOTHING = { taken: 0, charged: 0 };

  describe(`the promises of ${name}`, () => {
    let opened: OpenPoints;
    let points: Points;
    beforeEach(async () => {
      opened = await open();
      points = opened.points;
    });

    const take = async (count: number, lane: Lane = "people", from = points): Promise<"taken" | number> => {
      const wait = await from.take("shop 1", count, lane);
      return wait === 0 ? "taken" : wait;
    };

    it("lets everything pass until somebody has said how the bucket stands", async () => {
      expect(await take(5_000)).toBe("taken");
      expect(await take(5_000, "backlog")).toBe("taken");
    });

    it("takes what is there, and says how long the rest takes to come", async () => {
      await points.settle("shop 1", NOTHING, bucket(500));
      expect(await take(300)).toBe("taken");
      await points.settle("shop 1", { taken: 300, charged: 300 }, bucket(200));
      const wait = await take(300);
      expect(wait).toBeGreaterThan(99_000_000);
      expect(wait).toBeLessThanOrEqual(100_000_000);
      expect(await take(200)).toBe("taken");
    });

    it("takes nothing while it lets wait", async () => {
      await points.settle("shop 1", NOTHING, bucket(500));
      for (let count = 0; count < 5; count += 1) await take(600);
      expect(await take(500)).toBe("taken");
    });

    it("keeps a fifth of the bucket for people, however much the backlog asks for", async () => {
      await points.settle("shop 1", NOTHING, bucket(2000));
      expect(await take(1_600, "backlog")).toBe("taken");
      expect(await take(1, "backlog")).not.toBe("taken");
      expect(await take(400)).toBe("taken");
      expect(await take(1)).not.toBe("taken");
    });

    it("lets a question of the backlog that is larger than its part wait for a full bucket, not for ever", async () => {
      await points.settle("shop 1", NOTHING, bucket(1_999));
      expect(await take(1_900, "backlog")).not.toBe("taken");
      await points.settle("shop 2", NOTHING, bucket(2_000));
      expect(await points.take("shop 2", 1_900, "backlog")).toBe(0);
    });

    it("gives back what a question did not cost", async () => {
      await points.settle("shop 1", NOTHING, bucket(1_000));
      expect(await take(900)).toBe("taken");
      expect(await take(900)).not.toBe("taken");
      await points.settle("shop 1", { taken: 900, charged: 50 }, bucket(950));
      expect(await take(900)).toBe("taken");
    });

    it("remembers what is on its way when another question's answer says how the bucket stands", async () => {
      await points.settle("shop 1", NOTHING, bucket(1_000));
      await take(400);
      await take(300);
      // The answer to the second came first: the other side has not seen the first yet.
      await points.settle("shop 1", { taken: 300, charged: 10 }, bucket(990));
      expect(await take(591)).not.toBe("taken");
      expect(await take(589)).toBe("taken");
    });

    it("lets look again soon whoever misses only what others have taken and may give back", async () => {
      await points.settle("shop 1", NOTHING, bucket(1_000));
      await take(900, "people", opened.other());
      const soon = await take(900);
      expect(soon).toBeGreaterThan(0);
      expect(soon).toBeLessThan(1_000);
      // 100 are there and 900 on their way: 1,100 never come back from those.
      expect(await take(1_100)).toBeGreaterThan(1_000);
      await points.settle("shop 1", { taken: 900, charged: 0 }, null);
      expect(await take(900)).toBe("taken");
    });

    it("believes the other side when it says that less is there", async () => {
      await points.settle("shop 1", NOTHING, bucket(2_000));
      await points.settle("shop 1", { taken: 10, charged: 10 }, bucket(100));
      expect(await take(150)).not.toBe("taken");
    });

    it("counts over processes, and each shop for itself", async () => {
      await points.settle("shop 1", NOTHING, bucket(1_000));
      expect(await take(600, "people", opened.other())).toBe("taken");
      expect(await take(600)).not.toBe("taken");
      expect(await points.take("shop 2", 600, "backlog")).toBe(0);
    });

    it("never gives more than the bucket holds, with two processes asking at once", async () => {
      await points.settle("shop 1", NOTHING, bucket(1_000));
      const other = opened.other();
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, index) => take(50, "people", index % 2 === 0 ? points : other)),
      );
      expect(answers.filter((one) => one === "taken")).toHaveLength(20);
    });

    it("leaves people their part while two processes carry a backlog", async () => {
      await points.settle("shop 1", NOTHING, bucket(2_000));
      const other = opened.other();
      const backlog = await Promise.all(
        Array.from({ length: 100 }, (_, index) => take(40, "backlog", index % 2 === 0 ? points : other)),
      );
      expect(backlog.filter((one) => one === "taken")).toHaveLength(40);
      const live = await Promise.all(Array.from({ length: 10 }, () => take(40, "people", other)));
      expect(live.every((one) => one === "taken")).toBe(true);
    });
  });
}
