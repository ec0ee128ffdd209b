import express from "express";
import { z } from "zod";
import { conflict, parsed } from "../refusal.ts";
import type { RunningShop } from "../tenant.ts";
import type { PageParts } from "./admin-pages.ts";

const scopesSchema = z.object({ scopes: z.array(z.string()) });

/** Apps: install, open, remove; and what the app's frame asks of the admin. */
export function appPages({ shopOf, around, clientId, views, notices }: PageParts): express.Router {
  const { app } = around;
  const router = express.Router();

  router.get("/apps", (request, response) => {
    const shop = shopOf(request);
    response.send(
      views.page(
        "apps",
        shop,
        {
          title: "Apps",
          here: "apps",
          notice: notices.take(request.query["notice"]),
          offered: app,
          scopes: shop.scopes(),
          optional: app.optionalScopes.filter((scope) => shop.scopes()?.includes(scope) === false),
        },
        around,
      ),
    );
  });
  router.post("/apps/install", async (request, response) => {
    const shop = shopOf(request);
    await shop.install();
    response.redirect(303, `${homeOf(shop)}/apps/${app.handle}`);
  });
  router.post("/apps/uninstall", async (request, response) => {
    const shop = shopOf(request);
    await shop.uninstall();
    const text = "The app is removed. Its access to the shop has ended.";
    response.redirect(303, notices.leave(`${homeOf(shop)}/apps`, { tone: "success", text }));
  });
  router.post("/apps/scopes", async (request, response) => {
    const shop = shopOf(request);
    const { scope } = parsed(z.object({ scope: z.string() }), request.body);
    await shop.grantScopes([scope]);
    response.redirect(303, `${homeOf(shop)}/apps`);
  });

  /** The app's own pages. What follows the app's handle is a place inside it. */
  router.get(
    [`/apps/${app.handle}`, `/apps/${app.handle}/*place`, `/apps/${clientId}`],
    async (request, response) => {
      const shop = shopOf(request);
      if (shop.scopes() === null) return response.redirect(303, `${homeOf(shop)}/apps`);
      const [, , ...rest] = request.path.split("/").slice(1);
      const query = readQuery(request.originalUrl);
      const path = rest.length === 0 ? undefined : `/${rest.join("/")}`;
      const src = await shop.appAddress(path, query);
      response
        .set("cache-control", "no-store")
        .send(
          views.page(
            "frame",
            shop,
            { title: app.name, here: "app", src, origin: new URL(src).origin, handle: app.handle },
            around,
          ),
        );
    },
  );

  router.post("/session-token", async (request, response) => {
    const shop = shopOf(request);
    demandInstalled(shop);
    response.set("cache-control", "no-store").json({ token: await shop.sessionToken() });
  });
  router.post("/scopes", (request, response) => {
    response.json({
      required: app.scopes,
      optional: app.optionalScopes,
      granted: shopOf(request).scopes() ?? [],
    });
  });
  router.post("/scopes/grant", async (request, response) => {
    const shop = shopOf(request);
    await shop.grantScopes(parsed(scopesSchema, request.body).scopes);
    response.json({ result: "granted-all", detail: { granted: shop.scopes() } });
  });
  router.post("/scopes/revoke", async (request, response) => {
    const shop = shopOf(request);
    await shop.revokeScopes(parsed(scopesSchema, request.body).scopes);
    response.json({ detail: { granted: shop.scopes() } });
  });

  return router;
}

export function homeOf(shop: RunningShop): string {
  return `/store/${shop.store.state.tenant.handle}`;
}

function demandInstalled(shop: RunningShop): void {
  if (shop.scopes() === null) throw conflict("No app is installed.");
}

/** The parameters of an address, those that come several times as lists. */
function readQuery(address: string): Record<string, string[]> {
  const { searchParams } = new URL(address, "http://admin");
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]),
  );
}
