import type { Choice } from "../../connectors/connector.ts";
import type { FieldShape, GroupShape, MemberShape, RowsShape } from "../../settings/form.ts";
import { settingsPlace } from "../../settings/settings-place.ts";
import type { Page } from "../page.ts";
import { writeDecimal } from "./decimal-text.ts";
import { columnPath, labelOf, optionLabel } from "./labels.ts";
import { LONG } from "./settings-choices.ts";
import { columnName, ROW_NAME, ROW_VALUE, rowIndices } from "./settings-form.ts";
import type { FieldError } from "./settings-patch.ts";

export interface Drawing {
  readonly page: Page;
  readonly form: URLSearchParams;
  readonly errors: readonly FieldError[];
  readonly lists: ReadonlyMap<string, readonly Choice[]>;
  /** The row that was just added: the cursor goes there. */
  readonly fresh: string | null;
}

type Model = Readonly<Record<string, unknown>>;

/** Where an error belongs, for the summary above the form. */
export function errorSummary(drawing: Drawing, shape: readonly GroupShape[]): Model[] {
  return drawing.errors.map((error) => ({
    href: errorLink(drawing.page, error.field, drawing.form.has(error.field)),
    title: titleOf(drawing.page, shape, error.field),
    text: errorText(drawing.page, error, fieldNamed(shape, error.field)),
  }));
}

/** What is wrong may stand in a group of another page. */
function errorLink(page: Page, field: string, isHere: boolean): string {
  const { path, params, anchor } = settingsPlace(field);
  return isHere ? `#${field}` : page.href(path, params, anchor);
}

/** A group with its fields, lists and groups within it. */
export function drawGroup(drawing: Drawing, group: GroupShape): Model {
  const { texts } = drawing.page;
  return {
    isGroup: true,
    id: group.path,
    title: texts(`setting.${group.path}.title`),
    intro: texts(`setting.${group.path}.intro`, { or: "" }),
    members: group.members.map((member) => drawMember(drawing, member)),
  };
}

function drawMember(drawing: Drawing, member: MemberShape): Model {
  if (member.kind === "group") return drawGroup(drawing, member);
  if (member.kind === "rows") return drawRows(drawing, member);
  return drawField(drawing, member, member.path, member.path);
}

function drawRows(drawing: Drawing, rows: RowsShape): Model {
  const { page, form, errors, fresh } = drawing;
  const { texts } = page;
  const key: FieldShape | null = rows.isKeyed
    ? {
        kind: "text",
        path: ROW_NAME,
        title: null,
        help: null,
        list: null,
        options: [],
        isRequired: true,
        initial: "",
        maxLength: 100,
      }
    : null;
  const shapes = key === null ? rows.columns : [key, ...rows.columns];
  return {
    isRows: true,
    id: rows.path,
    title: texts(`setting.${rows.path}.title`, { or: page.say(rows.title ?? rows.path) }),
    help: helpOf(page, rows.path, rows.help),
    add: texts(`setting.${rows.path}.add`),
    error: errors
      .filter((error) => error.field === rows.path)
      .map((error) => errorText(page, error, null))[0],
    // Few columns make a table; many make a card per row.
    isTable: shapes.every((one) => one.kind !== "choices" && one.kind !== "switch"),
    columns: shapes.map((column) => labelOf(page, columnPath(rows, column), column)),
    rows: rowIndices(form, rows.path).map((index) => ({
      path: `${rows.path}.${index}`,
      number: index + 1,
      name: form.get(`${rows.path}.${index}.${ROW_NAME}`),
      isFresh: fresh === `${rows.path}.${index}`,
      fields: shapes.map((column, place) => ({
        ...drawField(drawing, column, columnName(rows, index, column), columnPath(rows, column)),
        hasFocus: place === 0 && fresh === `${rows.path}.${index}`,
      })),
    })),
  };
}

