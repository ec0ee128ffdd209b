import type { StoredConnection } from "../../store/connections.ts";
import { formToken } from "../access/form-token.ts";
import { type Answer, type Page, view } from "../page.ts";
import { othersChanges } from "./differences-view.ts";
import type { FieldError } from "./settings-patch.ts";
import { settingsTabs } from "./settings-tabs.ts";
import { CHANGED_MEANWHILE } from "./submit-patch.ts";

/** What an editor shows of what was just sent. */
export interface Drawn {
  readonly errors: readonly FieldError[];
  readonly rehearsal: Readonly<Record<string, unknown>> | null;
  /** The form holds what is not saved yet. */
  readonly isChanged: boolean;
}

export const UNTOUCHED: Drawn = { errors: [], rehearsal: null, isChanged: false };

/** What the editors of the settings have in common: their tabs, proof, version and first sentence. */
export async function editorFrame(
  page: Page,
  connection: StoredConnection,
  place: "/flow" | "/vat" | "/payments" | "/rules",
  drawn: Drawn,
): Promise<Record<string, unknown>> {
  const { texts, session } = page;
  const name = place.slice(1);
  const isStale = drawn.errors.includes(CHANGED_MEANWHILE);
  const answer = drawn.errors.length > 0 ? "refused" : drawn.isChanged ? "unsaved" : null;
  return {
    title: texts(`settings.tab.${name}`),
    here: "/settings",
    tabs: settingsTabs(page, place),
    answer: {
      tone: drawn.errors.length > 0 ? "held" : null,
      text:
        answer === null
          ? texts(`settings.${name}.answer`)
          : texts(`settings.answer.${answer}`, { count: drawn.errors.length }),
    },
    isReadOnly: !session.isAdmin,
    stale: isStale ? await othersChanges(page, connection) : null,
    isChanged: drawn.isChanged,
    rehearsal: drawn.rehearsal,
    // After the warning a second "save" means it.
    version: connection.settingsVersion,
    token: session.isAdmin ? await formToken(page, `settings:${connection.id}`) : null,
  };
}

/** Settings belong to a ledger: without one there is nothing to edit. */
export function notConnected({ texts }: Page): Answer {
  return view("settings", {
    title: texts("settings.title"),
    here: "/settings",
    answer: { tone: null, text: texts("settings.answer.not_connected") },
    isConnected: false,
  });
}

/** The sentence for a field of an editor, by the setting's own text where it has one. */
export function errorAt(
  { texts }: Page,
  errors: readonly FieldError[],
  field: string,
  path: string,
): string | null {
  const error = errors.find((one) => one.field === field);
  return error === undefined
    ? null
    : texts([`setting.${path}.error`, `settings.error.${error.code}`, "settings.error.other"]);
}
