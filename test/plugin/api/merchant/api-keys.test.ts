import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { type DescribedApi, describedApi } from "../../../support/described-api.ts";
import { engines } from "../../../support/engines.ts";
import { type House, openHouse, settleIn } from "../../../support/house.ts";
import type { Merchant } from "../../../support/merchant.ts";
import { readPanel } from "../../../support/panel.ts";

const made = z.object({ id: z.string(), key: z.string().regex(/^lr_[\w-]{43}$/) });

describe.each(engines)("an API key on $name", (engine) => {
  let house: House;
  let other: Merchant;
  let call: DescribedApi;
  beforeAll(async () => {
    house = await openHouse(engine, { until: "connected" });
    other = await house.welcome({
      tenant: { id: "other", name: "Other", country: "SE", currency: "SEK", timezone: "Europe/Stockholm" },
    });
    await settleIn(other, "installed");
    call = await describedApi(house.publicUrl);
  });
  afterAll(() => house.close());

  const make = async (role: string, who: Merchant = house) => {
    const answer = await who.api("POST", "/api-keys", { name: `the ${role}`, role });
    expect(answer.status).toBe(201);
    return made.parse(answer.body);
  };
  const ask = async (token: string, method: string, path: string, body?: unknown) =>
    (await call({ method, path, token, body })).status;

  it("is told once, and stored so that nobody can read it", async () => {
    const { id, key } = await make("viewer");
    const listed = await house.api("GET", "/api-keys");
    expect(listed.body).toMatchObject({
      data: [{ id, name: "the viewer", role: "viewer", hint: key.slice(-4), used_at: null }],
    });
    expect(JSON.stringify(listed.body)).not.toContain(key);
    expect(await ask(key, "GET", "/orders")).toBe(200);
    const { body } = await house.api("GET", "/api-keys");
    expect(body).toMatchObject({ data: [{ used_at: expect.stringMatching(/^2/) }] });
  });

  it("of a viewer reads, of a bookkeeper acts on orders, of an owner changes settings; none makes keys", async () => {
    const settings = `/connections/${house.connectionId()}/settings`;
    const sync = { ids: ["1001"] };
    const allowed = async (role: string) => {
      const { key } = await make(role);
      return [
        await ask(key, "GET", settings),
        await ask(key, "POST", "/orders/sync", sync),
        await ask(key, "PATCH", settings, { orders: { comment_text: `by ${role}` } }),
        await ask(key, "GET", "/api-keys"),
        await ask(key, "POST", "/api-keys", { name: "more", role: "owner" }),
      ];
    };
    expect(await allowed("viewer")).toEqual([200, 403, 403, 403, 403]);
    expect(await allowed("bookkeeper")).toEqual([200, 202, 403, 403, 403]);
    expect(await allowed("owner")).toEqual([200, 202, 200, 403, 403]);
    const { body } = await house.api("GET", `${settings}/history`);
    expect(body).toMatchObject({ data: [{ changed_by: "api-key:the owner" }, {}] });
  });

  it("is worth nothing once it is revoked, when it is another one, or when the shop has removed the app", async () => {
    const { id, key } = await make("owner");
    const changed = `${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`;
    for (const wrong of [changed, key.toUpperCase(), "lr_short-but-long-enough"]) {
      expect(await ask(wrong, "GET", "/orders"), wrong).toBe(401);
    }
    expect((await house.api("DELETE", `/api-keys/${id}`)).status).toBe(204);
    expect((await house.api("DELETE", `/api-keys/${id}`)).status).toBe(404);
    expect(await ask(key, "GET", "/orders")).toBe(401);
  });

  it("shows one shop's orders only, and another shop can neither see nor revoke it", async () => {
    const { id } = await make("viewer");
    const theirs = await make("viewer", other);
    expect((await other.api("GET", "/api-keys")).body).toMatchObject({ data: [{ id: theirs.id }] });
    expect((await other.api("DELETE", `/api-keys/${id}`)).status).toBe(404);
    const path = `/connections/${house.connectionId()}`;
    expect(await ask(theirs.key, "GET", path)).toBe(404);
  });

  it("opens no page of the panel", async () => {
    const { key } = await make("owner");
    const response = await fetch(`${house.publicUrl}/embedded/orders`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(response.status).toBe(401);
    await response.arrayBuffer();
  });

  it("is not made without a name or with another role, nor by somebody who is no administrator", async () => {
    for (const body of [{ name: " ", role: "viewer" }, { name: "x", role: "root" }, { name: "x" }]) {
      expect((await house.api("POST", "/api-keys", body)).status).toBe(422);
    }
    const token = await house.shop.sessionToken({ roles: ["orders"] });
    expect(await ask(token, "GET", "/api-keys")).toBe(403);
    expect(await ask(token, "POST", "/api-keys", { name: "x", role: "viewer" })).toBe(403);
  });

  it("is made and revoked on a page of the panel, by an administrator", async () => {
    const panel = readPanel(house, house);
    expect((await panel.get("/api-keys", { claims: { roles: ["orders"] } })).status).toBe(403);
    const shown = await panel.submit("/api-keys", {
      action: "/api-keys/make",
      fields: { name: "Our warehouse", role: "bookkeeper" },
    });
    expect(shown.status).toBe(200);
    const [key = ""] = /lr_[\w-]{43}/.exec(shown.text) ?? [];
    expect(await ask(key, "GET", "/orders")).toBe(200);
    const again = await panel.get("/api-keys");
    expect(again.text).toContain("Our warehouse");
    expect(again.text).not.toContain(key);
    const nameless = await panel.submit("/api-keys", { action: "/api-keys/make", fields: { name: " " } });
    expect(nameless.status).toBe(422);
    const revoked = await panel.submit("/api-keys", { action: "/revoke" });
    expect(revoked.status).toBe(303);
    expect(await ask(key, "GET", "/orders")).toBe(401);
  });
});
