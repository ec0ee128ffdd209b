const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
const DECIMAL = /^-?\d+(?:\.(\d+))?$/;
const VERBATIM = new Set(["address", "literal", "method", "name", "sku", "title"]);
const SEPARATORS = /, | and | or /;

/**
 * Writes what stands in a sentence's placeholders the way a language does. The name of the placeholder begins with what
 * it is: `amount` and `rate` are decimal texts, `day` is YYYY-MM-DD, `place` an English name of a country, `list` several
 * things; a `name`, a `title` or a `literal` is somebody else's word and stays; everything else `say` may know.
 */
export function spokenValues(
  locale: string,
  say: (text: string) => string,
): (name: string, english: string) => string {
  const days = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const countries = new Intl.DisplayNames(locale, { type: "region" });
  const all = new Intl.ListFormat(locale, { type: "conjunction" });
  const any = new Intl.ListFormat(locale, { type: "disjunction" });

  const written = (english: string): string => {
    const decimals = DECIMAL.exec(english)?.[1]?.length ?? 0;
    if (!isDecimal(english)) return say(english);
    return new Intl.NumberFormat(locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }).format(english);
  };
  const place = (english: string): string => {
    const code = countryCodes().get(english);
    return code === undefined ? say(english) : (countries.of(code) ?? english);
  };
  const list = (english: string, one: (text: string) => string): string =>
    (english.includes(" or ") ? any : all).format(english.split(SEPARATORS).map(one));

  return (name, english) => {
    if (VERBATIM.has(name)) return english;
    if (name.startsWith("listRates")) return list(english, written);
    if (name.startsWith("list")) return list(english, say);
    if (name.startsWith("amount") || name.startsWith("rate")) return written(english);
    if (name.startsWith("day"))
      return ISO_DAY.test(english) ? days.format(new Date(`${english}T00:00:00Z`)) : english;
    return name.startsWith("place") ? place(english) : say(english);
  };
}

function isDecimal(text: string): text is `${number}` {
  return DECIMAL.test(text);
}

let codes: ReadonlyMap<string, string> | null = null;

/** Countries by the English names that our sentences use. */
function countryCodes(): ReadonlyMap<string, string> {
  codes ??= namedInEnglish();
  return codes;
}

function namedInEnglish(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const letters = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  const pairs = letters.flatMap((first) => letters.map((second) => first + second));
  return new Map(
    pairs.flatMap((code) => {
      const name = names.of(code);
      return name === undefined ? [] : [[name, code] as const];
    }),
  );
}
