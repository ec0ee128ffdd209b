import { describe, expect, it } from "vitest";
import { discover } from "../../../../plugin/platforms/manifest/discovery.ts";
import { newApp, realHttp, serve } from "./ports.ts";

describe("finding a shop's metadata", () => {
  it.each([
    "/.well-known/oauth-authorization-server/eu/mugs",
    "/eu/mugs/.well-known/oauth-authorization-server",
    "/eu/mugs/.well-known/openid-configuration",
  ])("takes an issuer with a path that publishes at %s", async (path) => {
    const shop = await serve((request, response) => {
      const issuer = `http://${request.headers.host}/eu/mugs`;
      if (request.url !== path) {
        response.writeHead(404).end("<h1>not here</h1>");
        return;
      }
      const document = {
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        code_challenge_methods_supported: ["S256"],
        client_id_metadata_document_supported: true,
        app_platform: { version: "1", api_base_url: `${issuer}/api` },
      };
      response.end(JSON.stringify(document));
    });
    const { app } = await newApp();
    const result = await discover(`${shop.url}/eu/mugs`, { http: realHttp(), app });
    await shop.close();
    expect(result).toMatchObject({
      ok: true,
      value: { apiBaseUrl: `${shop.url}/eu/mugs/api`, offeredScopes: null, revocationEndpoint: null },
    });
  });
});
