import { describe, expect, it } from "vitest";
import { openShop } from "./open-shop.ts";

const FOREIGN = "http://127.0.0.1:9/elsewhere";

describe("a manifest", () => {
  it("that follows every rule can be installed", async () => {
    const { shop, app } = await openShop();
    await expect(shop.install(app.manifestUrl)).resolves.toContain(`${app.url}/oauth/install?iss=`);
  });

  it.each([
    ["names another client id", { client_id: FOREIGN }, "client_id is"],
    ["holds a secret", { client_secret: "hush" }, "a public document holds no secret"],
    [
      "has a plain http address off loopback",
      { jwks_uri: "http://app.example/jwks.json" },
      "jwks_uri: must be an https",
    ],
    ["sends the browser to another origin", { redirect_uris: [FOREIGN] }, "redirect_uris leaves the origin"],
    ["begins the sign-in elsewhere", { initiate_login_uri: FOREIGN }, "initiate_login_uri leaves the origin"],
    ["asks for a scope nobody knows", { scope: "orders:read orders:burn" }, "unknown here: orders:burn"],
    [
      "needs more than it asks for",
      { scope: "customers:read" },
      "action sync-now needs the scope orders:read",
    ],
    ["has too long a name", { client_name: "x".repeat(31) }, "client_name"],
    [
      "repeats a redirect",
      { redirect_uris: ["https://a.example/1", "https://a.example/1"] },
      "must be unique",
    ],
    ["wants implicit tokens", { response_types: ["token"] }, "response_types"],
    ["does not prove itself", { token_endpoint_auth_method: "none" }, "asks for private_key_jwt"],
    ["shares a password", { token_endpoint_auth_method: "client_secret_post" }, "token_endpoint_auth_method"],
    ["is of another version", { manifest_version: "2.0" }, "manifest_version"],
    ["has no app", { app: undefined }, "app"],
    ["is 5 KiB or longer", { padding: "x".repeat(5_120) }, "too many already"],
  ])("that %s is refused", async (_case, changes, reason) => {
    const { shop, app } = await openShop();
    Object.assign(app.manifest, changes);
    await expect(shop.install(app.manifestUrl)).rejects.toThrow(reason);
  });

  it.each([
    ["is missing", "/nothing.json", "it answered 404"],
    ["has no path", "/", "have a path"],
    ["has dot segments", "/a/../manifest.json", "have a path"],
    ["is a web page", "/embedded/settings", "content type"],
  ])("whose address %s is refused", async (_case, path, reason) => {
    const { shop, app } = await openShop();
    await expect(shop.install(`${app.url}${path}`)).rejects.toThrow(reason);
  });
});
