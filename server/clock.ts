import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "../plugin/ports.ts";

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await wait(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      // Node wraps the reason in an AbortError; the port promises the reason itself.
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};
