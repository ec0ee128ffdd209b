import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createInstance, type i18n } from "i18next";
import { z } from "zod";
import { codes, warnings } from "../../domain/problem.ts";
import { phrasebook } from "./phrasebook.ts";
import { conditionNames, settingNames } from "./setting-names.ts";

/** Gives the text of a key, or of the first of several keys that has one, with its values filled in. */
export type Texts = (key: string | readonly string[], values?: Readonly<Record<string, unknown>>) => string;

export interface Language {
  /** The language the texts are in, such as `en`. */
  readonly language: string;
  /** The locale of numbers and dates, such as `en-GB`. */
  readonly locale: string;
  readonly texts: Texts;
  /** One of our own English sentences in this language; unchanged where nobody has translated it. */
  readonly say: (english: string) => string;
}

/** Speaks the first of the wanted languages that we know, else English. What is wanted may be no locale at all. */
export type Speak = (...wanted: readonly (string | null | undefined)[]) => Language;

/** The languages of the panel by the names they have for themselves. */
export const LANGUAGES = { en: "English", sv: "Svenska", da: "Dansk" } as const;

const FALLBACK = "en";
// English without a country: days before months, as everywhere our ledgers are used.
const LOCALES: Readonly<Record<string, string>> = { en: "en-GB", sv: "sv-SE", da: "da-DK" };

/** Reads the locale files once: `sv.json` are texts by key, `sentences/sv.json` translations of English sentences. */
export function loadTexts(directory: string): Speak {
  const resources = new Map(filesIn(directory, z.record(z.string(), z.unknown())));
  const sentences = new Map(filesIn(join(directory, "sentences"), z.record(z.string(), z.string())));
  const library = startedWith(resources);

  const speak = (language: string, locale: string): Language => {
    const translate = library.getFixedT(language);
    const texts: Texts = (key, values) =>
      String(
        translate(typeof key === "string" ? key : [...key], { ...values, defaultValue: values?.["or"] }),
      );
    const entries = sentences.get(language) ?? (language === FALLBACK ? ownSentences(sentences) : undefined);
    const textOr = (key: string, or: string) => texts(key, { or });
    const names = [...settingNames(textOr), ...conditionNames(textOr)];
    return {
      language,
      locale,
      texts,
      say:
        entries === undefined
          ? (english) => english
          : phrasebook({ ...entries, ...usualSentences(texts), ...Object.fromEntries(names) }, locale),
    };
  };
  const spoken = new Map<string, Language>();
  return (...wanted) => {
    const locale = firstKnown(wanted, resources) ?? LOCALES[FALLBACK] ?? FALLBACK;
    const known = spoken.get(locale) ?? speak(shortOf(locale), locale);
    if (spoken.size < MOST_LOCALES) spoken.set(locale, known);
    return known;
  };
}

/** English as it is, so that what stands in its places is written the way the reader's English does. */
function ownSentences(sentences: ReadonlyMap<string, Record<string, string>>): Record<string, string> {
  const all = [...sentences.values()].flatMap((entries) => Object.keys(entries));
  return Object.fromEntries(all.map((english) => [english, english]));
}

/** The sentences of codes and warnings, which orders bear where nothing better was said of them. */
function usualSentences(texts: Texts): Record<string, string> {
  return Object.fromEntries([
    ...Object.entries(codes).map(([code, { sentence }]) => [
      sentence,
      texts(`code.${code}.sentence`, { or: sentence }),
    ]),
    ...Object.entries(warnings).map(([name, text]) => [text, texts(`warning.${name}`, { or: text })]),
  ]);
}

/** Locales come from outside, so not every one is remembered. */
const MOST_LOCALES = 100;

function filesIn<Content>(directory: string, content: z.ZodType<Content>): [string, Content][] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .map((name) => [
      basename(name, ".json"),
      content.parse(JSON.parse(readFileSync(join(directory, name), "utf8"))),
    ]);
}

function startedWith(resources: ReadonlyMap<string, Record<string, unknown>>): i18n {
  // With a callback and everything at hand, the instance is ready when this returns.
  return createInstance(
    {
      resources: Object.fromEntries(
        Array.from(resources, ([language, translation]) => [language, { translation }]),
      ),
      fallbackLng: FALLBACK,
      initAsync: false,
      // Handlebars escapes what it prints.
      interpolation: { escapeValue: false },
    },
    (error: unknown) => {
      if (error) throw error;
    },
  );
}

function firstKnown(
  wanted: readonly (string | null | undefined)[],
  resources: ReadonlyMap<string, unknown>,
): string | null {
  for (const one of wanted) {
    const locale = one == null ? null : knownLocale(one);
    if (locale !== null && resources.has(shortOf(locale))) return LOCALES[locale] ?? locale;
  }
  return null;
}

const shortOf = (locale: string): string => locale.split("-", 1)[0] ?? FALLBACK;

/** What a platform sends as locale is not always one. */
function knownLocale(wanted: string): string | null {
  try {
    return Intl.getCanonicalLocales(wanted.replace("_", "-"))[0] ?? null;
  } catch {
    return null;
  }
}

/** The language most spoken in a country: sv of SE. Countries come from platforms, so not every one exists. */
export function languageOfCountry(country: string): string | null {
  if (!/^[A-Za-z]{2}$/.test(country)) return null;
  const known = languages.get(country) ?? new Intl.Locale("und", { region: country }).maximize().language;
  languages.set(country, known);
  return known;
}

/** Asked for every order. */
const languages = new Map<string, string>();
