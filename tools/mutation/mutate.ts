/**
 * `npm run mutate [file …]`: changes one operator, condition or value after the other in the code that counts money, and
 * runs the tests of the decision against each change. What no test notices is printed; docs/reference/mutation.md says
 * why. Without files everything of `money-code.ts` is changed, one file after the other: that takes hours.
 * The name of a TypeScript configuration that does not exist keeps Stryker from rewriting ours with a compiler's API that
 * TypeScript 7 does not have.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MONEY_CODE } from "./money-code.ts";
import { type Report, resultsOf } from "./survivors.ts";

const root = join(import.meta.dirname, "..", "..");
const stryker = join(import.meta.dirname, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
const config = join("tools", "mutation", "stryker.config.json");

/** One file at a time: the report of the first is there while the second still runs. */
function mutate(file: string): boolean {
  const { status } = spawnSync(process.execPath, [stryker, "run", config, "--mutate", file], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) {
    console.log(`${file}: could not be tested.`);
    return false;
  }
  const report: Report = JSON.parse(readFileSync(join(root, ".test", "mutation", "report.json"), "utf8"));
  for (const { caught, survivors } of resultsOf(report)) {
    console.log(`${file}: ${caught} caught, ${survivors.length} survived`);
    for (const survivor of survivors) console.log(`  ${survivor}`);
  }
  return true;
}

const asked = process.argv.slice(2);
const failed = (asked.length > 0 ? asked : MONEY_CODE).filter((file) => !mutate(file));
process.exitCode = failed.length === 0 ? 0 : 1;
