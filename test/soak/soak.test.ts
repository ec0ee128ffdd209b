import { describe, expect, it } from "vitest";
import { engines } from "../support/engines.ts";
import { describeReport } from "./describe-report.ts";
import { runSoak } from "./run-soak.ts";

const FIXED_SEED = 42;

// The short form of `npm run soak`: one storm that is the same every time, and one that nobody has seen yet.
describe.each(engines)("a storm on $name", (engine) => {
  it.each([
    ["the same every time", FIXED_SEED],
    ["a new one", Math.floor(Math.random() * 1_000_000)],
  ])(
    "(%s, seed %i) leaves every order booked once, to the cent",
    async (_name, seed) => {
      const { dataDir, close, ...servers } = await engine.open();
      try {
        const report = await runSoak({
          seed,
          stormMs: 4_000,
          healMs: 2_000,
          settleMs: 60_000,
          pauseMs: 20,
          folder: dataDir,
          ...servers,
        });
        expect(report.wrong, describeReport(report)).toEqual([]);
        expect(report.documents).toBeGreaterThan(10);
      } finally {
        await close();
      }
    },
    100_000,
  );
});
