import { execFile } from "node:child_process";
import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { inject } from "vitest";
import { type HostProcess, spawnHost } from "./host-process.ts";

const ARCHIVE = join(import.meta.dirname, "../fixtures/release-0.1.0/app.tar.br");

/** It lives beside today's app for a whole journey. */
const PATIENCE_MS = 150_000;

/** Starts the first release as a process of its own. It finds its packages where we find ours. */
export async function spawnReleased(env: Readonly<Record<string, string>>): Promise<HostProcess> {
  const folder = await mkdtemp(join(inject("runFolder"), "released-"));
  const tar = await promisify(brotliDecompress)(await readFile(ARCHIVE));
  const unpacking = promisify(execFile)("tar", ["-x", "-C", folder]);
  unpacking.child.stdin?.end(tar);
  await unpacking;
  return spawnHost(env, { script: join(folder, "server", "start.ts"), patienceMs: PATIENCE_MS });
}
