import type { FaultPoint } from "../plugin/ports.ts";
import type { Config } from "./config.ts";

/**
 * Ends this process at the named step, as a power cut would: nothing is flushed, closed or answered.
 * Without a configured step (always in production) it does nothing.
 */
export function createFaultPoint(chosen: Config["faultPoint"]): FaultPoint {
  if (chosen === null) return () => {};
  let reached = 0;
  return (name) => {
    if (name !== chosen.name) return;
    reached += 1;
    if (reached === chosen.occurrence) process.kill(process.pid, "SIGKILL");
  };
}
