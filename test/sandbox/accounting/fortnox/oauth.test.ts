import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import {
  allScopes,
  call,
  clientId,
  connected,
  consent,
  exchange,
  redirectUri,
  started,
  token,
} from "./connected.ts";

const request = {
  client_id: clientId,
  redirect_uri: redirectUri,
  scope: "customer invoice",
  state: "s1",
  access_type: "offline",
  response_type: "code",
  account_type: "service",
};

const authUrl = (url: string, changes: Record<string, string> = {}) =>
  `${url}/oauth-v1/auth?${new URLSearchParams({ ...request, ...changes }).toString()}`;

describe("the consent page", () => {
  it("shows the company and the rights, and brings code and state back when allowed", async () => {
    const fortnox = await started();
    const html = await (await fetch(authUrl(fortnox.url))).text();
    expect(html).toContain("Sandlådan AB");
    expect(html).toContain("<li>invoice</li>");
    const form = new URLSearchParams();
    for (const [, name, value] of html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g))
      form.set(name ?? "", value ?? "");
    const response = await fetch(`${fortnox.url}/oauth-v1/auth/allow`, {
      method: "POST",
      body: form,
      redirect: "manual",
    });
    const back = new URL(response.headers.get("location") ?? "");
    expect(response.status).toBe(302);
    expect(`${back.origin}${back.pathname}`).toBe(redirectUri);
    expect(back.searchParams.get("state")).toBe("s1");
    expect(back.searchParams.get("code")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("brings an error back when denied", async () => {
    const fortnox = await started();
    const response = await fetch(`${fortnox.url}/oauth-v1/auth/deny`, {
      method: "POST",
      body: new URLSearchParams(request),
      redirect: "manual",
    });
    expect(new URL(response.headers.get("location") ?? "").searchParams.get("error")).toBe("access_denied");
  });

  it.each(["response_type", "state", "client_id", "redirect_uri", "access_type", "account_type"])(
    "is not shown without the right %s",
    async (name) => {
      const fortnox = await started();
      const response = await fetch(authUrl(fortnox.url, { [name]: "" }), { redirect: "manual" });
      expect(response.status).toBe(400);
      expect(response.headers.get("location")).toBeNull();
    },
  );

  it("sends an unknown scope back as invalid_scope", async () => {
    const fortnox = await started();
    const response = await fetch(authUrl(fortnox.url, { scope: "customer everything" }), {
      redirect: "manual",
    });
    expect(new URL(response.headers.get("location") ?? "").searchParams.get("error")).toBe("invalid_scope");
  });

  it("never returns to an address that is not registered", async () => {
    const fortnox = await started({ redirectUris: ["https://app.example/callback"] });
    expect((await fetch(authUrl(fortnox.url), { redirect: "manual" })).status).toBe(400);
    const good = authUrl(fortnox.url, { redirect_uri: "https://app.example/callback" });
    expect((await fetch(good, { redirect: "manual" })).status).toBe(200);
  });
});

describe("the token endpoint", () => {
  it("gives an access token with the vendor's claims for a code", async () => {
    const fortnox = await started({ company: { name: "Muggbolaget AB", databaseNumber: 77 } });
    const answer = await exchange(fortnox, await consent(fortnox, "customer invoice"));
    expect(answer.status).toBe(200);
    expect(answer.item("expires_in")).toBe(3600);
    expect(answer.item("token_type")).toBe("bearer");
    const claims = decodeJwt(String(answer.item("access_token")));
    expect(claims).toMatchObject({
      tenantId: 77,
      clientId,
      aud: clientId,
      sub: "1@77",
      scopes: ["customer", "invoice"],
      iss: "https://api.fortnox.se/oauth2",
    });
  });

  it("takes a code once only and with its own return address", async () => {
    const fortnox = await started();
    const code = await consent(fortnox);
    expect((await exchange(fortnox, code)).status).toBe(200);
    const again = await exchange(fortnox, code);
    expect([again.status, again.item("error")]).toEqual([400, "invalid_grant"]);
    const other = await token(fortnox, {
      grant_type: "authorization_code",
      code: await consent(fortnox),
      redirect_uri: "http://localhost:9/other",
    });
    expect(other.item("error")).toBe("invalid_grant");
  });

  it("lets a code die after ten minutes", async () => {
    let now = new Date("2026-03-10T09:00:00Z");
    const fortnox = await started({ today: () => now });
    const code = await consent(fortnox);
    now = new Date("2026-03-10T09:10:00Z");
    expect((await exchange(fortnox, code)).item("error")).toBe("invalid_grant");
  });

  it("refuses a wrong secret with 401", async () => {
    const fortnox = await started();
    const wrong = `Basic ${Buffer.from(`${clientId}:nonsense`).toString("base64")}`;
    const answer = await token(
      fortnox,
      { grant_type: "refresh_token", refresh_token: "x" },
      { authorization: wrong },
    );
    expect(answer.status).toBe(401);
    expect(answer.item()).toEqual({
      error: "invalid_client",
      error_description: "The client credentials are invalid",
    });
  });

  it("rotates refresh tokens and refuses one that has been used", async () => {
    const fortnox = await started();
    const first = String((await exchange(fortnox, await consent(fortnox))).item("refresh_token"));
    const second = await token(fortnox, { grant_type: "refresh_token", refresh_token: first });
    expect(second.status).toBe(200);
    expect(second.item("refresh_token")).not.toBe(first);
    const reused = await token(fortnox, { grant_type: "refresh_token", refresh_token: first });
    expect(reused.status).toBe(400);
    expect(reused.item()).toEqual({ error: "invalid_grant", error_description: "Invalid refresh token" });
  });

  it("refuses a refresh token that was revoked, and calls every revocation done", async () => {
    const fortnox = await started();
    const refresh_token = String((await exchange(fortnox, await consent(fortnox))).item("refresh_token"));
    const revoke = async (name: string) => {
      const response = await fetch(`${fortnox.url}/oauth-v1/revoke`, {
        method: "POST",
        headers: { authorization: `Basic ${Buffer.from("test-client:test-secret").toString("base64")}` },
        body: new URLSearchParams({ token_type_hint: "refresh_token", token: name }),
      });
      return response.json();
    };
    expect(await revoke(refresh_token)).toEqual({ revoked: true });
    expect(await revoke("made-up")).toEqual({ revoked: true });
    expect((await token(fortnox, { grant_type: "refresh_token", refresh_token })).item("error")).toBe(
      "invalid_grant",
    );
  });

  it("gives client credentials only to a tenant that has consented, and no refresh token", async () => {
    const fortnox = await started();
    const ask = () => token(fortnox, { grant_type: "client_credentials" }, { tenantid: "100001" });
    expect((await ask()).item("error")).toBe("invalid_grant");
    await consent(fortnox);
    const granted = await ask();
    expect(granted.item("scope")).toBe(allScopes);
    expect(granted.item("refresh_token")).toBeUndefined();
    expect((await token(fortnox, { grant_type: "client_credentials" })).status).toBe(400);
    const wider = await token(
      fortnox,
      { grant_type: "client_credentials", scope: "salary" },
      { tenantid: "100001" },
    );
    expect(wider.item("error")).toBe("invalid_scope");
  });
});

describe("an access token", () => {
  it("dies after an hour with an error outside the usual envelope", async () => {
    let now = new Date("2026-03-10T09:00:00Z");
    const fortnox = await connected({ today: () => now });
    expect((await fortnox.api("GET", "/companyinformation")).status).toBe(200);
    now = new Date("2026-03-10T10:00:01Z");
    const answer = await fortnox.api("GET", "/companyinformation");
    expect([answer.status, answer.text]).toEqual([401, '{"message":"unauthorized"}']);
    expect((await call(fortnox.url, "garbage", { method: "GET", path: "/companyinformation" })).status).toBe(
      401,
    );
  });

  it("dies with all others when they are made to expire, and the tenant gets new ones", async () => {
    const fortnox = await connected();
    fortnox.faults.expireTokens();
    const answer = await fortnox.api("GET", "/companyinformation");
    expect([answer.status, answer.text]).toEqual([401, '{"message":"unauthorized"}']);
    const renewed = await token(fortnox, { grant_type: "client_credentials" }, { tenantid: "100001" });
    const fresh = String(renewed.item("access_token"));
    const again = await call(fortnox.url, fresh, { method: "GET", path: "/companyinformation" });
    expect(again.status).toBe(200);
  });

  it("opens only what its scopes cover", async () => {
    const fortnox = await connected({}, "customer");
    expect((await fortnox.api("GET", "/customers")).status).toBe(200);
    expect((await fortnox.api("GET", "/invoices")).code).toBe(2000663);
  });

  it("stops working when the merchant removes the app, until the merchant allows it again", async () => {
    const fortnox = await connected();
    fortnox.faults.set({ consentRevoked: true });
    expect((await fortnox.api("GET", "/customers")).status).toBe(401);
    const ask = () => token(fortnox, { grant_type: "client_credentials" }, { tenantid: "100001" });
    expect((await ask()).item("error")).toBe("invalid_grant");
    await consent(fortnox);
    expect((await ask()).status).toBe(200);
  });

  it("belongs to one company and shows nothing of another", async () => {
    const fortnox = await connected();
    await fortnox.customer({ Name: "Bara här" });
    await fetch(`${fortnox.url}/_admin/companies`, {
      method: "POST",
      body: JSON.stringify({ name: "Andra AB", databaseNumber: 200 }),
    });
    const answer = await exchange(fortnox, await consent(fortnox, allScopes, { tenant: "200" }));
    const other = String(answer.item("access_token"));
    const company = await call(fortnox.url, other, { method: "GET", path: "/companyinformation" });
    expect(company.item("CompanyInformation", "CompanyName")).toBe("Andra AB");
    const customers = await call(fortnox.url, other, { method: "GET", path: "/customers" });
    expect(customers.item("Customers")).toEqual([]);
  });
});
