import { currentSettings } from "../pipeline/books.ts";
import { connectorOf } from "../pipeline/context.ts";
import { changeSettings, trySettings } from "../pipeline/setup/settings.ts";
import { type GroupShape, settingsForm } from "../settings/form.ts";
import { readConnection, type StoredConnection, settingsHistory } from "../store/connections.ts";
import { rehearsalView } from "./editors/rehearsal.ts";
import { settingsTabs } from "./editors/settings-tabs.ts";
import { formToken, isFormTokenValid } from "./form-token.ts";
import { testMailView } from "./notifications/test-mail-view.ts";
import { type Answer, type Page, redirect, refusal, view } from "./page.ts";
import { LONG, shortLists } from "./settings-choices.ts";
import { addRow, formOf, removeRow, rowsIn } from "./settings-form.ts";
import { settingsInWords } from "./settings-in-words.ts";
import { type FieldError, fieldOfError, patchOf, repeatedNames } from "./settings-patch.ts";
import { type Drawing, drawGroups, errorSummary } from "./settings-view.ts";

/** The form of a connection: what all ledgers have, and what only its own has. */
function shapeOf({ context }: Page, { system }: StoredConnection): readonly GroupShape[] {
  return settingsForm(connectorOf(context, system).settings ?? null);
}

/** The settings as stored; `?add=vat.treatments` opens with an empty row in that list. */
export async function showSettings(page: Page): Promise<Answer> {
  const { connection } = page;
  if (connection === null) return view("settings", { ...frame(page), isConnected: false });
  const shape = shapeOf(page, connection);
  const form = formOf(shape, await currentSettings(page.context, connection));
  const rows = rowsIn(shape).find((one) => one.path === page.query.get("add"));
  const fresh = rows === undefined || !page.session.isAdmin ? null : `${rows.path}.${addRow(form, rows)}`;
  return await draw(page, connection, { form, fresh, errors: [], isChanged: false });
}

/** Saves the whole form, or changes one of its lists and shows it again with everything that was typed. */
export async function saveSettings(page: Page): Promise<Answer> {
  const { context, connection, form, session } = page;
  if (!session.isAdmin) return refusal("forbidden");
  if (connection === null) return refusal("not_found");
  if (!(await isFormTokenValid(page, `settings:${connection.id}`))) return refusal("form_expired");
  const shape = shapeOf(page, connection);
  const edited = editRows(shape, form);
  if (edited !== null) {
    return await draw(page, connection, { form, fresh: edited.fresh, errors: [], isChanged: true });
  }
  const redraw = (errors: readonly FieldError[]) =>
    draw(page, connection, { form, fresh: null, errors, isChanged: true });
  const repeated = repeatedNames(shape, form);
  if (repeated.length > 0) return await redraw(repeated);
  if (form.get("version") !== String(connection.settingsVersion)) return await redraw([changedMeanwhile]);
  const stored = await currentSettings(context, connection);
  const patch = patchOf(shape, form, stored);
  if (form.has("rehearse") || form.has("test_mail")) {
    const tried = await trySettings(context, connection, patch);
    if (!tried.ok) {
      return await redraw(
        tried.errors.map((error) => ({ ...error, field: fieldOfError(shape, form, error) })),
      );
    }
    const shown = form.has("rehearse")
      ? { rehearsal: await rehearsalView(page, connection, tried.settings) }
      : { testMail: await testMailView(page, connection, tried.settings) };
    return await draw(page, connection, { form, fresh: null, errors: [], isChanged: true, ...shown });
  }
  const changed = await changeSettings(context, connection, patch, session.userId);
  if (changed.ok) return redirect(page.href("/settings", { notice: "settings_saved" }));
  if (changed.errors === "changed meanwhile") return await redraw([changedMeanwhile]);
  return await redraw(changed.errors.map((error) => ({ ...error, field: fieldOfError(shape, form, error) })));
}

const changedMeanwhile: FieldError = { field: "", code: "changed_meanwhile", message: "" };

/** The buttons "add" and "remove" of a list: they work without a script, like everything else in the form. */
function editRows(
  shape: readonly GroupShape[],
  form: URLSearchParams,
): { readonly fresh: string | null } | null {
  const lists = rowsIn(shape);
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

async function draw(page: Page, connection: StoredConnection, drawn: Drawn): Promise<Answer> {
  const { context, texts, session } = page;
  const drawing: Drawing = { ...drawn, page, lists: session.isAdmin ? await shortLists(page) : new Map() };
  const shape = shapeOf(page, connection);
  const isStale = drawn.errors.includes(changedMeanwhile);
  const current = isStale
    ? await readConnection(context.store, connection.installationId, connection.id)
    : connection;
  const [newest] = await settingsHistory(context.store, connection.id, 1);
  const status = drawn.errors.length === 0 ? 200 : 422;
  const model = {
    ...frame(page),
    isConnected: true,
    groups: drawGroups(drawing, shape).map((group) => ({
      ...group,
      testsMail: session.isAdmin && group["id"] === "notifications",
    })),
    inWords: settingsInWords(page, await currentSettings(context, connection)),
    lists: LONG,
    errors: isStale ? [] : errorSummary(drawing, shape),
    isStale,
    isChanged: drawn.isChanged,
    rehearsal: drawn.rehearsal ?? null,
    testMail: drawn.testMail ?? null,
    // After the warning a second "save" means it.
    version:
      drawn.form.get("version") !== null && !isStale ? drawn.form.get("version") : current?.settingsVersion,
    changedAt: newest?.changedAt ?? null,
    companyName: connection.companyName ?? connectorOf(context, connection.system).name,
    action: page.href("/settings"),
    token: session.isAdmin ? await formToken(page, `settings:${connection.id}`) : null,
  };
  const answer = drawn.errors.length > 0 ? "refused" : drawn.isChanged ? "unsaved" : "shown";
  return view(
    "settings",
    {
      ...model,
      answer: {
        tone: drawn.errors.length > 0 ? "held" : null,
        text: texts(`settings.answer.${answer}`, { count: drawn.errors.length, company: model.companyName }),
      },
    },
    status,
  );
}

function frame(page: Page): Record<string, unknown> {
  const { texts, session } = page;
  return {
    title: texts("settings.title"),
    here: "/settings",
    tabs: settingsTabs(page, ""),
    answer: { tone: null, text: texts("settings.answer.not_connected") },
    isReadOnly: !session.isAdmin,
  };
}
