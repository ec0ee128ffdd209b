import { currentSettings } from "../../pipeline/books.ts";
import { connectorOf } from "../../pipeline/context.ts";
import { trySettings } from "../../pipeline/setup/settings.ts";
import { type GroupShape, settingsForm } from "../../settings/form.ts";
import { readConnection, type StoredConnection } from "../../store/connections.ts";
import { settingsHistory } from "../../store/settings-versions.ts";
import { formToken } from "../access/form-token.ts";
import { type Answer, type Page, refusal, view } from "../page.ts";
import { companyInSentence } from "../words/ledger-name.ts";
import { othersChanges } from "./differences-view.ts";
import { notConnected } from "./editor-frame.ts";
import { LONG, shortLists } from "./settings-choices.ts";
import { addRow, formOf, removeRow, rowsIn } from "./settings-form.ts";
import { type FieldError, fieldOfError, patchOf, repeatedNames } from "./settings-patch.ts";
import { settingsTabs } from "./settings-tabs.ts";
import { type Drawing, drawGroup, errorSummary } from "./settings-view.ts";
import { CHANGED_MEANWHILE, refusalOf, submitPatch } from "./submit-patch.ts";
import { testMailView } from "./test-mail-view.ts";

/** The settings of a connection, what all ledgers have and what only its own has, with the group this page is of. */
interface Shown {
  readonly connection: StoredConnection;
  readonly groups: readonly GroupShape[];
  readonly group: GroupShape;
}

/** `?group=vat` names the group; absent or unknown: the one of the list that is to get a row, or the first. */
function shownOn({ context, query }: Page, connection: StoredConnection): Shown {
  const { settings, capabilities } = connectorOf(context, connection.system);
  // What a ledger cannot do is not offered.
  const groups = settingsForm(settings ?? null).filter(
    ({ path }) => path !== "purchases" || capabilities.purchases === true,
  );
  const names = [query.get("group"), query.get("add")?.split(".")[0]];
  const [first] = groups;
  if (first === undefined) throw new Error("the settings have no groups");
  return { connection, groups, group: groups.find(({ path }) => names.includes(path)) ?? first };
}

/** The settings as stored, a group a page; `?add=vat.treatments` opens with an empty row in that list. */
export async function showSettings(page: Page): Promise<Answer> {
  const { connection } = page;
  if (connection === null) return notConnected(page);
  const shown = shownOn(page, connection);
  const form = formOf([shown.group], await currentSettings(page.context, connection));
  const rows = rowsIn([shown.group]).find((one) => one.path === page.query.get("add"));
  const fresh = rows === undefined || !page.session.isAdmin ? null : `${rows.path}.${addRow(form, rows)}`;
  return await draw(page, shown, { form, fresh, errors: [], isChanged: false });
}

/** Saves the page's group, or changes one of its lists and shows it again with everything that was typed. */
export async function saveSettings(page: Page): Promise<Answer> {
  const refused = await refusalOf(page);
  const { context, connection, form } = page;
  if (refused !== null || connection === null) return refused ?? refusal("not_found");
  const shown = shownOn(page, connection);
  const shape = [shown.group];
  const edited = editRows(shown.group, form);
  if (edited !== null) {
    return await draw(page, shown, { form, fresh: edited.fresh, errors: [], isChanged: true });
  }
  const redraw = (errors: readonly FieldError[], more: Partial<Drawn> = {}) =>
    draw(page, shown, { form, fresh: null, errors, isChanged: true, ...more });
  const repeated = repeatedNames(shape, form);
  if (repeated.length > 0) return await redraw(repeated);
  const patch = patchOf(shape, form, await currentSettings(context, connection));
  const fieldOf = (path: string, code: string) => fieldOfError(shape, form, { path, code });
  if (form.has("test_mail")) {
    const tried = await trySettings(context, connection, patch);
    return tried.ok
      ? await redraw([], { testMail: await testMailView(page, connection, tried.settings) })
      : await redraw(tried.errors.map((error) => ({ ...error, field: fieldOf(error.path, error.code) })));
  }
  const submitted = await submitPatch(page, "/settings", patch, fieldOf, groupParams(shown));
  if (submitted.kind === "wrong") return await redraw(submitted.errors);
  return submitted.kind === "answer"
    ? submitted.answer
    : await redraw([], { rehearsal: submitted.rehearsal });
}

