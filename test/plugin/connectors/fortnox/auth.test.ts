import { SignJWT } from "jose";
import { afterEach, describe, expect, it } from "vitest";
import { fortnoxConsent } from "../../../../plugin/connectors/fortnox/auth.ts";
import { ledgerPorts, memoryVault, testClock } from "../ledger-ports.ts";
import { type Answer, type ScriptedServer, type SeenRequest, scriptedServer } from "../scripted-server.ts";

const REDIRECT = "https://relay.example/connections/callback";
const ports = ledgerPorts({ clock: testClock("2026-04-15T10:00:00Z"), vault: memoryVault({}) });
const company = { CompanyInformation: { CompanyName: "Boden &amp; Co AB", DatabaseNumber: 4711 } };

describe("connecting Fortnox", () => {
  let server: ScriptedServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function start(answer: (request: SeenRequest) => Answer) {
    server = await scriptedServer(answer);
    return fortnoxConsent({
      clientId: "app",
      clientSecret: "secret",
      apiUrl: server.url,
      authUrl: server.url,
    });
  }
  const jwt = (claims: Record<string, unknown>) =>
    new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(new Uint8Array(32));
  const tokenAnd = (token: string, companyAnswer: Answer) => (request: SeenRequest) =>
    request.path === "/oauth-v1/token"
      ? { body: { access_token: token, refresh_token: "r-1", expires_in: 3600 } }
      : companyAnswer;

  it("asks an administrator for a service account and the scopes that are used", async () => {
    const flow = await start(() => ({}));
    const url = new URL(flow.authorizeUrl({ redirectUri: REDIRECT, state: "s t" }));
    expect(url.pathname).toBe("/oauth-v1/auth");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: "app",
      redirect_uri: REDIRECT,
      scope:
        "companyinformation settings customer article price invoice payment bookkeeping currency costcenter project print",
      state: "s t",
      access_type: "offline",
      response_type: "code",
      account_type: "service",
    });
  });

  it("keeps the tenant of the token and the company's name", async () => {
    const flow = await start(tokenAnd(await jwt({ tenantId: 4711 }), { body: company }));
    expect(await flow.finish({ code: "c-1", state: "s" }, REDIRECT, ports)).toEqual({
      ok: true,
      value: {
        secrets: {
          tenant_id: "4711",
          refresh_token: "r-1",
          granted_at: "2026-04-15T10:00:00.000Z",
          mode: "client_credentials",
        },
        ledgerTenant: "4711",
        companyName: "Boden & Co AB",
      },
    });
    expect(server?.seen[0]?.body).toBe(
      `grant_type=authorization_code&code=c-1&redirect_uri=${encodeURIComponent(REDIRECT)}`,
    );
  });

  it("asks the company for its number when the token does not tell", async () => {
    const flow = await start(tokenAnd("opaque", { body: company }));
    expect(await flow.finish({ code: "c-1" }, REDIRECT, ports)).toMatchObject({
      value: { ledgerTenant: "4711" },
    });
  });

  it("does not fail for want of a name once the consent is there", async () => {
    const flow = await start(tokenAnd(await jwt({ tenantId: 4711 }), { status: 503 }));
    expect(await flow.finish({ code: "c-1" }, REDIRECT, ports)).toMatchObject({
      value: { ledgerTenant: "4711", companyName: "Company 4711" },
    });
  });

  it("says that the consent was not given, in Fortnox's words for the log", async () => {
    const flow = await start(() => ({}));
    const result = await flow.finish({ error: "access_denied", error_description: "no" }, REDIRECT, ports);
    expect(result).toMatchObject({ problem: { code: "NOT_CONNECTED", theirs: "access_denied: no" } });
    expect(server?.seen).toEqual([]);
  });

  it("says that a used code cannot be used again", async () => {
    const flow = await start(() => ({ status: 400, body: { error: "invalid_grant" } }));
    expect(await flow.finish({ code: "used" }, REDIRECT, ports)).toMatchObject({
      ok: false,
      problem: { act: "fix", code: "NOT_CONNECTED" },
    });
  });
});
