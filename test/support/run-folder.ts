import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..", ".test");

/**
 * A folder for the data of this test run, named after its process so that several runs can go on at once.
 * What runs that were killed have left behind is removed first.
 */
export function createRunFolder(): { path: string; remove(): void } {
  for (const name of existsSync(root) ? readdirSync(root) : []) {
    const owner = /^run-(\d+)$/.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) remove(join(root, name));
  }
  const path = join(root, `run-${process.pid}`);
  mkdirSync(path, { recursive: true });
  const removeAtExit = () => remove(path);
  process.on("exit", removeAtExit);
  return {
    path,
    remove: () => {
      process.off("exit", removeAtExit);
      remove(path);
    },
  };
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, but belongs to someone else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
