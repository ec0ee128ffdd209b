import { dirname, relative } from "node:path";
import { readImports } from "./read-imports.ts";

/** A file of the project: its path from the root, and what it says. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Folders of `base` that need each other, each pair once and sorted, directly or by way of others. What lies in `base`
 * itself may need its folders and be needed by them.
 */
export function findCircles(base: string, files: readonly SourceFile[]): string[] {
  const needs = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    const from = relative(base, dirname(path));
    const targets = readImports(path, text).map(({ target }) => relative(base, dirname(target)));
    const others = targets.filter((to) => to !== "" && to !== from && !to.startsWith(".."));
    if (from !== "") needs.set(from, new Set([...(needs.get(from) ?? []), ...others]));
  }
  return circlesIn(needs);
}

/** Files that need each other, each pair once and sorted, directly or by way of others. */
export function findFileCircles(files: readonly SourceFile[]): string[] {
  return circlesIn(
    new Map(
      files.map(({ path, text }) => [path, new Set(readImports(path, text).map(({ target }) => target))]),
    ),
  );
}

function circlesIn(needs: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const reached = new Map([...needs.keys()].sort().map((one) => [one, reachedFrom(one, needs)]));
  return [...reached].flatMap(([one, others]) =>
    [...others]
      .filter((other) => one < other && reached.get(other)?.has(one))
      .sort()
      .map((other) => `${one} and ${other}`),
  );
}

function reachedFrom(folder: string, needs: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>();
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const to of needs.get(next) ?? []) {
      if (!reached.has(to)) open.push(to);
      reached.add(to);
    }
  }
  return reached;
}
