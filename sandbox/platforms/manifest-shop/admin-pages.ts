import { fileURLToPath } from "node:url";
import express from "express";
import { appPages } from "./app-pages.ts";
import { developerPages } from "./developer-pages.ts";
import { ManifestRefused } from "./manifest-reader.ts";
import { openNotices } from "./notices.ts";
import { orderPages } from "./order-pages.ts";
import { ownFormsOnly, pageHeaders } from "./page-rules.ts";
import { Refusal } from "./refusal.ts";
import type { Shop } from "./shop.ts";
import type { Store } from "./store.ts";
import type { Views } from "./views.ts";

interface AdminParts {
  shop: Shop;
  store: Store;
  views: Views;
}

/** Everything a page needs to answer. */
export interface PageParts extends AdminParts {
  notices: ReturnType<typeof openNotices>;
}

/** The merchant's side of the shop, server-rendered under `/admin`. */
export function adminRoutes({ shop, store, views }: AdminParts): express.Router {
  const router = express.Router();
  const parts = { shop, store, views, notices: openNotices() };
  const assets = fileURLToPath(new URL("./assets/", import.meta.url));

  router.get("/", (_request, response) => response.redirect(303, "/admin"));
  router.use("/admin/assets", express.static(assets, { index: false }));
  router.use("/admin", pageHeaders, ownFormsOnly);
  router.use("/admin", express.urlencoded({ extended: false }));
  router.use("/admin", orderPages(parts), appPages(parts), developerPages(parts));

  router.use("/admin", (request) => {
    throw new Refusal(404, "not_found", `There is no page ${request.originalUrl}.`);
  });
  router.use(
    (error: unknown, _request: express.Request, response: express.Response, next: express.NextFunction) => {
      const refused = refusalOf(error);
      if (refused === undefined) return next(error);
      const heading = refused.status === 404 ? "This page does not exist" : "That did not work";
      response
        .status(refused.status)
        .send(views.render("message", { title: heading, heading, reasons: refused.reasons }));
    },
  );
  return router;
}

function refusalOf(error: unknown): { status: number; reasons: readonly string[] } | undefined {
  if (error instanceof Refusal) return { status: error.status, reasons: [error.message] };
  if (error instanceof ManifestRefused) return { status: 422, reasons: error.reasons };
  return undefined;
}
