import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { vendors } from "../../plugin/index.ts";
import { referencePages } from "../../tools/reference/pages.ts";

const root = join(import.meta.dirname, "../..");

describe("the reference pages", () => {
  it.each(Object.entries(referencePages()))(
    "%s says what the code says (run tools/reference.ts)",
    (name, text) => {
      expect(readFileSync(join(root, "docs/reference", name), "utf8")).toBe(text);
    },
  );
});

describe("the README", () => {
  it("has a row for every environment variable the configuration reads, and for no other", () => {
    const config = readFileSync(join(root, "server/config.ts"), "utf8");
    const schema = /const variables = z\.object\(\{([\s\S]*?)\n\}\);/.exec(config)?.[1] ?? "";
    const ours = [...schema.matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map((match) => match[1]);
    const known = [...ours, ...vendors.flatMap(({ variables }) => variables.map(({ name }) => name))];
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const named = [...readme.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map((match) => match[1]);
    expect(known.length).toBeGreaterThan(10);
    expect(new Set(named)).toEqual(new Set(known));
    expect(named.length).toBe(known.length);
  });
});
