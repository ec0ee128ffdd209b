import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInstance, type i18n } from "i18next";

/** Gives the text of a key, or of the first of several keys that has one, with its values filled in. */
export type Texts = (key: string | readonly string[], values?: Readonly<Record<string, unknown>>) => string;

export interface Language {
  /** The language the texts are in, such as `en`. */
  readonly language: string;
  /** The locale of numbers and dates, such as `en-GB`. */
  readonly locale: string;
  readonly texts: Texts;
}

const FALLBACK = "en";
// English without a country: days before months, as everywhere our ledgers are used.
const LOCALES: Readonly<Record<string, string>> = { en: "en-GB", sv: "sv-SE", da: "da-DK" };

/** Reads the locale files once; the function it returns chooses among them by a person's locale. */
export function loadTexts(directory: string): (wanted: string | null) => Language {
  const names = readdirSync(directory).filter((name) => name.endsWith(".json"));
  const resources = Object.fromEntries(
    names.map((name) => [
      name.slice(0, -".json".length),
      { translation: JSON.parse(readFileSync(join(directory, name), "utf8")) },
    ]),
  );
  const library = startedWith(resources);
  return (wanted) => {
    const locale = knownLocale(wanted);
    const short = locale.split("-", 1)[0] ?? FALLBACK;
    const language = Object.hasOwn(resources, short) ? short : FALLBACK;
    const translate = library.getFixedT(language);
    return {
      language,
      locale: language === short ? (LOCALES[locale] ?? locale) : (LOCALES[FALLBACK] ?? FALLBACK),
      texts: (key, values) =>
        String(
          translate(typeof key === "string" ? key : [...key], { ...values, defaultValue: values?.["or"] }),
        ),
    };
  };
}

function startedWith(resources: Record<string, { translation: Record<string, unknown> }>): i18n {
  // With a callback and everything at hand, the instance is ready when this returns.
  return createInstance(
    {
      resources,
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

/** What a platform sends as locale is not always one. */
function knownLocale(wanted: string | null): string {
  try {
    return Intl.getCanonicalLocales((wanted ?? FALLBACK).replace("_", "-"))[0] ?? FALLBACK;
  } catch {
    return FALLBACK;
  }
}
