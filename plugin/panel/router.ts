import { join } from "node:path";
import express, { type ErrorRequestHandler, type RequestHandler, type Router } from "express";
import type { StrangerLimit } from "../api/stranger-limit.ts";
import type { Context } from "../pipeline/context.ts";
import { isDatabaseAway } from "../store/dialect.ts";
import { makeLink, revokeLink, showAccountants } from "./access/accountants.ts";
import { anyFrame, noFrame } from "./access/frame.ts";
import { setSecurityHeaders } from "./access/headers.ts";
import { loadAssets } from "./assets.ts";
import { checkNow, pause, remove, showConnections } from "./connections/connections.ts";
import { takeGrants } from "./connections/lacks.ts";
import { renewAddresses } from "./connections/pasted-addresses.ts";
import { downloadComplete, downloadReadable, showDataRequests } from "./data-requests/data-requests.ts";
import { saveFlow, showFlow } from "./editors/flow.ts";
import { savePaymentMethods, showPaymentMethods } from "./editors/payment-methods.ts";
import { saveRule, showRule } from "./editors/rule.ts";
import { changeRules, showRules } from "./editors/rules.ts";
import { saveVatMap, showVatMap } from "./editors/vat-map.ts";
import { behindGate, type Panel } from "./gate.ts";
import { showComponents } from "./help/components.ts";
import { loadGuides, picturesOf, showGuide } from "./help/guides.ts";
import { showHelp } from "./help/help.ts";
import { beginFile, dropOne, handIn, showFile } from "./imports/import-file.ts";
import { downloadSample } from "./imports/import-samples.ts";
import { begin, moveOne, showImports } from "./imports/imports.ts";
import { takesFile } from "./imports/uploads.ts";
import { downloadSpecification, showOrder } from "./order/order.ts";
import { acceptOrder, addNote, leaveOutOrder, syncOrder } from "./order/order-actions.ts";
import { keepOrder, showUndo, undoOrder } from "./order/undo.ts";
import { findOrder } from "./orders/find-order.ts";
import { showOrders } from "./orders/orders.ts";
import { actOnOrders, tryAgain } from "./orders/orders-actions.ts";
import { exportOrders } from "./orders/orders-export.ts";
import { showSelection, syncSelection } from "./orders/selection.ts";
import { signUpPages } from "./outside/sign-up.ts";
import { mendCause } from "./overview/mend.ts";
import { showOverview } from "./overview/overview.ts";
import { refusal, type ShowPage } from "./page.ts";
import {
  openPractice,
  showPracticeBooks,
  showPracticePaper,
  takeLastOrders,
} from "./practice/practice-books.ts";
import { makeKey, revokeKey, showApiKeys } from "./programs/api-keys.ts";
import { changeWebhook, makeWebhook, showWebhook, showWebhooks } from "./programs/webhooks.ts";
import { rememberChoices } from "./remembered/choices.ts";
import { rememberRecent } from "./remembered/recent.ts";
import { closeReportedMonth } from "./reports/closing.ts";
import { exportOss, showOss } from "./reports/oss.ts";
import { showPayout, showPayouts, syncPayout } from "./reports/payouts.ts";
import { exportUnbooked, showReconciliation } from "./reports/reconciliation.ts";
import { exportSettings, importSettings, restoreSettings, showHistory } from "./settings/history.ts";
import { listChoices } from "./settings/settings-choices.ts";
import { saveSettings, showSettings } from "./settings/settings-page.ts";
import { checkAgain, goLive, showStart } from "./start/start.ts";
import { loadViews } from "./views.ts";
import type { Speak } from "./words/texts.ts";

export interface PanelDeps {
  readonly context: Context;
  readonly viewsDirectory: string;
  readonly guidesDirectory: string | undefined;
  readonly production: boolean;
  readonly strangers: StrangerLimit;
  readonly speak: Speak;
  /** Absent: from the shop's admin. */
  readonly entrance?: Panel["entrance"];
}

/**
 * The pages inside the shop's admin, to be mounted at `/embedded`, or what of them an accountant sees, to be mounted
 * under a token of hers. No cookies: every request proves itself.
 */
