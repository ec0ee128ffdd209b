import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const START = join(import.meta.dirname, "..", "..", "server", "start.ts");

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
    env: { PATH: process.env["PATH"] ?? "", ...env },
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
