import type { TestProject } from "vitest/node";
import { makeTemplate } from "./migrated-database.ts";
import { createRunFolder } from "./run-folder.ts";
import { type ServiceName, serviceNames, startServices } from "./services.ts";

declare module "vitest" {
  /** Read through the functions of `provided.ts`, which explain a value that is missing. */
  interface ProvidedContext {
    mariadbUrl: string | null;
    redisUrl: string | null;
    chromiumPath: string | null;
    runFolder: string;
    /** Read by the reporter. */
    serviceProblems: readonly string[];
  }
}

/**
 * Starts MariaDB and Redis and finds Chromium, once for the whole run.
 * `TEST_SERVICES=none` skips that for a quick run of tests that need none; `TEST_SERVICES=mariadb,redis` picks some.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = createRunFolder();
  const services = await startServices({
    names: chosenServices(process.env["TEST_SERVICES"]),
    folder: folder.path,
    say: (line) => console.log(line),
  });
  for (const problem of services.problems) console.error(`Cannot be tested: ${problem}`);
  if (services.mariadbUrl !== null) await makeTemplate(services.mariadbUrl);
  project.provide("mariadbUrl", services.mariadbUrl);
  project.provide("redisUrl", services.redisUrl);
  project.provide("chromiumPath", services.chromiumPath);
  project.provide("runFolder", folder.path);
  project.provide("serviceProblems", services.problems);

  return async () => {
    await services.stop();
    folder.remove();
    if (services.problems.length > 0) process.exitCode = 1;
  };
}

/** The services named in `TEST_SERVICES`; all when it is not set. */
export function chosenServices(setting: string | undefined): readonly ServiceName[] {
  if (setting === undefined || setting === "" || setting === "all") return serviceNames;
  if (setting === "none") return [];
  return setting.split(",").map((word) => {
    const name = serviceNames.find((known) => known === word.trim());
    if (name === undefined) throw new Error(`TEST_SERVICES: "${word}" is none of ${serviceNames.join(", ")}`);
    return name;
  });
}
