import { isCountry } from "../../domain/countries.ts";

/** Languages in which merchants write the countries they sell to. */
const LANGUAGES = ["en", "sv", "da", "nb", "fi", "de", "nl", "fr", "es", "it", "pl", "pt"];

/** ISO 3166 alpha-3 of the countries our sellers sell to; others are written out or with two letters. */
const THREE_LETTERS: Readonly<Record<string, string>> = {
  AUS: "AU",
  AUT: "AT",
  BEL: "BE",
  BGR: "BG",
  BRA: "BR",
  CAN: "CA",
  CHE: "CH",
  CHN: "CN",
  CYP: "CY",
  CZE: "CZ",
  DEU: "DE",
  DNK: "DK",
  ESP: "ES",
  EST: "EE",
  FIN: "FI",
  FRA: "FR",
  GBR: "GB",
  GRC: "GR",
  HRV: "HR",
  HUN: "HU",
  IND: "IN",
  IRL: "IE",
  ISL: "IS",
  ISR: "IL",
  ITA: "IT",
  JPN: "JP",
  KOR: "KR",
  LIE: "LI",
  LTU: "LT",
  LUX: "LU",
  LVA: "LV",
  MEX: "MX",
  MLT: "MT",
  NLD: "NL",
  NOR: "NO",
  NZL: "NZ",
  POL: "PL",
  PRT: "PT",
  ROU: "RO",
  SGP: "SG",
  SVK: "SK",
  SVN: "SI",
  SWE: "SE",
  TUR: "TR",
  UKR: "UA",
  USA: "US",
  ZAF: "ZA",
};

/** What people write that is no country's name in any language. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  england: "GB",
  scotland: "GB",
  wales: "GB",
  "great britain": "GB",
  uk: "GB",
  "northern ireland": "GB",
  usa: "US",
  "united states of america": "US",
  holland: "NL",
  "the netherlands": "NL",
  "czech republic": "CZ",
};

let names: ReadonlyMap<string, string> | null = null;

/**
 * The ISO 3166 alpha-2 code of a country that somebody typed: a code of two or three letters or a name in one of a
 * dozen languages. Null when it is none: a place of supply is not guessed.
 */
export function countryCode(typed: string): string | null {
  const text = typed.trim();
  const capitals = text.toUpperCase();
  if (Object.hasOwn(OTHER_NAMES, text.toLowerCase())) return OTHER_NAMES[text.toLowerCase()] ?? null;
  if (isCountry(capitals)) return capitals;
  if (Object.hasOwn(THREE_LETTERS, capitals)) return THREE_LETTERS[capitals] ?? null;
  names ??= readNames();
  return names.get(text.toLowerCase()) ?? null;
}

function readNames(): ReadonlyMap<string, string> {
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const codes = letters.flatMap((first) => letters.map((second) => first + second)).filter(isCountry);
  const found = new Map<string, string>();
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
    for (const code of codes) {
      const name = display.of(code)?.toLowerCase();
      // The first language that uses a name has it.
      if (name !== undefined && !found.has(name)) found.set(name, code);
    }
  }
  return found;
}
