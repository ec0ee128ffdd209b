import type { Request, RequestHandler, Response } from "express";
import { bearerToken, retryHeaders, signIn } from "../api/session.ts";
import type { StrangerLimit } from "../api/stranger-limit.ts";
import { textsOf } from "../api/texts-of.ts";
import type { Context } from "../pipeline/context.ts";
import { connectionFor } from "../pipeline/setup/connection-for.ts";
import { listConnections } from "../store/connections.ts";
import type { Choices } from "./choices.ts";
import { formatFor } from "./format.ts";
import { anyFrame, frameOf } from "./frame.ts";
import { setSecurityHeaders } from "./headers.ts";
import { layoutOf } from "./layout.ts";
import { type Answer, type Page, refusal, type ShowPage } from "./page.ts";
import type { RecentOrders } from "./recent.ts";
import { LANGUAGES, type Speak } from "./texts.ts";
import type { Views } from "./views.ts";

export interface Panel {
  readonly context: Context;
  readonly strangers: StrangerLimit;
  readonly views: Views;
  readonly choices: Choices;
  readonly recent: RecentOrders;
  readonly speak: Speak;
}

/** Lets in who proves to come from the shop's admin, and shows what the page's function answers. */
export function behindGate(panel: Panel, show: ShowPage): RequestHandler {
  return async (request, response) => {
    const page = await enter(panel, request);
    if (page === null) {
      const elsewhere = request.method === "GET" ? bounce(panel.context, request) : null;
      if (elsewhere === null) showLocked(panel, request, response);
      else response.redirect(302, elsewhere);
      return;
    }
    setSecurityHeaders(request, response, page.frame);
    const answer =
      page.query.has("connection") && page.connection === null
        ? refusal("not_found")
        : await show(page, textsOf(request.params));
    send(panel, page, answer, response);
  };
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
  setSecurityHeaders(request, response, anyFrame);
  response.set(retryHeaders(panel.context, bearerToken(request.headers.authorization)));
  const language = panel.speak(...request.acceptsLanguages());
  const wait = panel.strangers.count(request);
  if (wait !== null) response.set("Retry-After", String(wait));
  response
    .status(wait === null ? 401 : 429)
    .type("html")
    .send(panel.views.render("locked", { root: request.baseUrl }, { ...language, format: null, href: null }));
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
  const sent = bearerToken(request.headers.authorization);
  const token = sent ?? form.get("id_token") ?? query.get("id_token");
  if (token === null) return null;
  const signedIn = await signIn(context, token);
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
    frame: frameOf(context, installation),
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

/** What somebody chose at the foot of a page: it stands in every address from then on, as there are no cookies. */
function chosenLanguage(query: URLSearchParams): string | null {
  const chosen = query.get("lang") ?? "";
  return Object.hasOwn(LANGUAGES, chosen) ? chosen : null;
}
