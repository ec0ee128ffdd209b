// @ts-check
/**
 * What the launcher decides, as functions of what it found: nothing here reads or starts anything.
 * Runs on the machine's own Node, which may be as old as 18, and without packages.
 */

/** @typedef {"start" | "migrate" | "admin" | "test" | "check" | "bench" | "soak" | "mutate" | "pictures" | "new:connector" | "new:platform"} Command */
/** @typedef {"all" | "production"} InstallKind */
/** @typedef {{ kind: InstallKind, run: readonly string[], tool?: string }} Plan tool: a folder of tools/ with packages of its own */
/** @typedef {{ kind: InstallKind, lockHash: string }} Stamp what the last install left behind */

const requiredMajor = 24;

/**
 * V8 by itself takes what a large machine has before it looks for garbage. NODE_OPTIONS cannot say otherwise: whoever
 * wants to give more starts `server/start.ts` without the launcher.
 */
export const frugally = ["--max-semi-space-size=8", "--max-old-space-size=256"];

/** @type {Record<Command, Plan>} */
const commands = {
  start: { kind: "production", run: [...frugally, "server/start.ts"] },
  migrate: { kind: "production", run: ["server/migrate-command.ts"] },
  admin: { kind: "production", run: ["server/admin-command.ts"] },
  test: { kind: "all", run: ["node_modules/vitest/vitest.mjs", "run"] },
  check: { kind: "all", run: ["tools/check.ts"] },
  bench: { kind: "all", run: ["bench/run.ts"] },
  soak: { kind: "all", run: ["test/soak/soak.ts"] },
  pictures: { kind: "all", run: ["tools/pictures.ts"] },
  mutate: { kind: "all", run: ["tools/mutation/mutate.ts"], tool: "mutation" },
  "new:connector": { kind: "all", run: ["tools/new.ts", "connector"] },
  "new:platform": { kind: "all", run: ["tools/new.ts", "platform"] },
};

/**
 * The command line after `node bin/launch.mjs`, or a sentence saying what is wrong with it.
 * @param {readonly string[]} args
 * @returns {{ command: Command, kind: InstallKind, tool: string | null, nodeArguments: string[] } | { problem: string }}
 */
export function readCommand([name = "", ...rest]) {
  if (!isCommand(name)) {
    const asked = name === "" ? "No command was given" : `There is no command "${name}"`;
    return { problem: `${asked}. Use one of: ${Object.keys(commands).join(", ")}.` };
  }
  const { kind, run, tool = null } = commands[name];
  return { command: name, kind, tool, nodeArguments: [...run, ...rest] };
}

/**
 * @param {string} name
 * @returns {name is Command}
 */
function isCommand(name) {
  return Object.hasOwn(commands, name);
}

/**
 * Which Node runs the command: the one that runs the launcher when it is recent enough, else the pinned one, which
 * is installed when it is missing or of another version than tools/runtime asks for.
 * @param {object} found
 * @param {string} found.version the version of the Node that runs the launcher
 * @param {string} found.target `${process.platform}-${process.arch}`
 * @param {Record<string, string>} found.pinned the packages of tools/runtime and their versions
 * @param {string | null} found.installed the version of the pinned Node that is there already
 * @returns {{ use: "system" } | { use: "pinned", install: boolean } | { problem: string }}
 */
export function chooseNode({ version, target, pinned, installed }) {
  if (Number.parseInt(version, 10) >= requiredMajor) return { use: "system" };
  const wanted = pinned[`node-${target}`];
  if (wanted === undefined) {
    return {
      problem:
        `Node ${requiredMajor} or later is needed; this is Node ${version}. For ${target} none comes with the ` +
        "project: install one from https://nodejs.org and run the command again.",
    };
  }
  return { use: "pinned", install: installed !== wanted };
}

/**
 * The kind of install that is due before a command can run, or null when the packages are up to date.
 * A full install also serves the commands that need less, and is never cut down to a smaller one.
 * @param {{ needed: InstallKind, lockHash: string, stamp: Stamp | null }} found
 * @returns {InstallKind | null}
 */
export function chooseInstall({ needed, lockHash, stamp }) {
  if (stamp === null) return needed;
  const kind = stamp.kind === "all" ? "all" : needed;
  return stamp.lockHash === lockHash && stamp.kind === kind ? null : kind;
}

/**
 * No package we use needs its install script (msgpackr-extract only offers a faster build of what msgpackr can do
 * in JavaScript), so none is run.
 * @param {InstallKind} kind
 * @returns {string[]}
 */
export function installArguments(kind) {
  const quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"];
  // Said outright, because npm leaves out the packages for development when NODE_ENV is "production".
  const selection = kind === "production" ? "--omit=dev" : "--include=dev";
  return ["ci", "--ignore-scripts", selection, ...quiet];
}

/**
 * The stamp as it is kept in node_modules.
 * @param {Stamp} stamp
 * @returns {string}
 */
export function writeStamp({ kind, lockHash }) {
  return `${kind} ${lockHash}\n`;
}

/**
 * Anything unreadable counts as no stamp: the packages are then installed again.
 * @param {string} text
 * @returns {Stamp | null}
 */
export function readStamp(text) {
  const [kind, lockHash, ...rest] = text.trim().split(" ");
  if (kind !== "all" && kind !== "production") return null;
  return lockHash === undefined || rest.length > 0 ? null : { kind, lockHash };
}
