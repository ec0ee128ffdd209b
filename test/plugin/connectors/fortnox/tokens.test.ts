import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { connectionTokens } from "../../../../plugin/connectors/fortnox/tokens.ts";
import { createTokenCache } from "../../../../plugin/connectors/shared/token-cache.ts";
import { loopbackHttp, memoryVault, type TestVault, testClock } from "../ledger-ports.ts";
import { type Answer, type ScriptedServer, type SeenRequest, scriptedServer } from "../scripted-server.ts";

const START = "2026-04-15T10:00:00Z";
const connected = {
  tenant_id: "100001",
  refresh_token: "r-1",
  granted_at: START,
  mode: "client_credentials",
};

/** A token endpoint with single-use refresh tokens. */
function endpoint(clientCredentials: { status: number; body: unknown } | "granted") {
  let valid = "r-1";
  let issued = 0;
  return (request: SeenRequest): Answer => {
    const form = new URLSearchParams(request.body);
    if (form.get("grant_type") === "client_credentials" && clientCredentials !== "granted")
      return clientCredentials;
    issued += 1;
    const answer = { access_token: `a-${issued}`, expires_in: 3600, token_type: "bearer", scope: "invoice" };
    if (form.get("grant_type") === "client_credentials") return { body: answer };
    if (form.get("refresh_token") !== valid) return { status: 400, body: { error: "invalid_grant" } };
    valid = `r-${issued + 1}`;
    return { body: { ...answer, refresh_token: valid } };
  };
}

const notForThisApp = { status: 400, body: { error: "unauthorized_client", error_description: "no" } };

describe("access tokens of a Fortnox connection", () => {
  let server: ScriptedServer;
  let vault: TestVault;
  const clock = testClock(START);
  beforeEach(() => {
    vault = memoryVault(connected);
  });
  afterEach(() => server.close());

  /** A process: it shares the vault with others, and nothing else. */
  const tokens = () =>
    connectionTokens(
      { clientId: "app", clientSecret: "s:cret", apiUrl: server.url, authUrl: server.url },
      { http: loopbackHttp, clock, vault },
      createTokenCache(),
      "1:100001",
    );
  const grants = () => server.seen.map((request) => new URLSearchParams(request.body).get("grant_type"));

  it("come by client credentials for the tenant, without naming scopes", async () => {
    server = await scriptedServer(endpoint("granted"));
    expect(await tokens().current()).toMatchObject({ ok: true, value: { token: "a-1" } });
    expect(server.seen[0]).toMatchObject({
      path: "/oauth-v1/token",
      body: "grant_type=client_credentials",
      headers: {
        tenantid: "100001",
        authorization: `Basic ${Buffer.from("app:s:cret").toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
    });
    expect(vault.stored).toEqual(connected);
  });

  it("are asked for once by callers at the same time, and again a minute before they end", async () => {
    server = await scriptedServer(endpoint("granted"));
    const held = tokens();
    await Promise.all([held.current(), held.current(), held.current()]);
    clock.forward(3_539_000);
    await held.current();
    expect(server.seen).toHaveLength(1);
    clock.forward(2_000);
    expect(await held.current()).toMatchObject({ value: { token: "a-2" } });
  });

  it("are asked for again after one was refused, unless another caller has done so", async () => {
    server = await scriptedServer(endpoint("granted"));
    const held = tokens();
    await held.current();
    held.forget("a-1");
    expect(await held.current()).toMatchObject({ value: { token: "a-2" } });
    held.forget("a-1");
    await held.current();
    expect(server.seen).toHaveLength(2);
  });

  it("come by the refresh token where client credentials are not for this app, and from then on at once", async () => {
    server = await scriptedServer(endpoint(notForThisApp));
    expect(await tokens().current()).toMatchObject({ ok: true });
    expect(vault.stored).toMatchObject({ mode: "refresh_token", refresh_token: "r-2" });
    await tokens().current();
    expect(grants()).toEqual(["client_credentials", "refresh_token", "refresh_token"]);
  });

  it("are not lost when two processes refresh at the same time", async () => {
    server = await scriptedServer(endpoint(notForThisApp));
    const both = await Promise.all([tokens().current(), tokens().current()]);
    expect(both.map((result) => result.ok)).toEqual([true, true]);
    expect(await tokens().current()).toMatchObject({ ok: true });
  });

  it("are gone when the merchant has removed the app, and the refresh token is not wasted on it", async () => {
    const gone = { status: 400, body: { error: "invalid_grant", error_description: "no consent" } };
    server = await scriptedServer(endpoint(gone));
    expect(await tokens().current()).toMatchObject({
      ok: false,
      problem: { act: "fix", code: "NOT_CONNECTED", fix: { place: "connection" } },
    });
    expect(grants()).toEqual(["client_credentials"]);
  });

  it("are gone when the refresh token was used elsewhere, and what is stored stays for the support", async () => {
    vault = memoryVault({ ...connected, mode: "refresh_token", refresh_token: "old" });
    server = await scriptedServer(endpoint("granted"));
    expect(await tokens().current()).toMatchObject({ ok: false, problem: { code: "NOT_CONNECTED" } });
    expect(vault.stored["refresh_token"]).toBe("old");
  });

  it.each([
    ["an outage", { status: 503, body: undefined }],
    ["a page", { status: 200, body: "<html></html>" }],
    ["too many calls", { status: 429, body: undefined }],
  ])("are waited for during %s", async (_, answer) => {
    server = await scriptedServer(endpoint(answer));
    expect(await tokens().current()).toMatchObject({ ok: false, problem: { act: "retry", inDoubt: false } });
  });

  it("are not asked for before anything is connected", async () => {
    vault = memoryVault({});
    server = await scriptedServer(endpoint("granted"));
    expect(await tokens().current()).toMatchObject({ ok: false, problem: { code: "NOT_CONNECTED" } });
    expect(server.seen).toEqual([]);
  });
});
