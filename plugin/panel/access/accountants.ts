import { LONGEST_DAYS, makeAccountantLink } from "../../pipeline/setup/accountant-links.ts";
import { listAccountantLinks } from "../../store/keys/accountant-links.ts";
import { takeBack } from "../../store/keys/issued.ts";
import { type Answer, type Page, redirect, refusal, view } from "../page.ts";
import { formToken, isFormTokenValid } from "./form-token.ts";

const MAX_LABEL = 100;
const DAYS = [7, 30, 60, LONGEST_DAYS] as const;
const USUAL_DAYS = 30;

/** What became of the form that was sent. */
interface Sent {
  readonly address?: string;
  readonly error?: string;
}

/** Links for people outside the shop: made here by an owner, each address shown once. */
export async function showAccountants(page: Page, sent: Sent = {}): Promise<Answer> {
  if (!page.session.isAdmin) return refusal("forbidden");
  const { context, installation, texts, form } = page;
  const links = await listAccountantLinks(context.store, installation.id);
  const now = context.ports.clock.now();
  const error = sent.error ?? null;
  const chosen = Number(form.get("days") ?? USUAL_DAYS);
  const model = {
    title: texts("accountants.title"),
    here: "/connections",
    answer: { tone: null, text: texts("accountants.answer") },
    made: sent.address ?? null,
    links: await Promise.all(
      links.map(async (link) => ({
        ...link,
        isOver: now >= Date.parse(link.expiresAt),
        revokeAction: page.href(`/accountants/${link.id}/revoke`),
        revokeToken: await formToken(page, `accountant:${link.id}:revoke`),
      })),
    ),
    makeToken: await formToken(page, "accountant:make"),
    labelField: {
      name: "label",
      kind: "text",
      title: texts("accountants.label"),
      help: texts("accountants.label_help"),
      value: error === null ? "" : (form.get("label") ?? ""),
      maxLength: MAX_LABEL,
      error,
      hasFocus: error !== null,
    },
    daysField: {
      name: "days",
      kind: "choice",
      title: texts("accountants.days"),
      help: null,
      error: null,
      options: DAYS.map((days) => ({
        value: String(days),
        label: texts("accountants.of_days", { count: days }),
        isChosen: days === chosen,
      })),
    },
  };
  return view("accountants", model, error === null ? 200 : 422);
}

export async function makeLink(page: Page): Promise<Answer> {
  const { context, installation, session, form, texts } = page;
  if (!session.isAdmin) return refusal("forbidden");
  if (!(await isFormTokenValid(page, "accountant:make"))) return refusal("form_expired");
  const label = (form.get("label") ?? "").trim().slice(0, MAX_LABEL);
  const days = DAYS.find((one) => String(one) === form.get("days"));
  if (label === "" || days === undefined) {
    return showAccountants(page, { error: texts("accountants.label_missing") });
  }
  const token = await makeAccountantLink(context, installation.id, { label, days, by: session.userId });
  if (token === null) return await showAccountants(page, { error: texts("accountants.too_many") });
  return await showAccountants(page, { address: `${context.publicUrl}/accountant/${token}` });
}

export async function revokeLink(page: Page, params: Readonly<Record<string, string>>): Promise<Answer> {
  const id = params["id"] ?? "";
  if (!page.session.isAdmin) return refusal("forbidden");
  if (!(await isFormTokenValid(page, `accountant:${id}:revoke`))) return refusal("form_expired");
  const isGone = await takeBack(page.context.store, "accountant_links", page.installation.id, id);
  return isGone ? redirect(page.href("/accountants", { notice: "link_revoked" })) : refusal("not_found");
}
