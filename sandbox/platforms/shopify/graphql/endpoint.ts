import express from "express";
import { z } from "zod";
import type { ShopFaults } from "../faults.ts";
import { strikes } from "../faults.ts";
import type { TokenDesk } from "../oauth/tokens.ts";
import type { Bucket } from "./bucket.ts";
import { actualCost, LARGEST_COST, requestedCost } from "./cost.ts";
import type { Ready, Roots } from "./execute.ts";
import { prepare, run } from "./execute.ts";
import { API_VERSION, adminSchema } from "./schema.ts";
import type { SearchWarning } from "./search.ts";

export interface ApiCall {
  method: string;
  path: string;
  /** The operation's name, or the grant type at the token endpoint. */
  query: string;
  status: number;
  /** Points charged. */
  cost?: number;
  at: string;
}

interface EndpointParts {
  faults: ShopFaults;
  tokens: TokenDesk;
  bucket: Bucket;
  roots: (warn: (warning: SearchWarning) => void) => Roots;
  log: (call: Omit<ApiCall, "at">) => void;
}

const askedSchema = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** `POST /admin/api/<version>/graphql.json`. */
export function graphqlRoutes({ faults, tokens, bucket, roots, log }: EndpointParts): express.Router {
  const router = express.Router();

  router.post(
    "/admin/api/:version/graphql.json",
    express.json({ limit: "5mb" }),
    async (request, response) => {
      const call = { method: "POST", path: request.path, query: "", cost: 0 };
      response.on("close", () => log({ ...call, status: response.statusCode }));
      const version = String(request.params["version"]);
      if (!/^(\d{4}-\d{2}|unstable)$/.test(version))
        return void response.status(404).json({ errors: "Not Found" });
      // Shopify serves another version than the one asked for when that has gone; only the header tells.
      response.set("x-shopify-api-version", API_VERSION);
      if (faults.apiSlowMs > 0) await new Promise((resolve) => setTimeout(resolve, faults.apiSlowMs));
      if (answerFault(faults, response)) return;
      if (!mayCall(request, response)) return;

      const asked = askedSchema.safeParse(request.body);
      if (!asked.success)
        return void response.status(400).json({ errors: { query: "Required parameter missing or invalid" } });
      const variables = asked.data.variables ?? {};
      const ready = prepare({
        query: asked.data.query,
        variables,
        operationName: asked.data.operationName ?? undefined,
      });
      if ("errors" in ready) return void response.json({ errors: ready.errors });
      call.query = ready.operation.name?.value ?? "";

      const query = { schema: adminSchema().schema, ...ready, variables };
      const requested = requestedCost(query);
      if (requested > LARGEST_COST) return void response.json(tooDear(requested));
      const cost = { requestedQueryCost: requested, actualQueryCost: null, throttleStatus: bucket.status() };
      if (strikes(faults, "apiThrottled") || !bucket.holds(requested)) {
        return void response.json({
          errors: [{ message: "Throttled", extensions: { code: "THROTTLED", documentation: LIMITS_PAGE } }],
          extensions: { cost },
        });
      }
      const warnings: SearchWarning[] = [];
      const result = await run(
        ready,
        variables,
        roots((warning) => warnings.push(warning)),
      );
      if (breaksInsteadOfAnswering(ready)) {
        response.socket?.destroy();
        return;
      }
      call.cost = actualCost(query, result.data);
      bucket.charge(call.cost);
      response.json({
        data: result.data,
        ...(result.errors === undefined ? {} : { errors: result.errors }),
        extensions: {
          cost: { ...cost, actualQueryCost: call.cost, throttleStatus: bucket.status() },
          ...(warnings.length === 0 ? {} : { search: warnings.map(searchNote) }),
        },
      });
    },
  );

  function mayCall(request: express.Request, response: express.Response): boolean {
    if (faults.tokenExpired) {
      tokens.expireAccessTokens();
      faults.tokenExpired = false;
    }
    const grant = tokens.behind(request.get("x-shopify-access-token") ?? "");
    if (grant === undefined) {
      response.status(401).json({
        errors: "[API] Invalid API key or access token (unrecognized login or wrong password)",
      });
      return false;
    }
    if (grant.expiresAt !== null) return true;
    response.status(403).json({
      errors: "[API] Non-expiring access tokens are no longer accepted for the Admin API.",
    });
    return false;
  }

  /** The mutation is done and the caller will never know: the worst a network can do. */
  function breaksInsteadOfAnswering({ operation }: Ready): boolean {
    return operation.operation === "mutation" && strikes(faults, "apiDropAfterWrite");
  }

  return router;
}

function searchNote({ query, ...warning }: SearchWarning) {
  return { query, warnings: [warning] };
}

const LIMITS_PAGE = "https://shopify.dev/api/usage/rate-limits";

function tooDear(cost: number) {
  return {
    errors: [
      {
        message: `Query cost is ${cost}, which exceeds the single query max cost limit (${LARGEST_COST}).`,
        extensions: { code: "MAX_COST_EXCEEDED", cost, maxCost: LARGEST_COST, documentation: LIMITS_PAGE },
      },
    ],
  };
}

/** Answers in place of the API when the shop or the network is not well. */
function answerFault(faults: ShopFaults, response: express.Response): boolean {
  if (faults.shopFrozen) {
    response.status(402).json({ errors: "Unavailable Shop" });
  } else if (faults.shopLocked) {
    response.status(423).json({ errors: "Locked" });
  } else if (strikes(faults, "apiDown")) {
    response.status(503).json({ errors: "Service Unavailable" });
  } else if (strikes(faults, "api429")) {
    response
      .status(429)
      .set("retry-after", "2.0")
      .json({ errors: "Exceeded 2 calls per second for api client." });
  } else if (strikes(faults, "apiHtml")) {
    response
      .status(502)
      .type("html")
      .send("<!doctype html><title>Bad gateway</title><h1>502 Bad gateway</h1>");
  } else if (strikes(faults, "apiInternalError")) {
    response.json({
      errors: [
        {
          message: "Internal error. Looks like something went wrong on our end.",
          extensions: { code: "INTERNAL_SERVER_ERROR", requestId: "00000000-0000-0000-0000-000000000000" },
        },
      ],
    });
  } else {
    return false;
  }
  return true;
}
