import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, type Page, refusal, view } from "../page.ts";
import { LANGUAGES } from "../words/texts.ts";
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
  /** By language, then by name; English has all of them. */
  readonly texts: ReadonlyMap<string, ReadonlyMap<string, GuideText>>;
  readonly sizes: ReadonlyMap<string, PictureSize>;
}

const FALLBACK = "en";

/** Reads the guides once. A host that brings none has a help page without them. */
export function loadGuides(directory: string | null): Guides {
  if (directory === null) return { texts: new Map(), sizes: new Map() };
  return {
    texts: new Map(folders(directory).map(([language, folder]) => [language, textsIn(folder)])),
    sizes: new Map(
      [...picturesOf(directory)].flatMap(([name, content]) => {
        const size = webpSize(content);
        return size === null ? [] : [[name, size] as const];
      }),
    ),
  };
}

/** English guides stand in the folder itself, those of other languages each in one of theirs. */
function folders(directory: string): [string, string][] {
  return Object.keys(LANGUAGES).map((language) => [
    language,
    language === FALLBACK ? directory : join(directory, language),
  ]);
}

function textsIn(folder: string): ReadonlyMap<string, GuideText> {
  const written = GUIDES.map((name) => [name, join(folder, `${name}.md`)] as const);
  return new Map(
    written
      .filter(([, path]) => existsSync(path))
      .map(([name, path]) => [name, readGuideText(readFileSync(path, "utf8"))]),
  );
}

/** The pictures of the guides by the names of their files, with the language in front where it is not English. */
export function picturesOf(directory: string | null): ReadonlyMap<string, Buffer> {
  const pictures = new Map<string, Buffer>();
  for (const [language, folder] of directory === null ? [] : folders(directory)) {
    const place = join(folder, "pictures");
    for (const name of existsSync(place) ? readdirSync(place) : []) {
      pictures.set(pictureName(language, name), readFileSync(join(place, name)));
    }
  }
  return pictures;
}

const pictureName = (language: string, name: string): string =>
  language === FALLBACK ? name : `${language}-${name}`;

/** The guides as the help page lists them. */
export function guideLinks(page: Page, guides: Guides): Record<string, unknown>[] {
  return [...(guides.texts.get(FALLBACK)?.keys() ?? [])].map((name) => ({
    href: guideHref(page, name),
    title: page.texts(`guide.${name}.title`),
    about: page.texts(`guide.${name}.about`),
  }));
}

/** One guide in the reader's language; who reads one that nobody has written it in gets the English, and is told so. */
export async function showGuide(guides: Guides, page: Page, name: string): Promise<Answer> {
  const own = guides.texts.get(page.language)?.get(name);
  const guide = own ?? guides.texts.get(FALLBACK)?.get(name);
  if (guide === undefined) return refusal("not_found");
  const language = own === undefined ? FALLBACK : page.language;
  return view("guide", {
    title: guide.title,
    here: "/help",
    answer: { tone: null, text: guide.title },
    guideLanguage: language,
    isForeign: language !== page.language,
    blocks: guide.blocks.map((block) => blockView(page, guides, language, block)),
  });
}

function blockView(page: Page, guides: Guides, language: string, block: Block): Record<string, unknown> {
  if ("picture" in block) return pictureView(guides, language, block);
  if ("paragraph" in block) return { paragraph: block.paragraph.map((span) => spanView(page, span)) };
  if ("items" in block) return { items: block.items.map((item) => item.map((span) => spanView(page, span))) };
  return { ...block };
}

/** The picture in the language of the guide, else the English one. */
function pictureView(
  { sizes }: Guides,
  language: string,
  { picture, words }: Extract<Block, { readonly picture: string }>,
): Record<string, unknown> {
  const own = pictureName(language, picture);
  const name = sizes.has(own) ? own : picture;
  return { picture: name, words, ...sizes.get(name) };
}

const spanView = (page: Page, span: Span) => ({
  ...span,
  href: span.guide === undefined ? null : guideHref(page, span.guide),
});

const guideHref = (page: Page, name: string): string => page.href(`/help/guides/${encodeURIComponent(name)}`);
