import { type Condition, conditionsText } from "../settings/condition.ts";
import type { Settings } from "../settings/schema.ts";
import type { Page } from "./page.ts";

interface InWords {
  /** The setting's path, which is also its place on the page. */
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
}

/** Filters, dimensions and rules one sentence each: a form has no fields for conditions, they are set through the API. */
export function settingsInWords({ texts, say }: Page, { orders, dimensions, rules }: Settings): InWords[] {
  const shown = (id: string, lines: readonly string[]): InWords => ({
    id,
    title: texts(`setting.${id}.title`),
    lines,
  });
  const asked = (when: readonly Condition[]): string => say(conditionsText(when));
  const values = (set: Readonly<Record<string, unknown>>): string => valuesOf(set).map(say).join(", ");
  return [
    shown(
      "orders.filters",
      orders.filters.map(({ name, when }) => named(name, asked(when))),
    ),
    shown(
      "dimensions",
      dimensions.map(({ when, ...set }) => `${asked(when)}: ${values(set)}`),
    ),
    shown(
      "rules",
      rules.map(({ name, when, set }) => named(name, `${asked(when)}: ${values(set)}`)),
    ),
  ];
}

const named = (name: string | undefined, text: string): string =>
  name === undefined ? text : `${name}: ${text}`;

function valuesOf(set: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(set)
    .filter(([, value]) => value !== undefined)
    .map(
      ([field, value]) =>
        `${field.replaceAll("_", " ")} ${Array.isArray(value) ? value.join(", ") : String(value)}`,
    );
}
