import { AsyncLocalStorage } from "node:async_hooks";
import { type DestinationStream, destination as openDestination, pino } from "pino";
import type { Log } from "../plugin/ports.ts";
import type { Config } from "./config.ts";
import { redact } from "./redact.ts";

type Level = "debug" | "info" | "warn" | "error";
type Detail = Readonly<Record<string, unknown>>;

const surroundings = new AsyncLocalStorage<Detail>();

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
  return logWith((name, message, detail) => {
    if (logger.isLevelEnabled(name)) logger[name](redact(detail), redact(message));
  });
}

/** A log over a function that writes one line; `during` is kept here, for all of them. */
export function logWith(
  write: (level: Level, message: string, detail: Record<string, unknown>) => void,
): Log {
  const at =
    (name: Level) =>
    (message: string, detail: Detail = {}) =>
      write(name, message, { ...surroundings.getStore(), ...detail });
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    during: (detail, work) => surroundings.run({ ...surroundings.getStore(), ...detail }, work),
  };
}
