import type { Language } from "../panel/words/texts.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeHtml = (raw: string): string => raw.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

interface MessageLink {
  readonly href: string;
  readonly label: string;
}

/** What one can do on the page: follow a link, or press the one button of a form. */
export interface MessageWay {
  readonly link?: MessageLink;
  /** Instead of one: several ways on. */
  readonly links?: readonly MessageLink[];
  readonly form?: {
    readonly action: string;
    readonly name: string;
    readonly value: string;
    readonly label: string;
  };
}

/**
 * A page with one sentence, for the few moments a browser stands outside every frame: around an install or a consent.
 * Title, text and label are English sentences of ours, said in the reader's language.
 */
export function messagePage(
  { language, say }: Pick<Language, "language" | "say">,
  title: string,
  text: string,
  way: MessageWay = {},
): string {
  const safe = escapeHtml;
  const { link, links = link === undefined ? [] : [link], form } = way;
  const anchors = links
    .map(({ href, label }) => `<p><a href="${safe(href)}">${safe(say(label))}</a></p>`)
    .join("");
  const button =
    form === undefined
      ? ""
      : `<form method="post" action="${safe(form.action)}"><input type="hidden" name="${safe(form.name)}" value="${safe(form.value)}"><button>${safe(say(form.label))}</button></form>`;
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${safe(say(title))}</title></head>
<body><main><h1>${safe(say(title))}</h1><p>${safe(say(text))}</p>${anchors}${button}</main></body>
</html>
`;
}
