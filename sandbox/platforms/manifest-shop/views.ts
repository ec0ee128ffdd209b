import { readdirSync, readFileSync } from "node:fs";
import Handlebars from "handlebars";
import { grouped } from "./amounts.ts";

export interface Views {
  /** A whole page: the view inside the layout. `bare` leaves the navigation out. */
  render(view: string, data: { title: string; bare?: boolean } & Record<string, unknown>): string;
}

/** Compiles the templates beside this file; `shop` is what every page knows. */
export function openViews(shop: () => { name: string; app: string | null }): Views {
  const engine = Handlebars.create();
  engine.registerHelper("money", (amount: string, currency: string) => `${grouped(amount)} ${currency}`);
  engine.registerHelper("amount_of", (amount: string) => grouped(amount));
  engine.registerHelper("in_words", inWords);
  engine.registerHelper("when", (time: string) => `${time.slice(0, 10)} ${time.slice(11, 16)}`);
  engine.registerHelper("clock", (time: string) => time.slice(11, 23));
  engine.registerHelper("isOne", (count: number) => count === 1);
  engine.registerHelper("isSuccess", (status: string) => status === "success");

  const folder = new URL("./views/", import.meta.url);
  const templates = new Map<string, Handlebars.TemplateDelegate>();
  for (const file of readdirSync(folder)) {
    const name = file.replace(/\.hbs$/, "");
    const template = engine.compile(readFileSync(new URL(file, folder), "utf8"));
    engine.registerPartial(name, template);
    templates.set(name, template);
  }

  function template(name: string): Handlebars.TemplateDelegate {
    const found = templates.get(name);
    if (found === undefined) throw new Error(`There is no view ${name}.`);
    return found;
  }

  return {
    render(view, data) {
      const content = template(view)(data);
      return template("layout")({ ...data, shop: shop(), content });
    },
  };
}

/** A code of the contract as the admin shows it: `partially_paid` is "Partially paid". */
function inWords(code: string): string {
  return `${code.slice(0, 1).toUpperCase()}${code.slice(1).replaceAll("_", " ")}`;
}
