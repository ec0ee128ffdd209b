import express from "express";
import { refundDraft } from "./drafts.ts";
import type { SiteFaults } from "./faults.ts";
import { strikes } from "./faults.ts";
import { filtered, readFilter, searched } from "./filter.ts";
import type { Module } from "./records.ts";
import { invalid, parsed, Refusal } from "./refusal.ts";
import { flatRow, isModule, linkedRows, nestedMembers, relatedRow, relationsOf } from "./rows.ts";
import { paginated, wrapped } from "./shapes/envelope.ts";
import { loosened } from "./shapes/loose.ts";
import { transactionMembers } from "./shapes/transaction.ts";
import type { Store } from "./store.ts";
import type { TokenDesk } from "./tokens.ts";
import type { Trade } from "./trade.ts";

export interface ApiCall {
  method: string;
  path: string;
  query: string;
  status: number;
}

/** A successful answer, as it is before faults make it loose. */
export interface ApiAnswer {
  method: string;
  path: string;
  status: number;
  body: Record<string, unknown>;
}

interface ApiParts {
  store: Store;
  faults: SiteFaults;
  tokens: TokenDesk;
  trade: Trade;
  siteUrl: () => string;
  log: (call: ApiCall) => void;
  watch: (answer: ApiAnswer) => void;
}

/** What a page holds; `per_page` is ignored, as observed. */
const PAGE_SIZE = 200;
const LOGIN_PAGE = "<!doctype html><title>Login</title><form><input name=email></form>";

/** The REST API under `/api/v1`, as far as a reader of invoices and money meets it. */
export function apiRoutes({ store, faults, tokens, trade, siteUrl, log, watch }: ApiParts): express.Router {
  const router = express.Router();

  router.use((request, response, next) => {
    const { method, path } = request;
    const query = decodeURIComponent(request.originalUrl.split("?")[1] ?? "");
    response.on("close", () => log({ method, path, query, status: response.statusCode }));
    next();
  });
  router.use(async (_request, response, next) => {
    if (faults.apiSlowMs > 0) await new Promise((resolve) => setTimeout(resolve, faults.apiSlowMs));
    if (strikes(faults, "apiDown")) {
      response.status(500).json({ message: "Server Error" });
      return;
    }
    if (!strikes(faults, "api429")) return next();
    response.set("retry-after", "1").status(429).json({ message: "Too Many Attempts." });
  });
  router.use((request, response, next) => {
    if (faults.tokensWithdrawn) tokens.withdrawAll();
    faults.tokensWithdrawn = false;
    if (tokens.isGood(request.headers.authorization)) return next();
    if (faults.loginPage === null) throw new Refusal(401, "Unauthenticated.");
    if (faults.loginPage === 302) response.set("location", `${siteUrl()}/login`);
    response.status(faults.loginPage).type("html").send(LOGIN_PAGE);
  });
  router.use(express.json(), express.urlencoded({ extended: true }));

  const answer = (response: express.Response, status: number, body: Record<string, unknown>): void => {
    watch({ method: response.req.method, path: response.req.path, status, body });
    response.status(status).json(faults.loose === null ? body : loosened(body, faults.loose));
  };
  const addressOf = (request: express.Request): string => `${siteUrl()}/api/v1${request.path}`;

  router.post("/refund/:id", (request, response) => {
    const draft = parsed(refundDraft, { status: "Processing", ...refundOf(bodyOf(request)) });
    const refund = trade.refund(textIn(request, "id"), draft);
    answer(response, 201, {
      ...transactionMembers(refund),
      date: refund.date,
      reference: refund.reference ?? "",
      // The vendor's own sample says 0 here: who wants to know has to read it again.
      amount: 0,
      number: null,
      payment_type_id: null,
      payment_method_id: null,
      accounting_account_code: "",
    });
  });
  router.get("/:module", module, (request, response) => {
    const rows = rowsOf(store, moduleIn(request), flatRow);
    answer(response, 200, paginated(rows, pageIn(request), PAGE_SIZE, addressOf(request)));
  });
  router.get("/:module/with-relations", module, (request, response) => {
    const rows = rowsOf(store, moduleIn(request), relatedRow);
    answer(response, 200, paginated(rows, pageIn(request), PAGE_SIZE, addressOf(request)));
  });
  router.get("/:module/search", module, (request, response) => {
    const rows = rowsOf(store, moduleIn(request), flatRow);
    answer(response, 200, { data: searched(rows, request.query) });
  });
  router.post("/:module/filter", module, (request, response) => {
    const asked = request.query["filter"] ?? bodyOf(request)["filter"];
    const rows = rowsOf(store, moduleIn(request), relatedRow);
    answer(response, 201, { data: filtered(rows, readFilter(asked)) });
  });
  router.get("/:module/:id", module, (request, response) => {
    const name = moduleIn(request);
    const record = store.find(name, textIn(request, "id"));
    if (record === undefined) return missing(faults, response);
    const attributes = { ...flatRow(name, record), ...nestedMembers(store, name, record.id, faults) };
    answer(response, 200, wrapped(name, attributes, relationsOf(name, record), siteUrl()));
  });
  router.get("/:module/:id/link/:related", module, (request, response) => {
    const [name, id, related] = [moduleIn(request), textIn(request, "id"), textIn(request, "related")];
    if (store.find(name, id) === undefined) return missing(faults, response);
    const rows = linkedRows(store, name, id, related, faults);
    if (rows === undefined) throw new Refusal(404, `The relation ${related} does not exist.`);
    answer(response, 200, { data: rows });
  });

  router.use((request) => {
    throw new Refusal(404, `The route api/v1${request.path} could not be found.`);
  });
  router.use(answerRefusal);
  return router;
}