export function panelRouter(deps: PanelDeps): Router {
  const { context, viewsDirectory, guidesDirectory = null, production, strangers, speak } = deps;
  const { entrance = "admin" } = deps;
  const guides = loadGuides(guidesDirectory);
  const assets = loadAssets(
    join(import.meta.dirname, "assets"),
    join(import.meta.dirname, "styles"),
    picturesOf(guidesDirectory),
  );
  const panel: Panel = {
    context,
    entrance,
    strangers,
    views: loadViews(viewsDirectory, assets),
    choices: rememberChoices(context),
    recent: rememberRecent(context),
    speak,
  };
  const router = express.Router();
  router.use("/assets", assets.router);
  router.use(express.text({ type: "application/x-www-form-urlencoded", limit: "256kb" }));

  if (entrance === "link") router.use(notForSearch);
  else router.use("/sign-up", signUpPages(panel));

  const get = (path: string, show: ShowPage) => router.get(path, behindGate(panel, `GET ${path}`, show));
  const post = (path: string, show: ShowPage) => router.post(path, behindGate(panel, `POST ${path}`, show));
  get("/", (page) => showOverview(page));
  post("/causes/mend", mendCause);
  get("/start", (page) => showStart(page));
  post("/start/check", checkAgain);
  post("/start/live", goLive);
  get("/orders", (page) => showOrders(page));
  get("/orders.csv", exportOrders);
  post("/orders/selected", actOnOrders);
  post("/orders/try-again", tryAgain);
  post("/orders/find", findOrder);
  get("/orders/:id", (page, params) => showOrder(page, params));
  post("/orders/:id/sync", syncOrder);
  post("/orders/:id/accept", acceptOrder);
  post("/orders/:id/leave-out", leaveOutOrder);
  get("/orders/:id/undo", (page, params) => showUndo(page, params));
  post("/orders/:id/undo", undoOrder);
  post("/orders/:id/keep", keepOrder);
  post("/orders/:id/note", addNote);
  get("/orders/:id/specification.csv", downloadSpecification);
  post("/connections/grants", takeGrants);
  get("/selection", (page) => showSelection(page));
  post("/selection/sync", (page) => syncSelection(page));
  get("/settings", showSettings);
  post("/settings", saveSettings);
  get("/settings.json", exportSettings);
  post("/settings/import", importSettings);
  get("/settings/vat", showVatMap);
  post("/settings/vat", saveVatMap);
  get("/settings/flow", showFlow);
  post("/settings/flow", saveFlow);
  get("/settings/payments", showPaymentMethods);
  post("/settings/payments", savePaymentMethods);
  get("/settings/rules", showRules);
  post("/settings/rules", changeRules);
  get("/settings/rules/edit", showRule);
  post("/settings/rules/edit", saveRule);
  get("/settings/history", (page) => showHistory(page));
  post("/settings/history/restore", restoreSettings);
  get("/settings/choices/:list", listChoices);
  get("/connections", (page) => showConnections(page));
  post("/connections/:id/check", checkNow);
  post("/connections/:id/pause", pause);
  post("/connections/:id/remove", remove);
  post("/addresses/renew", renewAddresses);
  get("/practice", showPracticeBooks);
  post("/practice/open", openPractice);
  post("/practice/take", takeLastOrders);
  get("/practice/documents/:number", showPracticePaper);
  get("/import", (page) => showImports(page));
  post("/import/begin", begin);
  router.use("/import/file", takesFile(context));
  post("/import/file", handIn);
  get("/import/samples/:name", downloadSample);
  get("/import/files/:id", (page, params) => showFile(page, params));
  post("/import/files/:id/begin", beginFile);
  post("/import/files/:id/drop", dropOne);
  post("/import/:id/:move", moveOne);
  get("/api-keys", (page) => showApiKeys(page));
  post("/api-keys/make", makeKey);
  post("/api-keys/:id/revoke", revokeKey);
  get("/accountants", (page) => showAccountants(page));
  post("/accountants/make", makeLink);
  post("/accountants/:id/revoke", revokeLink);
  get("/webhooks", (page) => showWebhooks(page));
  post("/webhooks/make", makeWebhook);
  get("/webhooks/:id", showWebhook);
  post("/webhooks/:id", changeWebhook);
  get("/data-requests", (page) => showDataRequests(page));
  get("/data-requests/:id/customer.txt", downloadReadable);
  get("/data-requests/:id/customer.json", downloadComplete);
  get("/reports", showReconciliation);
  post("/reports/close", closeReportedMonth);
  get("/reports/unbooked.csv", exportUnbooked);
  get("/reports/oss", showOss);
  get("/reports/oss.csv", exportOss);
  get("/reports/payouts", showPayouts);
  get("/reports/payouts/:id", showPayout);
  post("/reports/payouts/:id/sync", syncPayout);
  get("/help", (page) => showHelp(page, guides));
  get("/help/guides/:name", (page, params) => showGuide(guides, page, params["name"] ?? ""));
  if (!production) get("/help/components", showComponents);
  router.use(behindGate(panel, null, async () => refusal("not_found")));
  router.use(answerErrors(panel));
  return router;
}

/** A link that got into a search engine would be anybody's. */
const notForSearch: RequestHandler = (_request, response, next) => {
  response.setHeader("X-Robots-Tag", "noindex, nofollow, noarchive");
  next();
};

/** A mistake of ours is logged without the address, which carries tokens. */
function answerErrors({ context, entrance, views, speak }: Panel): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
    const isTheirs = status >= 400 && status < 500;
    const isAway = !isTheirs && isDatabaseAway(error);
    if (isAway) context.ports.log.warn("the database is away", { path: request.path, error: String(error) });
    else if (!isTheirs) context.ports.log.error("a page failed", { path: request.path, error });
    setSecurityHeaders(request, response, entrance === "link" ? noFrame : anyFrame);
    const reader = { ...speak(...request.acceptsLanguages()), format: null, href: null };
    if (isAway) response.setHeader("Retry-After", "5");
    response
      .status(isTheirs ? status : isAway ? 503 : 500)
      .type("html")
      .send(views.render("failure", { root: request.baseUrl, language: reader.language, isAway }, reader));
  };
}
