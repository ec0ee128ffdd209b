import { refused } from "./errors.ts";

// The vendor's own list for free text; straight quotes, brackets, tabs and emoji are outside it.
const allowed =
  /^(?:\u0308|\u030a|[\p{L}\u2019\\a-zåäöéáœæøüA-ZÅÄÖÉÁÜŒÆØ0-9 –:.`´,;^¤#%§£$€¢¥©™°&/()=+\-*_!?²³®½@\u00a0\n\r])*$/u;

/** Refuses text the vendor's database would not take (2000359). */
export function checkCharacters(text: string): void {
  if (!allowed.test(text)) throw refused("characters", text);
}

const displayNames = ["sv", "en"].map((language) => new Intl.DisplayNames([language], { type: "region" }));

/** ISO code -> Swedish name, for the codes that name a country. */
const countryNames = new Map<string, string>();
const knownNames = new Set<string>();
for (let first = 65; first <= 90; first += 1) {
  for (let second = 65; second <= 90; second += 1) {
    const code = String.fromCharCode(first, second);
    const names = displayNames.map((display) => display.of(code) ?? code);
    if (names[0] === code || names[0] === undefined || /^(EU|EZ|UN|XA|XB|ZZ|QO)$/.test(code)) continue;
    countryNames.set(code, names[0]);
    for (const name of names) knownNames.add(name.toLowerCase());
  }
}

/** The Swedish name of a country, undefined when the code names none. */
export function countryName(code: string): string | undefined {
  return countryNames.get(code);
}

/** Documents take a country's name, Swedish or English, never a code. */
export function isCountryName(name: string): boolean {
  return knownNames.has(name.toLowerCase());
}