/** Laravel's form of an error; other errors stay errors. */
export function answerRefusal(
  error: unknown,
  _request: express.Request,
  response: express.Response,
  next: express.NextFunction,
): void {
  if (!(error instanceof Refusal)) {
    next(error);
    return;
  }
  const { status, message, errors } = error;
  response.status(status).json(errors === null ? { message } : { message, errors });
}

/** Leaves addresses of other modules to the 404 at the end. */
const module: express.RequestHandler = (request, _response, next) => {
  next(isModule(request.params["module"]) ? undefined : "route");
};

function moduleIn(request: express.Request): Module {
  const name = request.params["module"];
  if (!isModule(name)) throw new Refusal(404, "The route could not be found.");
  return name;
}

function rowsOf(
  store: Store,
  name: Module,
  row: typeof flatRow | typeof relatedRow,
): Record<string, unknown>[] {
  return store.all(name).map((record) => row(name, record));
}

/** A missing record has been seen answered in three ways. */
function missing(faults: SiteFaults, response: express.Response): void {
  if (faults.missingRecord === "200") response.json({ data: { type: null, attributes: [] } });
  else response.status(Number(faults.missingRecord)).json({ message: "Record not found." });
}

/** A refund names its invoice as `invoices[<uuid>]`, in JSON as in a form. */
function refundOf(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { amount, refund_type: type } = body;
  if (typeof amount !== "string" && typeof amount !== "number")
    throw invalid("amount", "The amount field is required.");
  if (type !== "electronic" && type !== "external") {
    throw invalid("refund_type", "The selected refund type is invalid.");
  }
  const nested = typeof body["invoices"] === "object" && body["invoices"] !== null ? body["invoices"] : {};
  const named = Object.keys(body).flatMap((name) => /^invoices\[(.+)\]$/.exec(name)?.[1] ?? []);
  const [invoice] = [...named, ...Object.keys(nested)];
  return { amount: String(amount), ...(invoice === undefined ? {} : { invoice }) };
}

function bodyOf(request: express.Request): Readonly<Record<string, unknown>> {
  const body: unknown = request.body;
  return typeof body === "object" && body !== null ? Object.fromEntries(Object.entries(body)) : {};
}

function pageIn(request: express.Request): number {
  const page = request.query["page"];
  return typeof page === "string" && /^[1-9]\d{0,6}$/.test(page) ? Number(page) : 1;
}

function textIn(request: express.Request, name: string): string {
  const value = request.params[name];
  return typeof value === "string" ? value : "";
}
