import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import type { Reply } from "./routes.ts";

const views = new URL("./views/", import.meta.url);
const engine = Handlebars.create();
const compiled = new Map<string, HandlebarsTemplateDelegate>();
const style = readFileSync(new URL("page.css", views), "utf8");

/** What a view shows; without `nav` the page stands alone. */
export type PageData = Readonly<Record<string, unknown>> & { title: string };

/** An HTML page of the stand-in: a view within the frame that all of them share. */
export function page(status: number, view: string, data: PageData): Reply {
  const body = template(view)(data);
  const html = template("frame")({ nav: null, company: null, ...data, body, style });
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body: html };
}

function template(name: string): HandlebarsTemplateDelegate {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const made = engine.compile(readFileSync(new URL(`${name}.hbs`, views), "utf8"), { strict: true });
  compiled.set(name, made);
  return made;
}
