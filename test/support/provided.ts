import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";

/** `mysql://user:password@127.0.0.1:port/`, without a database; most tests want `createDatabase` instead. */
export function mariadbUrl(): string {
  return present(inject("mariadbUrl"), "MariaDB");
}

/** `redis://127.0.0.1:port`; most tests want `reserveRedis` instead. */
export function redisUrl(): string {
  return present(inject("redisUrl"), "Redis");
}

/** The path of a Chromium to start with playwright-core's `executablePath`; as root it needs `--no-sandbox`. */
export function chromiumPath(): string {
  return present(inject("chromiumPath"), "Chromium");
}

/** A new empty folder that disappears with the test run. */
export function createDataFolder(): Promise<string> {
  return mkdtemp(join(inject("runFolder"), "data-"));
}

function present(value: string | null, name: string): string {
  if (value !== null) return value;
  throw new Error(
    `This test needs ${name}, which was not started: see TEST_SERVICES and the start of the output.`,
  );
}
