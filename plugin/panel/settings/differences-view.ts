import { settingsForm } from "../../settings/form.ts";
import { settingsSchema } from "../../settings/schema.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { type SettingsVersion, settingsHistory } from "../../store/settings-versions.ts";
import type { Page } from "../page.ts";
import { differencesBetween, type SettingDifference } from "./settings-difference.ts";
import { titleOf } from "./settings-view.ts";

const LOOKED_BACK = 30;
const shape = settingsForm();

/** What a later version of the settings changed. Both are read as today, so a setting added since is no change. */
export function changesIn(before: SettingsVersion, after: SettingsVersion): SettingDifference[] {
  const read = (settings: unknown): unknown => settingsSchema.safeParse(settings).data ?? settings;
  return differencesBetween(read(before.settings), read(after.settings));
}

/** Differences with the settings' own titles. */
export function differencesView(
  page: Page,
  differences: readonly SettingDifference[],
): Record<string, unknown>[] {
  const shown = (value: string | undefined): string =>
    value === undefined || value === "" ? page.texts("rehearsal.nothing") : value;
  return differences.map(({ path, before, after }) => {
    const isNew = before === undefined || before === "";
    return {
      title: titleIn(page, path),
      path,
      before: isNew ? null : before,
      after: shown(after),
    };
  });
}

/** Fields by their title, rules by their list and place; null for what has no title. */
function titleIn(page: Page, path: string): string | null {
  const title = titleOf(page, shape, path);
  if (title !== path) return title;
  const [, list = "", place = "0"] = /^(.+?)\.(\d+)\./.exec(path) ?? [];
  const ofList = page.texts(`setting.${list}.title`, { or: "" });
  return ofList === "" ? null : page.texts("settings.row", { title: ofList, number: Number(place) + 1 });
}

/** Who saved since the form was drawn that is sent now, and what she changed. */
export async function othersChanges(page: Page, connection: StoredConnection): Promise<object> {
  const versions = await settingsHistory(page.context.store, connection.id, LOOKED_BACK);
  const [newest] = versions;
  const ours = versions.find(({ version }) => String(version) === page.form.get("version"));
  if (newest === undefined || ours === undefined) return { by: null, at: null, differences: [] };
  return {
    by: newest.changedBy,
    at: newest.changedAt,
    differences: differencesView(page, changesIn(ours, newest)),
  };
}
