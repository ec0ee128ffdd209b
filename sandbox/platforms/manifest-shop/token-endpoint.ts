import express from "express";
import { z } from "zod";
import { ASSERTION_TYPE, ClientNotProven, proveClient } from "./client-assertion.ts";
import type { ShopClock } from "./clock.ts";
import type { ShopFaults } from "./faults.ts";
import type { Installation } from "./installation.ts";
import type { AppManifest } from "./manifest-reader.ts";
import type { Store } from "./store.ts";
import type { TokenDesk, Tokens } from "./tokens.ts";

interface EndpointParts {
  store: Store;
  clock: ShopClock;
  faults: ShopFaults;
  tokens: TokenDesk;
  installation: Installation;
  shopUrl: () => string;
}

const clientSchema = z.object({
  client_assertion_type: z.literal(ASSERTION_TYPE),
  client_assertion: z.string().min(1),
  client_id: z.string().optional(),
});

const codeSchema = z.object({
  code: z.string(),
  redirect_uri: z.string(),
  code_verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/),
  resource: z.string().optional(),
});

/** OAuth errors, RFC 6749 section 5.2. */
class TokenError extends Error {
  readonly error: string;

  constructor(error: string, description: string) {
    super(description);
    this.error = error;
  }
}

/** `POST /oauth/token` and `POST /oauth/revoke`. */
export function tokenRoutes(parts: EndpointParts): express.Router {
  const router = express.Router();
  router.use(express.urlencoded({ extended: false, limit: "64kb" }));

  router.post("/token", async (request, response) => {
    response.set("cache-control", "no-store");
    const client = await authenticate(request.body, parts);
    response.json(answerFor(client, request.body, parts));
  });

  router.post("/revoke", async (request, response) => {
    const client = await authenticate(request.body, parts);
    const form = z.object({ token: z.string() }).safeParse(request.body);
    if (!form.success) throw new TokenError("invalid_request", "token is missing.");
    parts.tokens.revokeToken(form.data.token, client.client_id);
    response.status(200).end();
  });

  router.use(answerError);
  return router;
}

async function authenticate(body: unknown, { store, clock, shopUrl }: EndpointParts): Promise<AppManifest> {
  const form = clientSchema.safeParse(body ?? {});
  if (!form.success) throw new ClientNotProven("This platform asks for private_key_jwt.");
  const audiences = [shopUrl(), `${shopUrl()}/oauth/token`];
  const client = await proveClient(form.data.client_assertion, { store, clock, audiences });
  if (form.data.client_id !== undefined && form.data.client_id !== client.client_id) {
    throw new ClientNotProven("client_id is not the client of the assertion.");
  }
  return client;
}

function answerFor(client: AppManifest, body: unknown, parts: EndpointParts): object {
  const { grant_type: type } = z.object({ grant_type: z.string().optional() }).parse(body);
  if (type === "authorization_code") return redeem(client, body, parts);
  if (type === "refresh_token") return refresh(client, body, parts);
  throw new TokenError("unsupported_grant_type", "Known: authorization_code, refresh_token.");
}

function redeem(client: AppManifest, body: unknown, parts: EndpointParts): object {
  const form = codeSchema.safeParse(body);
  if (!form.success) {
    throw new TokenError("invalid_request", "code, redirect_uri and code_verifier are needed.");
  }
  const redeemed = parts.tokens.redeemCode(form.data.code, { ...form.data, client_id: client.client_id });
  if (redeemed === undefined) {
    throw new TokenError("invalid_grant", "The code is unknown, used, expired, or not for this request.");
  }
  parts.installation.complete(client, redeemed.grant.scopes);
  return tokenAnswer(redeemed.tokens, parts);
}

function refresh(client: AppManifest, body: unknown, parts: EndpointParts): object {
  const form = z.object({ refresh_token: z.string() }).safeParse(body);
  if (!form.success) throw new TokenError("invalid_request", "refresh_token is needed.");
  const { faults, store, tokens } = parts;
  const renewed = faults.refreshInvalidGrant
    ? undefined
    : tokens.refresh(form.data.refresh_token, client.client_id, faults.narrowScopes);
  if (renewed === undefined) throw new TokenError("invalid_grant", "The refresh token is not good any more.");
  if (store.state.app !== null) store.state.app.scopes = renewed.scope.split(" ");
  return tokenAnswer(renewed, parts);
}

/** RFC 6749 section 5.1, with the members the manifest contract adds. */
function tokenAnswer(tokens: Tokens, { store, shopUrl }: EndpointParts): object {
  const { id, name, country, currency, timezone } = store.state.tenant;
  return {
    ...tokens,
    token_type: "Bearer",
    tenant: { id, name, url: shopUrl(), country, currency, timezone },
    api_base_url: `${shopUrl()}/api`,
    webhook_secret: store.state.app?.webhook_secret,
  };
}

function answerError(
  error: unknown,
  _request: express.Request,
  response: express.Response,
  next: express.NextFunction,
): void {
  if (error instanceof ClientNotProven) {
    response.status(401).json({ error: "invalid_client", error_description: error.message });
  } else if (error instanceof TokenError) {
    response.status(400).json({ error: error.error, error_description: error.message });
  } else next(error);
}