/** `name` is the form's field; `path` names its texts and is the same for all rows. */
function drawField(drawing: Drawing, field: FieldShape, name: string, path: string): Model {
  const { page, form, errors } = drawing;
  const error = errors.find((one) => one.field === name || one.field.startsWith(`${name}.`));
  const chosen = form.getAll(name);
  const offered = field.list === null ? undefined : drawing.lists.get(field.list);
  return {
    isField: true,
    name,
    kind: offered !== undefined && field.kind === "text" ? "choice" : field.kind,
    title: labelOf(page, path, field),
    help: helpOf(page, path, field.help),
    value: field.kind === "decimal" ? writeDecimal(page.locale, chosen[0] ?? "") : (chosen[0] ?? ""),
    isOn: form.has(name),
    isRequired: field.isRequired,
    maxLength: field.maxLength,
    list: LONG.find((list) => list === field.list) ?? null,
    options:
      offered === undefined
        ? ownOptions(page, field, path, chosen)
        : offeredOptions(page, field, offered, chosen),
    ranks: field.kind === "ranking" ? ranks(page, field, path, chosen) : null,
    error: error === undefined ? null : errorText(page, error, field),
  };
}

function ownOptions(page: Page, field: FieldShape, path: string, chosen: readonly string[]): Model[] {
  const options = field.options.map((value) => ({
    value,
    label: optionLabel(page, path, value),
    isChosen: chosen.includes(value),
  }));
  const isOpen = field.kind === "choice" && field.initial === undefined;
  return isOpen
    ? [{ value: "", label: page.texts("settings.choose"), isChosen: false }, ...options]
    : options;
}

/** What is stored stays choosable, even when the ledger no longer has it. */
function offeredOptions(
  page: Page,
  { list }: FieldShape,
  offered: readonly Choice[],
  chosen: readonly string[],
): Model[] {
  const [stored = ""] = chosen;
  // A ledger knows nothing of the others.
  const none = list === "connections" ? "settings.choose" : "settings.ledger_default";
  const isMissing = stored !== "" && !offered.some((one) => one.value === stored);
  return [
    { value: "", label: page.texts(none), isChosen: stored === "" },
    ...(isMissing ? [{ value: stored, label: stored, isChosen: true }] : []),
    ...offered.map(({ value, label }) => ({ value, label: page.say(label), isChosen: value === stored })),
  ];
}

/** One drop-down per place, one more than is used: an order can be set without dragging. */
function ranks(page: Page, field: FieldShape, path: string, chosen: readonly string[]): Model[] {
  const used = chosen.filter((one) => one !== "");
  const places = Math.min(used.length + 1, field.options.length);
  return Array.from({ length: places }, (_, place) => ({
    place: place + 1,
    options: [
      { value: "", label: page.texts("settings.nothing_more"), isChosen: used[place] === undefined },
      ...field.options.map((value) => ({
        value,
        label: optionLabel(page, path, value),
        isChosen: value === used[place],
      })),
    ],
  }));
}

function helpOf(page: Page, path: string, help: string | null): string {
  return page.texts(`setting.${path}.help`, { or: page.say(help ?? "") });
}

/** Errors that are not about the value. */
const GENERAL = new Set(["repeated_name", "unavailable"]);

function errorText(page: Page, error: FieldError, field: FieldShape | null): string {
  const path = error.field
    .replace(/\.\d+(?=\.)/g, "")
    .replace(/\.\d+$/, "")
    .replace("@", "");
  const own = GENERAL.has(error.code) ? [] : [`setting.${path}.error`];
  const list = field?.list == null ? [] : [`settings.error.of_${field.list}`];
  return page.texts([...own, ...list, `settings.error.${error.code}`, "settings.error.other"], { ...error });
}

/** A setting's title by its path, or by the name of its form field. */
function titleOf(page: Page, shape: readonly GroupShape[], name: string): string {
  const member = find(shape, name);
  if (member === null || member.kind === "group") return name;
  const title = page.texts(`setting.${member.path}.title`, { or: page.say(member.title ?? member.path) });
  const row = /^\.(\d+)\./.exec(name.slice(member.path.length))?.[1];
  return row === undefined ? title : page.texts("settings.row", { title, number: Number(row) + 1 });
}

function fieldNamed(shape: readonly GroupShape[], name: string): FieldShape | null {
  const member = find(shape, name);
  if (member === null || member.kind === "group") return null;
  if (member.kind !== "rows") return member;
  const column = /^\.\d+\.(.+)$/.exec(name.slice(member.path.length))?.[1];
  return member.columns.find(({ path }) => (path === "" ? ROW_VALUE : path) === column) ?? null;
}

function find(members: readonly MemberShape[], name: string): MemberShape | null {
  for (const member of members) {
    const isHere = name === member.path || name.startsWith(`${member.path}.`);
    if (isHere) return member.kind === "group" ? find(member.members, name) : member;
  }
  return null;
}
