import type { FieldShape, MemberShape, RowsShape } from "../../settings/form.ts";
import type { Page } from "../page.ts";
import { ROW_NAME } from "./settings-form.ts";

/** What a value that can be chosen is called: by the field's own words, or by those that all fields share. */
export function optionLabel(page: Page, path: string, value: string): string {
  return page.texts([`setting.${path}.option.${value}`, `option.${value}`], { or: value });
}

/** What a field, a list or a group is called; `path` names its texts. */
export function labelOf(page: Page, path: string, member: MemberShape): string {
  const title = member.kind === "group" ? null : member.title;
  return page.texts(`setting.${path}.title`, { or: page.say(title ?? member.path) });
}

/** Names the texts of a column, the same for all rows. */
export function columnPath(rows: RowsShape, column: FieldShape): string {
  if (column.path === ROW_NAME) return `${rows.path}.name`;
  return column.path === "" ? `${rows.path}.value` : `${rows.path}.${column.path}`;
}
