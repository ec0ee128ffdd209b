import express from "express";
import { z } from "zod";
import type { PageParts } from "./admin-pages.ts";
import { idIn } from "./api.ts";
import { ManifestRefused, readManifest, scopesOf } from "./manifest-reader.ts";
import { conflict, notFound, parsed } from "./refusal.ts";
import { describeApp } from "./scope-words.ts";
import type { InstalledApp } from "./store.ts";

const manifestFormSchema = z.object({ manifest: z.string().trim() });

/** Apps: find, review, install, open, remove. */
export function appPages({ shop, store, views, notices }: PageParts): express.Router {
  const router = express.Router();

  router.get("/apps", (request, response) => {
    const { app } = store.state;
    response.send(
      views.render("apps", {
        title: "Apps",
        here: { apps: true },
        notice: notices.take(request.query["notice"]),
        installed: app && { ...describeApp(app.manifest, app.scopes), since: app.installed_at },
        disabled: app?.webhooks_disabled ?? false,
      }),
    );
  });

  router.post("/apps/review", async (request, response) => {
    const { manifest: url } = parsed(manifestFormSchema, request.body);
    try {
      const manifest = await readManifest(url);
      const app = describeApp(manifest, scopesOf(manifest.scope));
      response.send(views.render("review", { title: `Install ${app.name}`, here: { apps: true }, app }));
    } catch (error) {
      if (!(error instanceof ManifestRefused)) throw error;
      response
        .status(422)
        .send(views.render("apps", { title: "Apps", here: { apps: true }, url, reasons: error.reasons }));
    }
  });

  router.post("/apps/install", async (request, response) => {
    const { manifest: url } = parsed(manifestFormSchema, request.body);
    response.redirect(303, await shop.install(url));
  });

  router.post("/apps/uninstall", async (_request, response) => {
    await shop.uninstall();
    const text = "The app is removed. Its access to the shop has ended.";
    response.redirect(303, notices.leave("/admin/apps", { tone: "success", text }));
  });

  /** The app's own page. `?path=` opens a place inside it, so that such a place can be bookmarked. */
  router.get("/apps/accounting", async (request, response) => {
    const app = store.state.app;
    if (app === null) return response.redirect(303, "/admin/apps");
    const { title, url } = app.manifest.app.embedded.settings;
    await showFrame(response, {
      title: title["en"] ?? app.manifest.client_name,
      here: { accounting: true },
      address: placeInside(url, request.query["path"]),
      deepLinks: true,
    });
  });

  router.get("/orders/:id/actions/:action", async (request, response) => {
    const app = installedApp();
    const id = idIn(request);
    const action = app.manifest.app.actions.find((each) => each.id === request.params["action"]);
    if (action === undefined || action.mode !== "page")
      throw notFound("action", String(request.params["action"]));
    const record = store.state.orders.get(id);
    if (record === undefined) throw notFound("order", id);
    await showFrame(response, {
      title: `${action.label["en"] ?? action.id} · ${record.order.number}`,
      here: { orders: true },
      back: { href: `/admin/orders/${id}`, label: `Order ${record.order.number}` },
      address: new URL(action.url.replace("{order_id}", encodeURIComponent(id))),
      deepLinks: false,
    });
  });

  router.post("/session-token", async (_request, response) => {
    installedApp();
    response.set("cache-control", "no-store").json({ token: await shop.sessionToken() });
  });

  function installedApp(): InstalledApp {
    if (store.state.app === null) throw conflict("No app is installed.");
    return store.state.app;
  }

  async function showFrame(response: express.Response, frame: Frame): Promise<void> {
    const { address, ...rest } = frame;
    address.searchParams.set("id_token", await shop.sessionToken());
    response
      .set("cache-control", "no-store")
      .send(views.render("frame", { ...rest, wide: true, src: address.href, origin: address.origin }));
  }

  return router;
}

interface Frame {
  title: string;
  here: Record<string, boolean>;
  back?: { href: string; label: string };
  address: URL;
  deepLinks: boolean;
}

/** A path of the app's own origin; anything that would leave it opens the first page instead. */
function placeInside(home: string, path: unknown): URL {
  if (typeof path !== "string" || !path.startsWith("/")) return new URL(home);
  const place = URL.parse(path, home);
  return place !== null && place.origin === new URL(home).origin ? place : new URL(home);
}
