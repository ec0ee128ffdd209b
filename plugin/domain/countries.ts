/** Member states of the EU by ISO 3166 code. */
const EU = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "),
);

export function isEuCountry(country: string): boolean {
  return EU.has(country);
}

const countryNames = new Intl.DisplayNames("en", { type: "region" });

/** Codes of the standard that stand for no country. */
const NO_COUNTRIES: ReadonlySet<string> = new Set(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"]);
const knownNames = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

/** True for the ISO 3166 code of a country, and for XI and XK, which are in use beside it. */
export function isCountry(code: string): boolean {
  if (code === "XI") return true;
  return /^[A-Z]{2}$/.test(code) && !NO_COUNTRIES.has(code) && knownNames.of(code) !== undefined;
}

/** English name of a country for sentences, such as "Finland". */
export function countryName(country: string): string {
  if (country === "XI") return "Northern Ireland";
  try {
    return countryNames.of(country) ?? country;
  } catch {
    return country;
  }
}

let codes: readonly string[] | null = null;

/** The ISO 3166 codes of all countries that are; those that were (DD, YU) have a successor. */
export function countryCodes(): readonly string[] {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
  codes ??= letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => isCountry(code) && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`);
  return codes;
}
