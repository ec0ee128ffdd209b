import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, type Page, refusal, view } from "../page.ts";
import { type Block, type GuideText, readGuideText, type Span } from "./guide-text.ts";
import { type PictureSize, webpSize } from "./picture-size.ts";

/** The guides for merchants, in the order in which one needs them. */
export const GUIDES = [
  "first-ten-minutes",
  "when-an-order-needs-you",
  "vat-map",
  "import-history",
  "import-a-file",
  "for-the-accountant",
] as const;

export interface Guides {
  readonly texts: ReadonlyMap<string, GuideText>;
  readonly sizes: ReadonlyMap<string, PictureSize>;
}

/** Reads the guides once. A host that brings none has a help page without them. */
export function loadGuides(directory: string | null): Guides {
  if (directory === null) return { texts: new Map(), sizes: new Map() };
  const pictures = picturesOf(directory);
  return {
    texts: new Map(
      GUIDES.map((name) => [name, readGuideText(readFileSync(join(directory, `${name}.md`), "utf8"))]),
    ),
    sizes: new Map(
      [...pictures].flatMap(([name, content]) => {
        const size = webpSize(content);
        return size === null ? [] : [[name, size] as const];
      }),
    ),
  };
}

/** The pictures of the guides by the names of their files. */
export function picturesOf(directory: string | null): ReadonlyMap<string, Buffer> {
  const folder = directory === null ? "" : join(directory, "pictures");
  if (folder === "" || !existsSync(folder)) return new Map();
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

/** The guides as the help page lists them. */
export function guideLinks(page: Page, guides: Guides): Record<string, unknown>[] {
  return [...guides.texts.keys()].map((name) => ({
    href: guideHref(page, name),
    title: page.texts(`guide.${name}.title`),
    about: page.texts(`guide.${name}.about`),
  }));
}

/** One guide. They are written in English; who reads another language is told so. */
export async function showGuide(guides: Guides, page: Page, name: string): Promise<Answer> {
  const guide = guides.texts.get(name);
  if (guide === undefined) return refusal("not_found");
  return view("guide", {
    title: guide.title,
    here: "/help",
    answer: { tone: null, text: guide.title },
    isForeign: page.language !== "en",
    blocks: guide.blocks.map((block) => blockView(page, guides, block)),
  });
}

function blockView(page: Page, guides: Guides, block: Block): Record<string, unknown> {
  if ("picture" in block) return { ...block, ...guides.sizes.get(block.picture) };
  if ("paragraph" in block) return { paragraph: block.paragraph.map((span) => spanView(page, span)) };
  if ("items" in block) return { items: block.items.map((item) => item.map((span) => spanView(page, span))) };
  return { ...block };
}

const spanView = (page: Page, span: Span) => ({
  ...span,
  href: span.guide === undefined ? null : guideHref(page, span.guide),
});

const guideHref = (page: Page, name: string): string => page.href(`/help/guides/${encodeURIComponent(name)}`);
