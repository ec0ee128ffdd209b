import { isEuCountry } from "./countries.ts";

/**
 * Places whose VAT differs from that of the country their address names. Which they are: the Commission's table of
 * territorial status (taxation-customs.ec.europa.eu/territorial-status-eu-countries-and-certain-territories_en);
 * the postcodes are the places' own. Provinces are ISO 3166-2 without the country.
 */
export interface Territory {
  readonly name: string;
  /** The country a shop's address names. */
  readonly country: string;
  /** Postcodes without spaces and without a country in front. */
  readonly zip: RegExp | null;
  readonly provinces: readonly string[];
}

/** Outside the VAT area of the country they are addressed in: what is sent there is exported. */
export const OUTSIDE_VAT_AREA: readonly Territory[] = [
  { name: "Åland", country: "FI", zip: /^22\d{3}$/, provinces: ["01", "AX"] },
  { name: "Canary Islands", country: "ES", zip: /^(35|38)\d{3}$/, provinces: ["CN", "GC", "TF"] },
  { name: "Ceuta and Melilla", country: "ES", zip: /^(51|52)\d{3}$/, provinces: ["CE", "ML"] },
  {
    name: "French overseas",
    country: "FR",
    zip: /^(97[1-8]|98[4678])\d{2}$/,
    provinces: [
      "971",
      "972",
      "973",
      "974",
      "976",
      "GP",
      "MQ",
      "GF",
      "RE",
      "YT",
      "MF",
      "NC",
      "PF",
      "WF",
      "PM",
    ],
  },
  { name: "Heligoland", country: "DE", zip: /^27498$/, provinces: [] },
  { name: "Büsingen", country: "DE", zip: /^78266$/, provinces: [] },
  { name: "Livigno", country: "IT", zip: /^23041$/, provinces: [] },
  { name: "Campione d'Italia", country: "IT", zip: /^22061$/, provinces: [] },
  { name: "San Marino", country: "IT", zip: /^4789\d$/, provinces: [] },
  { name: "Vatican City", country: "IT", zip: /^00120$/, provinces: [] },
  { name: "Mount Athos", country: "GR", zip: /^63086$/, provinces: ["69"] },
  { name: "Faroe Islands", country: "DK", zip: /^FO-?\d{3}$/, provinces: ["FO"] },
  { name: "Greenland", country: "DK", zip: /^39\d{2}$/, provinces: ["GL"] },
  { name: "Jersey", country: "GB", zip: /^JE\d/, provinces: ["JE", "JEY"] },
  { name: "Guernsey", country: "GB", zip: /^GY\d/, provinces: ["GG", "GGY"] },
  { name: "Gibraltar", country: "GB", zip: /^GX11/, provinces: ["GI"] },
];

/** Inside the VAT area of their country, with a standard rate of their own. */
export const OWN_STANDARD_RATE: readonly (Territory & { readonly rate: string })[] = [
  { name: "Madeira", country: "PT", zip: /^9[0-3]\d{2}/, provinces: ["30"], rate: "22" },
  { name: "Azores", country: "PT", zip: /^9[5-9]\d{2}/, provinces: ["20"], rate: "16" },
  { name: "Jungholz and Mittelberg", country: "AT", zip: /^(6691|699[123])$/, provinces: [], rate: "19" },
];

/** Codes in use beside those of the standard, and countries whose VAT is another's: Monaco, the Isle of Man. */
const COUNTED_AS: Readonly<Record<string, string>> = { EL: "GR", UK: "GB", MC: "FR", IM: "GB" };

/** Where goods arrive or a customer is, as VAT sees it. */
export interface VatPlace {
  /** ISO 3166 alpha-2; XI for Northern Ireland (goods only); Monaco counts as France, the Isle of Man as GB. */
  readonly country: string;
  readonly inEu: boolean;
  /** Named when the place is a territory outside the VAT area of its country. */
  readonly territory: string | null;
  /** Percent; only where it is not that of the whole country (Madeira, the Azores ...). */
  readonly ownStandardRate: string | null;
}

/**
 * VAT place of an address. Northern Ireland (GB with a BT postcode) is in the EU for goods, not for services.
 * A place with a country code of its own (GP, FO, JE ...) is that country, which is no member state.
 */
export function vatPlace(
  stated: string,
  zip: string | null,
  nature: "goods" | "service",
  province: string | null = null,
): VatPlace {
  const code = zip?.replace(/\s/g, "").toUpperCase() ?? "";
  const country = COUNTED_AS[stated] ?? stated;
  if (stated === "XI" || (country === "GB" && /^BT\d/.test(code))) return northernIreland(nature);
  if (stated === "AX") return place("AX", "Åland");
  // Monaco has postcodes among those of French overseas.
  const isTerritory = stated !== "MC" && stated !== "IM";
  const lies = (one: Territory): boolean => isTerritory && liesIn(one, country, code, province);
  const region = OWN_STANDARD_RATE.find(lies);
  return place(country, OUTSIDE_VAT_AREA.find(lies)?.name ?? null, region?.rate ?? null);
}

function northernIreland(nature: "goods" | "service"): VatPlace {
  return nature === "goods" ? { ...place("XI", null), inEu: true } : place("GB", null);
}

function place(country: string, territory: string | null, ownStandardRate: string | null = null): VatPlace {
  return { country, inEu: territory === null && isEuCountry(country), territory, ownStandardRate };
}

function liesIn(territory: Territory, country: string, code: string, province: string | null): boolean {
  if (territory.country !== country) return false;
  // Postcodes are written with their country in front in places: FI-22100, D-27498.
  const bare = country === "GB" ? code : code.replace(/^(?!FO)[A-Z]{1,2}-?(?=\d)/, "");
  if (territory.zip?.test(bare) === true) return true;
  const region = province?.trim().toUpperCase().replace(`${country}-`, "") ?? "";
  return territory.provinces.includes(region);
}
