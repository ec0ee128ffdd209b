import express, { type Request, type Response, type Router } from "express";
import type { Language, Speak } from "../panel/words/texts.ts";
import type { Context } from "../pipeline/context.ts";
import { startConnection } from "../pipeline/setup/connecting.ts";
import { beginConsent, confirmConsent, finishConsent } from "../pipeline/setup/consent.ts";
import { credentialsFlow } from "../pipeline/setup/credentials.ts";
import type { Connected } from "../pipeline/setup/keep-connected.ts";
import { openOwnBooks, ownBooks } from "../pipeline/setup/own-books.ts";
import { readConnection } from "../store/connections.ts";
import { browserCookie } from "./browser-cookie.ts";
import { connectByKeysRoutes, showKeysPage } from "./connect-by-keys.ts";
import { queryOf } from "./install.ts";
import { messagePage } from "./message-page.ts";
import { type SignedIn, signIn } from "./session.ts";

/**
 * A ledger's consent screen and the way back from it. Outside frames: ledgers refuse to be framed.
 *
 * An address of a consent screen can be sent to somebody else, whose books would then receive the sender's orders. So
 * a browser that did not begin the consent in our own pages is asked first, with the names of shop and company.
 */
export function connectRoutes(deps: { context: Context; speak: Speak }): Router {
  const { context, speak } = deps;
  const router = express.Router();
  const cookie = browserCookie("connect", context.publicUrl);

  router.get("/connect/:system", async (request, response) => {
    const query = queryOf(request);
    const reader = speak(...request.acceptsLanguages());
    const { system } = request.params;
    const signedIn = await signIn(context, query["id_token"] ?? "");
    if (signedIn === null || !signedIn.session.isAdmin) {
      const text = "Open this page from your shop's admin, as somebody who may change its settings.";
      response
        .status(401)
        .type("html")
        .send(messagePage(reader, "Please sign in", text));
      return;
    }
    if (!context.connectors.has(system)) {
      response
        .status(404)
        .type("html")
        .send(messagePage(reader, "Not found", "This ledger is not offered here."));
      return;
    }
    if (ownBooks(context, system) !== null) {
      await openOwnBooks(context, signedIn.installation, system, signedIn.session.userId);
      const home = safeReturn(query["return_to"] ?? "", signedIn) ?? signedIn.installation.adminUrl;
      const text = "The practice books are open. You can go back to your shop's admin.";
      if (home === null) response.type("html").send(messagePage(reader, "Connected", text));
      else response.redirect(303, home);
      return;
    }
    const named = await namedConnection(context, signedIn, query["connection"]);
    const connection =
      named ?? (await startConnection(context, signedIn.installation, system, signedIn.session.userId));
    const returnTo = safeReturn(query["return_to"] ?? "", signedIn) ?? signedIn.installation.adminUrl;
    if (credentialsFlow(context, system) !== null) {
      await showKeysPage(context, reader, response, connection, returnTo ?? "", null);
      return;
    }
    const begun = await beginConsent(context, connection, returnTo);
    if (isFromOurPages(request)) cookie.set(response, begun.state);
    response.redirect(303, begun.address);
  });

  router.use(connectByKeysRoutes({ context, speak }));

  router.get("/connect/:system/callback", async (request, response) => {
    const { system } = request.params;
    const reader = speak(...request.acceptsLanguages());
    if (context.connectors.get(system)?.auth.kind !== "consent") {
      response
        .status(404)
        .type("html")
        .send(messagePage(reader, "Not found", "This ledger is not offered here."));
      return;
    }
    const query = queryOf(request);
    const isBound = !isBrowser(request) || (query["state"] ?? "") === cookie.read(request);
    cookie.clear(response);
    const done = await finishConsent(context, system, query, isBound);
    if (done.ok !== "ask") {
      answer(response, reader, done);
      return;
    }
    const { companyName, systemName, shopName, shopUrl, ticket } = done;
    const text = `Orders of ${shopName} (${new URL(shopUrl).host}) will be booked in ${companyName} in ${systemName}. Go on only if this is your shop.`;
    const form = { action: `/connect/${system}/confirm`, name: "ticket", value: ticket, label: "Connect" };
    response
      .type("html")
      .send(messagePage(reader, `Connect ${companyName} with ${shopName}?`, text, { form }));
  });

  router.post(
    "/connect/:system/confirm",
    express.urlencoded({ extended: false, limit: "10kb" }),
    async (request: Request<{ system: string }>, response) => {
      const { system } = request.params;
      const body = request.body as Readonly<Record<string, unknown>> | undefined;
      const ticket = body?.["ticket"];
      const reader = speak(...request.acceptsLanguages());
      const done = await confirmConsent(context, system, typeof ticket === "string" ? ticket : "");
      answer(response, reader, done);
    },
  );

  return router;
}

function answer(response: Response, reader: Language, done: Connected): void {
  if (!done.ok) {
    response
      .status(400)
      .type("html")
      .send(messagePage(reader, "The ledger was not connected", done.message));
    return;
  }
  if (done.returnTo !== null) {
    response.redirect(303, done.returnTo);
    return;
  }
  const text = `${done.systemName} is connected with ${done.companyName}. You can go back to your shop's admin.`;
  response.type("html").send(messagePage(reader, "Connected", text));
}

/** Browsers say when a person goes somewhere, and no page can make another's browser leave it out (Fetch Metadata). */
function isBrowser(request: Request): boolean {
  return request.headers["sec-fetch-mode"] === "navigate";
}

/** True for a link in one of our own pages, false for an address that was typed, mailed or put on another site. */
function isFromOurPages(request: Request): boolean {
  return request.headers["sec-fetch-site"] === "same-origin";
}

async function namedConnection(context: Context, signedIn: SignedIn, id: string | undefined) {
  if (id === undefined || !/^\d{1,15}$/.test(id)) return null;
  return await readConnection(context.store, signedIn.installation.id, Number(id));
}

/** Only back to the shop the user came from: never an open redirect. */
function safeReturn(address: string, signedIn: SignedIn): string | null {
  const { tenantUrl, issuer } = signedIn.installation;
  try {
    const { origin } = new URL(address);
    return [tenantUrl, issuer].some((home) => new URL(home).origin === origin) ? address : null;
  } catch {
    return null;
  }
}
