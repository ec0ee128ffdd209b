import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import type { Assets } from "./assets.ts";
import type { Page } from "./page.ts";
import type { Format } from "./words/format.ts";
import type { Language } from "./words/texts.ts";

/** What the helpers of a template need besides the model. */
export interface Reader extends Language {
  readonly format: Format | null;
  readonly href: Page["href"] | null;
}

export interface Views {
  render(name: string, model: Readonly<Record<string, unknown>>, reader: Reader): string;
}

interface HelperOptions {
  readonly hash: Readonly<Record<string, unknown>>;
  readonly data: { readonly reader: Reader };
}

/** Compiles all templates once. Layouts and partials are partials; a page calls its layout. */
export function loadViews(directory: string, assets: Assets): Views {
  const library = Handlebars.create();
  const read = (folder: string): [string, string][] =>
    readdirSync(join(directory, folder))
      .filter((name) => name.endsWith(".hbs"))
      .map((name) => [name.slice(0, -".hbs".length), readFileSync(join(directory, folder, name), "utf8")]);
  for (const [name, text] of read("layouts")) library.registerPartial(`layouts/${name}`, text);
  for (const [name, text] of read("partials")) library.registerPartial(name, text);
  registerHelpers(library, assets);
  const pages = new Map(read("pages").map(([name, text]) => [name, library.compile(text)]));
  return {
    render(name, model, reader) {
      const page = pages.get(name);
      if (page === undefined) throw new Error(`no such page: ${name}`);
      return page(model, { data: { reader } });
    },
  };
}

function registerHelpers(library: typeof Handlebars, assets: Assets): void {
  const formatOf = ({ data }: HelperOptions): Format => {
    if (data.reader.format === null) throw new Error("this page has no reader to format for");
    return data.reader.format;
  };
  library.registerHelper({
    t: (key: string, { hash, data }: HelperOptions) => data.reader.texts(key, hash),
    say: (english: string, { data }: HelperOptions) => data.reader.say(english),
    asset: (name: string) => assets.path(name),
    "link-to"(path: string, { hash, data }: HelperOptions) {
      const { anchor, ...params } = Object.fromEntries(
        Object.entries(hash).map(([name, value]) => [name, typeof value === "string" ? value : null]),
      );
      return data.reader.href?.(path, params, anchor ?? undefined);
    },
    money: (amount: string, currency: string, options: HelperOptions) =>
      formatOf(options).money(amount, currency),
    digits: (value: unknown, options: HelperOptions) => formatOf(options).number(String(value)),
    day: (day: string, options: HelperOptions) => formatOf(options).day(day),
    instant: (iso: string, options: HelperOptions) => formatOf(options).instant(iso),
    clock: (iso: string, options: HelperOptions) => formatOf(options).clock(iso),
    when: (iso: string, options: HelperOptions) => formatOf(options).when(iso),
    eq: (a: unknown, b: unknown) => a === b,
    join: (...parts: unknown[]) => parts.slice(0, -1).join(""),
  });
}
