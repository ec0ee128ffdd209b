import { describe, expect, it } from "vitest";
import type { Secrets } from "../../../../plugin/ports.ts";
import { memoryVault } from "../manifest/ports.ts";
import { openShop, type SignedUp, typedFor } from "./open-shop.ts";

describe("signing up", () => {
  it("proves the keys by real calls and gives an installation, a way in and the addresses to paste", async () => {
    const { site, done } = await openShop();
    expect(done).toMatchObject({
      installation: {
        platform: "subscriptionflow",
        issuer: site.url,
        tenantId: "mountain-club",
        tenantName: "mountain-club",
        apiBaseUrl: `${site.url}/api/v1`,
        country: "SE",
        currency: "SEK",
        timeZone: "Europe/Stockholm",
        metadata: { email: "owner@club.example" },
      },
      secrets: { access_token: expect.any(String) },
    });
    expect(site.apiCalls()).toEqual([expect.objectContaining({ path: "/invoices/search", status: 200 })]);
    const door = `https://ledger.example/webhooks/subscriptionflow/mountain-club~${done.secrets["webhook_secret"]}`;
    expect(done.paste).toEqual([
      { module: "invoices", event: "updated", address: `${door}?module=invoices&id={SF_ID}` },
      { module: "invoices", event: "paid", address: `${door}?module=invoices&id={SF_ID}` },
      { module: "transactions", event: "created", address: `${door}?module=transactions&id={SF_ID}` },
      { module: "credit-notes", event: "created", address: `${door}?module=credit-notes&id={SF_ID}` },
    ]);
  });

  it("takes the site's name or any address of it, and nothing that leads elsewhere", async () => {
    const { site, client, signUp, signUpPorts } = await openShop();
    const typed = typedFor(site, client);
    for (const text of [site.url, `${site.url}/en/login`, " Mountain-Club "]) {
      expect(await signUp.prove({ ...typed, site: text }, signUpPorts), text).toMatchObject({ ok: true });
    }
    for (const text of ["evil.example/x", "a@b", "..", "a b", "-a", "127.0.0.1:22", "x".repeat(64)]) {
      expect(await signUp.prove({ ...typed, site: text }, signUpPorts), text).toEqual({
        ok: false,
        fields: ["site"],
        reason: null,
      });
    }
  });

  it("names the fields that cannot be right, and says why the site said no", async () => {
    const { site, client, signUp, signUpPorts } = await openShop();
    const typed = typedFor(site, client);
    const refused = async (changes: Record<string, string>) => {
      const done = await signUp.prove({ ...typed, ...changes }, signUpPorts);
      return done.ok ? "taken" : (done.reason ?? done.fields);
    };
    expect(
      await refused({ email: "nobody", country: "Sweden", currency: "kr", time_zone: "Mars/Base" }),
    ).toEqual(["email", "country", "currency", "time_zone"]);
    expect(await refused({ client_secret: "" })).toEqual(["client_secret"]);
    expect(await refused({ client_secret: "wrong" })).toBe("keys_refused");
    expect(await refused({ site: "other-club" })).toBe("no_site");
    site.faults.apiDown = 1;
    expect(await refused({})).toBe("forbidden");
    await site.close();
    expect(await refused({})).toBe("no_answer");
  });

  it("again keeps the pasted addresses and ends all earlier sessions", async () => {
    const { site, client, signUp, signUpPorts, done, platform, installation, ports } = await openShop();
    const again = await signUp.prove(typedFor(site, client), signUpPorts);
    if (!again.ok) throw new Error("refused");
    expect(again.paste).toEqual(done.paste);
    const fresh = { ...ports, vault: memoryVault(again.secrets) };
    expect(await platform.sessions.verify(done.session, installation, fresh)).toBeNull();
    expect(await platform.sessions.verify(again.session, installation, fresh)).not.toBeNull();
  });
});

