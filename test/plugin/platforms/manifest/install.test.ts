import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { install } from "../../../../plugin/platforms/manifest/install.ts";
import { renderManifest } from "../../../../plugin/platforms/manifest/manifest.ts";
import { accessTokens } from "../../../../plugin/platforms/manifest/tokens.ts";
import type { InstallPorts } from "../../../../plugin/platforms/platform.ts";
import type { Clock } from "../../../../plugin/ports.ts";
import { API, ISSUER, type PlatformServer, startPlatform } from "./platform-server.ts";
import {
  type LoopbackServer,
  memoryVault,
  newApp,
  quietLog,
  realHttp,
  serve,
  standingClock,
  uncounted,
} from "./ports.ts";

const APP = "https://ledger.example";
const TARGET = `${ISSUER}/admin/apps/ledger-relay`;
const template = readFileSync(new URL("../../../../manifest.json", import.meta.url), "utf8");

// oidc-provider reads the machine's clock, so these tests stand at the present instant.
const clock: Clock & { pass(ms: number): void } = standingClock(Date.now());
let documents: LoopbackServer;
let platform: PlatformServer;
let ports: InstallPorts;
let original: {
  metadata: Record<string, unknown>;
  tokenExtras: Record<string, unknown>;
  grant: string | null;
};

beforeAll(async () => {
  const { app, jwks } = await newApp(APP, clock);
  const manifest = renderManifest(template, APP);
  documents = await serve((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(request.url === "/manifest.json" ? manifest : JSON.stringify(jwks));
  });
  platform = await startPlatform(APP, documents.url);
  original = structuredClone({
    metadata: platform.metadata,
    tokenExtras: platform.tokenExtras,
    grant: platform.grant,
  });
  ports = { http: realHttp({ [ISSUER]: platform.url }), clock, log: quietLog, app, state: "the-state" };
});

beforeEach(() => {
  for (const part of ["metadata", "tokenExtras"] as const) {
    for (const name of Object.keys(platform[part])) delete platform[part][name];
    Object.assign(platform[part], structuredClone(original[part]));
  }
  platform.grant = original.grant;
});

afterAll(async () => {
  await platform.close();
  await documents.close();
});

async function begun(query: Record<string, string> = {}, using: InstallPorts = ports) {
  const result = await install.begin({ iss: ISSUER, target_link_uri: TARGET, ...query }, using);
  if (!result.ok) throw new Error(result.message);
  return result;
}

async function finished(target = TARGET) {
  const start = await begun({ target_link_uri: target });
  return install.finish(await platform.consent(start.redirect), start.memory, ports);
}

describe("installing from the manifest at an OAuth server nobody here wrote", () => {
  it("ends with tokens, the tenant and the way back to the shop's admin", async () => {
    const done = await finished();
    if (!done.ok) throw new Error(done.message);
    expect(done.redirect).toBe(TARGET);
    expect(done.installation).toMatchObject({
      platform: "manifest",
      issuer: ISSUER,
      tenantId: "t1",
      tenantName: "Mugs & More",
      tenantUrl: "https://mugs.example/",
      apiBaseUrl: API,
      country: "SE",
      currency: "SEK",
      timeZone: "Europe/Stockholm",
    });
    expect(done.installation.scopes).toContain("orders:read");
    expect(done.installation.scopes).not.toContain("stock:write");
    expect(Object.keys(done.secrets).sort()).toEqual([
      "access_token",
      "expires_at",
      "refresh_token",
      "scope",
      "webhook_secret",
    ]);
    expect(Date.parse(done.secrets["expires_at"] ?? "")).toBe(clock.now() + 3_600_000);
  });

  it("sends the browser off with PKCE, our state and only scopes the shop knows", async () => {
    const { redirect, memory } = await begun();
    const url = new URL(redirect);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: `${APP}/manifest.json`,
      redirect_uri: `${APP}/oauth/callback`,
      response_type: "code",
      state: "the-state",
      code_challenge_method: "S256",
      resource: API,
      scope: "offline_access orders:read orders:write refunds:read customers:read payments:read",
    });
    expect(redirect).not.toContain(memory["verifier"]);
  });

  it("renews the access token, once for several callers, and stores the rotated refresh token", async () => {
    const done = await finished();
    if (!done.ok) throw new Error(done.message);
    const installation = { ...done.installation, id: 7, status: "installed" } as const;
    const vault = memoryVault(done.secrets);
    const tokens = accessTokens(installation, { ...ports, ...uncounted, vault });
    const before = done.secrets["access_token"] ?? "";
    expect(await tokens.current()).toEqual({ ok: true, value: before });

    const renewed = await Promise.all([
      tokens.replace(before),
      tokens.replace(before),
      tokens.replace(before),
    ]);
    const after = vault.now();
    expect(after["access_token"]).not.toBe(before);
    expect(after["refresh_token"]).not.toBe(done.secrets["refresh_token"]);
    expect(renewed).toEqual(Array(3).fill({ ok: true, value: after["access_token"] }));
  });

  it("asks for a new installation when the shop no longer takes the refresh token", async () => {
    const done = await finished();
    if (!done.ok) throw new Error(done.message);
    const installation = { ...done.installation, id: 8, status: "installed" } as const;
    const vault = memoryVault({ ...done.secrets, refresh_token: "of-another-time" });
    const result = await accessTokens(installation, { ...ports, ...uncounted, vault }).replace(
      done.secrets["access_token"] ?? "",
    );
    expect(result).toMatchObject({
      ok: false,
      problem: {
        act: "fix",
        code: "NOT_CONNECTED",
        fix: { place: "connection" },
        theirs: expect.stringMatching(/invalid_grant/),
      },
    });
    expect(vault.now()["refresh_token"]).toBe("of-another-time");
  });

  it("asks for everything when the shop does not list its scopes", async () => {
    platform.metadata["app_platform"] = { version: "1", api_base_url: API };
    const { redirect } = await begun();
    expect(new URL(redirect).searchParams.get("scope")).toBe(JSON.parse(template).scope);
  });

  it("returns to the tenant's own admin, but never to a stranger's page", async () => {
    const toTenant = await finished("https://mugs.example/admin?tab=apps");
    expect(toTenant).toMatchObject({ ok: true, redirect: "https://mugs.example/admin?tab=apps" });
    for (const stranger of [
      "https://evil.example/",
      "https://x@shop.example/",
      "javascript:alert(1)",
      "/admin",
    ]) {
      expect(await finished(stranger)).toMatchObject({ ok: true, redirect: null });
    }
  });
});

