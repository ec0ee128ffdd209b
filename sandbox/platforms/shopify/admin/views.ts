import { readdirSync, readFileSync } from "node:fs";
import Handlebars from "handlebars";
import type { RunningShop, Surroundings } from "../tenant.ts";

export interface Views {
  /** A whole page of a shop's admin. */
  page(
    view: string,
    shop: RunningShop,
    data: { title: string; here: string } & Record<string, unknown>,
    around: Surroundings,
  ): string;
  /** A page without a shop around it. */
  bare(view: string, data: { title: string } & Record<string, unknown>): string;
}

/** Compiles the templates in the folder beside this file. */
export function openViews(): Views {
  const engine = Handlebars.create();
  engine.registerHelper("in_words", inWords);
  engine.registerHelper("when", (time: string) => `${time.slice(0, 10)} ${time.slice(11, 16)}`);
  engine.registerHelper("clock", (time: string) => time.slice(11, 23));
  engine.registerHelper("is", (left: unknown, right: unknown) => left === right);

  const folder = new URL("./views/", import.meta.url);
  const templates = new Map<string, Handlebars.TemplateDelegate>();
  for (const file of readdirSync(folder)) {
    const name = file.replace(/\.hbs$/, "");
    const template = engine.compile(readFileSync(new URL(file, folder), "utf8"));
    engine.registerPartial(name, template);
    templates.set(name, template);
  }

  function render(name: string, data: Record<string, unknown>): string {
    const template = templates.get(name);
    if (template === undefined) throw new Error(`There is no view ${name}.`);
    return template(data);
  }

  return {
    page(view, shop, data, { app }) {
      const { tenant, installation } = shop.store.state;
      const known = {
        ...data,
        store: `/store/${tenant.handle}`,
        shop: tenant.name,
        app: installation === null ? null : { name: app.name, handle: app.handle },
      };
      return render("layout", { ...known, content: render(view, known) });
    },
    bare: (view, data) => render("layout", { ...data, bare: true, content: render(view, data) }),
  };
}

/** A word of the API as the admin shows it: `PARTIALLY_PAID` is "Partially paid". */
function inWords(code: string): string {
  const text = code.toLowerCase().replaceAll("_", " ");
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
