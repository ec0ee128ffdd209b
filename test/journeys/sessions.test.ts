import { generateKeyPairSync } from "node:crypto";
import { SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engines } from "../support/engines.ts";
import { type House, openHouse } from "../support/house.ts";

describe.each(engines)("a session token on $name", (engine) => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse(engine, { until: "installed" });
  });
  afterAll(() => house.close());

  const now = () => Math.floor(Date.now() / 1000);
  const claims = () => ({
    iss: house.shop.url,
    aud: `${house.publicUrl}/manifest.json`,
    tenant: "fjall-form",
    sub: "u1",
    iat: now(),
    exp: now() + 300,
  });

  async function ask(token: string | null, method = "GET", path = "/installation", body?: unknown) {
    const response = await fetch(`${house.publicUrl}/api/v1${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      type: response.headers.get("content-type"),
      body: await response.text(),
    };
  }

  it("of the shop's own opens the books of that shop", async () => {
    expect((await ask(await house.shop.sessionToken())).status).toBe(200);
  });

  it("that is missing, expired, too old, meant for another app or another shop is refused without a word why", async () => {
    const tokens = [
      null,
      "not-a-token-at-all-but-long-enough",
      await house.shop.sessionToken({ exp: now() - 60 }),
      await house.shop.sessionToken({ iat: now() - 3_600, exp: now() + 300 }),
      await house.shop.sessionToken({ aud: "https://other.example/manifest.json" }),
      await house.shop.sessionToken({ tenant: "somebody-else" }),
      await house.shop.sessionToken({ iss: "https://shop.example" }),
    ];
    for (const token of tokens) {
      const answer = await ask(token);
      expect(answer.status).toBe(401);
      expect(answer.type).toContain("application/problem+json");
      expect(JSON.parse(answer.body)).toEqual({
        type: "about:blank",
        title: "Unauthorized",
        status: 401,
        code: "UNAUTHORIZED",
      });
    }
  });

  it("without a signature, or signed with another key or the public one as a secret, is refused", async () => {
    const unsigned = new UnsecuredJWT(claims()).encode();
    const { privateKey: stranger } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const foreign = await new SignJWT(claims()).setProtectedHeader({ alg: "ES256" }).sign(stranger);
    const keys = await (await fetch(`${house.shop.url}/.well-known/jwks.json`)).text();
    const secret = new TextEncoder().encode(keys);
    const confused = await new SignJWT(claims()).setProtectedHeader({ alg: "HS256" }).sign(secret);
    for (const token of [unsigned, foreign, confused]) expect((await ask(token)).status).toBe(401);
  });

  it("of staff without the administrator's role may look and ask, and change nothing", async () => {
    const token = await house.shop.sessionToken({ roles: ["staff"] });
    expect((await ask(token)).status).toBe(200);
    expect((await ask(token, "POST", "/orders/sync", { ids: ["1001"] })).status).toBe(202);
    const refused = await ask(token, "POST", "/connections", { system: "fortnox" });
    expect(refused.status).toBe(403);
    expect(JSON.parse(refused.body)).toMatchObject({ code: "FORBIDDEN" });
    expect(JSON.parse((await ask(token)).body)).toMatchObject({ connections: [] });
  });
});
