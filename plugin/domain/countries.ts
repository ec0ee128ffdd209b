/** Member states of the EU by ISO 3166 code. */
const EU = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "),
);

/**
 * Standard VAT rates in percent (autumn 2026). Used only where a shop charged nothing and the merchant chose to book
 * with VAT: a rate on the platform's own tax line is always the fact and never looked up here (R2).
 */
const STANDARD_RATES: Readonly<Record<string, string>> = {
  AT: "20",
  BE: "21",
  BG: "20",
  CY: "19",
  CZ: "21",
  DE: "19",
  DK: "25",
  EE: "24",
  ES: "21",
  FI: "25.5",
  FR: "20",
  GB: "20",
  GR: "24",
  HR: "25",
  HU: "27",
  IE: "23",
  IT: "22",
  LT: "21",
  LU: "17",
  LV: "21",
  MT: "18",
  NL: "21",
  NO: "25",
  PL: "23",
  PT: "23",
  RO: "21",
  SE: "25",
  SI: "22",
  SK: "23",
};

/**
 * Places inside a member state's postal system but outside the EU VAT area (or the other way round), by postcode.
 * Source of the list: the Commission's table of territorial status; the postcodes are the places' own.
 */
const TERRITORIES: readonly { readonly country: string; readonly zip: RegExp; readonly name: string }[] = [
  { country: "FI", zip: /^22\d{3}$/, name: "Åland" },
  { country: "ES", zip: /^(35|38)\d{3}$/, name: "Canary Islands" },
  { country: "ES", zip: /^(51|52)\d{3}$/, name: "Ceuta and Melilla" },
  { country: "FR", zip: /^(97[1-8]|98[678])\d{2}$/, name: "French overseas" },
  { country: "DE", zip: /^27498$/, name: "Heligoland" },
  { country: "DE", zip: /^78266$/, name: "Büsingen" },
  { country: "IT", zip: /^23041$/, name: "Livigno" },
  { country: "IT", zip: /^22061$/, name: "Campione d'Italia" },
  { country: "GR", zip: /^63086$/, name: "Mount Athos" },
  { country: "GB", zip: /^JE\d/, name: "Jersey" },
  { country: "GB", zip: /^GY\d/, name: "Guernsey" },
];

/** The same places where a shop sends the province (ISO 3166-2) and a postcode is missing or in another form. */
const PROVINCES: Readonly<Record<string, string>> = {
  "FI-01": "Åland",
  "FI-AX": "Åland",
  "ES-GC": "Canary Islands",
  "ES-TF": "Canary Islands",
  "ES-CE": "Ceuta and Melilla",
  "ES-ML": "Ceuta and Melilla",
};

/** Codes that are in use beside ISO 3166: those of VAT numbers and of everyday speech. */
const ALIASES: Readonly<Record<string, string>> = { EL: "GR", UK: "GB", MC: "FR", IM: "GB" };

/** Where goods arrive or a customer is, as VAT sees it. */
export interface VatPlace {
  /** ISO 3166 alpha-2; XI for Northern Ireland (goods only); Monaco counts as France, the Isle of Man as GB. */
  readonly country: string;
  readonly inEu: boolean;
  /** Named when the place is a territory outside the VAT area of its country. */
  readonly territory: string | null;
}

export function isEuCountry(country: string): boolean {
  return EU.has(country);
}

export function standardRate(country: string): string | null {
  return STANDARD_RATES[country === "XI" ? "GB" : country] ?? null;
}

/**
 * VAT place of an address. Northern Ireland (GB with a BT postcode) is in the EU for goods, not for services;
 * Monaco counts as France, the Isle of Man as GB.
 */
export function vatPlace(
  stated: string,
  zip: string | null,
  nature: "goods" | "service",
  province: string | null = null,
): VatPlace {
  const code = zip?.replace(/\s/g, "").toUpperCase() ?? "";
  if (stated === "AX") return { country: "AX", inEu: false, territory: "Åland" };
  if (stated === "XI" || ((ALIASES[stated] ?? stated) === "GB" && /^BT\d/.test(code))) {
    return nature === "goods"
      ? { country: "XI", inEu: true, territory: null }
      : { country: "GB", inEu: false, territory: null };
  }
  const country = ALIASES[stated] ?? stated;
  const territory = stated === "MC" ? null : territoryOf(country, code, province);
  return { country, inEu: territory === null && isEuCountry(country), territory };
}

function territoryOf(country: string, code: string, province: string | null): string | null {
  // Postcodes are written with their country in front in places: FI-22100, D-27498.
  const bare = country === "GB" ? code : code.replace(/^[A-Z]{1,2}-?(?=\d)/, "");
  const byZip = TERRITORIES.find((place) => place.country === country && place.zip.test(bare));
  if (byZip !== undefined) return byZip.name;
  const region = province?.trim().toUpperCase() ?? "";
  return PROVINCES[region] ?? PROVINCES[`${country}-${region}`] ?? null;
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
