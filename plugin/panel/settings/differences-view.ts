import { connectorOf } from "../../pipeline/context.ts";
import { type GroupShape, settingsForm } from "../../settings/form.ts";
import { type Settings, settingsSchema } from "../../settings/schema.ts";
import type { StoredConnection } from "../../store/connections.ts";
import { type SettingsVersion, settingsHistory } from "../../store/settings-versions.ts";
import type { Page } from "../page.ts";
import { type ToldList, toldLists } from "./entry-sentences.ts";
import { namedSetting } from "./named-setting.ts";
import { differencesBetween } from "./settings-difference.ts";

const LOOKED_BACK = 30;

/** One setting that differs, as a page shows it. */
interface ShownDifference {
  readonly title: string | null;
  /** For what has no title. */
  readonly path: string | null;
  readonly before: string | null;
  readonly after: string;
}

/**
 * What differs between two versions of the settings, in the words of their form; entries with conditions and steps of
 * the flow as sentences. Both are read as today, so a setting added since is no difference.
 */
export function differencesView(page: Page, before: unknown, after: unknown): ShownDifference[] {
  const [was, is] = [read(before), read(after)];
  if (was === null || is === null) return plainDifferences(page, was ?? before, is ?? after);
  const told = toldLists(page, was);
  const isTold = ({ path }: ShownDifference): boolean =>
    path !== null && told.some((list) => path === list.path || path.startsWith(`${list.path}.`));
  return [
    ...plainDifferences(page, was, is).filter((one) => !isTold(one)),
    ...toldDifferences(page, told, toldLists(page, is)),
  ];
}

/** What a later version of the settings changed. */
export const changesIn = (page: Page, before: SettingsVersion, after: SettingsVersion): ShownDifference[] =>
  differencesView(page, before.settings, after.settings);

/** With what the connected ledger adds to the settings. */
function formFor({ connection, context }: Page): readonly GroupShape[] {
  return settingsForm(
    connection === null ? null : (connectorOf(context, connection.system).settings ?? null),
  );
}

/** Settings of an earlier release may not fit any more. */
const read = (settings: unknown): Settings | null => settingsSchema.safeParse(settings).data ?? null;

function plainDifferences(page: Page, before: unknown, after: unknown): ShownDifference[] {
  const shape = formFor(page);
  return differencesBetween(before, after).map(({ path, before: was, after: is }) => {
    const named = namedSetting(page, shape, path);
    const shown = (value: string | undefined): string | null =>
      value === undefined || value === "" ? null : (named?.shown(value) ?? value);
    return difference(page, named === null ? { path } : { title: named.title }, shown(was), shown(is));
  });
}

function toldDifferences(
  page: Page,
  before: readonly ToldList[],
  after: readonly ToldList[],
): ShownDifference[] {
  return after.flatMap(({ title, sentences }, list) => {
    const was = before[list]?.sentences ?? [];
    return Array.from({ length: Math.max(was.length, sentences.length) }, (_, place) => place)
      .filter((place) => was[place] !== sentences[place])
      .map((place) => {
        const row = page.texts("settings.history.row", { number: place + 1 });
        return difference(page, { title: `${title} › ${row}` }, was[place] ?? null, sentences[place] ?? null);
      });
  });
}

function difference(
  page: Page,
  named: Partial<Pick<ShownDifference, "title" | "path">>,
  before: string | null,
  after: string | null,
): ShownDifference {
  return { title: null, path: null, ...named, before, after: after ?? page.texts("rehearsal.nothing") };
}

/** Who saved since the form was drawn that is sent now, and what she changed. */
export async function othersChanges(page: Page, connection: StoredConnection): Promise<object> {
  const versions = await settingsHistory(page.context.store, connection.id, LOOKED_BACK);
  const [newest] = versions;
  const ours = versions.find(({ version }) => String(version) === page.form.get("version"));
  if (newest === undefined || ours === undefined) return { by: null, at: null, differences: [] };
  return { by: newest.changedBy, at: newest.changedAt, differences: changesIn(page, ours, newest) };
}