describe("new addresses", () => {
  const heard = (signedUp: SignedUp, address: string, secrets: Secrets): boolean => {
    const { pathname } = new URL(address);
    const token = decodeURIComponent(pathname.split("/").at(-1) ?? "");
    const delivery = { body: Buffer.alloc(0), headers: {}, params: { token }, query: {} };
    const { platform, clock } = signedUp;
    return platform.webhooks.verify(delivery, secrets, clock.now()) !== "refused";
  };

  it("are others than before; the earlier ones are heard for a week, those before them no more", async () => {
    const signedUp = await openShop();
    const { signUp, done, installation, ports, clock } = signedUp;
    const renew = async () => {
      const renewed = await signUp.renewAddresses?.(installation, ports);
      if (renewed === undefined) throw new Error("no addresses");
      return renewed;
    };
    const one = await renew();
    expect(one.earlierUntil).toBe(new Date(clock.now() + 7 * 86_400_000).toISOString());
    expect(one.paste.map(({ module, event }) => [module, event])).toEqual(
      done.paste.map(({ module, event }) => [module, event]),
    );
    const address = (paste: typeof done.paste): string => paste[0]?.address ?? "";
    const all = async (pastes: (typeof done.paste)[]) => {
      const secrets = await ports.vault.read();
      return pastes.map((paste) => heard(signedUp, address(paste), secrets));
    };
    expect(await all([done.paste, one.paste])).toEqual([true, true]);
    const two = await renew();
    expect(await all([done.paste, one.paste, two.paste])).toEqual([false, true, true]);
    clock.pass(7 * 86_400_000);
    expect(await all([done.paste, one.paste, two.paste])).toEqual([false, false, true]);
  });

  it("stay when the shop signs up again, and so do the earlier ones for their week", async () => {
    const signedUp = await openShop();
    const { site, client, signUp, signUpPorts, done, installation, ports } = signedUp;
    const renewed = await signUp.renewAddresses?.(installation, ports);
    const again = await signUp.prove(typedFor(site, client), {
      ...signUpPorts,
      knownSecrets: () => ports.vault.read(),
    });
    if (!again.ok) throw new Error("refused");
    expect(again.paste).toEqual(renewed?.paste);
    expect(heard(signedUp, done.paste[0]?.address ?? "", again.secrets)).toBe(true);
  });
});

describe("a session", () => {
  it("lets in who proved the keys or reads the site's mail, for a working day", async () => {
    const { platform, done, installation, ports, signUp, clock } = await openShop();
    const { sessions } = platform;
    expect(sessions.claim(done.session)).toEqual({ issuer: installation.issuer, tenantId: "mountain-club" });
    const invited = await signUp.invite(installation, ports);
    expect(invited?.email).toBe("owner@club.example");
    for (const token of [done.session, invited?.session ?? ""]) {
      expect(await sessions.verify(token, installation, ports)).toEqual({
        userId: "owner@club.example",
        email: "owner@club.example",
        locale: null,
        role: "owner",
      });
    }
    clock.pass(8 * 3_600_000 + 1000);
    expect(await sessions.verify(done.session, installation, ports)).toBeNull();
  });

  it("is refused when forged, of another site, or of another app", async () => {
    const { platform, done, installation, ports } = await openShop();
    const { sessions } = platform;
    const [head, body] = done.session.split(".");
    const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    for (const token of [`${head}.${body}.${"a".repeat(43)}`, `${none}.${body}.`, "x.y.z", ""]) {
      expect(await sessions.verify(token, installation, ports), token).toBeNull();
    }
    expect(await sessions.verify(done.session, { ...installation, tenantId: "other" }, ports)).toBeNull();
    const elsewhere = { ...ports, app: { ...ports.app, publicUrl: "https://other.example" } };
    expect(await sessions.verify(done.session, installation, elsewhere)).toBeNull();
    expect(
      await sessions.verify(done.session, installation, { ...ports, vault: memoryVault({}) }),
    ).toBeNull();
    expect(sessions.claim("nonsense")).toBeNull();
  });
});
