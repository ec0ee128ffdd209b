import { UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import { sessionsOf } from "../../../../plugin/platforms/shopify/session.ts";
import { installed, shopPorts } from "../manifest/ports.ts";
import { OPTIONS } from "./deliveries.ts";
import { idToken } from "./tokens-of-the-admin.ts";

const sessions = sessionsOf(OPTIONS);
const ports = await shopPorts({});
const now = ports.clock.now();
const shop = installed("https://fjall-form.myshopify.com", {
  platform: "shopify",
  tenantId: "fjall-form.myshopify.com",
});

const verify = (token: string) => sessions.verify(token, shop, ports);

describe("a session token of the admin", () => {
  it("is proven with the current secret or the one before, and names the person", async () => {
    for (const secret of OPTIONS.secrets) {
      expect(await verify(await idToken(now, {}, secret))).toEqual({
        userId: "42",
        email: null,
        locale: null,
        role: "owner",
      });
    }
  });

  it("is refused with another secret, without a signature, for another app or another shop", async () => {
    const second = Math.floor(now / 1000);
    const tokens = [
      await idToken(now, {}, "another"),
      new UnsecuredJWT({ dest: "https://fjall-form.myshopify.com", aud: "client-1" }).encode(),
      await idToken(now, { aud: "client-2" }),
      await idToken(now, { dest: "https://other.myshopify.com", iss: "https://other.myshopify.com/admin" }),
      await idToken(now, { iss: "https://other.myshopify.com/admin" }),
      await idToken(now, { iss: "https://fjall-form.myshopify.com.evil.example/admin" }),
      await idToken(now, { sub: "" }),
      await idToken(now, { exp: second - 11, nbf: second - 71 }),
      await idToken(now, { nbf: second + 11 }),
    ];
    for (const token of tokens) expect(await verify(token)).toBeNull();
  });

  it("is good ten seconds after its end: clocks differ", async () => {
    const second = Math.floor(now / 1000);
    expect(await verify(await idToken(now, { exp: second - 9, nbf: second - 69 }))).not.toBeNull();
  });

  it("names its shop before it is proven, unless the name is a trick", async () => {
    const claim = async (dest: unknown) => sessions.claim(await idToken(now, { dest }));
    expect(await claim("https://fjall-form.myshopify.com")).toEqual({
      issuer: "https://fjall-form.myshopify.com",
      tenantId: "fjall-form.myshopify.com",
    });
    const tricks = [
      "http://fjall-form.myshopify.com",
      "https://fjall-form.myshopify.com:8443",
      "https://fjall-form.myshopify.com@evil.example",
      "https://evil.example/fjall-form.myshopify.com",
      "https://fjall-form.myshopify.com.evil.example",
      "https://FJALL.myshopify.com",
      "https://-x.myshopify.com",
      "https://a.b.myshopify.com",
      "https://fjall-form.myshopify.com\nx",
      7,
      null,
    ];
    for (const trick of tricks) expect(await claim(trick), String(trick)).toBeNull();
    expect(sessions.claim("no token")).toBeNull();
  });

  it("that proves nothing installs nothing, and asks nobody", async () => {
    const nobody = { ...ports, http: () => Promise.reject(new Error("nobody is to be asked")) };
    expect(await sessions.adopt?.(await idToken(now, {}, "another"), nobody)).toBeNull();
  });
});

describe("a page without a good session", () => {
  const bounce = (address: string) => sessions.bounce?.(new URL(address), now) ?? null;
  const page = "https://relay.example/embedded/orders?q=1&shop=fjall-form.myshopify.com&host=aGk";

  it("is sent to the page where App Bridge makes one, and from there back to itself", async () => {
    const stale = await idToken(now, { exp: Math.floor(now / 1000) - 60 });
    for (const address of [page, `${page}&id_token=${stale}`]) {
      const to = new URL(bounce(address) ?? "", "https://relay.example");
      expect(to.pathname).toBe("/shopify/bounce");
      expect(to.searchParams.get("shop")).toBe("fjall-form.myshopify.com");
      expect(to.searchParams.get("shopify-reload")).toBe(page);
      expect(to.searchParams.has("id_token")).toBe(false);
    }
  });

  it("stays where it is when a fresh token was refused, or no shop is named: nobody goes round in circles", async () => {
    expect(bounce(`${page}&id_token=${await idToken(now, {}, "another")}`)).toBeNull();
    expect(bounce("https://relay.example/embedded/orders")).toBeNull();
    expect(bounce("https://relay.example/embedded?shop=evil.example")).toBeNull();
  });
});
