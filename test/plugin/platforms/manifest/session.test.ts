import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sessions } from "../../../../plugin/platforms/manifest/session.ts";
import type { Installation, ShopPorts } from "../../../../plugin/platforms/platform.ts";
import { installed, type LoopbackServer, serve, shopPorts, standingClock } from "./ports.ts";

const AUDIENCE = "https://ledger.example/manifest.json";

type Key = Awaited<ReturnType<typeof generateKeyPair>>;

let keys: Record<"RS256" | "ES256" | "EdDSA" | "stranger", Key>;
let shop: LoopbackServer;
let installation: Installation;
let ports: ShopPorts;
let answer: { status: number; body: string };
let fetched: number;
let nowS: number;

beforeAll(async () => {
  keys = {
    RS256: await generateKeyPair("RS256"),
    ES256: await generateKeyPair("ES256"),
    EdDSA: await generateKeyPair("EdDSA"),
    stranger: await generateKeyPair("ES256"),
  };
  shop = await serve((_request, response) => {
    fetched += 1;
    response.writeHead(answer.status).end(answer.body);
  });
  installation = installed(shop.url);
});

beforeEach(async () => {
  const published = [];
  for (const alg of ["RS256", "ES256", "EdDSA"] as const) {
    published.push({ ...(await exportJWK(keys[alg].publicKey)), kid: alg, alg, use: "sig" });
  }
  answer = { status: 200, body: JSON.stringify({ keys: published }) };
  fetched = 0;
  const clock = standingClock();
  ports = await shopPorts({}, { clock });
  nowS = Math.floor(clock.now() / 1000);
});

afterAll(() => shop.close());

const good = (): JWTPayload => ({
  iss: shop.url,
  aud: AUDIENCE,
  tenant: "t1",
  sub: "u1",
  iat: nowS,
  exp: nowS + 120,
  email: "anna@mugs.example",
  locale: "sv",
  roles: ["admin", "staff"],
});

const sign = (claims: JWTPayload, alg: keyof typeof keys = "ES256", header: Record<string, unknown> = {}) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: alg === "stranger" ? "ES256" : alg, kid: alg, ...header })
    .sign(keys[alg].privateKey);

const verify = (token: string) => sessions.verify(token, installation, ports);

