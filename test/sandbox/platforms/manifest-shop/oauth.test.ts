import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openConnectedShop, openShop } from "./open-shop.ts";
import type { SmallApp } from "./small-app.ts";
import { authorize, authorizeUrl, handshake, pkce, requestToken } from "./small-app.ts";

/** A code the merchant's consent in the admin leads to. */
async function codeFor(app: SmallApp, issuer: string, challenge: string): Promise<string> {
  return new URL(await authorize(app, issuer, challenge)).searchParams.get("code") ?? "";
}

function codeForm(app: SmallApp, code: string, verifier: string): Record<string, string> {
  return {
    grant_type: "authorization_code",
    code,
    redirect_uri: `${app.url}/oauth/callback`,
    code_verifier: verifier,
  };
}

async function errorOf(response: Response): Promise<[number, unknown]> {
  const body = z.object({ error: z.string() }).parse(await response.json());
  return [response.status, body.error];
}

const renewalSchema = z.object({ access_token: z.string(), refresh_token: z.string() });
const GOOD_CHALLENGE = "a".repeat(43);

describe("installing an app", () => {
  it("is announced by metadata that names the issuer, PKCE and client id documents", async () => {
    const { shop } = await openShop();
    const metadata: unknown = await (
      await fetch(`${shop.url}/.well-known/oauth-authorization-server`)
    ).json();
    expect(metadata).toMatchObject({
      issuer: shop.url,
      code_challenge_methods_supported: ["S256"],
      client_id_metadata_document_supported: true,
      app_platform: { version: "1", api_base_url: `${shop.url}/api`, webhook_signature: ["v1"] },
    });
  });

  it("begins at the app's own address with issuer and target", async () => {
    const { shop, app } = await openShop();
    const visit = new URL(await shop.install(app.manifestUrl));
    expect(visit.origin + visit.pathname).toBe(`${app.url}/oauth/install`);
    expect(Object.fromEntries(visit.searchParams)).toEqual({
      iss: shop.url,
      target_link_uri: `${shop.url}/admin/apps/accounting`,
    });
  });

  it("ends with tokens, the tenant, the API's address and a webhook secret", async () => {
    const { shop, app } = await openShop();
    const tokens = await handshake(app, await shop.install(app.manifestUrl));
    expect(tokens).toMatchObject({
      tenant: { id: "fjall-form", timezone: "Europe/Stockholm" },
      api_base_url: `${shop.url}/api`,
      webhook_secret: expect.stringMatching(/^whsec_/),
      refresh_token: expect.any(String),
      scope: app.manifest["scope"],
    });
  });

  it("grants less when the merchant holds a scope back, and the API then says 403", async () => {
    const { shop, app } = await openShop();
    shop.faults.narrowScopes = ["orders:write"];
    const tokens = await handshake(app, await shop.install(app.manifestUrl));
    expect(tokens.scope.split(" ")).not.toContain("orders:write");
    const answer = await fetch(`${shop.url}/api/orders/1001`, {
      method: "PATCH",
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    expect(answer.status).toBe(403);
  });
});

describe("the authorization request", () => {
  it("is not asked twice after Install in the admin, but is asked again the next time", async () => {
    const { shop, app } = await openShop();
    await shop.install(app.manifestUrl);
    const first = await fetch(authorizeUrl(app, shop.url, { code_challenge: GOOD_CHALLENGE }), {
      redirect: "manual",
    });
    const back = new URL(first.headers.get("location") ?? "");
    expect(first.status).toBe(303);
    expect(back.searchParams.get("iss")).toBe(shop.url);
    expect(back.searchParams.get("state")).toBe("the-state");

    const second = await fetch(authorizeUrl(app, shop.url, { code_challenge: GOOD_CHALLENGE }));
    expect(await second.text()).toContain("Connect Small app?");
  });

  it("shows who asks for what, and takes Allow and Deny once", async () => {
    const { shop, app } = await openShop();
    const answers: (string | null)[] = [];
    for (const decision of ["allow", "deny"]) {
      const page = await (
        await fetch(authorizeUrl(app, shop.url, { code_challenge: GOOD_CHALLENGE }))
      ).text();
      expect(page).toContain(new URL(app.url).host);
      expect(page).toContain("orders:read");
      const question = /name="question" value="([^"]+)"/.exec(page)?.[1] ?? "";
      const press = () =>
        fetch(`${shop.url}/oauth/authorize`, {
          method: "POST",
          body: new URLSearchParams({ question, decision }),
          redirect: "manual",
        });
      const back = new URL((await press()).headers.get("location") ?? "");
      answers.push(back.searchParams.get("code") === null ? back.searchParams.get("error") : "code");
      expect((await press()).status).toBe(400);
    }
    expect(answers).toEqual(["code", "access_denied"]);
  });

  it("sends nobody to an address the manifest does not list", async () => {
    const { shop, app } = await openShop();
    const changes = { redirect_uri: "http://127.0.0.1:9/elsewhere", code_challenge: GOOD_CHALLENGE };
    const answer = await fetch(authorizeUrl(app, shop.url, changes), { redirect: "manual" });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("redirect_uri is not one of the manifest");
  });

  it.each([
    ["without PKCE", { code_challenge: "" }, "invalid_request"],
    [
      "with PKCE in plain text",
      { code_challenge: GOOD_CHALLENGE, code_challenge_method: "plain" },
      "invalid_request",
    ],
    [
      "for a token instead of a code",
      { code_challenge: GOOD_CHALLENGE, response_type: "token" },
      "unsupported_response_type",
    ],
    [
      "for a scope outside the manifest",
      { code_challenge: GOOD_CHALLENGE, scope: "stock:read" },
      "invalid_scope",
    ],
    [
      "for another API",
      { code_challenge: GOOD_CHALLENGE, resource: "http://127.0.0.1:9/api" },
      "invalid_target",
    ],
  ])("is refused %s", async (_case, changes, error) => {
    const { shop, app } = await openShop();
    await shop.install(app.manifestUrl);
    const answer = await fetch(authorizeUrl(app, shop.url, changes), { redirect: "manual" });
    const back = new URL(answer.headers.get("location") ?? "");
    expect(back.searchParams.get("error")).toBe(error);
    expect(back.searchParams.get("iss")).toBe(shop.url);
  });
});

