import { euVat, stdnum } from "stdnum";
import { isEuCountry } from "./countries.ts";

/** A VAT number as it was read from an order or the settings. */
export interface VatNumber {
  /** ISO 3166 code of the state that gave it; XI for Northern Ireland. */
  readonly state: string;
  /** Without the state's prefix, capitals and digits only. */
  readonly national: string;
  /** With the prefix, as it stands on an invoice: Greece writes EL. */
  readonly text: string;
  /** What its form alone tells; "foreign": not of a member state, nobody has looked at its form. */
  readonly form: "right" | "wrong check digit" | "malformed" | "foreign";
}

/**
 * Reads a VAT number; one without a prefix is taken for one of the buyer's country. Null when there is nothing to
 * read. Greece is EL in VAT numbers and GR in ISO (EN 16931, BR-CO-09).
 */
export function readVatNumber(text: string, buyerCountry: string): VatNumber | null {
  const bare = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  if (bare === "") return null;
  const stated = /^[A-Z]{2}(?=[A-Z0-9]{2})/.exec(bare)?.[0];
  const state = isoOf(stated ?? buyerCountry);
  const national = stated === undefined ? bare : bare.slice(2);
  return { state, national, text: `${vatPrefix(state)}${national}`, form: formOf(state, national) };
}

/** The prefix a state writes before its VAT numbers. */
export function vatPrefix(state: string): string {
  return state === "GR" ? "EL" : state;
}

const isoOf = (prefix: string): string => (prefix === "EL" ? "GR" : prefix);

/** Several kinds of number may be VAT numbers of a state: one that fits is enough. */
function formOf(state: string, national: string): VatNumber["form"] {
  // Numbers of Northern Ireland are British ones with a prefix of their own.
  const britain = stdnum["GB"]?.["vat"];
  const validators = state === "XI" ? [britain].filter((one) => one !== undefined) : (euVat[state] ?? []);
  if (!isEuCountry(state) && state !== "XI") return "foreign";
  const errors = validators.map((validator) => validator.validate(national).error?.name ?? null);
  if (errors.includes(null)) return "right";
  return errors.includes("InvalidChecksum") ? "wrong check digit" : "malformed";
}
