import express from "express";
import { z } from "zod";
import type { ShopClock } from "../clock.ts";
import type { ShopFaults } from "../faults.ts";
import { strikes } from "../faults.ts";
import type { Store } from "../store.ts";
import type { ClientSecrets } from "./secrets.ts";
import { isGoodSessionToken, STAFF } from "./session-token.ts";
import type { Grant, TokenDesk } from "./tokens.ts";

interface EndpointParts {
  store: Store;
  clock: ShopClock;
  faults: ShopFaults;
  tokens: TokenDesk;
  secrets: ClientSecrets;
  clientId: string;
  shop: string;
  log: (call: { method: string; path: string; query: string; status: number }) => void;
}

const clientSchema = z.object({ client_id: z.string(), client_secret: z.string(), grant_type: z.string() });

const exchangeSchema = z.object({
  subject_token: z.string(),
  subject_token_type: z.enum([
    "urn:ietf:params:oauth:token-type:id_token",
    "urn:shopify:params:oauth:token-type:session-token",
  ]),
  requested_token_type: z.enum([
    "urn:shopify:params:oauth:token-type:offline-access-token",
    "urn:shopify:params:oauth:token-type:online-access-token",
  ]),
  expiring: z.union([z.enum(["0", "1"]), z.literal(0), z.literal(1), z.boolean()]).default("0"),
});

const refreshSchema = z.object({ refresh_token: z.string() });

/** `POST /admin/oauth/access_token`: token exchange and refresh. */
export function tokenRoutes(parts: EndpointParts): express.Router {
  const { faults, tokens, secrets, clientId, store, log } = parts;
  const router = express.Router();
  router.post(
    "/admin/oauth/access_token",
    express.json(),
    express.urlencoded({ extended: false }),
    (request, response) => {
      const grantType: unknown = request.body?.grant_type;
      response.on("close", () =>
        log({
          method: "POST",
          path: request.path,
          query: typeof grantType === "string" ? grantType : "",
          status: response.statusCode,
        }),
      );
      if (strikes(faults, "tokenEndpointHtml")) {
        response.status(502).type("html").send("<!doctype html><title>Bad gateway</title><h1>502</h1>");
        return;
      }
      const outcome = outcomeOf(request.body);
      if (typeof outcome === "string") refuse(response, outcome);
      else answer(response, outcome);
    },
  );

  /** The tokens asked for, or the word of the refusal. */
  function outcomeOf(body: unknown): Grant | string {
    const client = clientSchema.safeParse(body);
    if (!client.success) return "invalid_request";
    const { client_id, client_secret, grant_type } = client.data;
    const isClient = client_id === clientId && secrets.valid().includes(client_secret);
    if (!isClient || store.state.installation === null) return "invalid_client";
    if (grant_type === "refresh_token") return refresh(body);
    if (grant_type === "urn:ietf:params:oauth:grant-type:token-exchange") return exchange(body);
    return "unsupported_grant_type";
  }

  function exchange(body: unknown): Grant | string {
    const asked = exchangeSchema.safeParse(body);
    if (!asked.success) return "invalid_request";
    const isGood = isGoodSessionToken(asked.data.subject_token, {
      shop: parts.shop,
      clientId,
      secrets: secrets.valid(),
      now: parts.clock.now(),
    });
    if (!isGood) return "invalid_subject_token";
    const isOnline = asked.data.requested_token_type.endsWith("online-access-token");
    const expiring = ["1", 1, true].includes(asked.data.expiring);
    return tokens.issue({ isOnline, expiring, from: null });
  }

  function refresh(body: unknown): Grant | string {
    const asked = refreshSchema.safeParse(body);
    if (!asked.success) return "invalid_request";
    const grant = faults.refreshInvalidGrant ? undefined : tokens.refresh(asked.data.refresh_token);
    return grant ?? "invalid_grant";
  }

  function answer(response: express.Response, grant: Grant): void {
    if (strikes(faults, "tokenDropAfterIssue")) {
      response.socket?.destroy();
      return;
    }
    response.set("cache-control", "no-store").json(written(grant, parts.clock.now().getTime()));
  }

  return router;
}

function refuse(response: express.Response, error: string): void {
  response.status(400).json({ error, error_description: SENTENCES[error] ?? error });
}

const SENTENCES: Readonly<Record<string, string>> = {
  invalid_client: "The client is unknown, its secret is wrong, or the app is not installed in this shop.",
  invalid_subject_token: "The session token is not valid for this shop and app.",
  invalid_grant: "The refresh token is unknown, expired or was replaced.",
};

function written(grant: Grant, now: number): Record<string, unknown> {
  const scope = grant.scopes.join(",");
  const seconds = (until: number) => Math.round((until - now) / 1000);
  if (grant.isOnline) {
    return {
      access_token: grant.accessToken,
      scope,
      expires_in: seconds(grant.expiresAt ?? now),
      associated_user_scope: scope,
      associated_user: {
        id: Number(STAFF.id),
        first_name: STAFF.firstName,
        last_name: STAFF.lastName,
        email: STAFF.email,
        email_verified: true,
        account_owner: true,
        locale: STAFF.locale,
        collaborator: false,
      },
    };
  }
  return {
    access_token: grant.accessToken,
    scope,
    ...(grant.expiresAt === null ? {} : { expires_in: seconds(grant.expiresAt) }),
    ...(grant.refreshToken === null
      ? {}
      : {
          refresh_token: grant.refreshToken,
          refresh_token_expires_in: seconds(grant.refreshExpiresAt),
        }),
  };
}
