import { createHash } from "node:crypto";
import type { Language } from "../panel/words/texts.ts";
import { escapeHtml } from "./message-page.ts";

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly help: string | null;
  readonly kind: "text" | "password" | "select";
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly isRequired: boolean;
  /** What is wrong with what was typed. */
  readonly problem: string | null;
}

/** Titles, texts and labels are English sentences of ours, said in the reader's language. */
export interface FormPage {
  readonly title: string;
  readonly text: string;
  /** What is wrong with the whole; null = nothing. */
  readonly problem: string | null;
  readonly action: string;
  readonly hidden: Readonly<Record<string, string>>;
  readonly fields: readonly FormField[];
  readonly button: string;
}

const STYLE = [
  ":root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--text:#1a1d23;--soft:#545b67;--line:#8b919c;--main:#1c4c8f;--wrong:#b3261e}",
  "@media(prefers-color-scheme:dark){:root{--page:#14171b;--card:#1c1f26;--text:#e8eaee;--soft:#a3a9b4;--main:#8ab8f5;--wrong:#ffb4ab}}",
  "body{font:14px/1.45 system-ui,sans-serif;margin:0;padding:24px 16px;background:var(--page);color:var(--text)}",
  "main{max-width:34rem;margin:0 auto}h1{font-size:22px;margin:0 0 8px}p{margin:0 0 16px;color:var(--soft)}",
  "form{background:var(--card);border-radius:8px;padding:4px 16px 16px}label{display:block;font-weight:600;margin-top:16px}",
  "input,select{font:inherit;box-sizing:border-box;width:100%;padding:8px;margin-top:4px;border:1px solid var(--line);border-radius:6px;background:var(--card);color:inherit}",
  ".help{margin:4px 0 0}.wrong{color:var(--wrong);margin:4px 0 0}main>.wrong{margin:0 0 16px;font-weight:600}",
  "button{font:inherit;font-weight:600;margin-top:20px;padding:8px 16px;border:0;border-radius:6px;background:var(--main);color:var(--card)}:focus-visible{outline:2px solid var(--main);outline-offset:2px}",
].join("");

/** A form outside every frame, without a script: for keys that a person types before any panel of ours is open. */
export function formPage({ language, say }: Pick<Language, "language" | "say">, page: FormPage): string {
  const said = (english: string): string => escapeHtml(say(english));
  const hidden = Object.entries(page.hidden)
    .map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`)
    .join("");
  const problem = page.problem === null ? "" : `<p class="wrong" role="alert">${said(page.problem)}</p>`;
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${said(page.title)}</title><style>${STYLE}</style></head>
<body><main><h1>${said(page.title)}</h1><p>${said(page.text)}</p>${problem}
<form method="post" action="${escapeHtml(page.action)}" autocomplete="off">${hidden}${page.fields.map((field) => fieldHtml(field, said)).join("")}<button>${said(page.button)}</button></form></main></body>
</html>
`;
}

/** For the content security policy of the pages that carry the style. */
export const FORM_STYLE_HASH = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;

function fieldHtml(field: FormField, said: (english: string) => string): string {
  const name = escapeHtml(field.name);
  const notes = [
    ...(field.help === null ? [] : [`<p class="help" id="${name}-help">${said(field.help)}</p>`]),
    ...(field.problem === null ? [] : [`<p class="wrong" id="${name}-wrong">${said(field.problem)}</p>`]),
  ];
  const described = [
    ...(field.help === null ? [] : [`${name}-help`]),
    ...(field.problem === null ? [] : [`${name}-wrong`]),
  ].join(" ");
  const shared = `id="${name}" name="${name}"${field.isRequired ? " required" : ""}${described === "" ? "" : ` aria-describedby="${described}"`}${field.problem === null ? "" : ' aria-invalid="true"'}`;
  const input =
    field.kind === "select"
      ? `<select ${shared}>${field.options.map((option) => `<option value="${escapeHtml(option.value)}"${option.value === field.value ? " selected" : ""}>${said(option.label)}</option>`).join("")}</select>`
      : `<input type="${field.kind}" ${shared} value="${escapeHtml(field.value)}" autocomplete="off" spellcheck="false">`;
  return `<label for="${name}">${said(field.label)}</label>${input}${notes.join("")}`;
}
