import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const text = readFileSync(join(root, "docs/security.md"), "utf8");
const named = [...text.matchAll(/\| `(test\/[\w/.-]+\.test\.ts)`: (.+) \|$/gm)].map(
  ([, file = "", name = ""]) => ({
    file,
    name,
  }),
);

describe("the page on security", () => {
  it("has a test for every line of its table", () => {
    const table = /## Threats\n([\s\S]*?)\n\n[^|]/.exec(text)?.[1] ?? "";
    const lines = table.split("\n").filter((line) => /^\|(?! threat|---)/.test(line));
    expect(lines.length).toBeGreaterThan(30);
    expect(named).toHaveLength(lines.length);
  });

  it.each(named)("$file: $name", ({ file, name }) => {
    const path = join(root, file);
    expect(existsSync(path)).toBe(true);
    expect(readFileSync(path, "utf8")).toContain(`"${name}"`);
  });
});
