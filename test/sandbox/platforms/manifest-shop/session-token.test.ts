import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { openConnectedShop, openShop } from "./open-shop.ts";
import { handshake } from "./small-app.ts";

describe("the session token of the embedded pages", () => {
  it("is signed by a key the shop publishes, for this app, for five minutes at most", async () => {
    const { shop, app } = await openConnectedShop();
    const keys = createRemoteJWKSet(new URL(`${shop.url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(await shop.sessionToken(), keys, {
      issuer: shop.url,
      audience: app.manifestUrl,
      algorithms: ["ES256"],
    });
    expect(payload).toMatchObject({ tenant: "fjall-form", sub: "u1", roles: ["admin"] });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(300);
  });

  it("is signed RS256 for an app that takes nothing else, and never shows a private key", async () => {
    const { shop, app } = await openShop();
    const text = JSON.stringify(app.manifest).replace('"algs":["RS256","ES256"]', '"algs":["RS256"]');
    Object.assign(app.manifest, JSON.parse(text));
    await handshake(app, await shop.install(app.manifestUrl));
    const token = await shop.sessionToken();
    expect(decodeProtectedHeader(token).alg).toBe("RS256");
    const published = await (await fetch(`${shop.url}/.well-known/jwks.json`)).text();
    expect(published).toContain('"RS256"');
    expect(published).not.toMatch(/"(d|p|q|dp|dq|qi)":/);
  });

  it("can carry other claims, for a test of who is let in", async () => {
    const { shop, app } = await openConnectedShop();
    const keys = createRemoteJWKSet(new URL(`${shop.url}/.well-known/jwks.json`));
    const token = await shop.sessionToken({ roles: ["staff"], aud: "http://127.0.0.1:9/manifest.json" });
    await expect(jwtVerify(token, keys, { audience: app.manifestUrl })).rejects.toThrow("aud");
  });
});

describe("Sync now", () => {
  it("reaches the app signed, with the orders and the person who pressed it, and returns the reply", async () => {
    const { shop, app } = await openConnectedShop();
    const reply = await shop.syncNow(["1001", "1002"]);
    expect(reply).toMatchObject({ status: "success", message: "1 order is booked.", http_status: 200 });
    expect(JSON.parse(app.actions[0]?.body ?? "null")).toMatchObject({
      type: "action.invoked",
      iss: shop.url,
      tenant: { id: "fjall-form" },
      data: { action: "sync-now", resource: "order", ids: ["1001", "1002"], user: { id: "u1" } },
    });
  });

  it("says so when the app does not answer, or when there is none", async () => {
    const { shop, app } = await openConnectedShop();
    await app.close();
    expect(await shop.syncNow(["1001"])).toMatchObject({
      status: "error",
      message: "The app did not answer.",
    });
    await shop.uninstall();
    await expect(shop.syncNow(["1001"])).rejects.toThrow("No app is installed");
  });
});
