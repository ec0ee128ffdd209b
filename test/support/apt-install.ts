import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findProgram, searchPath } from "./programs.ts";

const policyFile = "/usr/sbin/policy-rc.d";

interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

/** Installs Debian packages without starting any system service. Returns what went wrong, or null. */
export async function aptInstall(packages: readonly string[]): Promise<string | null> {
  if (findProgram(["apt-get"]) === null) return "this system has no apt-get";
  const asRoot = await rootPrefix();
  if (asRoot === null) return "installing needs root, and sudo asks for a password or is missing";
  return withServicesHeld(asRoot, async () => {
    const first = await installOnce(asRoot, packages);
    if (first.ok) return null;
    // Package lists that are absent or too old are the usual cause, and only known once apt-get has failed.
    await run([...asRoot, "apt-get", "update"]);
    const second = await installOnce(asRoot, packages);
    return second.ok ? null : `apt-get could not install it:\n${lastLines(second.output)}`;
  });
}

async function rootPrefix(): Promise<string[] | null> {
  if (process.getuid?.() === 0) return [];
  if (findProgram(["sudo"]) === null) return null;
  return (await run(["sudo", "-n", "true"])).ok ? ["sudo", "-n"] : null;
}

function installOnce(asRoot: readonly string[], packages: readonly string[]): Promise<Outcome> {
  const command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "--quiet"];
  // Two test runs may install at the same time: the second waits for the first one's lock.
  const options = ["--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"];
  return run([...asRoot, ...command, ...options, ...packages]);
}

/**
 * Debian asks /usr/sbin/policy-rc.d before a package starts its service; exit code 101 means "do not".
 * A file that is there already is the machine owner's and stays as it is.
 */
async function withServicesHeld<T>(asRoot: readonly string[], install: () => Promise<T>): Promise<T> {
  if (findProgram(["policy-rc.d"], ["/usr/sbin"]) !== null) return install();
  const folder = await mkdtemp(join(tmpdir(), "policy-"));
  try {
    await writeFile(join(folder, "policy-rc.d"), "#!/bin/sh\nexit 101\n");
    await run([...asRoot, "install", "-m", "755", join(folder, "policy-rc.d"), policyFile]);
    return await install();
  } finally {
    await run([...asRoot, "rm", "-f", policyFile]);
    await rm(folder, { recursive: true, force: true });
  }
}

function run(command: readonly string[]): Promise<Outcome> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { ...process.env, PATH: searchPath.join(delimiter) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, output: Buffer.concat(chunks).toString() }));
  });
}

function lastLines(output: string): string {
  return output.trim().split("\n").slice(-5).join("\n");
}
