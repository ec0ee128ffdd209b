const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A page with one sentence, for the few moments a browser stands outside every frame: after an install or a consent. */
export function messagePage(
  title: string,
  text: string,
  link?: { readonly href: string; readonly label: string },
): string {
  const safe = (raw: string): string => raw.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
  const way = link === undefined ? "" : `<p><a href="${safe(link.href)}">${safe(link.label)}</a></p>`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${safe(title)}</title></head>
<body><main><h1>${safe(title)}</h1><p>${safe(text)}</p>${way}</main></body>
</html>
`;
}
