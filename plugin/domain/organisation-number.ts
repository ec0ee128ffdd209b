import { stdnum } from "stdnum";

/** How a register's numbers are checked and written. */
interface Register {
  /** Names of `stdnum`; the first that accepts a number decides. */
  readonly numbers: readonly string[];
  /** Customarily written with its dash. */
  readonly isDashed?: true;
}

/**
 * Countries whose companies have a number with a check of its own (length, check digit). Of all others the number is
 * taken as it is written. A Swedish sole trader's is her personal number.
 */
const REGISTERS: Readonly<Record<string, Register>> = {
  AT: { numbers: ["businessid"] },
  BE: { numbers: ["vat"] },
  CZ: { numbers: ["ico"] },
  DK: { numbers: ["cvr"] },
  EE: { numbers: ["registrikood"] },
  FI: { numbers: ["ytunnus"], isDashed: true },
  FR: { numbers: ["siren", "siret"] },
  IS: { numbers: ["kennitala"], isDashed: true },
  NO: { numbers: ["orgnr"] },
  PL: { numbers: ["nip", "regon"] },
  SE: { numbers: ["orgnr"], isDashed: true },
};

/** What shops write around the number itself: VAT forms and centuries. */
const WRAPPINGS: Readonly<Record<string, readonly [RegExp, string]>> = {
  NO: [/^(?:NO)?(\d{9})(?:MVA)?$/, "$1"],
  SE: [/^(?:SE(\d{10})01|(?:16|18|19|20)(\d{10}))$/, "$1$2"],
};

const LONGEST = 30;

/**
 * A company's registration number as its country writes it (SE 556123-4567, DK 13585628, FI 2077474-0), or null when
 * it is not a number of that country's register. `country` is ISO 3166 alpha-2, null when unknown.
 */
export function organisationNumber(text: string, country: string | null): string | null {
  const written = text.trim().replace(/\s+/g, " ");
  const home = country === "AX" ? "FI" : (country ?? "");
  const register = Object.hasOwn(REGISTERS, home) ? REGISTERS[home] : undefined;
  if (register === undefined) return isTidy(written) ? written : null;
  const plain = unwrapped(written, home);
  for (const name of register.numbers) {
    const kind = stdnum[home]?.[name];
    const checked = kind?.validate(plain);
    if (kind === undefined || checked?.isValid !== true) continue;
    return register.isDashed === true ? kind.format(checked.compact) : checked.compact;
  }
  return null;
}

function unwrapped(text: string, country: string): string {
  const plain = text.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const wrapping = Object.hasOwn(WRAPPINGS, country) ? WRAPPINGS[country] : undefined;
  return wrapping === undefined ? plain : plain.replace(wrapping[0], wrapping[1]);
}

function isTidy(text: string): boolean {
  return text.length <= LONGEST && /^[\p{L}\d][\p{L}\d ./-]*$/u.test(text) && /\d/.test(text);
}
