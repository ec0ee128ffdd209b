import { z } from "zod";
import { codes, warnings } from "../../plugin/domain/problem.ts";
import { settingsSchema } from "../../plugin/settings/schema.ts";

/** File name -> text of every page that is made from code. */
export function referencePages(): Readonly<Record<string, string>> {
  return { "errors.md": errorsPage(), "settings.md": settingsPage() };
}

const MADE = "<!-- made by tools/reference.ts; change the code, then run it -->";

const STATES = [
  ["skipped", "Nothing is booked, and that is right."],
  ["waiting", "Nothing to do: it goes on by itself."],
  ["held", "A person must act; nothing was booked that is not named."],
] as const;

function errorsPage(): string {
  const parts = STATES.flatMap(([state, meaning]) => [
    `## ${state.charAt(0).toUpperCase()}${state.slice(1)}`,
    "",
    meaning,
    "",
    "| code | sentence |",
    "|---|---|",
    ...Object.entries(codes)
      .filter(([, code]) => code.state === state)
      .map(([name, code]) => `| \`${name}\` | ${code.sentence} |`),
    "",
  ]);
  return [
    MADE,
    "# States and codes",
    "",
    "An order is `waiting`, `booked`, `skipped` or `held`. The sentence below is shown when nothing better is known; a held order names its numbers and the place to mend it.",
    "",
    ...parts,
    "## Warnings on a booked order",
    "",
    "| warning | sentence |",
    "|---|---|",
    ...Object.entries(warnings).map(([name, sentence]) => `| \`${name}\` | ${sentence} |`),
    "",
  ].join("\n");
}

interface JsonSchema {
  readonly type?: string;
  readonly title?: string;
  readonly help?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
}

function settingsPage(): string {
  const schema = z.toJSONSchema(settingsSchema, { io: "input" }) as JsonSchema;
  const groups = Object.entries(schema.properties ?? {}).flatMap(([name, group]) => [
    `## ${name}`,
    "",
    "| setting | values | default | meaning |",
    "|---|---|---|---|",
    ...rowsOf(name, group),
    "",
  ]);
  return [
    MADE,
    "# Settings",
    "",
    "One set per connection, changed in the panel or by `PATCH /api/v1/connections/{id}/settings` (JSON merge patch). Unknown keys are refused.",
    "",
    ...groups,
  ].join("\n");
}

function rowsOf(path: string, schema: JsonSchema): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const at = `${path}.${name}`;
    const isGroup = field.type === "object" && field.properties !== undefined;
    return isGroup ? rowsOf(at, field) : [rowOf(at, field), ...nestedRows(at, field)];
  });
}

function nestedRows(path: string, field: JsonSchema): string[] {
  if (field.items?.properties !== undefined) return rowsOf(`${path}[]`, field.items);
  const { additionalProperties: each } = field;
  return typeof each === "object" && each.properties !== undefined ? rowsOf(`${path}.<name>`, each) : [];
}

function rowOf(path: string, field: JsonSchema): string {
  const standard = field.default === undefined ? "" : `\`${JSON.stringify(field.default)}\``;
  const meaning = [field.title, field.help].filter((text) => text !== undefined).join(". ");
  return `| \`${path}\` | ${valuesOf(field)} | ${standard} | ${meaning} |`;
}

function valuesOf(field: JsonSchema): string {
  if (field.enum !== undefined) return field.enum.join(", ");
  if (field.anyOf !== undefined) return [...new Set(field.anyOf.map(valuesOf))].join(" or ");
  if (field.items !== undefined)
    return `list of ${field.items.properties === undefined ? valuesOf(field.items) : "rows"}`;
  return field.type ?? "";
}
