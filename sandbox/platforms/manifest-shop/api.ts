import express from "express";
import { z } from "zod";
import type { ShopFaults } from "./faults.ts";
import { strikes } from "./faults.ts";
import { decimal } from "./order.ts";
import { pageOf } from "./paging.ts";
import { notFound, parsed, Refusal } from "./refusal.ts";
import type { Store } from "./store.ts";
import type { TokenDesk } from "./tokens.ts";
import type { Trade } from "./trade.ts";

export interface ApiCall {
  method: string;
  path: string;
  query: string;
  status: number;
  at: string;
}

interface ApiParts {
  store: Store;
  faults: ShopFaults;
  tokens: TokenDesk;
  trade: Trade;
  log: (call: Omit<ApiCall, "at">) => void;
}

const accountingSchema = z.object({
  accounting: z.object({
    state: z.string().min(1),
    text: z.string().nullable().default(null),
    url: z
      .url({ protocol: /^https?$/ })
      .nullable()
      .default(null),
  }),
});

const levelsSchema = z.object({
  levels: z.array(
    z.object({
      sku: z.string(),
      available: z.union([z.int().transform(String), decimal]),
      location_id: z.string().optional(),
    }),
  ),
});

const captureSchema = z.object({ amount: decimal, currency: z.string() });

/** The resource API, section 2 of the contract. */
export function apiRoutes({ store, faults, tokens, trade, log }: ApiParts): express.Router {
  const { state } = store;
  const router = express.Router();

  router.use((request, response, next) => {
    const { method, path } = request;
    const query = request.originalUrl.split("?")[1] ?? "";
    response.on("close", () => log({ method, path, query, status: response.statusCode }));
    next();
  });
  router.use(async (_request, response, next) => {
    if (faults.apiSlowMs > 0) await new Promise((resolve) => setTimeout(resolve, faults.apiSlowMs));
    if (strikes(faults, "apiDown")) return fail(response, 503, "unavailable", "The shop is down.");
    if (!strikes(faults, "api429")) return next();
    response.set("retry-after", "1");
    fail(response, 429, "too_many_requests", "Too many calls.");
  });
  router.use((request, response, next) => {
    if (faults.tokenExpired) {
      tokens.expireAccessTokens();
      faults.tokenExpired = false;
    }
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
    const scopes = token === undefined ? undefined : tokens.scopesBehind(token);
    if (scopes === undefined) {
      response.set("www-authenticate", 'Bearer error="invalid_token"');
      throw new Refusal(401, "invalid_token", "The access token is unknown, expired or withdrawn.");
    }
    response.locals["scopes"] = scopes;
    next();
  });
  router.use(express.json({ limit: "1mb" }));
  router.use((request, response, next) => {
    const isWrite = request.method !== "GET";
    if (isWrite && strikes(faults, "apiDropAfterWrite")) breakInsteadOfAnswering(response);
    next();
  });

  router.get("/orders", needs("orders:read"), (request, response) => {
    const orders = Array.from(state.orders.values(), (record) => record.order);
    response.json(pageOf(orders, request.query));
  });
  router.get("/orders/:id", needs("orders:read"), (request, response) => {
    response.json(trade.recordOf(idIn(request)).order);
  });
  router.patch("/orders/:id", needs("orders:write"), (request, response) => {
    const { accounting } = parsed(accountingSchema, request.body);
    trade.noteAccounting(idIn(request), accounting);
    response.status(204).end();
  });
  router.post("/orders/:id/capture", needs("payments:write"), (request, response) => {
    const { amount, currency } = parsed(captureSchema, request.body);
    response.status(201).json(trade.capture(idIn(request), amount, currency));
  });
  router.get("/customers/:id", needs("customers:read"), (request, response) => {
    const id = idIn(request);
    const customer = state.customers.get(id);
    if (customer === undefined) throw notFound("customer", id);
    response.json(customer);
  });
  router.get("/products", needs("products:read"), (request, response) => {
    response.json(pageOf(state.products.values(), request.query));
  });
  router.patch("/stock", needs("stock:write"), (request, response) => {
    response.json(trade.setStock(parsed(levelsSchema, request.body).levels));
  });
  router.get("/payouts", needs("payouts:read"), (request, response) => {
    response.json(pageOf(state.payouts.values(), request.query));
  });

  router.use((request) => {
    throw notFound("resource", `${request.method} ${request.path}`);
  });
  router.use(answerRefusal);
  return router;
}

/** The JSON error of the contract for anything refused; other errors stay errors. */
export function answerRefusal(
  error: unknown,
  _request: express.Request,
  response: express.Response,
  next: express.NextFunction,
): void {
  if (error instanceof Refusal) fail(response, error.status, error.code, error.message);
  else if (isUnreadableBody(error)) fail(response, 422, "invalid", "The body is not JSON.");
  else next(error);
}

export function idIn(request: express.Request): string {
  const id = request.params["id"];
  return typeof id === "string" ? id : "";
}

function needs(scope: string): express.RequestHandler {
  return (_request, response, next) => {
    const granted: unknown = response.locals["scopes"];
    if (!Array.isArray(granted) || !granted.includes(scope)) {
      throw new Refusal(403, "insufficient_scope", `This needs the scope ${scope}.`);
    }
    next();
  };
}

function isUnreadableBody(error: unknown): boolean {
  return error instanceof Error && "type" in error && error.type === "entity.parse.failed";
}

function fail(response: express.Response, status: number, code: string, message: string): void {
  response.status(status).json({ error: { code, message } });
}

/** The write is done and the caller will never know: the worst a network can do. */
function breakInsteadOfAnswering(response: express.Response): void {
  const cut = () => {
    response.socket?.destroy();
    return response;
  };
  response.json = cut;
  response.end = cut;
}
