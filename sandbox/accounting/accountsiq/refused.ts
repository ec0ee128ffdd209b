/** The vendor understood and says no: HTTP 200 with a code and words. */
export class Refused extends Error {
  readonly code: string;
  readonly hasExpired: boolean;

  constructor(code: string, words = inWords(code), hasExpired = false) {
    super(words);
    this.name = "Refused";
    this.code = code;
    this.hasExpired = hasExpired;
  }
}

/** The token is over; that both signs come together is an assumption. */
export const expired = (): Refused => new Refused("WS_INVALIDTOKEN", "The token has expired.", true);

/** Throws `code` where a text is too long, missing or not in capitals. */
export function checkCode(value: string | null, prefix: string): string {
  if (value === null) throw new Refused(`${prefix}_IS_NULL`);
  if (value === "") throw new Refused(`${prefix}_IS_EMPTY`);
  if (value.length > 50) throw new Refused(`${prefix}_IS_TOO_LONG`);
  if (value !== value.toUpperCase()) {
    const isAccount = prefix === "ACCOUNT_CODE";
    throw new Refused(isAccount ? "ACCOUNT_CODE_MUST_BE_UPPER_CASE" : `${prefix}_IS_NOT_UPPERCASE`);
  }
  return value;
}

/** A reference of the caller's own: which characters are taken is not published, so only the safest are. */
export function checkReference(value: string | null, prefix: string): string {
  if (value === null) throw new Refused(`${prefix}_IS_NULL`);
  if (value === "") throw new Refused(`${prefix}_IS_EMPTY`);
  if (value.length > 50) throw new Refused(`${prefix}_IS_TOO_LONG`);
  if (/[^A-Za-z0-9-]/.test(value)) {
    throw new Refused("TRANSACTION_EXTERNAL_REFERENCE_CONTAINS_UNSUPPORTED_CHARACTER");
  }
  return value;
}

const inWords = (code: string): string =>
  `${code.charAt(0)}${code.slice(1).toLowerCase().replaceAll("_", " ")}.`;
