import express from "express";
import type { Keyring } from "./keyring.ts";
import { PLATFORM_SCOPES } from "./manifest-reader.ts";

/** RFC 8414 metadata with the contract's `app_platform`, and the keys of session tokens. */
export function discoveryRoutes(shopUrl: () => string, keyring: Keyring): express.Router {
  const router = express.Router();

  router.get("/.well-known/oauth-authorization-server", (_request, response) => {
    const url = shopUrl();
    response.json({
      issuer: url,
      authorization_endpoint: `${url}/oauth/authorize`,
      token_endpoint: `${url}/oauth/token`,
      revocation_endpoint: `${url}/oauth/revoke`,
      jwks_uri: `${url}/.well-known/jwks.json`,
      scopes_supported: PLATFORM_SCOPES,
      response_types_supported: ["code"],
      grant_types_supported: ["authorization_code", "refresh_token"],
      code_challenge_methods_supported: ["S256"],
      token_endpoint_auth_methods_supported: ["private_key_jwt"],
      token_endpoint_auth_signing_alg_values_supported: ["ES256", "EdDSA", "RS256"],
      authorization_response_iss_parameter_supported: true,
      client_id_metadata_document_supported: true,
      app_platform: {
        version: "1",
        api_base_url: `${url}/api`,
        webhook_signature: ["v1"],
        scopes: PLATFORM_SCOPES,
      },
    });
  });

  router.get("/.well-known/jwks.json", async (_request, response) => {
    response.set("cache-control", "max-age=300").json(await keyring.publicKeys());
  });

  return router;
}
