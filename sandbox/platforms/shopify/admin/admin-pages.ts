import { fileURLToPath } from "node:url";
import express from "express";
import { notFound, Refusal } from "../refusal.ts";
import type { RunningShop, Surroundings } from "../tenant.ts";
import { appPages } from "./app-pages.ts";
import { developerPages } from "./developer-pages.ts";
import { openNotices } from "./notices.ts";
import { orderPages } from "./order-pages.ts";
import { ownFormsOnly, pageHeaders } from "./page-rules.ts";
import type { Views } from "./views.ts";
import { openViews } from "./views.ts";

export interface AdminParts {
  shops: ReadonlyMap<string, RunningShop>;
  around: Surroundings;
  clientId: string;
}

/** Everything a page needs to answer. */
export interface PageParts {
  shopOf: (request: express.Request) => RunningShop;
  around: Surroundings;
  clientId: string;
  views: Views;
  notices: ReturnType<typeof openNotices>;
}

/** The merchant's side of the shops, under `/store/<handle>`, and the scripts apps load. */
export function adminRoutes({ shops, around, clientId }: AdminParts): express.Router {
  const router = express.Router();
  const assets = fileURLToPath(new URL("./assets/", import.meta.url));
  const views = openViews();
  const shopOf = (request: express.Request): RunningShop => {
    const handle = /^\/store\/([^/?]+)/.exec(request.originalUrl)?.[1] ?? "";
    const shop = shops.get(handle);
    if (shop === undefined) throw notFound("shop", handle);
    return shop;
  };
  const parts: PageParts = { shopOf, around, clientId, views, notices: openNotices() };

  for (const script of ["app-bridge.js", "polaris.js"]) {
    router.get(`/${script}`, (_request, response) => {
      response.set("access-control-allow-origin", "*").set("cross-origin-resource-policy", "cross-origin");
      response.sendFile(script, { root: assets });
    });
  }
  router.use("/assets", express.static(assets, { index: false }));
  router.get("/", (_request, response) => response.redirect(303, `/store/${[...shops.keys()][0]}/orders`));
  router.get("/store/:handle", (request, response) => {
    response.redirect(303, `/store/${request.params["handle"]}/orders`);
  });
  router.use("/store/:handle", pageHeaders, ownFormsOnly);
  router.use("/store/:handle", express.urlencoded({ extended: false }), express.json());
  router.use("/store/:handle", orderPages(parts), appPages(parts), developerPages(parts));

  router.use((request) => {
    throw new Refusal(404, `There is no page ${request.originalUrl}.`);
  });
  router.use(
    (error: unknown, _request: express.Request, response: express.Response, next: express.NextFunction) => {
      if (!(error instanceof Refusal)) return next(error);
      const title = error.status === 404 ? "This page does not exist" : "That did not work";
      response.status(error.status).send(views.bare("message", { title, reason: error.message }));
    },
  );
  return router;
}
