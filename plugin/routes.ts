import express, { type Router } from "express";
import helmet from "helmet";
import { connectRoutes } from "./api/connect.ts";
import { FORM_STYLE_HASH } from "./api/form-page.ts";
import { installRoutes } from "./api/install.ts";
import { merchantApi } from "./api/merchant/router.ts";
import { messagePage } from "./api/message-page.ts";
import { StrangerLimit } from "./api/stranger-limit.ts";
import { webhookRoutes } from "./api/webhooks.ts";
import type { Identity } from "./identity.ts";
import { ownPages } from "./panel/outside/own-pages.ts";
import { panelRouter } from "./panel/router.ts";
import type { Speak } from "./panel/words/texts.ts";
import type { Context } from "./pipeline/context.ts";
import type { Receiver } from "./pipeline/inbox/receive.ts";
import { entrancesOf } from "./pipeline/setup/signing-up.ts";

export interface RouteDeps {
  readonly context: Context;
  readonly receiver: Receiver;
  readonly identity: Identity;
  /** The manifest as served. */
  readonly manifest: string;
  readonly viewsDirectory: string;
  readonly guidesDirectory?: string;
  readonly speak: Speak;
  readonly production: boolean;
}

/** Every address the product answers, on one page. */
export function routes(deps: RouteDeps): Router {
  const { context, receiver, identity, manifest, viewsDirectory, guidesDirectory, speak, production } = deps;
  const strangers = new StrangerLimit(context.ports.clock);
  const router = express.Router();

  // Whoever opens our address in a browser.
  router.get("/", (request, response) => {
    const text =
      "This app lives in your shop's admin and keeps your books right. Install it there with the address below, or open it from there.";
    const link = { href: "/manifest.json", label: `${context.publicUrl}/manifest.json` };
    const entrances = entrancesOf(context).map(({ platform, url }) => ({
      href: new URL(url).pathname,
      label: `Sign up with ${platform}`,
    }));
    response.type("html").send(
      messagePage(speak(...request.acceptsLanguages()), "Ledger Relay", text, {
        links: [link, ...entrances],
      }),
    );
  });

  // Documents platforms read.
  router.get("/manifest.json", (_request, response) => {
    response.set({ "Cache-Control": "max-age=300", "Access-Control-Allow-Origin": "*" });
    response.type("application/json").send(manifest);
  });
  router.get("/.well-known/jwks.json", async (_request, response) => {
    response.set({ "Cache-Control": "max-age=300", "Access-Control-Allow-Origin": "*" });
    response.json(await identity.jwks());
  });

  // Platforms telling us things: /webhooks, /actions/sync-now, and doors of their own.
  router.use(webhookRoutes({ context, receiver, strangers, speak }));

  // Pages platforms bring along: where an admin opens us.
  router.use(ownPages(context));

  // People in the panel: /embedded.
  router.use(
    "/embedded",
    panelRouter({ context, viewsDirectory, guidesDirectory, production, strangers, speak }),
  );

  // What an accountant outside the shop sees of the panel, by a link of hers: /accountant/{token}.
  router.use(
    "/accountant/:token",
    panelRouter({
      context,
      viewsDirectory,
      guidesDirectory,
      production,
      strangers,
      speak,
      entrance: "link",
    }),
  );

  // Programs of the merchant: /api/v1.
  router.use("/api/v1", merchantApi({ context, strangers, speak }));

  // Browsers passing through: /oauth/install, /oauth/callback, /connect/{system}, /connect/{system}/callback.
  router.use(
    ["/oauth", "/connect"],
    strangers.gate(),
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { defaultSrc: ["'none'"], styleSrc: [FORM_STYLE_HASH], frameAncestors: ["'none'"] },
      },
      referrerPolicy: { policy: "no-referrer" },
    }),
  );
  // What only looks at an address must not use up what it carries.
  router.head(["/oauth/callback", "/connect/:system/callback"], (_request, response) => {
    response.set("Allow", "GET").sendStatus(405);
  });
  router.use(installRoutes({ context, speak }));
  router.use(connectRoutes({ context, speak }));

  return router;
}