const groupParams = ({ group }: Shown) => ({ group: group.path });

/** The buttons "add" and "remove" of a list: they work without a script, like everything else in the form. */
function editRows(group: GroupShape, form: URLSearchParams): { readonly fresh: string | null } | null {
  const lists = rowsIn([group]);
  const added = lists.find((rows) => rows.path === form.get("add"));
  if (added !== undefined) return { fresh: `${added.path}.${addRow(form, added)}` };
  const [, path, index] = /^(.+)\.(\d{1,4})$/.exec(form.get("remove") ?? "") ?? [];
  const reduced = lists.find((rows) => rows.path === path);
  if (reduced === undefined) return null;
  removeRow(form, reduced, Number(index));
  return { fresh: null };
}

interface Drawn {
  readonly form: URLSearchParams;
  readonly fresh: string | null;
  readonly errors: readonly FieldError[];
  readonly isChanged: boolean;
  readonly rehearsal?: Readonly<Record<string, unknown>>;
  readonly testMail?: Readonly<Record<string, unknown>>;
}

async function draw(page: Page, shown: Shown, drawn: Drawn): Promise<Answer> {
  const { context, texts, session } = page;
  const { connection, groups, group } = shown;
  const drawing: Drawing = { ...drawn, page, lists: session.isAdmin ? await shortLists(page) : new Map() };
  const isStale = drawn.errors.includes(CHANGED_MEANWHILE);
  const current = isStale
    ? await readConnection(context.store, connection.installationId, connection.id)
    : connection;
  const [newest] = await settingsHistory(context.store, connection.id, 1);
  const company = companyInSentence(page, connection);
  const title = texts(`setting.${group.path}.title`);
  const answer = drawn.errors.length > 0 ? "refused" : drawn.isChanged ? "unsaved" : "shown";
  const model = {
    title: `${texts("settings.title")}: ${title}`,
    here: "/settings",
    isConnected: true,
    tabs: settingsTabs(page, ""),
    answer: {
      tone: drawn.errors.length > 0 ? "held" : null,
      text: texts(`settings.answer.${answer}`, { count: drawn.errors.length, company }),
    },
    isReadOnly: !session.isAdmin,
    groups: groups.map(({ path }) => ({
      id: path,
      title: texts(`setting.${path}.title`),
      href: page.href("/settings", { group: path }),
      isCurrent: path === group.path,
    })),
    group: drawGroup(drawing, group),
    // Who single lines are bought from stands among the rules.
    rules:
      group.path === "purchases" && drawn.form.get("purchases.mode") === "back_to_back"
        ? {
            href: page.href("/settings/rules", {}, "purchases.suppliers"),
            label: texts("settings.suppliers"),
          }
        : null,
    testsMail: session.isAdmin && group.path === "notifications",
    lists: LONG,
    errors: isStale ? [] : errorSummary(drawing, groups),
    stale: isStale ? await othersChanges(page, connection) : null,
    isChanged: drawn.isChanged,
    rehearsal: drawn.rehearsal ?? null,
    testMail: drawn.testMail ?? null,
    // After the warning a second "save" means it.
    version:
      drawn.form.get("version") !== null && !isStale ? drawn.form.get("version") : current?.settingsVersion,
    changedAt: newest?.changedAt ?? null,
    action: page.href("/settings", groupParams(shown)),
    token: session.isAdmin ? await formToken(page, `settings:${connection.id}`) : null,
  };
  return view("settings", model, drawn.errors.length === 0 ? 200 : 422);
}
