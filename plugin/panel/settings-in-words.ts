import { conditionsText } from "../settings/condition.ts";
import type { Settings } from "../settings/schema.ts";
import type { Page } from "./page.ts";

interface InWords {
  /** The setting's path, which is also its place on the page. */
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
}

/** Filters, dimensions and rules one sentence each: a form has no fields for conditions, they are set through the API. */
export function settingsInWords({ texts }: Page, { orders, dimensions, rules }: Settings): InWords[] {
  const shown = (id: string, lines: readonly string[]): InWords => ({
    id,
    title: texts(`setting.${id}.title`),
    lines,
  });
  return [
    shown(
      "orders.filters",
      orders.filters.map(({ name, when }) => named(name, conditionsText(when))),
    ),
    shown(
      "dimensions",
      dimensions.map(({ when, ...set }) => `${conditionsText(when)}: ${valuesText(set)}`),
    ),
    shown(
      "rules",
      rules.map(({ name, when, set }) => named(name, `${conditionsText(when)}: ${valuesText(set)}`)),
    ),
  ];
}

const named = (name: string | undefined, text: string): string =>
  name === undefined ? text : `${name}: ${text}`;

function valuesText(set: Readonly<Record<string, unknown>>): string {
  return Object.entries(set)
    .filter(([, value]) => value !== undefined)
    .map(
      ([field, value]) =>
        `${field.replaceAll("_", " ")} ${Array.isArray(value) ? value.join(", ") : String(value)}`,
    )
    .join(", ");
}
