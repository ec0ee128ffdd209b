import type { FieldShape, GroupShape, MemberShape } from "../../settings/form.ts";
import type { Page } from "../page.ts";
import { writeDecimal } from "./decimal-text.ts";
import { columnPath, labelOf, optionLabel } from "./labels.ts";

/** A setting as its form names it. */
export interface NamedSetting {
  /** "Payments › Payment methods › card › Account". */
  readonly title: string;
  /** What the form shows for a stored value. */
  readonly shown: (value: string) => string;
}

/** The setting at a dotted path, entries of lists by their place. Null for what has no field of a form. */
export function namedSetting(page: Page, shape: readonly GroupShape[], path: string): NamedSetting | null {
  const way = wayTo(page, shape, path);
  if (way === null) return null;
  const { field, fieldPath, titles } = way;
  return { title: titles.join(" › "), shown: (value) => spoken(page, field, fieldPath, value) };
}

interface Way {
  readonly titles: readonly string[];
  readonly field: FieldShape;
  /** Names the field's texts, the same for all rows. */
  readonly fieldPath: string;
}

function wayTo(page: Page, members: readonly MemberShape[], path: string): Way | null {
  const member = members.find((one) => path === one.path || path.startsWith(`${one.path}.`));
  if (member === undefined) return null;
  const title = labelOf(page, member.path, member);
  if (member.kind === "group") {
    const within = wayTo(page, member.members, path);
    return within === null ? null : { ...within, titles: [title, ...within.titles] };
  }
  if (member.kind !== "rows") {
    return path === member.path ? { titles: [title], field: member, fieldPath: path } : null;
  }
  const rest = path.slice(member.path.length + 1);
  // The name of a row may hold dots itself.
  const column = member.columns.find((one) => one.path === "" || rest.endsWith(`.${one.path}`));
  if (column === undefined) return null;
  const row = column.path === "" ? rest : rest.slice(0, -column.path.length - 1);
  const fieldPath = columnPath(member, column);
  const name = member.isKeyed ? row : page.texts("settings.history.row", { number: Number(row) + 1 });
  const ofColumn = column.path === "" ? [] : [labelOf(page, fieldPath, column)];
  return { titles: [title, name, ...ofColumn], field: column, fieldPath };
}

function spoken(page: Page, field: FieldShape, path: string, value: string): string {
  switch (field.kind) {
    case "switch":
      return page.texts(value === "true" ? "option.yes" : "option.no");
    case "choice":
      return optionLabel(page, path, value);
    case "choices":
    case "ranking":
      return value
        .split(", ")
        .map((one) => optionLabel(page, path, one))
        .join(", ");
    case "day":
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? page.format.day(value) : value;
    case "decimal":
      return writeDecimal(page.locale, value);
    case "text":
    case "long_text":
    case "number":
    case "words":
      return value;
  }
}
