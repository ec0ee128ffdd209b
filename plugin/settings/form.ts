import { z } from "zod";
import { settingsSchema } from "./schema.ts";

/**
 * The settings as a form: which fields there are, of which kind, with which choices. Derived from the schema, so a new
 * setting appears in the form by itself. Titles and helps are the schema's own English; the panel may translate them.
 */
export interface GroupShape {
  readonly kind: "group";
  readonly path: string;
  readonly members: readonly MemberShape[];
}

export type MemberShape = GroupShape | RowsShape | FieldShape;

/** A list or a map of settings: one row each. */
export interface RowsShape {
  readonly kind: "rows";
  readonly path: string;
  readonly title: string | null;
  readonly help: string | null;
  /** The rows of a map have a name of their own, such as the payment method. */
  readonly isKeyed: boolean;
  /** A map to plain values has one column without a name. */
  readonly columns: readonly FieldShape[];
}

export interface FieldShape {
  readonly kind: FieldKind;
  /** Dotted; within rows relative to the row, and empty for the plain value of a map. */
  readonly path: string;
  readonly title: string | null;
  readonly help: string | null;
  /** Name of the ledger's list that offers values, such as `accounts`. */
  readonly list: string | null;
  /** What can be chosen, of `choice`, `choices` and `ranking`. */
  readonly options: readonly string[];
  readonly isRequired: boolean;
  readonly initial: unknown;
  readonly maxLength: number | null;
}

/** `decimal`: an amount or a rate; `choices`: any of them; `ranking`: some of them in an order that matters; `words`: free words. */
export type FieldKind =
  | "text"
  | "long_text"
  | "number"
  | "decimal"
  | "day"
  | "switch"
  | "choice"
  | "choices"
  | "ranking"
  | "words";

// In these lists the order decides, which JSON Schema cannot say.
const RANKINGS = new Set(["customers.match_by"]);
// Columns without metadata of their own that name something of the ledger.
const LISTS: Readonly<Record<string, string>> = {
  "vat.treatments.account": "accounts",
  "vat.treatments.vat_code": "vat_codes",
  "products.account_by_rate.": "accounts",
  "purchases.vat_code_by_rate.": "purchase_vat_codes",
};
// Texts that are decimals, which JSON Schema knows only by their patterns.
const DECIMALS = new Set([
  "orders.rounding_tolerance",
  "vat.treatments.rate",
  "purchases.markup",
  "purchases.cost_by_sku.",
  "purchases.vat_rate",
]);
const LONG_TEXT = 1000;
// Lists with conditions in their rows and the flow: fields of a form cannot hold them, they have editors of their own.
// And the ledger's own settings, whose form is its connector's.
const WITHOUT_FIELDS = ["conditions", "flow", "own"];

const propertySchema = z.object({
  type: z.string().optional(),
  title: z.string().optional(),
  help: z.string().optional(),
  widget: z.string().optional(),
  enum: z.array(z.string()).optional(),
  format: z.string().optional(),
  maxLength: z.number().optional(),
  default: z.unknown().optional(),
  required: z.array(z.string()).default([]),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  additionalProperties: z.unknown().optional(),
});
type Property = z.output<typeof propertySchema>;

/** The groups of the settings in the order of the schema, then the ledger's own under `ledger`. */
export function settingsForm(ledger: z.ZodObject | null = null): readonly GroupShape[] {
  const groups = membersOf("", jsonSchema(settingsSchema)).filter((member) => member.kind === "group");
  if (ledger === null) return groups;
  return [...groups, { kind: "group", path: "ledger", members: membersOf("ledger", jsonSchema(ledger)) }];
}

/** The ledger's lists that its own settings are chosen from. */
export function listsOf(ledger: z.ZodObject): string[] {
  const own = settingsForm(ledger).at(-1)?.members ?? [];
  return [
    ...new Set(own.flatMap((member) => (isField(member) && member.list !== null ? [member.list] : []))),
  ];
}

const isField = (member: MemberShape): member is FieldShape =>
  member.kind !== "group" && member.kind !== "rows";

const jsonSchema = (schema: z.ZodType): Property =>
  propertySchema.parse(z.toJSONSchema(schema, { io: "input" }));

function membersOf(path: string, object: Property): MemberShape[] {
  return Object.entries(object.properties ?? {}).flatMap(([name, raw]) => {
    const property = propertySchema.parse(raw);
    if (WITHOUT_FIELDS.includes(property.widget ?? "")) return [];
    const member = memberOf(path === "" ? name : `${path}.${name}`, property);
    // Where there is only one value, there is nothing to choose.
    const isFixed = member.kind === "choice" && member.options.length < 2;
    return isFixed ? [] : [member];
  });
}

function memberOf(path: string, property: Property): MemberShape {
  if (property.properties !== undefined) return { kind: "group", path, members: membersOf(path, property) };
  const values = propertySchema.safeParse(property.additionalProperties);
  if (property.type === "object" && values.success) return rowsOf(path, property, values.data, true);
  const items = propertySchema.safeParse(property.items);
  if (items.success && items.data.properties !== undefined) return rowsOf(path, property, items.data, false);
  return fieldOf(path, path, property, false);
}

function rowsOf(path: string, property: Property, row: Property, isKeyed: boolean): RowsShape {
  const columns =
    row.properties === undefined
      ? [fieldOf("", `${path}.`, row, true)]
      : Object.entries(row.properties).map(([name, raw]) =>
          fieldOf(name, `${path}.${name}`, propertySchema.parse(raw), row.required.includes(name)),
        );
  const { title = null, help = null } = property;
  return { kind: "rows", path, title, help, isKeyed, columns };
}

function fieldOf(path: string, wholePath: string, property: Property, isRequired: boolean): FieldShape {
  const items = propertySchema.safeParse(property.items);
  return {
    kind: kindOf(wholePath, property),
    path,
    title: property.title ?? null,
    help: property.help ?? null,
    list: property.widget ?? LISTS[wholePath] ?? null,
    options: property.enum ?? (items.success ? (items.data.enum ?? []) : []),
    isRequired,
    initial: property.default,
    maxLength: property.maxLength ?? null,
  };
}

function kindOf(path: string, property: Property): FieldKind {
  if (property.enum !== undefined) return "choice";
  if (DECIMALS.has(path)) return "decimal";
  if (property.type === "boolean") return "switch";
  if (property.type === "integer") return "number";
  if (property.type === "array") {
    const items = propertySchema.parse(property.items);
    if (items.enum === undefined) return "words";
    return RANKINGS.has(path) ? "ranking" : "choices";
  }
  if (property.format === "date") return "day";
  return (property.maxLength ?? 0) > LONG_TEXT ? "long_text" : "text";
}
