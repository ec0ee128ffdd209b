import { changeSettings, trySettings } from "../../pipeline/setup/settings.ts";
import { isFormTokenValid } from "../access/form-token.ts";
import { type Answer, type Page, redirect, refusal } from "../page.ts";
import { rehearsalView } from "./rehearsal.ts";
import type { FieldError } from "./settings-patch.ts";

/** What came of a form that changes settings. */
export type Submitted =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "wrong"; readonly errors: readonly FieldError[] }
  | { readonly kind: "rehearsed"; readonly rehearsal: Readonly<Record<string, unknown>> };

export const CHANGED_MEANWHILE: FieldError = { field: "", code: "changed_meanwhile", message: "" };

/** Why this person may not send the form at all; null when she may. */
export async function refusalOf(page: Page): Promise<Answer | null> {
  if (!page.session.isAdmin) return refusal("forbidden");
  if (page.connection === null) return refusal("not_found");
  return (await isFormTokenValid(page, `settings:${page.connection.id}`)) ? null : refusal("form_expired");
}

/**
 * Saves a patch of the settings and goes back to `path`, or, where the form asks for it, only tells what would be booked
 * differently. `params` stand behind the address of that page. A patch is built over the version the form was made from: somebody else's later save is not undone.
 */
export async function submitPatch(
  page: Page,
  path: string,
  patch: unknown,
  fieldOf: (path: string, code: string) => string = (name) => name,
  params: Readonly<Record<string, string>> = {},
): Promise<Submitted> {
  const { context, connection, form, session } = page;
  if (connection === null) return { kind: "answer", answer: refusal("not_found") };
  const wrong = (errors: readonly FieldError[]): Submitted => ({ kind: "wrong", errors });
  if (form.get("version") !== String(connection.settingsVersion)) return wrong([CHANGED_MEANWHILE]);
  const named = (errors: readonly { path: string; code: string; message: string }[]) =>
    wrong(errors.map((error) => ({ ...error, field: fieldOf(error.path, error.code) })));
  if (form.has("rehearse")) {
    const tried = await trySettings(context, connection, patch);
    if (!tried.ok) return named(tried.errors);
    return { kind: "rehearsed", rehearsal: await rehearsalView(page, connection, tried.settings) };
  }
  const changed = await changeSettings(context, connection, patch, session.userId);
  if (changed.ok) {
    const saved = page.href(path, { ...params, notice: "settings_saved" });
    return { kind: "answer", answer: redirect(saved) };
  }
  return changed.errors === "changed meanwhile" ? wrong([CHANGED_MEANWHILE]) : named(changed.errors);
}
