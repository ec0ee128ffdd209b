import { spokenValues } from "./spoken-values.ts";

/**
 * Says sentences of ours in another language. They are written and stored in English, with names and amounts in their
 * places, by everything from the decision to a connector, so they are recognised here by their form: an entry
 * `{{document}} was cancelled in {{ledger}}.` fits every document and every ledger. A placeholder's name says what may
 * stand in it and how it is written; see `spoken-values.ts`.
 * What no entry fits stays as it is, so a sentence that somebody forgot is English and never wrong.
 */
export function phrasebook(
  entries: Readonly<Record<string, string>>,
  locale: string,
): (english: string) => string {
  const phrases = indexed(
    Object.entries(entries).map(([english, translation]) => compile(english, translation)),
  );
  const all = new Intl.ListFormat(locale, { type: "conjunction" });
  const values = spokenValues(locale, (text) => phrase(text) ?? text);

  function phrase(text: string): string | null {
    return sentences(text) ?? conditions(text) ?? single(text);
  }

  /** What a filter or a rule asks, `customer.type is B2B and order.country in SE, NO`, when each of it is known. */
  function conditions(text: string): string | null {
    const said = text.split(BETWEEN_CONDITIONS).map(whole);
    const known = said.filter((one) => one !== null);
    return said.length > 1 && known.length === said.length ? all.format(known) : null;
  }

  /** Several sentences one after the other, when each of them is known. */
  function sentences(text: string): string | null {
    for (let end = text.lastIndexOf(". "); end > 0; end = text.lastIndexOf(". ", end - 1)) {
      const last = single(text.slice(end + 2));
      const first = last === null ? null : phrase(text.slice(0, end + 1));
      if (first !== null) return `${first} ${last}`;
    }
    return null;
  }

  /** What stands within a sentence in one place or language begins it in another, and is written large there. */
  function single(text: string): string | null {
    const said = whole(text) ?? whole(text.charAt(0).toLowerCase() + text.slice(1));
    return said !== null && /^\p{Lu}[\p{Ll} ]/u.test(text)
      ? said.charAt(0).toUpperCase() + said.slice(1)
      : said;
  }

  function whole(text: string): string | null {
    for (const { pattern, anchor, names, translation } of phrases(text)) {
      const found = text.includes(anchor) ? pattern.exec(text) : null;
      if (found === null) continue;
      const said = new Map(names.map((name, place) => [name, values(name, found[place + 1] ?? "")]));
      return translation.replace(PLACEHOLDER, (_, name: string) => said.get(name) ?? "");
    }
    return null;
  }

  // The reasons of a row stand beside each other with dots between.
  return (english) =>
    english
      .split(BETWEEN_REASONS)
      .map((part) => phrase(part) ?? part)
      .join(BETWEEN_REASONS);
}

const BETWEEN_REASONS = " · ";
const FIELD = String.raw`[a-z]+\.[a-z_]+`;
const BETWEEN_CONDITIONS = new RegExp(` and (?=${FIELD} )`);
const PLACEHOLDER = /\{\{(\w+)\}\}/g;

interface Phrase {
  readonly pattern: RegExp;
  /** Its first letters; empty when a placeholder stands among them. */
  readonly head: string;
  /** Its longest part without a placeholder: a text without it needs no closer look. */
  readonly anchor: string;
  readonly names: readonly string[];
  readonly translation: string;
  /** How many letters are fixed: the phrase that says most is tried first. */
  readonly literal: number;
}

const HEAD = 3;

/** The phrases a text may be, by its first letters: every order that is booked is said, and most phrases begin otherwise. */
function indexed(phrases: readonly Phrase[]): (text: string) => readonly Phrase[] {
  const byHead = Map.groupBy(phrases, ({ head }) => head);
  const open = byHead.get("") ?? [];
  for (const [head, own] of byHead) {
    const some = head === "" ? open : [...own, ...open];
    byHead.set(
      head,
      some.sort((a, b) => b.literal - a.literal),
    );
  }
  return (text) => byHead.get(text.slice(0, HEAD)) ?? open;
}

function compile(english: string, translation: string): Phrase {
  const names = [...english.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
  const fixed = english.split(/\{\{\w+\}\}/);
  const source = fixed.map(escaped).reduce((before, part, place) => {
    return `${before}(${formOf(names[place - 1] ?? "")})${part}`;
  });
  return {
    pattern: new RegExp(`^${source}$`, "su"),
    head: (fixed[0] ?? "").length < HEAD ? "" : english.slice(0, HEAD),
    anchor: fixed.reduce((longest, part) => (part.length > longest.length ? part : longest)),
    names,
    translation,
    literal: fixed.join("").length,
  };
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

function formOf(name: string): string {
  if (name.startsWith("amount") || name.startsWith("rate")) return String.raw`-?\d+(?:\.\d+)?`;
  return name === "field" ? FIELD : ".+?";
}
