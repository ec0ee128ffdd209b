import { describe, expect, it } from "vitest";
import { createMemoryPoints } from "../../server/memory-points.ts";
import { pointsContract } from "../contract/points.contract.ts";
import { createManualClock } from "./manual-clock.ts";

pointsContract("points inside one process", async () => {
  const points = createMemoryPoints(createManualClock());
  return { points, other: () => points };
});

describe("a bucket in memory", () => {
  it("fills with time: 100 a second are 862 again 2.9 seconds after 572", async () => {
    const clock = createManualClock();
    const points = createMemoryPoints(clock);
    const said = { available: 572, maximum: 2_000, perSecond: 100 };
    await points.settle("shop", { taken: 0, charged: 0 }, said);
    expect(await points.take("shop", 862, "people")).toBe(2_900);
    await clock.sleep(2_900);
    expect(await points.take("shop", 862, "people")).toBe(0);
  });

  it("is never fuller than full", async () => {
    const clock = createManualClock();
    const points = createMemoryPoints(clock);
    await points.settle("shop", { taken: 0, charged: 0 }, { available: 0, maximum: 1_000, perSecond: 100 });
    await clock.sleep(60_000);
    expect(await points.take("shop", 1_000, "people")).toBe(0);
    expect(await points.take("shop", 1, "people")).toBe(10);
  });
});
