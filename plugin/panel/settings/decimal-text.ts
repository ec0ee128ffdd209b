/** Settings keep a decimal with a point; people type it as their language writes it. */

/** What was typed, with a point. */
export const readDecimal = (typed: string): string => typed.replace(/^(-?\d+),(\d+)$/, "$1.$2");

/** What is kept, as the language writes it. */
export function writeDecimal(locale: string, kept: string): string {
  const sign = new Intl.NumberFormat(locale).formatToParts(0.5).find(({ type }) => type === "decimal")?.value;
  return sign === "," ? kept.replace(/^(-?\d+)\.(\d+)$/, "$1,$2") : kept;
}
