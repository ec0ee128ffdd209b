import { changeSettings, trySettings } from "../../pipeline/setup/settings.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { readSettings, type SettingsVersion, settingsHistory } from "../../store/settings-versions.ts";
import { formToken } from "../access/form-token.ts";
import { type Answer, type Page, redirect, refusal, view } from "../page.ts";
import { changesIn, differencesView } from "./differences-view.ts";
import { notConnected } from "./editor-frame.ts";
import { patchBetween } from "./settings-difference.ts";
import { settingsTabs } from "./settings-tabs.ts";
import { refusalOf } from "./submit-patch.ts";

const PATH = "/settings/history";
const LISTED = 30;
const MOST_SHOWN = 30;

/** What somebody wants to bring in, and what it would change. */
interface Brought {
  readonly text: string;
  readonly error?: string;
  readonly differences?: ReturnType<typeof differencesView>;
}

/** Who changed what, and when; any version can be brought back. Settings leave and come in as a file. */
export async function showHistory(page: Page, brought: Brought | null = null): Promise<Answer> {
  const { connection, context, texts, session } = page;
  if (connection === null) return notConnected(page);
  // One more than shown, to tell what the oldest changed.
  const versions = await settingsHistory(context.store, connection.id, LISTED + 1);
  const model = {
    title: texts("settings.tab.history"),
    here: "/settings",
    tabs: settingsTabs(page, "/history"),
    answer: { tone: null, text: texts("settings.history.answer") },
    isReadOnly: !session.isAdmin,
    token: session.isAdmin ? await formToken(page, `settings:${connection.id}`) : null,
    version: connection.settingsVersion,
    restoreAction: page.href(`${PATH}/restore`),
    importAction: page.href("/settings/import"),
    exportHref: page.href("/settings.json"),
    versions: versions
      .slice(0, LISTED)
      .map((one, index) => versionView(page, one, versions[index + 1], index)),
    brought,
    fileField: {
      name: "settings",
      kind: "long_text",
      title: texts("settings.history.file"),
      help: texts("settings.history.file_help"),
      value: brought?.text ?? "",
      error: brought?.error ?? null,
    },
  };
  return view("settings-history", model, brought?.error === undefined ? 200 : 422);
}

/** Makes the settings what they were in an earlier version, as a new version. */
export async function restoreSettings(page: Page): Promise<Answer> {
  const refused = await refusalOf(page);
  const { connection, form } = page;
  if (refused !== null || connection === null) return refused ?? notConnected(page);
  const wanted = form.get("restore") ?? "";
  const versions = await settingsHistory(page.context.store, connection.id, LISTED);
  const found = versions.find((one) => String(one.version) === wanted);
  return found === undefined ? refusal("not_found") : await become(page, connection, found.settings, PATH);
}

/** The settings as a file, for another shop or for keeping. */
export async function exportSettings({ connection, context }: Page): Promise<Answer> {
  if (connection === null) return refusal("not_found");
  const settings = await readSettings(context.store, connection.id, connection.settingsVersion);
  const content = `${JSON.stringify(settings, null, 2)}\n`;
  return { kind: "file", name: "settings.json", type: "application/json", content };
}

/** First shows what a file would change, then, sent again with a word, changes it. */
export async function importSettings(page: Page): Promise<Answer> {
  const refused = await refusalOf(page);
  const { connection, context, form, texts } = page;
  if (refused !== null || connection === null) return refused ?? notConnected(page);
  const text = form.get("settings") ?? "";
  const wanted = parsed(text);
  if (wanted === null) return await showHistory(page, { text, error: texts("settings.history.no_settings") });
  if (form.has("use")) return await become(page, connection, wanted, "/settings");
  const current = await readSettings(context.store, connection.id, connection.settingsVersion);
  const tried = await trySettings(context, connection, patchBetween(current, wanted));
  if (!tried.ok) {
    const [first] = tried.errors;
    const error = texts("settings.history.wrong", { path: first?.path ?? "", message: first?.message ?? "" });
    return await showHistory(page, { text, error });
  }
  return await showHistory(page, { text, differences: differencesView(page, current, tried.settings) });
}

async function become(
  page: Page,
  connection: StoredConnection,
  wanted: unknown,
  path: string,
): Promise<Answer> {
  const { context, session, texts, form } = page;
  const current = await readSettings(context.store, connection.id, connection.settingsVersion);
  const isCurrent = form.get("version") === String(connection.settingsVersion);
  const changed = isCurrent
    ? await changeSettings(context, connection, patchBetween(current, wanted), session.userId)
    : null;
  if (changed?.ok === true) return redirect(page.href(path, { notice: "settings_saved" }));
  const key = changed === null || changed.errors === "changed meanwhile" ? "changed_meanwhile" : "other";
  return await showHistory(page, { text: form.get("settings") ?? "", error: texts(`settings.error.${key}`) });
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function versionView(
  page: Page,
  one: SettingsVersion,
  before: SettingsVersion | undefined,
  index: number,
): Record<string, unknown> {
  const differences = before === undefined ? [] : changesIn(page, before, one);
  return {
    version: one.version,
    changedBy: one.changedBy,
    changedAt: one.changedAt,
    isFirst: before === undefined && one.version === 1,
    isCurrent: index === 0,
    differences: differences.slice(0, MOST_SHOWN),
    more: Math.max(0, differences.length - MOST_SHOWN),
  };
}
