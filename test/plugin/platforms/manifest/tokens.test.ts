import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Answer, type ApiServer, OLD_SECRET, orderAnswer, startApi } from "./api-server.ts";

const NEW_SECRET = `whsec_${Buffer.alloc(24, 2).toString("base64")}`;

let server: ApiServer;

beforeEach(async () => {
  server = await startApi();
});

afterEach(() => server.close());

describe("our access to the shop", () => {
  it("is renewed once when the shop refuses the token, and the question repeated", async () => {
    server.answers.api = [{ status: 401 }, orderAnswer];
    expect(await server.shop.order("7")).toMatchObject({ ok: true, value: { id: "7" } });
    expect(server.lines()).toEqual(["GET /api/orders/7", "POST /token", "GET /api/orders/7"]);
    expect(server.seen[2]?.token).toBe("Bearer access-2");
    expect(server.vault.now()).toMatchObject({
      access_token: "access-2",
      refresh_token: "refresh-2",
      expires_at: new Date(server.clock.now() + 3_600_000).toISOString(),
    });

    const form = new URLSearchParams(server.seen[1]?.body);
    expect(form.get("grant_type")).toBe("refresh_token");
    expect(form.get("refresh_token")).toBe("refresh-1");
    expect(form.get("client_assertion_type")).toBe("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
  });

  it("is not renewed in a circle", async () => {
    server.answers.api = [{ status: 401 }];
    expect(await server.shop.order("7")).toMatchObject({ problem: { act: "fix", code: "NOT_CONNECTED" } });
    expect(server.seen).toHaveLength(3);
  });

  it("is renewed a minute before it ends, once for all who ask at the same time", async () => {
    await server.shop.order("7");
    server.clock.pass(3_600_000 - 60_000);
    await Promise.all([server.shop.order("7"), server.shop.order("7"), server.shop.order("7")]);
    expect(server.lines().filter((line) => line === "POST /token")).toHaveLength(1);
    await server.shop.order("7");
    expect(server.seen.at(-1)?.token).toBe("Bearer access-2");
  });

  it("is taken from the vault when another process renewed it meanwhile", async () => {
    await server.shop.order("7");
    await server.vault.update(async (secrets) => ({ ...secrets, access_token: "access-9" }));
    server.answers.api = [{ status: 401 }, orderAnswer];
    expect(await server.shop.order("7")).toMatchObject({ ok: true });
    expect(server.lines()).not.toContain("POST /token");
    expect(server.seen.at(-1)?.token).toBe("Bearer access-9");
  });

  it("is renewed all the same when what the other process stored has run out as well", async () => {
    const expired = new Date(server.clock.now() + 59_000).toISOString();
    await server.shop.order("7");
    await server.vault.update(async (secrets) => ({
      ...secrets,
      access_token: "access-9",
      expires_at: expired,
    }));
    server.answers.api = [{ status: 401 }, orderAnswer];
    expect(await server.shop.order("7")).toMatchObject({ ok: true });
    expect(server.seen.at(-1)?.token).toBe("Bearer access-2");
  });

  it("keeps the refresh token when the shop sends no new one, and both webhook secrets when it sends one", async () => {
    server.answers.tokens = [{ status: 200, body: { access_token: "access-2", webhook_secret: NEW_SECRET } }];
    server.answers.api = [{ status: 401 }, orderAnswer];
    await server.shop.order("7");
    expect(server.vault.now()).toEqual({
      access_token: "access-2",
      refresh_token: "refresh-1",
      webhook_secret: NEW_SECRET,
      webhook_secret_previous: OLD_SECRET,
    });
  });

  it("does not give up a good webhook secret for a useless one", async () => {
    server.answers.tokens = [{ status: 200, body: { access_token: "access-2", webhook_secret: "" } }];
    server.answers.api = [{ status: 401 }, orderAnswer];
    await server.shop.order("7");
    expect(server.vault.now()).toMatchObject({ access_token: "access-2", webhook_secret: OLD_SECRET });
  });

  it("has ended when the shop says invalid_grant, or there is nothing to renew it with", async () => {
    server.answers.api = [{ status: 401 }];
    server.answers.tokens = [{ status: 400, body: { error: "invalid_grant" } }];
    expect(await server.shop.order("7")).toMatchObject({
      problem: { code: "NOT_CONNECTED", fix: { place: "connection" } },
    });
    await server.vault.update(async () => ({ access_token: "access-1" }));
    expect(await (await server.open()).order("7")).toMatchObject({ problem: { code: "NOT_CONNECTED" } });
    await server.vault.update(async () => ({}));
    expect(await (await server.open()).order("7")).toMatchObject({ problem: { code: "NOT_CONNECTED" } });
  });

  it("is renewed with the old refresh token when the process died before the new one was stored", async () => {
    server.answers.api = [{ status: 401 }, { status: 401 }, orderAnswer];
    server.vault.failNextUpdate();
    await expect(server.shop.order("7")).rejects.toThrow("the process died");
    expect(server.vault.now()).toMatchObject({ refresh_token: "refresh-1" });
    expect(await (await server.open()).order("7")).toMatchObject({ ok: true });
    const renewals = server.seen.filter(({ line }) => line === "POST /token");
    expect(renewals.map(({ body }) => new URLSearchParams(body).get("refresh_token"))).toEqual([
      "refresh-1",
      "refresh-1",
    ]);
    expect(server.vault.now()).toMatchObject({ refresh_token: "refresh-2" });
  });

  it.each<Answer>([
    { status: 503 },
    { status: 500, body: { error: "invalid_grant" } },
    { status: 400, body: { error: "temporarily_unavailable" } },
    { status: 200, body: { access_token: "with a\nline" } },
    { status: 200, body: "" },
  ])("is not given up for %j", async (answer) => {
    const before = server.vault.now();
    server.answers.api = [{ status: 401 }];
    server.answers.tokens = [answer];
    expect(await server.shop.order("7")).toMatchObject({ problem: { act: "retry" } });
    expect(server.vault.now()).toEqual(before);
  });
});
