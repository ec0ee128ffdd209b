import { z } from "zod";
import type { LedgerSystem } from "../../plugin/connectors/connector.ts";
import { ledgers } from "../../plugin/connectors/index.ts";
import { emailWords } from "../../plugin/decision/email.ts";
import { templateWords } from "../../plugin/decision/texts.ts";
import { codes, warnings } from "../../plugin/domain/problem.ts";
import { columnNames, columns } from "../../plugin/order-files/columns.ts";
import { conditionFields, operators } from "../../plugin/settings/condition.ts";
import { settingsSchema } from "../../plugin/settings/schema.ts";

/** File name -> text of every page that is made from code. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    "conditions.md": conditionsPage(),
    "errors.md": errorsPage(),
    "order-files.md": orderFilesPage(),
    "settings.md": settingsPage(),
    "templates.md": templatesPage(),
  };
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

function conditionsPage(): string {
  return [
    MADE,
    "# Conditions",
    "",
    "Filters (`orders.filters`), dimensions (`dimensions`) and rules (`rules`) share one form of condition: `{ field, op, value }`. `when` is a list of them, and all must hold. They are set in the panel under Settings, Rules, or by `PATCH /api/v1/connections/{id}/settings`:",
    "",
    "```json",
    JSON.stringify(EXAMPLE, null, 2),
    "```",
    "",
    "- A **filter** leaves an order out (`FILTERED`), until the order is in the ledger.",
    "- **Dimensions**: each row takes the first entry whose conditions hold. **Rules**: each field is decided by the first rule that sets it and holds; a rule comes before the dimensions.",
    "- Conditions on `line.…` are asked of each row; in filters and for settings of the whole document it is enough that one line meets all of them.",
    "- `account`, `vat_code`, `article`, `text`, `cost_centre` and `project` of a rule belong to rows; `terms`, `reference_text`, `comment_text`, `booking`, `document` and `trigger` to the whole document. `text` and the other texts are [templates](templates.md).",
    "- Sold gift cards and tips keep their accounts unless a rule asks for `line.kind`, or another field of lines.",
    "- Credits mirror the rows they credit, whatever the rules say by then.",
    "",
    "| field | kind | meaning |",
    "|---|---|---|",
    ...Object.entries(conditionFields).map(
      ([name, [kind, meaning]]) => `| \`${name}\` | ${kind} | ${meaning} |`,
    ),
    "",
    "| op | holds when the field is |",
    "|---|---|",
    ...Object.entries(operators).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`),
    "",
    'Upper and lower case count the same. Amounts are decimal texts, such as `"1000.00"`.',
    "",
  ].join("\n");
}

const EXAMPLE = {
  orders: {
    filters: [{ name: "Marketplace", when: [{ field: "order.channel", op: "is", value: "marketplace" }] }],
  },
  dimensions: [
    { when: [{ field: "line.sku", op: "starts_with", value: "BOOK-" }], cost_centre: "BOOKS" },
    { when: [], cost_centre: "SHOP" },
  ],
  rules: [
    {
      name: "Wholesale",
      when: [
        { field: "customer.type", op: "is", value: "B2B" },
        { field: "line.kind", op: "is", value: "line" },
      ],
      set: { account: "3010" },
    },
  ],
};

const PARTS = {
  order: "the order",
  shipping: "its freight",
  payment: "its payment",
  line: "the line",
} as const;

function orderFilesPage(): string {
  return [
    MADE,
    "# Files of orders",
    "",
    "One row per line of an order; columns in any order, named in the first row. What belongs to the order, its freight or its payment stands in its first row, or again in each. [How to import one](../guides/import-a-file.md); the import page offers a template, an example of each form and the XML schema.",
    "",
    "| column | of | is | meaning |",
    "|---|---|---|---|",
    ...columnNames.map((name) => {
      const { part, kind, about, ...more } = columns[name];
      const form = typeof kind === "object" ? kind.words.join(", ") : kind;
      return `| \`${name}\`${"isRequired" in more ? " (needed)" : ""} | ${PARTS[part]} | ${form} | ${about} |`;
    }),
    "",
    "- **Numbers** have a decimal point or a decimal comma, as the file's own numbers show. While all of them could be read in two ways (`1.234`), the sign is asked for and nothing is guessed. Thousands may be parted by blanks, or by the other sign.",
    "- **Days and times** are `2026-11-02`, `2026-11-02 14:30` (the shop's clock) or ISO 8601 with an offset. **Flags** are yes or no.",
    "- **VAT** is a fact: a rate and its amount stand together, and neither is worked out from the other.",
    "- **Two equal payments or freights** of one order need an id each; a repeated one counts once.",
    "- **Text** is UTF-8, UTF-16 with its mark or Windows-1252; cells are parted by comma, semicolon or tab. At most 10 MB and 50,000 rows.",
    "- **XML**: `<orders><order>` with the order's members, and `<line>`, `<shipping>` and `<payment>` elements whose members lack that prefix (`<payment><gateway>`). Numbers have a point. A document type (`DOCTYPE`) is refused.",
    "- How far an order is paid follows from its payments. Refunds do not stand in files.",
    "",
    'From a program: `POST /api/v1/imports` with `{ "file": { "name": "till.csv", "content": "order_number,…" }, "dry_run": true }`. `format` (`csv`, `xml`), `decimal_sign` (`point`, `comma`) and `only_good` may stand beside the content. A mistake in the file is a 422 whose `errors` name each place.',
    "",
  ].join("\n");
}

function templatesPage(): string {
  return [
    MADE,
    "# Templates",
    "",
    "Reference and comment texts, the e-mail and the texts of rules are Handlebars templates over the order: `{{order.number}}`, `{{#if customer.company}}{{customer.company}}{{else}}{{customer.name}}{{/if}}`. Conditions are the only helpers (`if`, `unless`, `else`); what the order does not have is empty.",
    "",
    "| word | meaning |",
    "|---|---|",
    ...Object.entries({ ...templateWords, ...emailWords }).map(
      ([word, meaning]) => `| \`{{${word}}}\` | ${meaning} |`,
    ),
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
  const groups = Object.entries(schema.properties ?? {})
    .filter(([name]) => name !== "ledger")
    .flatMap(([name, group]) => tableOf(name, name, group));
  return [
    MADE,
    "# Settings",
    "",
    "One set per connection, changed in the panel or by `PATCH /api/v1/connections/{id}/settings` (JSON merge patch). Unknown keys are refused.",
    "",
    ...groups,
    ...ledgers.flatMap(ownSettings),
  ].join("\n");
}

/** What only one ledger has, under `ledger` of its connections' settings. */
function ownSettings(system: LedgerSystem): string[] {
  const values = system.variables.map((one) => [one.name, one.default ?? "https://example.com"]);
  const { settings, name } = system.connector(Object.fromEntries(values));
  if (settings === undefined) return [];
  const schema = z.toJSONSchema(settings, { io: "input" }) as JsonSchema;
  return tableOf(`ledger, of ${name}`, "ledger", schema);
}

function tableOf(title: string, path: string, group: JsonSchema): string[] {
  return [
    `## ${title}`,
    "",
    "| setting | values | default | meaning |",
    "|---|---|---|---|",
    ...(group.properties === undefined
      ? [rowOf(path, group), ...nestedRows(path, group)]
      : rowsOf(path, group)),
    "",
  ];
}

function rowsOf(path: string, schema: JsonSchema): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const at = `${path}.${name}`;
    const isGroup = field.type === "object" && field.properties !== undefined;
    return isGroup ? rowsOf(at, field) : [rowOf(at, field), ...nestedRows(at, field)];
  });
}

function nestedRows(path: string, field: JsonSchema): string[] {
  // Conditions have a page of their own.
  if (path.endsWith(".when")) return [];
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
