/**
 * Longest texts per field, of what we send (vendor's OpenAPI document; row text: 50 was refused once, 255 accepted,
 * so the article's 200 is used for both).
 */
export const limits = {
  name: 1024,
  address: 1024,
  cardZip: 10,
  documentZip: 1024,
  email: 1024,
  articleNumber: 50,
  articleText: 200,
  barcode: 30,
  rowText: 200,
  comments: 1024,
  remarks: 1024,
  yourOrderNumber: 75,
  yourReference: 50,
  externalReference: 80,
  voucherText: 200,
  voucherRowText: 100,
  emailSubject: 100,
  emailBody: 20_000,
} as const;

type LimitedField = keyof typeof limits;

const MULTI_LINE: ReadonlySet<LimitedField> = new Set(["comments", "remarks", "emailBody"]);

/** Fortnox puts the invoice's number and the customer's name in their place when it sends. */
const WITH_PLACEHOLDERS: ReadonlySet<LimitedField> = new Set(["emailSubject", "emailBody"]);
const PLACEHOLDER = /(\{no\}|\{name\})/;

/** The vendor's character rule; anything else is refused with 2000359. Composed letters need no combining marks. */
const FORBIDDEN = /[^\p{L}’\\A-Za-z0-9 –:.`´,;^¤#%§£$€¢¥©™°&/()=+\-*_!?²³®½@\u00a0\n\r]/gu;

/** The next best allowed spelling of what is often met. */
const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/['‘‚‛]/g, "’"],
  [/["“”„«»]/g, "’’"],
  [/[[{<]/g, "("],
  [/[\]}>]/g, ")"],
  [/[—―]/g, "–"],
  [/[‐‑‒−~]/g, "-"],
  [/…/g, "..."],
  [/\|/g, "/"],
  [/[×]/g, "x"],
];

/** The word with which Fortnox clears a field: as a customer's text it must not do that. */
const CLEARING_WORD = /^API_BLANK$/;

/**
 * `text` as Fortnox takes it in `field`: allowed characters only, not longer than the field. May be empty.
 * `reserve` characters are left free for what the caller adds.
 */
export function cleanText(text: string, field: LimitedField, reserve = 0): string {
  if (WITH_PLACEHOLDERS.has(field)) {
    const parts = text
      .split(PLACEHOLDER)
      .map((part) => (PLACEHOLDER.test(part) ? part : allowed(part, field)));
    return cut(parts.join("").trim(), limits[field] - reserve);
  }
  return cut(allowed(text, field).trim(), limits[field] - reserve).replace(CLEARING_WORD, "API-BLANK");
}

/** `text` with allowed characters only. */
function allowed(text: string, field: LimitedField): string {
  let clean = text.normalize("NFC");
  for (const [pattern, replacement] of REPLACEMENTS) clean = clean.replace(pattern, replacement);
  clean = clean.replace(/\t/g, " ");
  if (!MULTI_LINE.has(field)) clean = clean.replace(/[\n\r]+/g, " ");
  return clean.replace(FORBIDDEN, "").replace(/ {2,}/g, " ");
}

/** As `cleanText`, with `substitute` where nothing printable is left: required texts are never empty. */
export function requiredText(text: string, field: LimitedField, substitute: string): string {
  return cleanText(text, field) || substitute;
}

/** As `cleanText`, but undefined instead of empty: an empty text is not a value for Fortnox. */
export function optionalText(text: string | null, field: LimitedField): string | undefined {
  return text === null ? undefined : cleanText(text, field) || undefined;
}

/**
 * An e-mail address, or undefined where Fortnox could not keep it unchanged:
 * an altered address would belong to somebody else.
 */
export function emailAddress(address: string | null): string | undefined {
  const plain = address?.trim() ?? "";
  return ADDRESS.test(plain) && plain === cleanText(plain, "email") ? plain : undefined;
}

const ADDRESS = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

/**
 * An article number: letters without accents, digits and `- + . _ /`; null when nothing is left of the SKU.
 * `suffix` is kept whole where the number has to be cut.
 */
export function articleNumber(sku: string, suffix = ""): string | null {
  const clean = sku
    .normalize("NFD")
    .replace(/[^A-Za-z0-9\-+._/]/g, "")
    .slice(0, limits.articleNumber - suffix.length)
    .replace(CLEARING_WORD, "API-BLANK");
  // Dots alone would climb up in the path of an address.
  return /^\.*$/.test(clean) ? null : `${clean}${suffix}`;
}

/** Undoes the entities that Fortnox writes in some of its answers. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#0?39);/g, (entity) => ENTITIES[entity] ?? entity);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&#039;": "'",
};

/** Cuts at `length` UTF-16 units without halving a character outside the basic plane. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(length - 1)) ? length - 1 : length;
  return text.slice(0, end).trimEnd();
}