describe("who looks at the page in the shop's admin", () => {
  it.each(["RS256", "ES256", "EdDSA"] as const)(
    "is known by a token the shop signed with %s",
    async (alg) => {
      expect(await verify(await sign(good(), alg))).toEqual({
        userId: "u1",
        email: "anna@mugs.example",
        locale: "sv",
        role: "owner",
      });
    },
  );

  it("may change settings as admin, or when the shop knows no roles", async () => {
    const { roles: _roles, ...withoutRoles } = good();
    expect(await verify(await sign(withoutRoles))).toMatchObject({ role: "owner" });
    for (const roles of [[], ["staff"], null, "admin", { admin: true }]) {
      expect(await verify(await sign({ ...good(), roles }))).toMatchObject({ role: "bookkeeper" });
    }
  });

  it.each([
    [["owner"], "owner"],
    [["viewer", "admin"], "owner"],
    [["bookkeeper"], "bookkeeper"],
    [["viewer", "staff"], "bookkeeper"],
    [["viewer"], "viewer"],
  ])("with the roles %j is %s", async (roles, role) => {
    expect(await verify(await sign({ ...good(), roles }))).toMatchObject({ role });
  });

  it("is claimed before it is proven, only to find the installation", async () => {
    expect(sessions.claim(await sign(good(), "stranger"))).toEqual({ issuer: shop.url, tenantId: "t1" });
    for (const token of ["", "a.b.c", "no token", `${"x".repeat(5000)}.y.z`]) {
      expect(sessions.claim(token)).toBeNull();
    }
    expect(sessions.claim(await sign({ iss: shop.url }))).toBeNull();
  });

  it.each<[string, JWTPayload]>([
    ["has ended", { exp: -11 }],
    ["is older than five minutes", { iat: -311, exp: 600 }],
    ["is from the future", { iat: 11, exp: 600 }],
    ["is not valid yet", { nbf: 11 }],
  ])("is nobody when the token %s", async (_name, offsets) => {
    const times = Object.fromEntries(
      Object.entries(offsets).map(([name, value]) => [name, nowS + Number(value)]),
    );
    expect(await verify(await sign({ ...good(), ...times }))).toBeNull();
  });

  it("is allowed ten seconds of difference between two clocks", async () => {
    expect(await verify(await sign({ ...good(), exp: nowS - 9 }))).not.toBeNull();
    expect(await verify(await sign({ ...good(), iat: nowS + 9, nbf: nowS + 9 }))).not.toBeNull();
  });

  it.each<[string, JWTPayload]>([
    ["another app", { aud: "https://other.example/manifest.json" }],
    ["another tenant of the same shop system", { tenant: "t2" }],
    ["another shop system", { iss: "https://evil.example" }],
  ])("is nobody with a token for %s", async (_name, change) => {
    expect(await verify(await sign({ ...good(), ...change }))).toBeNull();
  });

  it.each(["aud", "iss", "tenant", "sub", "iat", "exp"])(
    "is nobody with a token without %s",
    async (name) => {
      const { [name]: _removed, ...claims } = good();
      expect(await verify(await sign(claims))).toBeNull();
    },
  );

  it("is nobody with an unsigned token", async () => {
    expect(await verify(new UnsecuredJWT(good()).encode())).toBeNull();
  });

  it("is nobody with a token signed by the published key used as a shared secret", async () => {
    const published = new TextEncoder().encode(JSON.stringify(await exportJWK(keys.RS256.publicKey)));
    const token = await new SignJWT(good())
      .setProtectedHeader({ alg: "HS256", kid: "RS256" })
      .sign(published);
    expect(await verify(token)).toBeNull();
  });

  it("is nobody with an algorithm our manifest does not name, although the shop published the key", async () => {
    const key = await generateKeyPair("ES384");
    const published = { ...(await exportJWK(key.publicKey)), kid: "strong" };
    answer = { status: 200, body: JSON.stringify({ keys: [published] }) };
    const token = await new SignJWT(good())
      .setProtectedHeader({ alg: "ES384", kid: "strong" })
      .sign(key.privateKey);
    expect(await verify(token)).toBeNull();
  });

  it("is nobody with a stranger's key, under its own name or a known one", async () => {
    expect(await verify(await sign(good(), "stranger"))).toBeNull();
    expect(await verify(await sign(good(), "stranger", { kid: "ES256" }))).toBeNull();
  });

  it("is nobody with a token that brings its own key", async () => {
    const jwk = { ...(await exportJWK(keys.stranger.publicKey)), kid: "stranger" };
    let visits = 0;
    const evil = await serve((_request, response) => {
      visits += 1;
      response.end(JSON.stringify({ keys: [jwk] }));
    });
    for (const header of [{ jku: evil.url }, { x5u: evil.url }, { jwk }]) {
      expect(await verify(await sign(good(), "stranger", header))).toBeNull();
    }
    await evil.close();
    expect(visits).toBe(0);
  });

  it("is nobody, and nothing is thrown, when the shop's keys cannot be read", async () => {
    const bodies = [
      { status: 500, body: "" },
      { status: 200, body: "<html>" },
      { status: 200, body: "{}" },
      { status: 204, body: "" },
    ];
    for (const broken of bodies) {
      answer = broken;
      const fresh = await shopPorts({});
      expect(await sessions.verify(await sign(good()), installation, fresh)).toBeNull();
    }
    const unset = { ...installation, metadata: null };
    expect(await sessions.verify(await sign(good()), unset, ports)).toBeNull();
  });

  it("is recognised without asking for the keys each time", async () => {
    for (let visit = 0; visit < 5; visit += 1) await verify(await sign(good()));
    for (let forged = 0; forged < 5; forged += 1) await verify(await sign(good(), "stranger"));
    expect(fetched).toBe(1);
  });
});
