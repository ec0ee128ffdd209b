import { join } from "node:path";
import express, { type ErrorRequestHandler, type Router } from "express";
import type { StrangerLimit } from "../api/stranger-limit.ts";
import type { Context } from "../pipeline/context.ts";
import { makeKey, revokeKey, showApiKeys } from "./api-keys.ts";
import { loadAssets } from "./assets.ts";
import { rememberChoices } from "./choices.ts";
import { showComponents } from "./components.ts";
import { checkNow, remove, showConnections } from "./connections.ts";
import { findOrder } from "./find-order.ts";
import { anyFrame } from "./frame.ts";
import { behindGate, type Panel } from "./gate.ts";
import { setSecurityHeaders } from "./headers.ts";
import { showHelp } from "./help.ts";
import { begin, cancel, showImports } from "./imports.ts";
import { acceptOrder, downloadSpecification, showOrder, syncOrder } from "./order.ts";
import { showOrders, tryAgain } from "./orders.ts";
import { showOverview } from "./overview.ts";
import { refusal, type ShowPage } from "./page.ts";
import { listChoices } from "./settings-choices.ts";
import { saveSettings, showSettings } from "./settings-page.ts";
import { signUpPages } from "./sign-up.ts";
import type { Speak } from "./texts.ts";
import { loadViews } from "./views.ts";

export interface PanelDeps {
  readonly context: Context;
  readonly viewsDirectory: string;
  readonly production: boolean;
  readonly strangers: StrangerLimit;
  readonly speak: Speak;
}

/** The pages inside the shop's admin, to be mounted at `/embedded`. No cookies: every request proves itself. */
export function panelRouter({ context, viewsDirectory, production, strangers, speak }: PanelDeps): Router {
  const assets = loadAssets(join(import.meta.dirname, "assets"));
  const panel: Panel = {
    context,
    strangers,
    views: loadViews(viewsDirectory, assets),
    choices: rememberChoices(context),
    speak,
  };
  const router = express.Router();
  router.use("/assets", assets.router);
  router.use(express.text({ type: "application/x-www-form-urlencoded", limit: "256kb" }));

  router.use("/sign-up", signUpPages(panel));

  const get = (path: string, show: ShowPage) => router.get(path, behindGate(panel, show));
  const post = (path: string, show: ShowPage) => router.post(path, behindGate(panel, show));
  get("/", showOverview);
  get("/orders", showOrders);
  post("/orders/try-again", tryAgain);
  post("/orders/find", findOrder);
  get("/orders/:id", showOrder);
  post("/orders/:id/sync", syncOrder);
  post("/orders/:id/accept", acceptOrder);
  get("/orders/:id/specification.csv", downloadSpecification);
  get("/settings", showSettings);
  post("/settings", saveSettings);
  get("/settings/choices/:list", listChoices);
  get("/connections", (page) => showConnections(page));
  post("/connections/:id/check", checkNow);
  post("/connections/:id/remove", remove);
  get("/import", (page) => showImports(page));
  post("/import/begin", begin);
  post("/import/:id/cancel", cancel);
  get("/api-keys", (page) => showApiKeys(page));
  post("/api-keys/make", makeKey);
  post("/api-keys/:id/revoke", revokeKey);
  get("/help", showHelp);
  if (!production) get("/help/components", showComponents);
  router.use(behindGate(panel, async () => refusal("not_found")));
  router.use(answerErrors(panel));
  return router;
}

/** A mistake of ours is logged without the address, which carries tokens. */
function answerErrors({ context, views, speak }: Panel): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
    const isTheirs = status >= 400 && status < 500;
    if (!isTheirs) context.ports.log.error("a page failed", { path: request.path, error });
    setSecurityHeaders(request, response, anyFrame);
    const reader = { ...speak(...request.acceptsLanguages()), format: null, href: null };
    response
      .status(isTheirs ? status : 500)
      .type("html")
      .send(views.render("failure", { root: request.baseUrl }, reader));
  };
}
