import type { Request, RequestHandler, Response } from "express";
import { bearerToken, retryHeaders, signIn, signInByLink } from "../api/session.ts";
import type { StrangerLimit } from "../api/stranger-limit.ts";
import { textsOf } from "../api/texts-of.ts";
import type { Context } from "../pipeline/context.ts";
import { connectionFor } from "../pipeline/setup/connection-for.ts";
import { listConnections } from "../store/connections.ts";
import { canOf, mayOpen } from "./access/access.ts";
import { anyFrame, frameOf, noFrame } from "./access/frame.ts";
import { setSecurityHeaders } from "./access/headers.ts";
import { layoutOf } from "./layout.ts";
import { type Answer, type Page, refusal, type ShowPage } from "./page.ts";
import type { Choices } from "./remembered/choices.ts";
import type { RecentOrders } from "./remembered/recent.ts";
import type { Views } from "./views.ts";
import { formatFor } from "./words/format.ts";
import { LANGUAGES, type Speak } from "./words/texts.ts";

export interface Panel {
  readonly context: Context;
  /** How visitors come in: from their shop's admin, or by the link their address begins with. */
  readonly entrance: "admin" | "link";
  readonly strangers: StrangerLimit;
  readonly views: Views;
  readonly choices: Choices;
  readonly recent: RecentOrders;
  readonly speak: Speak;
}

/**
 * Lets in who proves who he is and may open the page, and shows what the page's function answers. `route` is as
 * `panelAccess` names it; null for the page that says there is none.
 */
export function behindGate(panel: Panel, route: string | null, show: ShowPage): RequestHandler {
  return async (request, response) => {
    const page = await enter(panel, request);
    if (page === null) {
      const comesBack = request.method === "GET" && panel.entrance === "admin";
      const elsewhere = comesBack ? bounce(panel.context, request) : null;
      if (elsewhere === null) showLocked(panel, request, response);
      else response.redirect(302, elsewhere);
      return;
    }
    setSecurityHeaders(request, response, page.frame);
    send(panel, page, await answerTo(page, route, () => show(page, textsOf(request.params))), response);
  };
}

async function answerTo(page: Page, route: string | null, show: () => Promise<Answer>): Promise<Answer> {
  if (route !== null && !mayOpen(page.session, route)) return refusal("forbidden");
  if (page.query.has("connection") && page.connection === null) return refusal("not_found");
  return await show();
}

/** Where the platform that opened the page without a good session gives it a new one. */
function bounce(context: Context, request: Request): string | null {
  if (request.headers.authorization !== undefined) return null;
  const visit = new URL(request.originalUrl, context.publicUrl);
  for (const { sessions } of context.platforms.values()) {
    const address = sessions.bounce?.(visit, context.ports.clock.now()) ?? null;
    if (address !== null) return address;
  }
  return null;
}

/** Without a session there is nothing to tell and nothing to press, so any frame may show the sentence. */
function showLocked(panel: Panel, request: Request, response: Response): void {
  const isLink = panel.entrance === "link";
  setSecurityHeaders(request, response, isLink ? noFrame : anyFrame);
  response.set(retryHeaders(panel.context, bearerToken(request.headers.authorization)));
  const reader = { ...panel.speak(...request.acceptsLanguages()), format: null, href: null };
  const model = { root: request.baseUrl, language: reader.language, isLink };
  const wait = panel.strangers.count(request);
  if (wait !== null) response.set("Retry-After", String(wait));
  response
    .status(wait === null ? 401 : 429)
    .type("html")
    .send(panel.views.render("locked", model, reader));
}

function send(panel: Panel, page: Page, answer: Answer, response: Response): void {
  if (answer.kind === "redirect") {
    response.redirect(303, answer.to);
    return;
  }
  if (answer.kind === "file") {
    response.attachment(answer.name).type(answer.type).send(answer.content);
    return;
  }
  const model = { ...layoutOf(page, response.req), ...answer.model };
  response
    .status(answer.status)
    .type("html")
    .send(panel.views.render(answer.view, model, page));
}

async function enter(panel: Panel, request: Request): Promise<Page | null> {
  const { context } = panel;
  const { searchParams: query } = new URL(request.originalUrl, "http://localhost");
  const form = new URLSearchParams(typeof request.body === "string" ? request.body : "");
  const isLink = panel.entrance === "link";
  const sent = isLink ? null : bearerToken(request.headers.authorization);
  const token = isLink ? null : (sent ?? form.get("id_token") ?? query.get("id_token"));
  const signedIn = await (isLink ? signInByLink(context, tokenInPath(request)) : signInWith(context, token));
  if (signedIn === null) return null;
  const { installation, session } = signedIn;
  const chosen = chosenLanguage(query);
  const language = panel.speak(chosen, session.locale, ...request.acceptsLanguages());
  const carriedToken = sent === null ? token : null;
  const named = query.get("connection") ?? form.get("connection");
  return {
    ...language,
    context,
    installation,
    session,
    can: canOf(session),
    frame: isLink ? noFrame : frameOf(context, installation),
    connection: await connectionFor(context, installation.id, named),
    connections: await listConnections(context.store, installation.id),
    format: formatFor(language.locale, installation.timeZone, context.ports.clock.now()),
    choices: panel.choices,
    recent: panel.recent,
    query,
    form,
    carriedToken,
    href(path, params = {}, anchor) {
      const search = new URLSearchParams();
      const all = { connection: named, lang: chosen, ...params, id_token: carriedToken };
      for (const [name, value] of Object.entries(all)) if (value) search.set(name, value);
      const tail = anchor === undefined ? "" : `#${anchor}`;
      return `${request.baseUrl}${path}${search.size === 0 ? "" : `?${search.toString()}`}${tail}`;
    },
  };
}

const signInWith = (context: Context, token: string | null) =>
  token === null ? Promise.resolve(null) : signIn(context, token);

/** `/accountant/<token>`: every address of these pages begins with it, so nothing else has to carry it. */
const tokenInPath = ({ baseUrl }: Request): string => baseUrl.slice(baseUrl.lastIndexOf("/") + 1);

/** What somebody chose at the foot of a page: it stands in every address from then on, as there are no cookies. */
function chosenLanguage(query: URLSearchParams): string | null {
  const chosen = query.get("lang") ?? "";
  return Object.hasOwn(LANGUAGES, chosen) ? chosen : null;
}
