#!/usr/bin/env node
// @ts-check
/**
 * Runs the project's commands on a machine that has only some Node (18 or later) and npm: finds Node 24, installs
 * the packages when they are missing or out of date, then starts the command. See launch-plan.mjs for the rules.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  chooseInstall,
  chooseNode,
  installArguments,
  readCommand,
  readStamp,
  writeStamp,
} from "./launch-plan.mjs";
import { runToEnd } from "./run-to-end.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const runtime = join(root, "tools", "runtime");

/** @param {string} sentence @returns {never} */
function giveUp(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** @returns {string} the path of a Node that can run the project, installed first if need be */
function prepareNode() {
  const version = process.versions.node;
  const target = `${process.platform}-${process.arch}`;
  const folder = join(runtime, "node_modules", `node-${target}`);
  const installed = readJson(join(folder, "package.json"))?.version ?? null;
  const pinned = readJson(join(runtime, "package.json"))?.optionalDependencies ?? {};
  const choice = chooseNode({ version, target, pinned, installed });
  if ("problem" in choice) return giveUp(choice.problem);
  if (choice.use === "system") return process.execPath;
  if (choice.install) {
    console.log(
      `Installing Node ${pinned[`node-${target}`]} for this project (this machine has ${version}).`,
    );
    npm(runtime, installArguments("production"));
  }
  const path = join(folder, "bin", "node");
  return existsSync(path) ? path : giveUp(`npm finished, but ${path} is not there.`);
}

/**
 * @param {string} folder
 * @param {import("./launch-plan.mjs").InstallKind} needed
 */
function preparePackages(folder, needed) {
  const lockHash = createHash("sha256")
    .update(readFileSync(join(folder, "package-lock.json")))
    .digest("hex");
  const stampFile = join(folder, "node_modules", ".installed-lock");
  const stamp = existsSync(stampFile) ? readStamp(readFileSync(stampFile, "utf8")) : null;
  const kind = chooseInstall({ needed, lockHash, stamp });
  if (kind === null) return;
  console.log(
    `Installing packages (${kind === "all" ? "with those for development" : "for production only"}).`,
  );
  npm(folder, installArguments(kind));
  writeFileSync(stampFile, writeStamp({ kind, lockHash }));
}

/**
 * Runs the npm that came with the Node of this process. Its output is shown only when it fails.
 * @param {string} folder
 * @param {string[]} args
 */
function npm(folder, args) {
  const env = { ...process.env, PATH: pathStartingWith(dirname(process.execPath)) };
  const { status, error, stdout, stderr } = spawnSync("npm", args, { cwd: folder, encoding: "utf8", env });
  if (error !== undefined) giveUp(`npm could not be started: ${error.message}`);
  if (status !== 0) giveUp(`npm ${args.join(" ")} failed in ${folder}:\n${stdout}${stderr}`);
}

/** @param {string[]} folders */
function pathStartingWith(...folders) {
  return [...folders, process.env["PATH"] ?? ""].join(delimiter);
}

/** @param {string} path */
function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}

const plan = readCommand(process.argv.slice(2));
if ("problem" in plan) giveUp(plan.problem);
const node = prepareNode();
preparePackages(root, plan.kind);
if (plan.tool !== null) preparePackages(join(root, "tools", plan.tool), plan.kind);
const PATH = pathStartingWith(dirname(node), join(root, "node_modules", ".bin"));
// Compiled code kept between starts halves the time of a start.
const NODE_COMPILE_CACHE = join(root, "node_modules", ".cache", "node");
process.exitCode = await runToEnd(node, plan.nodeArguments, {
  cwd: root,
  env: { NODE_COMPILE_CACHE, ...process.env, PATH },
});
