import type { FixPlace } from "../../domain/problem.ts";
import { type FieldShape, type MemberShape, settingsForm } from "../../settings/form.ts";
import type { Settings } from "../../settings/schema.ts";

/** A cause that a setting mends where it stands: by one account to name, or by one button that says what it does. */
export type Remedy =
  | {
      readonly kind: "account";
      readonly field: string;
      /** What the row that is missing in a list has to say. */
      readonly row: Readonly<Record<string, string>> | null;
    }
  | { readonly kind: "choice"; readonly field: string; readonly value: string };

const VAT_MAP = "vat.treatments";
const METHODS = "payments.methods";
const REGISTRATIONS = "vat.registrations";

/** Values under which what this field holds goes through, and nothing is guessed. */
const CHOICES: Readonly<Record<string, string>> = {
  "orders.locked_period": "next_open_day",
  "orders.too_many_rows": "merge",
  "customers.ambiguous": "oldest",
  "products.missing": "text",
};

const shape = settingsForm();

/** The remedy that can stand beside a cause; null where a person has to look elsewhere. */
export function remedyOf(fix: FixPlace | null): Remedy | null {
  if (fix?.place !== "settings") return null;
  const { field, row = null } = fix;
  if (field === VAT_MAP || field === METHODS) return row === null ? null : { kind: "account", field, row };
  const value = field === REGISTRATIONS ? row?.["registration"] : CHOICES[field];
  if (value !== undefined) return { kind: "choice", field, value };
  return fieldAt(shape, field)?.list === "accounts" ? { kind: "account", field, row: null } : null;
}

/** The remedy as a merge patch of the settings; `account` is what the person named. */
export function patchOfRemedy(remedy: Remedy, account: string, settings: Settings): unknown {
  if (remedy.kind === "account" && remedy.field === METHODS) {
    return { payments: { methods: { [remedy.row?.["method"] ?? ""]: { account } } } };
  }
  if (remedy.kind === "account" && remedy.row !== null) {
    return nested(VAT_MAP, [...settings.vat.treatments, { ...remedy.row, account }]);
  }
  if (remedy.kind === "account") return nested(remedy.field, account);
  if (remedy.field === REGISTRATIONS) {
    return nested(REGISTRATIONS, [...new Set([...settings.vat.registrations, remedy.value])]);
  }
  return nested(remedy.field, remedy.value);
}

/** `a.b` and a value as `{ a: { b: value } }`. */
function nested(path: string, value: unknown): unknown {
  return path.split(".").reduceRight((inner, name) => ({ [name]: inner }), value);
}

function fieldAt(members: readonly MemberShape[], path: string): FieldShape | null {
  for (const member of members) {
    if (member.kind === "group" && path.startsWith(`${member.path}.`)) return fieldAt(member.members, path);
    if (member.kind !== "group" && member.kind !== "rows" && member.path === path) return member;
  }
  return null;
}
