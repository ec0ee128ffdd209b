/** What the API says about a search it could not read whole; it then goes on without that part. */
export interface SearchWarning {
  query: string;
  field: string;
  message: string;
  code: string;
}

export type Fields<T> = Record<string, (item: T) => string | readonly string[] | boolean | null>;

export type Search = <T>(items: readonly T[], query: string | null | undefined, fields: Fields<T>) => T[];

type Test = (value: string) => boolean;

/**
 * Filters by Shopify's search syntax as far as it is documented here: terms joined by AND (or by nothing),
 * `field:value`, `field:>=value`, values in quotes, `tag_not:`. A colon in a value that is not quoted starts another
 * term, which is Shopify's own trap; unknown fields are warned of and left out. `OR` stands between whole alternatives.
 */
export function openSearch(warn: (warning: SearchWarning) => void): Search {
  const conjunction: Search = (items, query, fields) => {
    const terms = termsOf(query ?? "");
    let found = [...items];
    for (const { field, sign, value } of terms) {
      if (field === null) {
        found = found.filter((item) => freeText(item, fields, value));
        continue;
      }
      const isNot = field.endsWith("_not");
      const read = fields[isNot ? field.slice(0, -"_not".length) : field];
      if (read === undefined) {
        warn({
          query: query ?? "",
          field,
          message: "Invalid search field for this query.",
          code: "invalid_field",
        });
        continue;
      }
      const test = testOf(field, sign, value);
      found = found.filter((item) => fits(read(item), test) !== isNot);
    }
    return found;
  };
  return (items, query, fields) => {
    const alternatives = piecesOf(query ?? "")
      .join(" ")
      .split(" OR ");
    const found = new Set(alternatives.flatMap((one) => conjunction(items, one, fields)));
    return items.filter((item) => found.has(item));
  };
}

interface Term {
  field: string | null;
  sign: "" | ">" | ">=" | "<" | "<=";
  value: string;
}

function termsOf(query: string): Term[] {
  if (/[()]|^-|\s-/.test(query.replace(/'[^']*'|"[^"]*"/g, ""))) {
    throw new Error(`The stand-in does not know this search: ${query}`);
  }
  return piecesOf(query)
    .filter((piece) => piece !== "AND")
    .flatMap(termOf);
}

function piecesOf(query: string): string[] {
  return query.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];
}

function termOf(piece: string): Term[] {
  const match = /^(\w+):(>=|<=|>|<)?(.*)$/.exec(piece);
  if (match === null) return [{ field: null, sign: "", value: unquoted(piece) }];
  const [, field = "", sign = "", value = ""] = match;
  const whole = { field, sign: sign as Term["sign"] };
  if (/^['"]/.test(value)) return [{ ...whole, value: unquoted(value) }];
  const [first = "", ...rest] = value.split(":");
  return [
    { ...whole, value: first },
    ...rest.map((text) => ({ field: null, sign: "" as const, value: text })),
  ];
}

function unquoted(text: string): string {
  return text.replace(/^(['"])(.*)\1$/, "$2");
}

function testOf(field: string, sign: Term["sign"], wanted: string): Test {
  const rank = rankOf(field);
  const asked = rank(wanted);
  return (value) => {
    const given = rank(value);
    switch (sign) {
      case ">":
        return given > asked;
      case ">=":
        return given >= asked;
      case "<":
        return given < asked;
      case "<=":
        return given <= asked;
      case "":
        return given === asked;
    }
  };
}

/** Times compare to the second, ids as numbers, everything else as text whatever its case. */
function rankOf(field: string): (value: string) => number | bigint | string {
  if (field.endsWith("_at")) return (value) => Math.floor(Date.parse(value) / 1000);
  if (field === "id" || field.endsWith("_id")) return (value) => BigInt(/\d+$/.exec(value)?.[0] ?? "0");
  return (value) => value.toLowerCase();
}

function fits(value: string | readonly string[] | boolean | null, test: Test): boolean {
  if (value === null) return false;
  if (typeof value === "boolean") return test(String(value));
  return typeof value === "string" ? test(value) : value.some(test);
}

function freeText<T>(item: T, fields: Fields<T>, text: string): boolean {
  const wanted = text.toLowerCase();
  return Object.values(fields).some((read) =>
    fits(read(item), (value) => value.toLowerCase().includes(wanted)),
  );
}
