/** Member states of the EU by ISO 3166 code. */
const EU = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "),
);

export function isEuCountry(country: string): boolean {
  return EU.has(country);
}

const countryNames = new Intl.DisplayNames("en", { type: "region" });

/** English name of a country for sentences, such as "Finland". */
export function countryName(country: string): string {
  if (country === "XI") return "Northern Ireland";
  try {
    return countryNames.of(country) ?? country;
  } catch {
    return country;
  }
}
