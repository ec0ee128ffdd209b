/**
 * Minor units per ISO 4217 for currencies whose exponent is not 2.
 * Our own table because `Intl` follows CLDR and says 0 for HUF where ISO says 2.
 */
const EXPONENTS: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

/** Number of decimals of a currency's minor unit (SEK 2, JPY 0, KWD 3), ISO 4217. */
export function minorUnits(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** True for three capital letters; whether a ledger knows the currency is the ledger's fact. */
export function isCurrencyCode(text: string): boolean {
  return /^[A-Z]{3}$/.test(text);
}
