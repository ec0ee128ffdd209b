import express, { type Request, type Router } from "express";
import type { Speak } from "../panel/words/texts.ts";
import type { Context } from "../pipeline/context.ts";
import { beginInstall, finishInstall } from "../pipeline/setup/installing.ts";
import { browserCookie } from "./browser-cookie.ts";
import { messagePage } from "./message-page.ts";

/**
 * The install handshake of platforms that install by redirects (platforms.md 3.4). The state travels through the browser and is
 * bound to it by a cookie, so that nobody can end in one browser what was begun in another.
 */
export function installRoutes({ context, speak }: { context: Context; speak: Speak }): Router {
  const router = express.Router();
  const cookie = browserCookie("install", context.publicUrl);

  router.get("/oauth/install", async (request, response) => {
    const begun = await beginInstall(context, queryOf(request));
    if (!begun.ok) {
      response
        .status(begun.status)
        .type("html")
        .send(
          messagePage(speak(...request.acceptsLanguages()), "The app cannot be installed", begun.message),
        );
      return;
    }
    cookie.set(response, begun.state);
    response.redirect(303, begun.redirect);
  });

  router.get("/oauth/callback", async (request, response) => {
    const reader = speak(...request.acceptsLanguages());
    const done = await finishInstall(context, queryOf(request), cookie.read(request));
    cookie.clear(response);
    if (!done.ok) {
      response
        .status(done.status)
        .type("html")
        .send(messagePage(reader, "The app was not installed", done.message));
      return;
    }
    if (done.redirect !== null) {
      response.redirect(303, done.redirect);
      return;
    }
    const text = `Ledger Relay is installed for ${done.tenantName}. Open it from your shop's admin.`;
    response.type("html").send(messagePage(reader, "Installed", text));
  });

  return router;
}

/** Query members as single texts; a repeated member counts as its last. */
export function queryOf(request: Request): Record<string, string> {
  const url = new URL(request.originalUrl, "http://localhost");
  return Object.fromEntries(url.searchParams);
}
