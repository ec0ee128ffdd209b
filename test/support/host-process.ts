import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { inject } from "vitest";

const SERVER = join(import.meta.dirname, "..", "..", "server");
const START = join(SERVER, "start.ts");

export interface HostProcess {
  /** The signal or the exit code it ended with; after a while without an end it is killed and this rejects. */
  readonly ended: Promise<NodeJS.Signals | number | null>;
  /** Asks it to end in good order. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 40_000;

/** Starts the app as a process of its own and waits until it is ready. Nothing of this process's environment goes along but the path. */
export async function spawnHost(
  env: Readonly<Record<string, string>>,
  { script = START, patienceMs = PATIENCE_MS }: { script?: string; patienceMs?: number } = {},
): Promise<HostProcess> {
  const child = spawn(process.execPath, [script], {
    env: { PATH: process.env["PATH"] ?? "", NODE_COMPILE_CACHE: await compiled(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const ended = once(child, "exit").then(
    ([code, signal]: (NodeJS.Signals | number | null)[]) => signal ?? code ?? null,
  );
  const patience = setTimeout(() => child.kill("SIGTERM"), patienceMs);
  const end = ended.finally(() => clearTimeout(patience));
  const killWithUs = () => child.kill("SIGKILL");
  process.once("exit", killWithUs);
  void end.then(() => process.off("exit", killWithUs));
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      output += `${line}\n`;
      if (line.startsWith("Ledger Relay is ready")) resolve();
    });
  });
  await Promise.race([
    ready,
    end.then((how) => {
      throw new Error(`the app ended with ${how} before it was ready:\n${output}`);
    }),
  ]);
  return {
    ended: end,
    stop: async () => {
      child.kill("SIGTERM");
      await end;
    },
  };
}

/**
 * A folder with the app's files as Node has compiled them, which halves the work of a start. Who dies by a fault point
 * writes nothing there, so the first of a run fills it.
 */
async function compiled(): Promise<string> {
  const folder = join(inject("runFolder"), "compiled");
  const isFirst = (await mkdir(folder, { recursive: true })) !== undefined;
  if (isFirst) {
    const whole = `import(${JSON.stringify(pathToFileURL(join(SERVER, "host.ts")))})`;
    await promisify(execFile)(process.execPath, ["--eval", whole], { env: { NODE_COMPILE_CACHE: folder } });
  }
  return folder;
}
