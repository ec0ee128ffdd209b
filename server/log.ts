import { type DestinationStream, destination as openDestination, pino } from "pino";
import type { Log } from "../plugin/ports.ts";
import type { Config } from "./config.ts";
import { redact } from "./redact.ts";

/** One line of JSON per message on the standard output, secrets masked at any depth. */
export function createLog(
  level: Config["logLevel"],
  // Written at once: lines in a buffer are lost when the process is killed, which is when they are needed.
  destination: DestinationStream = openDestination({ sync: true }),
): Log {
  const logger = pino(
    { level, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    destination,
  );
  const at =
    (name: "debug" | "info" | "warn" | "error") =>
    (message: string, detail: Record<string, unknown> = {}) => {
      if (logger.isLevelEnabled(name)) logger[name](redact(detail), redact(message));
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
