import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { countryCodes } from "../../domain/countries.ts";
import { sendInvite, signUp, signUpOf } from "../../pipeline/setup/signing-up.ts";
import type { SignUp, SignUpField, SignUpRefused } from "../../platforms/platform.ts";
import { setSecurityHeaders } from "../access/headers.ts";
import { namedAddresses } from "../connections/pasted-addresses.ts";
import type { Panel } from "../gate.ts";
import type { Language } from "../words/texts.ts";

const MAX_TYPED = 500;
const NO_FRAME = { ancestors: ["'none'"], scripts: [], metas: {} };

/** What the form shows again after a refusal. */
interface Attempt {
  readonly given: Readonly<Record<string, string>>;
  readonly refused: SignUpRefused;
}

/**
 * Pages outside every admin, for platforms without apps: a form that installs, what to do then, and a new way in by
 * mail. Nobody is signed in here, so whoever sends much is asked to wait.
 */
export function signUpPages(panel: Panel): Router {
  const { context, strangers } = panel;
  const router = express.Router();
  router.use(strangers.gate());

  router.get(
    "/:platform",
    withPlatform(panel, async ({ platform, how, reader }, request, response) => {
      show(panel, request, response, 200, "sign-up", formModel(reader, platform, how, null), reader);
    }),
  );

  router.post(
    "/:platform",
    withPlatform(panel, async ({ platform, how, reader }, request, response) => {
      const given = typed(request, how);
      const done = await signUp(context, how, given);
      if (!done.ok) {
        const model = formModel(reader, platform, how, { given, refused: done });
        show(panel, request, response, 422, "sign-up", model, reader);
        return;
      }
      const { tenantName: shop, address, paste } = done;
      const named = namedAddresses(reader, platform, paste);
      const title = reader.texts("sign_up.done", { shop });
      show(panel, request, response, 200, "signed-up", { title, platform, address, paste: named }, reader);
    }),
  );

  router.post(
    "/:platform/invite",
    withPlatform(panel, async ({ platform, how, reader }, request, response) => {
      const text = new URLSearchParams(bodyOf(request)).get("shop") ?? "";
      await sendInvite(context, how, text.slice(0, MAX_TYPED), (shop, address) => ({
        subject: reader.texts("sign_up.mail.subject", { shop }),
        text: reader.texts("sign_up.mail.text", { shop, address }),
      }));
      // The same for everybody: a stranger does not learn who uses the app.
      const title = reader.texts("sign_up.invited");
      show(panel, request, response, 200, "invited", { title, platform }, reader);
    }),
  );
  return router;
}

interface Visit {
  readonly platform: string;
  readonly how: SignUp;
  readonly reader: Language;
}

type Answerer = (visit: Visit, request: Request, response: Response) => Promise<void>;

function withPlatform({ context, speak }: Panel, answer: Answerer): RequestHandler {
  return async (request, response, next) => {
    const platform = request.params["platform"];
    const how = typeof platform === "string" ? signUpOf(context, platform) : null;
    if (how === null || typeof platform !== "string") {
      next();
      return;
    }
    await answer({ platform, how, reader: speak(...request.acceptsLanguages()) }, request, response);
  };
}

function show(
  panel: Panel,
  request: Request,
  response: Response,
  status: number,
  name: string,
  model: Record<string, unknown>,
  reader: Language,
): void {
  setSecurityHeaders(request, response, NO_FRAME);
  const root = request.baseUrl.replace(/\/sign-up$/, "");
  const hasMail = panel.context.ports.mailer !== null;
  const whole = { root, language: reader.language, hasMail, ...model };
  response
    .status(status)
    .type("html")
    .send(panel.views.render(name, whole, { ...reader, format: null, href: null }));
}

function formModel(
  reader: Language,
  platform: string,
  how: SignUp,
  attempt: Attempt | null,
): Record<string, unknown> {
  const { texts } = reader;
  const reason = attempt?.refused.reason ?? null;
  return {
    platform,
    title: texts(`sign_up.${platform}.title`),
    intro: texts(`sign_up.${platform}.intro`),
    problem: reason === null ? null : texts(`sign_up.refused.${reason}`),
    fields: how.fields.map((field, index) => fieldModel(field, index, reader, platform, attempt)),
  };
}

function fieldModel(
  { name, kind }: SignUpField,
  index: number,
  reader: Language,
  platform: string,
  attempt: Attempt | null,
): Record<string, unknown> {
  const { texts, locale } = reader;
  const key = `sign_up.${platform}.${name}`;
  const value = attempt?.given[name] ?? "";
  const isWrong = attempt?.refused.fields.includes(name) ?? false;
  const firstWrong = attempt?.refused.fields[0];
  return {
    name,
    kind: kind === "country" ? "choice" : kind,
    title: texts(`${key}.title`),
    help: texts(`${key}.help`, { or: "" }),
    value: kind === "secret" ? "" : value,
    maxLength: MAX_TYPED,
    error: isWrong ? texts(`${key}.error`) : null,
    hasFocus: firstWrong === undefined ? index === 0 : firstWrong === name,
    options: kind === "country" ? countries(locale, value) : [],
  };
}

/** All countries by their names in the reader's language; nothing is chosen for her. */
function countries(locale: string, chosen: string) {
  const names = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
  const options = countryCodes().flatMap((value) => {
    const label = names.of(value);
    return label === undefined ? [] : { value, label, isChosen: value === chosen };
  });
  options.sort((a, b) => a.label.localeCompare(b.label, locale));
  return [{ value: "", label: "", isChosen: chosen === "" }, ...options];
}

function typed(request: Request, how: SignUp): Record<string, string> {
  const form = new URLSearchParams(bodyOf(request));
  return Object.fromEntries(how.fields.map(({ name }) => [name, (form.get(name) ?? "").slice(0, MAX_TYPED)]));
}

const bodyOf = (request: Request): string => (typeof request.body === "string" ? request.body : "");
