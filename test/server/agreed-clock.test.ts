import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Clock } from "../../plugin/ports.ts";
import { agreedClock } from "../../server/agreed-clock.ts";
import { systemClock } from "../../server/clock.ts";
import { openDatabase } from "../../server/database.ts";
import { engines } from "../support/engines.ts";
import { createRecordingLog } from "./recording-log.ts";

const HALF_A_MINUTE = 30_000;
/** Far less than half a minute, and more than a loaded machine takes for a statement. */
const NEARLY = 5_000;

const aheadBy = (ms: number): Clock => ({ ...systemClock, now: () => systemClock.now() + ms });

/** A clock whose sleeps end when it is told so. */
function steppedClock(): { clock: Clock; step(): Promise<void> } {
  let wake: (() => void) | null = null;
  return {
    clock: {
      now: () => 1_000,
      sleep: (_ms, signal) =>
        new Promise((resolve, reject) => {
          wake = resolve;
          signal?.addEventListener("abort", () => reject(new Error("stopped")));
        }),
    },
    async step() {
      wake?.();
      await sleep(0);
    },
  };
}

describe("the time all processes agree on", () => {
  it.each(engines)("is the same for one that is ahead and one that is behind, on $name", async (engine) => {
    const place = await engine.open();
    const database = openDatabase({ databaseUrl: place.databaseUrl ?? null, dataDir: place.dataDir });
    const { log } = createRecordingLog();
    // With SQLite there is one process, and nobody to agree with.
    const isShared = database.time !== null;
    const ahead = await agreedClock(aheadBy(HALF_A_MINUTE), database.time, log);
    const behind = await agreedClock(aheadBy(-HALF_A_MINUTE), database.time, log);
    try {
      const apart = ahead.now() - behind.now();
      if (isShared) expect(Math.abs(apart)).toBeLessThan(NEARLY);
      else expect(apart).toBeGreaterThan(HALF_A_MINUTE);
    } finally {
      await ahead.close();
      await behind.close();
      await database.close();
      await place.close();
    }
  });

  it("follows a database whose clock is set anew, and keeps the last time it knew while it is away", async () => {
    const { clock, step } = steppedClock();
    const { log } = createRecordingLog();
    let theirs: number | Error = 61_000;
    const agreed = await agreedClock(
      clock,
      async () => {
        if (theirs instanceof Error) throw theirs;
        return theirs;
      },
      log,
    );
    expect(agreed.now()).toBe(61_000);
    theirs = new Error("away");
    await step();
    expect(agreed.now()).toBe(61_000);
    theirs = 31_000;
    await step();
    expect(agreed.now()).toBe(31_000);
    await agreed.close();
  });

  it("rejects when the first time cannot be had", async () => {
    const { log } = createRecordingLog();
    const away = () => Promise.reject(new Error("away"));
    await expect(agreedClock(systemClock, away, log)).rejects.toThrow("away");
  });
});
