/** Two spellings of one identifier compare equal after these; an empty result matches nobody. */

/** E-mail addresses without case and outer blanks. */
export function normaliseEmail(text: string): string {
  return text.trim().toLowerCase();
}

/**
 * Organisation numbers without punctuation. Swedish numbers of twelve digits lose their century,
 * because ledgers and shops write 16556123-4567 and 556123-4567 for one company.
 */
export function normaliseOrganisationNumber(text: string): string {
  const plain = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  return /^(16|19|20)\d{10}$/.test(plain) ? plain.slice(2) : plain;
}

/** VAT numbers in capitals without blanks and punctuation. */
export function normaliseVatNumber(text: string): string {
  return text.toUpperCase().replace(/[^A-Z0-9]/g, "");
}

/** Telephone numbers as digits; 00 and + mean the same. */
export function normalisePhone(text: string): string {
  return text.replace(/[^\d]/g, "").replace(/^00/, "");
}

/** Names and free texts without case, with single blanks. */
export function normaliseName(text: string): string {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}
