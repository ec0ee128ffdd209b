import { existsSync } from "node:fs";
import { type Config, ConfigError, readConfig } from "./config.ts";

/** Adds the variables of `.env` in the working folder, if there is one, to those given from outside, which win. */
export function loadEnvFile(): void {
  if (existsSync(".env")) process.loadEnvFile(".env");
}

/** The configuration, or one line per mistake and the end: a stack would hide the sentence that helps. */
export function readConfigOrExit(env: Readonly<Record<string, string | undefined>>): Config {
  try {
    return readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const mistake of error.mistakes) console.error(mistake);
    process.exit(1);
  }
}