describe("refusing an installation", () => {
  const begin = (iss: string, app: Partial<InstallPorts["app"]> = {}) =>
    install.begin({ iss }, { ...ports, app: { ...ports.app, ...app } });

  it.each([
    "",
    "shop.example",
    "http://shop.example",
    "https://user:secret@shop.example",
    "https://shop.example#part",
    "https://shop.example?x=1",
    "ftp://shop.example",
  ])("a shop that names itself %j", async (iss) => {
    expect(await begin(iss)).toMatchObject({
      ok: false,
      status: 400,
      message: expect.stringMatching(/https address/),
    });
  });

  it("a shop on this machine, in production", async () => {
    expect(await begin(platform.url, { loopbackAllowed: false })).toMatchObject({ ok: false, status: 400 });
  });

  it("a shop that is not on the operator's list", async () => {
    expect(await begin(ISSUER, { allowedIssuers: ["https://other.example"] })).toMatchObject({
      ok: false,
      status: 403,
    });
    expect(await begin(ISSUER, { allowedIssuers: [`${ISSUER}/`] })).toMatchObject({ ok: true });
  });

  it("a shop that cannot be reached", async () => {
    const nobody = await serve(() => {});
    await nobody.close();
    expect(await begin(nobody.url)).toMatchObject({ ok: false, status: 502 });
  });

  it.each<[string, Record<string, unknown>]>([
    ["issuer", { issuer: "https://another.example" }],
    ["code_challenge_methods_supported", { code_challenge_methods_supported: ["plain"] }],
    ["response_types_supported", { response_types_supported: ["id_token"] }],
    ["client_id_metadata_document_supported", { client_id_metadata_document_supported: false }],
    ["jwks_uri", { jwks_uri: null }],
    ["token_endpoint", { token_endpoint: "http://shop.example/token" }],
    ["authorization_endpoint", { authorization_endpoint: "javascript:alert(1)" }],
    ["app_platform", { app_platform: null }],
    ["app_platform.version", { app_platform: { version: "2", api_base_url: API } }],
    ["app_platform.api_base_url", { app_platform: { version: "1", api_base_url: "http://10.0.0.1" } }],
  ])("a shop whose published %s does not fit", async (member, change) => {
    Object.assign(platform.metadata, change);
    const result = await begin(ISSUER);
    expect(result).toMatchObject({ ok: false, status: 502 });
    expect(result.ok ? "" : result.message).toContain(`(${member}:`);
  });

  it("an answer of another server than the one that was asked", async () => {
    const { redirect, memory } = await begun();
    const query = await platform.consent(redirect);
    const mixedUp = await install.finish({ ...query, iss: "https://evil.example" }, memory, ports);
    expect(mixedUp).toMatchObject({ ok: false, status: 400 });
    const { iss: _iss, ...without } = query;
    expect(await install.finish(without, memory, ports)).toMatchObject({ ok: false, status: 400 });
  });

  it("a code with another browser's verifier", async () => {
    const [first, second] = [await begun(), await begun()];
    const query = await platform.consent(first.redirect);
    expect(await install.finish(query, second.memory, ports)).toMatchObject({ ok: false, status: 502 });
  });

  it("a merchant who declines", async () => {
    platform.grant = null;
    expect(await finished()).toMatchObject({
      ok: false,
      status: 403,
      message: expect.stringMatching(/declined/),
    });
  });

  it("a grant without reading orders, which is handed back", async () => {
    platform.grant = "orders:write";
    const calls: string[] = [];
    const http: InstallPorts["http"] = (request) => {
      calls.push(request.url);
      return ports.http(request);
    };
    const start = await begun();
    const query = await platform.consent(start.redirect);
    const result = await install.finish(query, start.memory, { ...ports, http });
    expect(result).toMatchObject({
      ok: false,
      status: 403,
      message: expect.stringMatching(/may not read orders/),
    });
    expect(calls).toEqual([`${ISSUER}/token`, `${ISSUER}/token/revocation`]);
  });

  it.each([undefined, "", "whsec_c2hvcnQ="])("a shop whose webhook secret is %j", async (secret) => {
    platform.tokenExtras["webhook_secret"] = secret;
    expect(await finished()).toMatchObject({
      ok: false,
      status: 502,
      message: expect.stringMatching(/secret/),
    });
  });

  it("a shop that does not say which tenant it is", async () => {
    platform.tokenExtras["tenant"] = { name: "No id" };
    expect(await finished()).toMatchObject({ ok: false, status: 502 });
  });
});