describe("the token endpoint", () => {
  it("refuses a wrong PKCE verifier", async () => {
    const { shop, app } = await openShop();
    await shop.install(app.manifestUrl);
    const code = await codeFor(app, shop.url, pkce().challenge);
    const answer = await requestToken(app, shop.url, codeForm(app, code, pkce().verifier));
    expect(await errorOf(answer)).toEqual([400, "invalid_grant"]);
  });

  it("redeems a code once; a second try also ends what the first one gave", async () => {
    const { shop, app } = await openShop();
    await shop.install(app.manifestUrl);
    const { verifier, challenge } = pkce();
    const code = await codeFor(app, shop.url, challenge);
    const first = await requestToken(app, shop.url, codeForm(app, code, verifier));
    const { access_token: token } = renewalSchema.parse(await first.json());
    const orders = () => fetch(`${shop.url}/api/orders`, { headers: { authorization: `Bearer ${token}` } });
    expect((await orders()).status).toBe(200);

    const second = await requestToken(app, shop.url, codeForm(app, code, verifier));
    expect(await errorOf(second)).toEqual([400, "invalid_grant"]);
    expect((await orders()).status).toBe(401);
  });

  it("refuses a code after a minute", async () => {
    let now = new Date();
    const { shop, app } = await openShop({ now: () => now });
    await shop.install(app.manifestUrl);
    const { verifier, challenge } = pkce();
    const code = await codeFor(app, shop.url, challenge);
    now = new Date(now.getTime() + 61_000);
    const seconds = Math.floor(now.getTime() / 1000);
    const assertion = await app.assertion(shop.url, { iat: seconds, exp: seconds + 60 });
    const form = { ...codeForm(app, code, verifier), client_assertion: assertion };
    expect(await errorOf(await requestToken(app, shop.url, form))).toEqual([400, "invalid_grant"]);
  });

  it("rotates refresh tokens, and a spent one ends the whole grant", async () => {
    const { shop, app, tokens } = await openConnectedShop();
    const refresh = (token: string | undefined) =>
      requestToken(app, shop.url, { grant_type: "refresh_token", refresh_token: token ?? "" });
    const renewed = renewalSchema.parse(await (await refresh(tokens.refresh_token)).json());
    expect(renewed.refresh_token).not.toBe(tokens.refresh_token);

    expect(await errorOf(await refresh(tokens.refresh_token))).toEqual([400, "invalid_grant"]);
    expect(await errorOf(await refresh(renewed.refresh_token))).toEqual([400, "invalid_grant"]);
    const orders = await fetch(`${shop.url}/api/orders`, {
      headers: { authorization: `Bearer ${renewed.access_token}` },
    });
    expect(orders.status).toBe(401);
  });

  it("refuses every refresh while that fault is on, without spending the token", async () => {
    const { shop, app, tokens } = await openConnectedShop();
    const form = { grant_type: "refresh_token", refresh_token: tokens.refresh_token ?? "" };
    shop.faults.refreshInvalidGrant = true;
    expect(await errorOf(await requestToken(app, shop.url, form))).toEqual([400, "invalid_grant"]);
    shop.faults.refreshInvalidGrant = false;
    expect((await requestToken(app, shop.url, form)).status).toBe(200);
  });

  it("takes a client assertion once", async () => {
    const { shop, app, tokens } = await openConnectedShop();
    const assertion = await app.assertion(`${shop.url}/oauth/token`);
    const form = { grant_type: "refresh_token", client_assertion: assertion };
    const first = await requestToken(app, shop.url, { ...form, refresh_token: tokens.refresh_token ?? "" });
    expect(first.status).toBe(200);
    const { refresh_token: next } = renewalSchema.parse(await first.json());
    const second = await requestToken(app, shop.url, { ...form, refresh_token: next });
    expect(await errorOf(second)).toEqual([401, "invalid_client"]);
  });

  it.each([
    ["for somebody else", { aud: "http://127.0.0.1:9" }],
    ["that lives longer than five minutes", { exp: Math.floor(Date.now() / 1000) + 3_600 }],
    ["that has expired", { exp: Math.floor(Date.now() / 1000) - 3_600 }],
    ["without an id of its own", { jti: undefined }],
    ["whose issuer and subject differ", { sub: "http://127.0.0.1:9/manifest.json" }],
  ])("refuses a client assertion %s", async (_case, claims) => {
    const { shop, app, tokens } = await openConnectedShop();
    const assertion = await app.assertion(shop.url, claims);
    const answer = await requestToken(app, shop.url, {
      grant_type: "refresh_token",
      refresh_token: tokens.refresh_token ?? "",
      client_assertion: assertion,
    });
    expect(await errorOf(answer)).toEqual([401, "invalid_client"]);
  });

  it("withdraws access when the app gives its token back", async () => {
    const { shop, app, tokens, call } = await openConnectedShop();
    const body = new URLSearchParams({
      token: tokens.refresh_token ?? "",
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: await app.assertion(shop.url),
    });
    expect((await fetch(`${shop.url}/oauth/revoke`, { method: "POST", body })).status).toBe(200);
    expect((await call("GET", "/orders")).status).toBe(401);
  });
});
