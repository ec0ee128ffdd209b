/**
 * `npm run check`: everything that can be said about the code without running the product. All steps run, each with
 * one line; the output of those that failed follows it. The exit code is 1 when any failed.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findForbiddenText } from "./check/forbidden-text.ts";
import { missingPlatformPackages } from "./lockfile/platform-packages.ts";

interface Outcome {
  readonly ok: boolean;
  readonly output: string;
  /** What could not be looked at, and why. */
  readonly unasked?: string;
}

interface Step {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
}

const root = join(import.meta.dirname, "..");

const steps: readonly Step[] = [
  { name: "types", run: () => runTool("tsc", ["--noEmit", "--project", "tsconfig.json"]) },
  {
    name: "format and basic rules",
    run: () => runTool("biome", ["ci", "--error-on-warnings", "--colors=off"]),
  },
  { name: "promises, switches, cycles, environment", run: () => runTool("oxlint", ["--type-aware"]) },
  { name: "dead code", run: () => runTool("knip", ["--no-progress"]) },
  { name: "lockfile for all platforms", run: async () => noneOf(lockfileGaps()) },
  { name: "known weaknesses of packages", run: weaknesses },
  { name: "forbidden text", run: async () => noneOf(findForbiddenText(root)) },
  {
    name: "import table",
    run: () => runTool("vitest", ["run", "test/architecture.test.ts"], { TEST_SERVICES: "none" }),
  },
];

/** Runs one of the installed tools and keeps what it prints. */
function runTool(name: string, args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return run(join(root, "node_modules", ".bin", name), args, env);
}

function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString().trim() }));
  });
}

/** What the registry knows against the packages users get; a registry that gives no such answers is named, not blamed. */
async function weaknesses(): Promise<Outcome> {
  const { ok, output } = await run("npm", ["audit", "--omit=dev", "--audit-level=high"]);
  if (ok || !output.includes("audit endpoint returned an error")) return { ok, output };
  return { ok: true, output, unasked: "the registry answers no questions about weaknesses" };
}

function lockfileGaps(): string[] {
  const missing = missingPlatformPackages(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")));
  const remedy = "run node tools/complete-lockfile.ts";
  return missing.map(({ name, version }) => `package-lock.json lacks ${name} ${version}: ${remedy}`);
}

function noneOf(violations: readonly string[]): Outcome {
  return { ok: violations.length === 0, output: violations.join("\n") };
}

let failures = 0;
for (const step of steps) {
  const { ok, output, unasked } = await step.run();
  const mark = !ok ? "FAILED" : unasked === undefined ? "ok    " : "unseen";
  console.log(`${mark}  ${step.name}${unasked === undefined ? "" : `: ${unasked}`}`);
  if (ok) continue;
  failures += 1;
  console.log(`\n${output}\n`);
}
console.log(failures === 0 ? "All checks passed." : `${failures} of ${steps.length} checks failed.`);
process.exitCode = failures === 0 ? 0 : 1;
