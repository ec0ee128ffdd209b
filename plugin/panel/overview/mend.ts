import type { FixPlace } from "../../domain/problem.ts";
import { currentSettings } from "../../pipeline/books.ts";
import { changeSettings } from "../../pipeline/setup/settings.ts";
import { isFormTokenValid } from "../access/form-token.ts";
import { patchOfRemedy, remedyOf } from "../causes/remedy.ts";
import { showOrder } from "../order/order.ts";
import { type Answer, type Page, redirect, refusal } from "../page.ts";
import { showStart } from "../start/start.ts";
import { showOverview } from "./overview.ts";

const START = "/start";
const ROW = ["treatment", "country", "rate", "registration", "method"] as const;

/** Mends a cause where it stands: one setting is saved, and every order that waited for it is looked at again. */
export async function mendCause(page: Page): Promise<Answer> {
  const { context, connection, form, session, texts } = page;
  if (!page.can.act) return refusal("forbidden");
  if (connection === null) return refusal("not_found");
  if (!(await isFormTokenValid(page, "mend"))) return refusal("form_expired");
  const fix = fixIn(form);
  const remedy = remedyOf(fix);
  if (remedy === null) return refusal("not_found");
  const account = (form.get("account") ?? "").trim();
  const from = placeIn(form);
  const wrong = (error: string): Promise<Answer> => {
    const mending = { cause: form.get("cause") ?? "", account, error };
    if (from.orderId !== null) return showOrder(page, { id: from.orderId }, { mending });
    return from.path === START ? showStart(page, { mending }) : showOverview(page, mending);
  };
  if (remedy.kind === "account" && account === "") return await wrong(texts("settings.error.of_accounts"));
  const settings = await currentSettings(context, connection);
  const patch = patchOfRemedy(remedy, account, settings);
  const changed = await changeSettings(context, connection, patch, session.userId);
  if (changed.ok) return redirect(page.href(from.path, { ...from.query, notice: "settings_saved" }));
  if (changed.errors === "changed meanwhile") return await wrong(texts("settings.error.changed_meanwhile"));
  return await wrong(
    texts(remedy.kind === "account" ? "settings.error.of_accounts" : "settings.error.other"),
  );
}

function fixIn(form: URLSearchParams): FixPlace {
  const row = Object.fromEntries(
    ROW.flatMap((name) => (form.has(name) ? [[name, form.get(name) ?? ""]] : [])),
  );
  const field = form.get("field") ?? "";
  return Object.keys(row).length === 0 ? { place: "settings", field } : { place: "settings", field, row };
}

/** The page the form stood on: only pages of ours that have such forms. */
function placeIn(form: URLSearchParams): {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly orderId: string | null;
} {
  const back = form.get("back") ?? "";
  if (back === START) return { path: START, query: { step: "check" }, orderId: null };
  if (back === "/settings/vat") return { path: back, orderId: null };
  const [, id] = /^\/orders\/([^/?#]{1,300})$/.exec(back) ?? [];
  return id === undefined ? { path: "", orderId: null } : { path: back, orderId: decodeURIComponent(id) };
}
