/** A value of TOML, as far as the files of a Shopify app use the language: no dates, no floats, no long strings. */
export type TomlValue = string | number | boolean | TomlValue[] | TomlTable;
export interface TomlTable {
  [key: string]: TomlValue;
}

/** The file is not TOML, or uses a part of it that this reader does not know. */
class TomlError extends Error {
  constructor(message: string, line: number) {
    super(`Line ${line}: ${message}`);
    this.name = "TomlError";
  }
}

/** Reads tables, arrays of tables, dotted keys, strings, whole numbers, truth values, arrays and inline tables. */
export function readToml(text: string): TomlTable {
  const root: TomlTable = {};
  let table = root;
  let at = 0;

  skipBlank();
  while (at < text.length) {
    if (text.startsWith("[[", at)) table = header("[[", "]]");
    else if (text[at] === "[") table = header("[", "]");
    else {
      assignIn(table);
      if (!/^[ \t]*(#[^\n]*)?(\r?\n|$)/.test(text.slice(at))) fail("expected the end of the line");
    }
    skipBlank();
  }
  return root;

  function fail(message: string): never {
    throw new TomlError(message, text.slice(0, at).split("\n").length);
  }

  /** Takes what the pattern finds here, if anything. */
  function take(pattern: RegExp): string | null {
    const sticky = new RegExp(pattern, "y");
    sticky.lastIndex = at;
    const match = sticky.exec(text);
    if (match === null) return null;
    at = sticky.lastIndex;
    return match[0];
  }

  function skipBlank(): void {
    take(/(\s+|#[^\n]*)*/);
  }

  function expect(sign: string): void {
    take(/[ \t]*/);
    if (!text.startsWith(sign, at)) fail(`expected ${sign}`);
    at += sign.length;
  }

  function header(open: "[" | "[[", close: "]" | "]]"): TomlTable {
    expect(open);
    const path = dottedKey();
    expect(close);
    const last = path.pop() ?? "";
    const parent = path.reduce(inside, root);
    if (open === "[") return inside(parent, last);
    const list = parent[last] ?? [];
    if (!Array.isArray(list)) return fail(`${last} is no array of tables`);
    const entry: TomlTable = {};
    list.push(entry);
    parent[last] = list;
    return entry;
  }

  /** The table of that name, the latest one of an array of tables. */
  function inside(parent: TomlTable, key: string): TomlTable {
    const found = parent[key] ?? {};
    parent[key] = found;
    const table = Array.isArray(found) ? found.at(-1) : found;
    return isTable(table) ? table : fail(`${key} is no table`);
  }

  function assignIn(target: TomlTable): void {
    const path = dottedKey();
    const last = path.pop() ?? "";
    const parent = path.reduce(inside, target);
    if (Object.hasOwn(parent, last)) fail(`${last} is set twice`);
    expect("=");
    parent[last] = value();
  }

  function dottedKey(): string[] {
    const keys: string[] = [];
    do {
      take(/[ \t]*/);
      keys.push(take(/[A-Za-z0-9_-]+/) ?? quoted() ?? fail("expected a key"));
      take(/[ \t]*/);
    } while (take(/\./) !== null);
    return keys;
  }

  function value(): TomlValue {
    take(/[ \t]*/);
    const word = take(/true|false/);
    if (word !== null) return word === "true";
    const whole = take(/[+-]?\d+(?![\d.:-])/);
    if (whole !== null) return Number(whole);
    if (text[at] === "[") return list();
    if (text[at] === "{") return inlineTable();
    return quoted() ?? fail("expected a value");
  }

  function quoted(): string | null {
    if (text.startsWith('"""', at) || text.startsWith("'''", at))
      return fail("long strings are not known here");
    const plain = take(/'[^'\n]*'/);
    if (plain !== null) return plain.slice(1, -1);
    const escaped = take(/"([^"\\\n]|\\.)*"/);
    return escaped === null ? null : String(JSON.parse(escaped));
  }

  function list(): TomlValue[] {
    const items: TomlValue[] = [];
    expect("[");
    for (skipBlank(); text[at] !== "]"; skipBlank()) {
      items.push(value());
      skipBlank();
      if (take(/,/) === null && text[at] !== "]") fail("expected , or ]");
    }
    expect("]");
    return items;
  }

  function inlineTable(): TomlTable {
    const made: TomlTable = {};
    expect("{");
    for (skipBlank(); text[at] !== "}"; skipBlank()) {
      assignIn(made);
      skipBlank();
      if (take(/,/) === null && text[at] !== "}") fail("expected , or }");
    }
    expect("}");
    return made;
  }
}

function isTable(value: TomlValue | undefined): value is TomlTable {
  return typeof value === "object" && !Array.isArray(value);
}
