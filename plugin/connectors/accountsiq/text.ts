/** The vendor's lengths. Names, telephone and e-mail are those a client of theirs keeps to. */
const limits = {
  code: 50,
  name: 50,
  address: 50,
  phone: 50,
  email: 50,
  postCode: 50,
  description: 500,
  itemDescription: 250,
  notes: 2000,
} as const;

type LimitedField = keyof typeof limits;

/** `text` with single blanks and within the field's length, never halving a character. */
export function fitted(text: string, field: LimitedField): string {
  const plain = text.normalize("NFC").replace(/\s+/g, " ").trim();
  if (plain.length <= limits[field]) return plain;
  const cut = plain.slice(0, limits[field]);
  return (/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut).trimEnd();
}

/** As `fitted`; "" instead of null. */
export const optional = (text: string | null, field: LimitedField): string =>
  text === null ? "" : fitted(text, field);

/** An e-mail address that fits whole, else "": an address that was cut is somebody else's. */
export function emailAddress(address: string | null): string {
  const plain = address?.trim() ?? "";
  return plain.length <= limits.email && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(plain) ? plain : "";
}

/** The code of a stock item: capitals, at most fifty, `suffix` kept whole; null when nothing is left of the SKU. */
export function itemCode(sku: string, suffix = ""): string | null {
  const plain = sku
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replace(/[^A-Z0-9 \-+._/]/g, "")
    .trim()
    .slice(0, limits.code - suffix.length)
    .trimEnd();
  return plain === "" ? null : `${plain}${suffix.toUpperCase()}`;
}
