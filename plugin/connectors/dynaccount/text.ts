/** A text without control signs, shortened to what Dynaccount is known to keep; empty where there is none. */
export function text(raw: string | null, most: number): string {
  const plain = (raw ?? "")
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ")
    .replaceAll(/ +/g, " ")
    .trim();
  return shortened(plain, most);
}

/** As `text`, with its line breaks. */
export function lines(parts: readonly (string | null)[], most: number): string {
  const kept = parts.flatMap((part) => (part ?? "").split(/\r?\n/)).map((part) => text(part, most));
  return shortened(kept.filter((part) => part !== "").join("\n"), most);
}

/** Never half a sign, and visibly cut. */
function shortened(whole: string, most: number): string {
  if (whole.length <= most) return whole;
  const cut = whole.slice(0, most - 1);
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** A product number: SKUs are kept as they are, letter by letter. Null when nothing is left of it or it is too long. */
export function productNumber(sku: string, suffix: string, most: number): string | null {
  const plain = text(sku, 1_000);
  const room = most - suffix.length;
  return plain === "" ? null : `${plain.slice(0, room).trimEnd()}${suffix}`;
}
