import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const docs = join(import.meta.dirname, "../../docs");
const pages = ["operations.md", "adr/0008-upgrades.md"].map((name) => join(docs, name));

describe("the operations page", () => {
  it.each(pages)("%s links and names only files that exist", (page) => {
    const text = readFileSync(page, "utf8");
    const linked = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = ""]) => join(dirname(page), path));
    const named = [...text.matchAll(/`((?:test|server|deploy|plugin)\/[\w./-]+\.\w+)`/g)].map(
      ([, path = ""]) => join(docs, "..", path),
    );
    const all = [...linked, ...named];
    expect(all.length).toBeGreaterThan(2);
    expect(all.filter((path) => !existsSync(path))).toEqual([]);
  });

  it("holds its claims by tests: every outage in its table has one", () => {
    const text = readFileSync(join(docs, "operations.md"), "utf8");
    const table = /## When something is away\n\n([\s\S]*?)\n\n/.exec(text)?.[1] ?? "";
    const rows = table.split("\n").slice(2);
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter((row) => !row.includes("../test/"))).toEqual([]);
  });
});
