import { optionalText } from "./text.ts";

/** Codes of the standard that stand for no country. */
const UNNAMED: ReadonlySet<string> = new Set(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"]);

/** Spellings of VAT matters: Northern Ireland is no country of an address, and Greece has another code there. */
const ALIASES: Readonly<Record<string, string>> = { XI: "GB", EL: "GR", UK: "GB" };

const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

/** The two-letter code that cards take; undefined for what names no country, which Fortnox would refuse. */
export function countryCode(code: string | null): string | undefined {
  if (code === null || !/^[A-Z]{2}$/.test(code)) return undefined;
  const known = ALIASES[code] ?? code;
  return UNNAMED.has(known) || names.of(known) === undefined ? undefined : known;
}

/** Documents take a country by its name. */
export function countryName(code: string | null): string | undefined {
  const known = countryCode(code);
  return known === undefined ? undefined : optionalText(names.of(known) ?? null, "address");
}
