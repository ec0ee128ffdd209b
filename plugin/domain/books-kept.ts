/**
 * How many years after the financial year a country's bookkeeping law wants vouchers kept: Sweden BFL 7:2, Denmark
 * bogføringsloven § 12, Norway bokføringsloven § 13, Ireland TCA 886, United Kingdom CA 2006 and HMRC. Records of OSS
 * and IOSS are kept for ten (Directive 2006/112/EC, Art. 369k and 369x).
 */
const YEARS: Readonly<Record<string, number>> = { SE: 7, DK: 5, NO: 5, IE: 6, GB: 6 };

export const YEARS_OSS_IS_KEPT = 10;

/** Of a country by its ISO code; null where we do not know. */
export function yearsBooksAreKept(country: string): number | null {
  return YEARS[country] ?? null;
}
