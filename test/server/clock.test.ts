import { describe, expect, it } from "vitest";
import { systemClock } from "../../server/clock.ts";

describe("the clock of this machine", () => {
  it("has moved on after a sleep", async () => {
    const before = systemClock.now();
    await systemClock.sleep(5);
    expect(systemClock.now()).toBeGreaterThan(before);
  });

  it("wakes with the reason of whoever wakes it", async () => {
    const controller = new AbortController();
    const sleep = systemClock.sleep(600_000, controller.signal);
    controller.abort(new Error("closing time"));
    await expect(sleep).rejects.toThrow("closing time");
  });

  it("does not fall asleep when it was woken before", async () => {
    const reason = new Error("closing time");
    await expect(systemClock.sleep(600_000, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
