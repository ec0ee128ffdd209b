import { type Role, roles } from "../../domain/role.ts";
import { makeApiKey } from "../../pipeline/setup/api-keys.ts";
import { listApiKeys } from "../../store/keys/api-keys.ts";
import { takeBack } from "../../store/keys/issued.ts";
import { formToken, isFormTokenValid } from "../access/form-token.ts";
import { type Answer, type Page, redirect, refusal, view } from "../page.ts";

const MAX_NAME = 100;

/** What became of the form that was sent. */
interface Sent {
  readonly key?: string;
  readonly error?: string;
}

/** Keys for programs: made here by an administrator, each shown once. */
export async function showApiKeys(page: Page, sent: Sent = {}): Promise<Answer> {
  if (!page.session.isAdmin) return refusal("forbidden");
  const { context, installation, texts, form } = page;
  const keys = await listApiKeys(context.store, installation.id);
  const error = sent.error ?? null;
  const chosen = form.get("role") ?? "viewer";
  const model = {
    title: texts("api_keys.title"),
    here: "/connections",
    answer: { tone: null, text: texts("api_keys.answer") },
    made: sent.key ?? null,
    keys: await Promise.all(
      keys.map(async (key) => ({
        ...key,
        roleName: texts(`api_keys.role.${key.role}`),
        revokeAction: page.href(`/api-keys/${key.id}/revoke`),
        revokeToken: await formToken(page, `api-key:${key.id}:revoke`),
      })),
    ),
    makeToken: await formToken(page, "api-key:make"),
    nameField: {
      name: "name",
      kind: "text",
      title: texts("api_keys.name"),
      help: texts("api_keys.name_help"),
      value: error === null ? "" : (form.get("name") ?? ""),
      maxLength: MAX_NAME,
      error,
      hasFocus: error !== null,
    },
    roleField: {
      name: "role",
      kind: "choice",
      title: texts("api_keys.may"),
      help: null,
      error: null,
      options: roles.map((role) => ({
        value: role,
        label: texts(`api_keys.role.${role}`),
        isChosen: role === chosen,
      })),
    },
  };
  return view("api-keys", model, error === null ? 200 : 422);
}

export async function makeKey(page: Page): Promise<Answer> {
  const { context, installation, session, form, texts } = page;
  if (!session.isAdmin) return refusal("forbidden");
  if (!(await isFormTokenValid(page, "api-key:make"))) return refusal("form_expired");
  const name = (form.get("name") ?? "").trim().slice(0, MAX_NAME);
  const role = roles.find((one): one is Role => one === form.get("role"));
  if (name === "" || role === undefined) return showApiKeys(page, { error: texts("api_keys.name_missing") });
  const made = await makeApiKey(context, installation.id, { name, role, by: session.userId });
  return await showApiKeys(page, made === null ? { error: texts("api_keys.too_many") } : { key: made.key });
}

export async function revokeKey(page: Page, params: Readonly<Record<string, string>>): Promise<Answer> {
  const id = params["id"] ?? "";
  if (!page.session.isAdmin) return refusal("forbidden");
  if (!(await isFormTokenValid(page, `api-key:${id}:revoke`))) return refusal("form_expired");
  const isGone = await takeBack(page.context.store, "api_keys", page.installation.id, id);
  return isGone ? redirect(page.href("/api-keys", { notice: "key_revoked" })) : refusal("not_found");
}
