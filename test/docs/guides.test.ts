import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readGuideText } from "../../plugin/panel/help/guide-text.ts";
import { GUIDES } from "../../plugin/panel/help/guides.ts";
import { folderOf, MOST_BYTES, PICTURES, READERS, type Reader } from "../../tools/pictures/pictures.ts";
import { textsOf } from "../../tools/texts/catalogue.ts";

const docs = join(import.meta.dirname, "..", "..", "docs");
const guides = join(docs, "guides");
const names = readdirSync(guides).filter((name) => name.endsWith(".md"));
const textOf = (name: string): string => readFileSync(join(guides, name), "utf8");
const readers = Object.keys(READERS).filter((one): one is Reader => one in READERS);
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
    expect(named.sort()).toEqual([...drawn].sort());
    for (const reader of readers) {
      const there = readdirSync(join(guides, folderOf(reader))).map((name) => `pictures/${name}`);
      expect(there.sort()).toEqual([...drawn].sort());
    }
  });

  it("have pictures that a phone loads at once, each with words for who cannot see it", () => {
    for (const { name } of PICTURES) {
      for (const reader of readers) {
        const { size } = statSync(join(guides, folderOf(reader), `${name}.webp`));
        expect(size, name).toBeLessThan(MOST_BYTES);
        expect(size, name).toBeGreaterThan(5_000);
      }
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

/** A guide as headings, pictures, lists and paragraphs with the guides they lead to and how many words are set apart. */
function shapeOf(markdown: string): string[] {
  return readGuideText(markdown).blocks.map((block) => {
    if ("heading" in block) return "heading";
    if ("picture" in block) return block.picture;
    const spans = "items" in block ? block.items : [block.paragraph];
    const told = spans.map((item) => [
      ...item.flatMap(({ guide }) => guide ?? []).map((guide) => `to ${guide}`),
      `${item.filter((span) => span.isStrong).length} strong`,
      `${item.filter((span) => span.isStressed).length} stressed`,
    ]);
    return `${"items" in block ? "list" : "paragraph"} ${JSON.stringify(told)}`;
  });
}

const strongIn = (markdown: string): string[] =>
  Array.from(markdown.matchAll(/\*\*([^*]+)\*\*/g), ([, words = ""]) => words.replace(/\s+/g, " "));

/** The keys of the panel's texts that begin with these words: a button may go on with a number or a name. */
function keysOf(words: string, language: string): string[] {
  const pattern = words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\d+/g, "\\{\\{\\w+\\}\\}");
  const text = new RegExp(`^${pattern}(?:…|$| \\{\\{| .*\\{\\{)`);
  return Object.entries(textsOf(language)).flatMap(([key, value]) => (text.test(value) ? [key] : []));
}

describe.each(readers.filter((one) => one !== "en"))("the guides in %s", (language) => {
  const own = (name: string): string => textOf(join(language, `${name}.md`));

  it("are all there, with the titles the help page gives them, and no others", () => {
    const files = readdirSync(join(guides, language)).filter((name) => name.endsWith(".md"));
    expect(files.sort()).toEqual(GUIDES.map((name) => `${name}.md`).sort());
    const texts = textsOf(language);
    for (const name of GUIDES) {
      expect(readGuideText(own(name)).title).toBe(texts[`guide.${name}.title`]);
    }
  });

  it("have the same headings, pictures, lists and links as the English", () => {
    for (const name of GUIDES) expect(shapeOf(own(name)), name).toEqual(shapeOf(textOf(`${name}.md`)));
    for (const name of GUIDES) {
      for (const link of linksIn(own(name))) {
        expect(existsSync(join(guides, language, link)), `${name}: ${link}`).toBe(true);
      }
    }
  });

  it("call the panel's buttons what the panel calls them", () => {
    for (const name of GUIDES) {
      const english = strongIn(textOf(`${name}.md`)).map((words) => keysOf(words, "en"));
      const translated = strongIn(own(name));
      for (const [place, words] of translated.entries()) {
        const shared = keysOf(words, language).filter((key) => english[place]?.includes(key));
        expect(shared, `${name}: ${words}`).not.toEqual([]);
      }
    }
  });

  it("are in no other language", () => {
    for (const name of GUIDES) {
      const text = own(name).replace(/\]\([^)]*\)/g, "]");
      expect(text).not.toMatch(/\b(?:the|and|your|with|order's|orders|ledger|settings)\b/i);
    }
  });
});
