import { gtin } from "cdigit";

/**
 * A global location number (the "EAN" of a public buyer) without blanks, or null when it has not thirteen digits or
 * its check digit is wrong (Peppol rule COMMON-R040).
 */
export function locationNumber(text: string): string | null {
  const digits = text.replace(/[\s.-]/g, "");
  return /^\d{13}$/.test(digits) && gtin.validate(digits) ? digits : null;
}
