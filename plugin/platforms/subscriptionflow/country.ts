import { countryCodes, isCountry } from "../../domain/countries.ts";

/** Languages in which merchants write the countries they sell to. */
const LANGUAGES = ["en", "sv", "da", "nb", "fi", "de", "nl", "fr", "es", "it", "pl", "pt"];

const pairs = (text: string): ReadonlyMap<string, string> =>
  new Map(text.split(", ").map((pair) => [pair.slice(0, -3), pair.slice(-2)]));

/** ISO 3166 alpha-3 of the countries our sellers sell to; the rest is written out or with two letters. */
const THREE_LETTERS = pairs(
  "AUS AU, AUT AT, BEL BE, BGR BG, BRA BR, CAN CA, CHE CH, CHN CN, CYP CY, CZE CZ, DEU DE, DNK DK, ESP ES, EST EE, " +
    "FIN FI, FRA FR, GBR GB, GRC GR, HRV HR, HUN HU, IND IN, IRL IE, ISL IS, ISR IL, ITA IT, JPN JP, KOR KR, LIE LI, " +
    "LTU LT, LUX LU, LVA LV, MEX MX, MLT MT, NLD NL, NOR NO, NZL NZ, POL PL, PRT PT, ROU RO, SGP SG, SVK SK, SVN SI, " +
    "SWE SE, TUR TR, UKR UA, USA US, ZAF ZA",
);

/** What people write beside the names that dictionaries have. */
const OTHER_NAMES = pairs(
  "england GB, scotland GB, wales GB, great britain GB, northern ireland GB, uk GB, united states of america US, " +
    "holland NL, the netherlands NL, czech republic CZ, turkey TR, hong kong HK, macau MO",
);

let names: ReadonlyMap<string, string> | null = null;

/**
 * The ISO 3166 alpha-2 code of a country that somebody typed: a code of two or three letters or a name in one of a
 * dozen languages. Null when it is none: a place of supply is not guessed.
 */
export function countryCode(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  const capitals = text.toUpperCase();
  const named = OTHER_NAMES.get(text) ?? THREE_LETTERS.get(capitals);
  if (named !== undefined) return named;
  if (isCountry(capitals)) return capitals;
  names ??= readNames();
  return names.get(text) ?? null;
}

function readNames(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
    for (const code of countryCodes()) {
      const name = display.of(code)?.toLowerCase();
      // The first language that uses a name has it.
      if (name !== undefined && !found.has(name)) found.set(name, code);
    }
  }
  return found;
}
