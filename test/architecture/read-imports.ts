import { dirname, posix } from "node:path";

/** One import or re-export: what it names, as a path of the project or as the name of a package. */
export interface Import {
  readonly target: string;
  readonly isPackage: boolean;
  readonly isTypeOnly: boolean;
}

const names = String.raw`(?:\*(?:\s*as\s+\w+)?|\{[^}]*\}|\w+(?:\s*,\s*(?:\{[^}]*\}|\*\s*as\s+\w+))?)`;
const quoted = `["']([^"']+)["']`;
const withNames = new RegExp(
  String.raw`^[ \t]*(?:import|export)\s+(type\s+)?${names}\s*from\s*${quoted}`,
  "gm",
);
const withoutNames = new RegExp(String.raw`^[ \t]*import\s*${quoted}`, "gm");
const dynamic = new RegExp(String.raw`\bimport\(\s*${quoted}`, "g");

/** Every import, re-export and `import("…")` with a literal in the text of one file. */
export function readImports(path: string, text: string): Import[] {
  const found: Import[] = [];
  for (const [, type, target = ""] of text.matchAll(withNames)) {
    found.push(resolve(path, target, type !== undefined));
  }
  for (const pattern of [withoutNames, dynamic]) {
    for (const [, target = ""] of text.matchAll(pattern)) found.push(resolve(path, target, false));
  }
  return found;
}

function resolve(path: string, target: string, isTypeOnly: boolean): Import {
  if (target.startsWith(".")) {
    return { target: posix.join(dirname(path), target), isPackage: false, isTypeOnly };
  }
  return { target: packageName(target), isPackage: true, isTypeOnly };
}

/** `kysely/migration` belongs to `kysely`, `@scope/name/part` to `@scope/name`, `node:fs/promises` to `node:fs`. */
function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
