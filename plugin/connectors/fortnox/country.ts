import { isCountry } from "../../domain/countries.ts";
import { optionalText } from "./text.ts";

/** Spellings of VAT matters: Northern Ireland is no country of an address, and Greece has another code there. */
const ALIASES: Readonly<Record<string, string>> = { XI: "GB", EL: "GR", UK: "GB" };

const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

/** The two-letter code that cards take; undefined for what names no country, which Fortnox would refuse. */
export function countryCode(code: string | null): string | undefined {
  if (code === null) return undefined;
  const known = ALIASES[code] ?? code;
  return isCountry(known) ? known : undefined;
}

/** Documents take a country by its name. */
export function countryName(code: string | null): string | undefined {
  const known = countryCode(code);
  return known === undefined ? undefined : optionalText(names.of(known) ?? null, "address");
}
