/** A guide as our pages show it: the few forms of Markdown that the guides use, and nothing that could be HTML. */
export type Block =
  | { readonly heading: string; readonly anchor: string }
  | { readonly paragraph: readonly Span[] }
  | { readonly items: readonly (readonly Span[])[] }
  | { readonly picture: string; readonly words: string };

export interface Span {
  readonly text: string;
  readonly isStrong?: true;
  readonly isStressed?: true;
  /** To be typed or read letter by letter. */
  readonly isLiteral?: true;
  /** Name of another guide. */
  readonly guide?: string;
}

export interface GuideText {
  readonly title: string;
  readonly blocks: readonly Block[];
}

const PICTURE = /^!\[([^\]]*)\]\(pictures\/([a-z0-9-]+\.webp)\)$/;
const SPAN = /\*\*([^*]+)\*\*|\*([^*]+)\*|`([^`]+)`|\[([^\]]+)\]\(([^)]+)\)/g;
const OTHER_GUIDE = /^([a-z-]+)\.md$/;

/** Reads a guide. Throws on one without a title, so that a mistake is seen at the start. */
export function readGuideText(markdown: string): GuideText {
  const [first = "", ...rest] = markdown.trim().split(/\n{2,}/);
  const title = /^# (.+)$/.exec(first)?.[1];
  if (title === undefined) throw new Error(`a guide begins with its title, not with "${first.slice(0, 40)}"`);
  return { title, blocks: rest.map(blockOf) };
}

function blockOf(text: string): Block {
  const heading = /^## (.+)$/.exec(text)?.[1];
  if (heading !== undefined) {
    const anchor = heading.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
    return { heading, anchor };
  }
  const [, words = "", picture] = PICTURE.exec(text) ?? [];
  if (picture !== undefined) return { picture, words };
  if (text.startsWith("- ")) return { items: text.slice(2).split(/\n- /).map(spansOf) };
  return { paragraph: spansOf(text) };
}

/** A link that leads out of the guides, to pages for people with the source, stays as its words. */
function spansOf(text: string): Span[] {
  const line = text.replace(/\s*\n\s*/g, " ");
  const spans: Span[] = [];
  let end = 0;
  for (const { 0: whole, 1: strong, 2: stressed, 3: literal, 4: words, 5: target, index } of line.matchAll(
    SPAN,
  )) {
    if (index > end) spans.push({ text: line.slice(end, index) });
    const guide = OTHER_GUIDE.exec(target ?? "")?.[1];
    if (strong !== undefined) spans.push({ text: strong, isStrong: true });
    else if (stressed !== undefined) spans.push({ text: stressed, isStressed: true });
    else if (literal !== undefined) spans.push({ text: literal, isLiteral: true });
    else spans.push({ text: words ?? "", ...(guide === undefined ? {} : { guide }) });
    end = index + whole.length;
  }
  if (end < line.length) spans.push({ text: line.slice(end) });
  return spans;
}
