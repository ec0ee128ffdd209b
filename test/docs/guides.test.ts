import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MOST_BYTES, PICTURES } from "../../tools/pictures/pictures.ts";

const docs = join(import.meta.dirname, "..", "..", "docs");
const guides = join(docs, "guides");
const names = readdirSync(guides).filter((name) => name.endsWith(".md"));
const textOf = (name: string): string => readFileSync(join(guides, name), "utf8");
const linksIn = (text: string): string[] =>
  Array.from(text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g), ([, link = ""]) => link).filter(
    (link) => !/^https?:/.test(link),
  );

describe("the guides", () => {
  it("name pictures that are there, that the script draws, and no others", () => {
    const named = names
      .flatMap((name) => linksIn(textOf(name)))
      .filter((link) => link.startsWith("pictures/"));
    const drawn = PICTURES.map((picture) => `pictures/${picture.name}.webp`);
    const there = readdirSync(join(guides, "pictures")).map((name) => `pictures/${name}`);
    expect(named.sort()).toEqual([...drawn].sort());
    expect(there.sort()).toEqual([...drawn].sort());
  });

  it("have pictures that a phone loads at once, each with words for who cannot see it", () => {
    for (const { name } of PICTURES) {
      const { size } = statSync(join(guides, "pictures", `${name}.webp`));
      expect(size, name).toBeLessThan(MOST_BYTES);
      expect(size, name).toBeGreaterThan(5_000);
    }
    const words = names.flatMap((name) =>
      Array.from(textOf(name).matchAll(/!\[([^\]]*)\]/g), ([, text]) => text),
    );
    for (const text of words) expect(text).toMatch(/^.{15,}$/);
  });

  it("lead nowhere that is not there, and README leads to each of them", () => {
    for (const name of names) {
      for (const link of linksIn(textOf(name))) {
        expect(existsSync(join(guides, link)), `${name}: ${link}`).toBe(true);
      }
    }
    const readme = linksIn(readFileSync(join(docs, "..", "README.md"), "utf8"));
    expect(readme).toEqual(expect.arrayContaining(names.map((name) => `docs/guides/${name}`)));
  });
});
