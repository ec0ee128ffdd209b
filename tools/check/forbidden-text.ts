import { readdirSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";

interface Rule {
  readonly text: RegExp;
  readonly appliesTo: (path: string) => boolean;
  readonly reason: string;
}

const isCode = (path: string) => [".ts", ".mts", ".mjs", ".js"].includes(extname(path));

const rules: readonly Rule[] = [
  { text: /\b(?:TODO|FIXME)\b/, appliesTo: () => true, reason: "leaves work for later" },
  { text: /@ts-(?:ignore|nocheck)/, appliesTo: isCode, reason: "silences the compiler" },
  { text: /\bas any\s*(?:[;,.)\]}[]|$)/, appliesTo: isCode, reason: "gives up on a type" },
  {
    text: /\b(?:it|test|describe)\.(?:skip|only|todo)\b/,
    appliesTo: (path) => path.endsWith(".test.ts") || path.endsWith(".contract.ts"),
    reason: "leaves tests out",
  },
  {
    text: /"resolved": *"https?:/,
    appliesTo: (path) => basename(path) === "package-lock.json",
    reason: "ties the lockfile to one registry",
  },
];

/** Folders that are not part of the project, as in .gitignore. */
const ignoredFolders = new Set([".git", "node_modules", ".data", ".test"]);
/** This file and its test have to write down what they look for. */
const ownFiles = ["tools/check/forbidden-text.ts", "test/tools/forbidden-text.test.ts"];

/** One sentence per line of the project that breaks a rule. */
export function findForbiddenText(root: string): string[] {
  return listFiles(root)
    .filter((path) => !ownFiles.includes(path))
    .flatMap((path) => forbiddenLines(path, readFileSync(join(root, path), "utf8")));
}

/** The same for the text of one file. */
export function forbiddenLines(path: string, text: string): string[] {
  const due = rules.filter((rule) => rule.appliesTo(path));
  return text.split("\n").flatMap((line, index) => {
    const broken = due.find((rule) => rule.text.test(line));
    return broken === undefined
      ? []
      : [`${path}:${index + 1} ${broken.reason}: ${line.trim().slice(0, 100)}`];
  });
}

function listFiles(root: string, folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ignoredFolders.has(entry.name) ? [] : listFiles(root, path);
    return entry.isFile() ? [path] : [];
  });
}
