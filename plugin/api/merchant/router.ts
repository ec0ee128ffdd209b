import express, { type Request, type RequestHandler, type Response, type Router } from "express";
import { hasRole } from "../../domain/role.ts";
import type { Speak } from "../../panel/words/texts.ts";
import type { Context } from "../../pipeline/context.ts";
import { isApiKey } from "../../pipeline/setup/api-keys.ts";
import { queryOf } from "../install.ts";
import { bearerToken, retryHeaders, type SignedIn, signIn, signInByKey, type Visitor } from "../session.ts";
import type { StrangerLimit } from "../stranger-limit.ts";
import { textsOf } from "../texts-of.ts";
import { answerErrors } from "./answer-errors.ts";
import { type Endpoint, noBody, roleFor } from "./endpoint.ts";
import { endpoints } from "./endpoints.ts";
import { openApiDocument } from "./openapi.ts";
import { ApiProblem } from "./problem.ts";
import { spoken } from "./spoken.ts";

const LARGEST_BODY = "256kb";
const JSON_TYPES = ["application/json", "application/merge-patch+json"];

export interface MerchantApiDeps {
  readonly context: Context;
  readonly strangers: StrangerLimit;
  readonly speak: Speak;
}

/** The merchant API, to be mounted at `/api/v1`: each call proves itself by a session token or a key. */
export function merchantApi(deps: MerchantApiDeps): Router {
  const { context } = deps;
  const router = express.Router();
  const document = openApiDocument(endpoints, context.publicUrl);
  router.get("/openapi.json", (_request, response) => {
    response.set({ "Cache-Control": "max-age=300", "Access-Control-Allow-Origin": "*" }).json(document);
  });
  router.use((_request, response, next) => {
    response.set("Cache-Control", "no-store").vary("Accept-Language");
    next();
  });
  for (const [path, calls] of Map.groupBy(endpoints, (endpoint) => endpoint.path)) {
    const route = router.route(path.replace(/\{(\w+)\}/g, ":$1"));
    for (const endpoint of calls) route[endpoint.method](answer(deps, endpoint));
    route.all(refuseMethod(calls));
  }
  router.use(() => {
    throw new ApiProblem("NOT_FOUND");
  });
  router.use(answerErrors(context.ports.log));
  return router;
}

function answer({ context, strangers, speak }: MerchantApiDeps, endpoint: Endpoint): RequestHandler {
  return async (request, response) => {
    const signedIn = await authenticate(context, strangers, request);
    refuseUnlessAllowed(endpoint, signedIn.session);
    const answered = await endpoint.run({
      context,
      ...signedIn,
      params: textsOf(request.params),
      query: queryOf(request),
      body: endpoint.body === noBody ? undefined : await readBody(endpoint, request, response),
    });
    response.status(endpoint.status);
    if (answered === undefined) response.end();
    else if (endpoint.answerType === undefined) {
      const { language, say } = speak(...request.acceptsLanguages());
      // English is as it was written, with days and amounts as programs write them.
      response.json(language === "en" ? answered : spoken(answered, say));
    } else response.attachment(fileName(endpoint)).type(endpoint.answerType).send(answered);
  };
}

/** `/reports/oss.csv` is saved as `oss.csv`. */
const fileName = ({ path }: Endpoint): string => path.slice(path.lastIndexOf("/") + 1);

/** Nothing of the body is read and nothing is told before the token is proven. */
async function authenticate(context: Context, strangers: StrangerLimit, request: Request): Promise<SignedIn> {
  const token = bearerToken(request.headers.authorization);
  if (token !== null) {
    const signedIn = await (isApiKey(token) ? signInByKey : signIn)(context, token);
    if (signedIn !== null) return signedIn;
  }
  const wait = strangers.count(request);
  if (wait !== null) throw new ApiProblem("TOO_MANY_REQUESTS", {}, { "Retry-After": String(wait) });
  throw new ApiProblem("UNAUTHORIZED", {}, { "WWW-Authenticate": "Bearer", ...retryHeaders(context, token) });
}

function refuseUnlessAllowed(endpoint: Endpoint, { by, role }: Visitor): void {
  if (endpoint.needsSession === true && by !== "session") {
    throw new ApiProblem("FORBIDDEN", { detail: "A key cannot do this; an administrator has to sign in." });
  }
  if (hasRole(role, roleFor(endpoint))) return;
  const isReader = by === "key" && role === "viewer" && !endpoint.needsAdmin;
  throw new ApiProblem("FORBIDDEN", isReader ? { detail: "This key may only read." } : {});
}

// Not strict: a body that is JSON but no object is told by its schema, with a path.
const parserFor = (limit: string): RequestHandler => express.json({ type: JSON_TYPES, limit, strict: false });
const parsers = new Map<string, RequestHandler>();

async function readBody(endpoint: Endpoint, request: Request, response: Response): Promise<unknown> {
  if (request.is(JSON_TYPES) === false) throw new ApiProblem("UNSUPPORTED_MEDIA_TYPE");
  const { largestBody = LARGEST_BODY } = endpoint;
  const parseJson = parsers.get(largestBody) ?? parserFor(largestBody);
  parsers.set(largestBody, parseJson);
  return await new Promise((resolve, reject) => {
    parseJson(request, response, (error?: unknown) => {
      if (error === undefined) resolve(request.body);
      else reject(error);
    });
  });
}

function refuseMethod(calls: readonly Endpoint[]): RequestHandler {
  const methods = calls.map(({ method }) => method.toUpperCase());
  const allow = methods.includes("GET") ? [...methods, "HEAD"] : methods;
  return () => {
    throw new ApiProblem("METHOD_NOT_ALLOWED", {}, { Allow: allow.join(", ") });
  };
}
