// @ts-check
import { spawn } from "node:child_process";
import { constants } from "node:os";

/** A signal that arrives this soon after the first is the same key press: npm passes on what the terminal sent too. */
const samePressMs = 1000;

/**
 * Starts a program and gives its exit code when it has ended. It runs in a process group of its own, so that Ctrl-C
 * in a terminal reaches it once, from here. A later second Ctrl-C ends it at once; what it leaves behind is ended.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>}
 */
export function runToEnd(program, args, options) {
  const child = spawn(program, args, { ...options, stdio: "inherit", detached: true });
  /** @type {number | null} */
  let firstSignalAt = null;

  /** @param {"SIGINT" | "SIGTERM"} signal */
  const passOn = (signal) => {
    const now = performance.now();
    if (firstSignalAt === null) {
      firstSignalAt = now;
      child.kill(signal);
    } else if (now - firstSignalAt > samePressMs) {
      killGroup(child.pid);
    }
  };
  process.on("SIGINT", () => passOn("SIGINT"));
  process.on("SIGTERM", () => passOn("SIGTERM"));
  // The terminal was closed: an orderly stop, as with SIGTERM.
  process.on("SIGHUP", () => passOn("SIGTERM"));

  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      killGroup(child.pid);
      // A shell reports a death by signal as 128 and the signal's number.
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** @param {number | undefined} leader */
function killGroup(leader) {
  if (leader === undefined) return;
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // ESRCH: no process of the group is left.
  }
}
