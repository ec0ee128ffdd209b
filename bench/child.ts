import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { frugally } from "../bin/launch-plan.mjs";

/** A process of its own that has said where it listens. */
export interface Child {
  /** Always 127.0.0.1, so that nothing is measured of how names are resolved. */
  readonly url: string;
  readonly pid: number;
  /** In good order, and by force when that takes too long. */
  stop(): Promise<void>;
}

const readyPattern = /ready at (http:\/\/\S+)/;
const startTimeoutMs = 30_000;
const stopTimeoutMs = 5_000;

/**
 * Starts a script, given by its file URL, with this Node as the launcher does and waits until it prints "ready at <address>".
 * It ends with this process at the latest. `env` is all it gets besides the way to find programs and Node's options.
 */
export async function startChild(
  script: string,
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Child> {
  const { PATH = "", NODE_OPTIONS = "" } = process.env;
  const child = spawn(process.execPath, [...frugally, fileURLToPath(script)], {
    cwd,
    env: { PATH, NODE_OPTIONS, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const killWithUs = () => child.kill("SIGKILL");
  process.on("exit", killWithUs);
  const ended = once(child, "exit").finally(() => process.off("exit", killWithUs));

  const ready = Promise.withResolvers<string>();
  const timer = setTimeout(() => ready.reject(new Error(`${script} did not start in time`)), startTimeoutMs);
  let output = "";
  let isReady = false;
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    // After the start only errors are logged, and a figure taken while there are any deserves no trust.
    if (isReady) process.stderr.write(chunk);
    output = isReady ? "" : output + chunk;
    const address = readyPattern.exec(output)?.[1];
    if (address === undefined) return;
    isReady = true;
    ready.resolve(address);
  });
  ended.then(
    () => ready.reject(new Error(`${script} ended before it was ready:\n${output}`)),
    (error: unknown) => ready.reject(error),
  );
  try {
    const url = new URL(await ready.promise);
    if (child.pid === undefined) throw new Error(`${script} has no process id`);
    return { url: `http://127.0.0.1:${url.port}`, pid: child.pid, stop };
  } catch (error) {
    killWithUs();
    throw error;
  } finally {
    clearTimeout(timer);
  }

  async function stop(): Promise<void> {
    child.kill("SIGTERM");
    const force = setTimeout(killWithUs, stopTimeoutMs);
    await ended;
    clearTimeout(force);
  }
}
