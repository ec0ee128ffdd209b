import { describe, expect, it } from "vitest";
import { engines } from "../support/engines.ts";
import { describeReport } from "./describe-report.ts";
import { runSoak } from "./run-soak.ts";

/** Unlike in `npm run soak` the servers are everybody's here, so they stay up. */
const STORM_MS = 8_000;
const PEACE_MS = 4_000;
/** Nobody has to press anything; a loaded machine is slow, and only a wrong result is a failure. */
const HEAL_MS = 25_000;
const SETTLE_MS = 240_000;
const MOST_MS = 300_000;

// The short form of `npm run soak`, another storm every time. A failure prints its seed.
describe.concurrent.each(engines)("a storm on $name", (engine) => {
  it(
    "leaves every order booked once, to the cent",
    async () => {
      const { dataDir, close, ...servers } = await engine.open();
      try {
        const report = await runSoak({
          seed: Math.floor(Math.random() * 1_000_000),
          stormMs: STORM_MS,
          peaceMs: PEACE_MS,
          healMs: HEAL_MS,
          settleMs: SETTLE_MS,
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
    MOST_MS,
  );
});
