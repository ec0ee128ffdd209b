import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { findProgram } from "./programs.ts";

/** A server of our own that lives as long as the test run. */
export interface ServerProcess {
  readonly port: number;
  stop(): Promise<void>;
  /** Ends it without warning, waits, and starts it again on the same port and data. */
  restart(awayMs: number): Promise<void>;
}

export interface ServerCommand {
  readonly program: string;
  /** The arguments for a given free port. */
  readonly argumentsFor: (port: number) => readonly string[];
  readonly cwd: string;
  /** The line that says connections are accepted. */
  readonly ready: RegExp;
}

const startTimeout = 30_000;

/** Starts a server on a free port of 127.0.0.1 and waits until it accepts connections. */
export async function startServer(command: ServerCommand): Promise<ServerProcess> {
  // Between finding a free port and using it another process may take it, so a failed start is tried again.
  let failure: unknown;
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const port = await freePort();
    try {
      return restartable(port, command, await startOn(port, command));
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function restartable(port: number, command: ServerCommand, first: () => Promise<void>): ServerProcess {
  let stop = first;
  return {
    port,
    stop: () => stop(),
    async restart(awayMs) {
      await stop();
      await sleep(awayMs);
      stop = await startOn(port, command);
    },
  };
}

/** Starts it and returns how to stop it. */
async function startOn(port: number, command: ServerCommand): Promise<() => Promise<void>> {
  const [program, args] = boundToUs(command.program, command.argumentsFor(port));
  const child = spawn(program, args, { cwd: command.cwd, stdio: ["ignore", "pipe", "pipe"] });
  const killWithUs = () => child.kill("SIGKILL");
  process.on("exit", killWithUs);
  const stop = async () => {
    process.off("exit", killWithUs);
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    // The data is thrown away next, so an orderly shutdown would only cost time.
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  try {
    await readyLine(child, command.ready);
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/** On Linux the kernel ends the server even if this process is killed without a chance to clean up. */
function boundToUs(program: string, args: readonly string[]): [string, readonly string[]] {
  const setpriv = findProgram(["setpriv"]);
  return setpriv === null ? [program, args] : [setpriv, ["--pdeathsig", "KILL", program, ...args]];
}

function readyLine(child: ChildProcess, ready: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    const fail = (reason: string) => {
      clearTimeout(timer);
      reject(new Error(`${child.spawnargs.join(" ")}: ${reason}\n${output.slice(-2000)}`));
    };
    const timer = setTimeout(() => fail(`not ready after ${startTimeout / 1000} s`), startTimeout);
    const read = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-10_000);
      if (!ready.test(output)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.on("error", (error) => fail(error.message));
    child.on("exit", (code, signal) => fail(`ended with ${code ?? signal}`));
  });
}

/** A port nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
}
