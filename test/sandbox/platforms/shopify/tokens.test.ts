import { describe, expect, it } from "vitest";
import type { Row } from "./open-shop.ts";
import { asker, exchange, openShop, requestTokens } from "./open-shop.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NAME = "{ shop { name } }";

/** A shop whose time a test moves. */
async function shopInTime() {
  const time = { now: Date.parse("2026-11-21T09:00:00Z") };
  const shop = await openShop({ now: () => new Date(time.now) });
  await shop.install();
  return {
    shop,
    pass(ms: number) {
      time.now += ms;
    },
  };
}

async function refresh(shop: Parameters<typeof requestTokens>[0], refreshToken: string): Promise<Row> {
  const response = await requestTokens(shop, { grant_type: "refresh_token", refresh_token: refreshToken });
  return (await response.json()) as Row;
}

describe("an access token", () => {
  it("opens the API for an hour and no longer", async () => {
    const { shop, pass } = await shopInTime();
    const tokens = await exchange(shop);
    expect(tokens).toMatchObject({ expires_in: 3600, scope: expect.stringContaining("read_orders") });
    const ask = asker(shop, tokens.access_token);
    pass(59 * MINUTE);
    expect((await ask(NAME)).status).toBe(200);
    pass(MINUTE);
    const refused = await ask(NAME);
    expect(refused.status).toBe(401);
    expect(refused.errors).toBe(
      "[API] Invalid API key or access token (unrecognized login or wrong password)",
    );
  });

  it("that never expires is issued, but the API no longer takes it", async () => {
    const { shop } = await shopInTime();
    const tokens = await exchange(shop, { expiring: "0" });
    expect(tokens.expires_in).toBeUndefined();
    expect((await asker(shop, tokens.access_token)(NAME)).status).toBe(403);
  });

  it("is dead when the app is uninstalled, and its credentials open nothing", async () => {
    const { shop } = await shopInTime();
    const tokens = await exchange(shop);
    await shop.uninstall();
    expect((await asker(shop, tokens.access_token)(NAME)).status).toBe(401);
    expect(await refresh(shop, tokens.refresh_token)).toMatchObject({ error: "invalid_client" });
  });
});

describe("a refresh token", () => {
  it("may be tried again until the pair it gave is used, should its answer have been lost", async () => {
    const { shop, pass } = await shopInTime();
    const first = await exchange(shop);
    await refresh(shop, first.refresh_token);
    pass(29 * DAY);
    const second = await refresh(shop, first.refresh_token);
    expect(second).toMatchObject({ refresh_token: expect.stringMatching(/^shprt_/) });
    await refresh(shop, String(second["refresh_token"]));
    expect(await refresh(shop, first.refresh_token)).toMatchObject({ error: "invalid_grant" });
  });

  it("is dead thirty days after its first use", async () => {
    const { shop, pass } = await shopInTime();
    const first = await exchange(shop);
    await refresh(shop, first.refresh_token);
    pass(30 * DAY);
    expect(await refresh(shop, first.refresh_token)).toMatchObject({ error: "invalid_grant" });
  });

  it("that nobody uses lives ninety days", async () => {
    const { shop, pass } = await shopInTime();
    const first = await exchange(shop);
    pass(90 * DAY - MINUTE);
    const second = await refresh(shop, first.refresh_token);
    expect(second).toMatchObject({ refresh_token_expires_in: 7_776_000 });
    pass(90 * DAY);
    expect(await refresh(shop, String(second["refresh_token"]))).toMatchObject({ error: "invalid_grant" });
  });
});

describe("the client's secret", () => {
  it("is one of two during a rotation; tokens are signed with the old until the new one signs", async () => {
    const { shop } = await shopInTime();
    const old = await shop.sessionToken();
    shop.secrets.rotate("shpss_second");
    await exchange(shop, { subject_token: old });
    await exchange(shop, { subject_token: old, client_secret: "shpss_second" });
    shop.secrets.signWithNewest();
    await exchange(shop, { client_secret: "shpss_second" });
    shop.secrets.revokeOld();
    const refused = await requestTokens(shop, { grant_type: "refresh_token", refresh_token: "any" });
    expect(await refused.json()).toMatchObject({ error: "invalid_client" });
    const body = { client_secret: "shpss_second", subject_token: old };
    await expect(exchange(shop, body)).rejects.toThrow("access_token");
  });
});

describe("the token endpoint", () => {
  it("issues a pair and breaks the line before the answer, or answers with a page, when told to", async () => {
    const { shop } = await shopInTime();
    const first = await exchange(shop);
    shop.faults.tokenDropAfterIssue = 1;
    await expect(refresh(shop, first.refresh_token)).rejects.toThrow("fetch failed");
    expect(await refresh(shop, first.refresh_token)).toHaveProperty("access_token");
    shop.faults.tokenEndpointHtml = 1;
    const page = await requestTokens(shop, {});
    expect([page.status, page.headers.get("content-type")]).toEqual([502, "text/html; charset=utf-8"]);
    shop.faults.refreshInvalidGrant = true;
    expect(await refresh(shop, first.refresh_token)).toMatchObject({ error: "invalid_grant" });
  });

  it("takes a form as well as JSON, and no grant it does not know", async () => {
    const { shop } = await shopInTime();
    const response = await fetch(`${shop.url}/s/${shop.domain}/admin/oauth/access_token`, {
      method: "POST",
      body: new URLSearchParams({
        client_id: "0f1e2d3c4b5a",
        client_secret: "shpss_first",
        grant_type: "password",
      }),
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ error: "unsupported_grant_type" }),
    ]);
  });
});
