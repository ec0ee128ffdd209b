import express, { type Request, type Router } from "express";
import type { Context } from "../pipeline/context.ts";
import { beginInstall, finishInstall } from "../pipeline/installing.ts";
import type { Platform } from "../platforms/platform.ts";
import { messagePage } from "./message-page.ts";

const COOKIE_SECONDS = 600;

/**
 * The install handshake of the manifest contract (platforms.md 3.4). The state travels through the browser and is
 * bound to it by a cookie, so that nobody can end in one browser what was begun in another.
 */
export function installRoutes(deps: { context: Context; platform: Platform }): Router {
  const { context, platform } = deps;
  const router = express.Router();
  const isSecure = context.publicUrl.startsWith("https:");
  // `__Host-` needs https; on loopback without it a plain name has to do.
  const cookie = isSecure ? "__Host-install" : "install";

  router.get("/oauth/install", async (request, response) => {
    const begun = await beginInstall(context, platform, queryOf(request));
    if (!begun.ok) {
      response
        .status(begun.status)
        .type("html")
        .send(messagePage("The app cannot be installed", begun.message));
      return;
    }
    response.cookie(cookie, begun.state, {
      httpOnly: true,
      secure: isSecure,
      sameSite: "lax",
      path: "/",
      maxAge: COOKIE_SECONDS * 1000,
    });
    response.redirect(303, begun.redirect);
  });

  router.get("/oauth/callback", async (request, response) => {
    const bound = cookieValue(request.headers.cookie, cookie);
    const done = await finishInstall(context, queryOf(request), bound);
    response.clearCookie(cookie, { path: "/", secure: isSecure, httpOnly: true, sameSite: "lax" });
    if (!done.ok) {
      response.status(done.status).type("html").send(messagePage("The app was not installed", done.message));
      return;
    }
    if (done.redirect !== null) {
      response.redirect(303, done.redirect);
      return;
    }
    const text = `Ledger Relay is installed for ${done.tenantName}. Open it from your shop's admin.`;
    response.type("html").send(messagePage("Installed", text));
  });

  return router;
}

/** Query members as single texts; a repeated member counts as its last. */
export function queryOf(request: Request): Record<string, string> {
  const url = new URL(request.originalUrl, "http://localhost");
  return Object.fromEntries(url.searchParams);
}

function cookieValue(header: string | undefined, name: string): string | null {
  for (const part of (header ?? "").split(";")) {
    const [key, value] = part.trim().split("=", 2);
    if (key === name && value !== undefined) return value;
  }
  return null;
}
