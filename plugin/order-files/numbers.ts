/** How a file writes numbers. */
export type DecimalSign = "point" | "comma";

/** `ambiguous`: both readings are possible, and a guess would be a thousandfold mistake. */
export type NumberReading =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly reason: "not a number" | "ambiguous" };

const GROUPED_BY_BLANKS = /^\d{1,3}([ \u00a0\u202f']\d{3})+(?=[.,]|$)/;
const POINT = /^(?:\d{1,18}|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d{1,12})?$/;
const COMMA = /^(?:\d{1,18}|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d{1,12})?$/;

/**
 * Reads a number as people write it, with the file's decimal sign where it is known. Nothing is guessed: without it
 * `1.234` is neither one thousand nor one and a bit.
 */
export function readNumber(text: string, sign: DecimalSign | null): NumberReading {
  const negative = /^[-\u2212]/.test(text);
  const bare = withoutBlanks(negative ? text.slice(1).trimStart() : text);
  const readings = { point: POINT.test(bare), comma: COMMA.test(bare) };
  const known = sign ?? signOf(bare);
  if (known === "either") {
    return { ok: true, value: written(bare, negative) };
  }
  if (known === null) {
    return { ok: false, reason: readings.point && readings.comma ? "ambiguous" : "not a number" };
  }
  if (!readings[known]) return { ok: false, reason: "not a number" };
  const plain = known === "point" ? bare.replaceAll(",", "") : bare.replaceAll(".", "").replace(",", ".");
  return { ok: true, value: written(plain, negative) };
}

/** The decimal sign all these numbers agree on; null when they leave it open, `conflict` when they contradict. */
export function decimalSignOf(texts: Iterable<string>): DecimalSign | "conflict" | null {
  const seen = new Set<DecimalSign>();
  for (const text of texts) {
    const sign = signOf(withoutBlanks(text.replace(/^[-\u2212]\s*/, "")));
    if (sign === "point" || sign === "comma") seen.add(sign);
  }
  if (seen.size > 1) return "conflict";
  return [...seen][0] ?? null;
}

/** What one number says of the decimal sign. `either`: it has no sign at all. Null: it could be either, or is none. */
function signOf(bare: string): DecimalSign | "either" | null {
  if (/^\d{1,18}$/.test(bare)) return "either";
  const [point, comma] = [POINT.test(bare), COMMA.test(bare)];
  if (point === comma) return null;
  return point ? "point" : "comma";
}

const withoutBlanks = (text: string): string =>
  GROUPED_BY_BLANKS.test(text) ? text.replace(/[ \u00a0\u202f']/g, "") : text;

const written = (plain: string, negative: boolean): string =>
  `${negative && /[1-9]/.test(plain) ? "-" : ""}${plain.replace(/^0+(?=\d)/, "")}`;
