import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { THREE_MUGS } from "../support/drafts.ts";
import { engines } from "../support/engines.ts";
import { eventually } from "../support/eventually.ts";
import { type House, openHouse, settleIn } from "../support/house.ts";
import type { Merchant } from "../support/merchant.ts";
import { createDataFolder } from "../support/provided.ts";
import { orderEvent, sendRawWebhook, webhookSecretOf } from "../support/raw-webhook.ts";

describe.each(engines)("an installation on $name", (engine) => {
  let house: House;
  let dataFile: string;
  beforeAll(async () => {
    dataFile = join(await createDataFolder(), "shop.json");
    house = await openHouse(engine, { until: "opened", shop: { dataFile } });
  });
  afterAll(() => house.close());

  it("without a ledger notes orders and lets them wait for one; they are booked when it comes", async () => {
    await settleIn(house, "installed");
    expect((await house.api("GET", "/installation")).body).toMatchObject({
      platform: "manifest",
      tenant: { id: "fjall-form", name: "Fjäll & Form" },
      status: "installed",
      connections: [],
    });
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    const noted = await house.waitForOrder(id, "waiting");
    expect(noted).toMatchObject({
      code: "NOT_CONNECTED",
      connection_id: null,
      fix_url: `${house.publicUrl}/embedded/connections`,
    });
    expect((await house.api("GET", `/orders/${id}/preview`)).status).toBe(409);
    await house.connect();
    await house.waitForOrder(id, "booked");
    expect(await house.api("GET", "/orders?state=booked")).toMatchObject({
      body: { data: [{ order_id: id }] },
    });
  });

  it("keeps its work over a restart of the app", async () => {
    await house.changeSettings({ payments: { methods: { card: { account: "1686" } } } });
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.restart();
    await house.waitForOrder(id, "booked");
  });

  it("that is removed is gone: 410 for its webhooks, 401 for its tokens", async () => {
    const secret = await webhookSecretOf(dataFile);
    const token = await house.shop.sessionToken();
    const before = await call(house, token);
    expect(before).toBe(200);
    await house.shop.uninstall();
    await eventually(
      () => call(house, token),
      (status) => status === 401,
      "the API to refuse the old token",
    );
    const body = orderEvent({ issuer: house.shop.url, tenant: "fjall-form" }, "1001");
    expect(await sendRawWebhook({ url: house.publicUrl, secret, body })).toBe(410);
  });

  it("that comes back finds its connection, its settings and its history, and goes on", async () => {
    await house.install();
    const settings = await house.api("GET", `/connections/${house.connectionId()}/settings`);
    expect(settings.body).toMatchObject({ payments: { methods: { card: { account: "1686" } } } });
    const history = await house.api("GET", `/connections/${house.connectionId()}/settings/history`);
    expect(history.body).toMatchObject({ data: [{ version: 2, changed_by: "u1" }, { version: 1 }] });
    const { id } = await house.shop.placeOrder(THREE_MUGS);
    await house.waitForOrder(id, "booked");
  });

  describe("beside another merchant's", () => {
    let other: Merchant;
    beforeAll(async () => {
      const tenant = {
        id: "havet",
        name: "Havet",
        country: "SE",
        currency: "SEK",
        timezone: "Europe/Stockholm",
      };
      other = await house.welcome({ tenant });
      await settleIn(other);
    });

    it("knows nothing of the other's orders and connections", async () => {
      const { id } = await house.shop.placeOrder({ ...THREE_MUGS, customer: { name: "Only Here" } });
      await house.waitForOrder(id, "booked");
      const connection = house.connectionId();
      const asked = [
        ["GET", `/orders/${id}`],
        ["GET", `/orders/${id}/preview`],
        ["GET", `/orders?connection=${connection}`],
        ["GET", `/orders/${id}?connection=${connection}`],
        ["GET", `/connections/${connection}`],
        ["DELETE", `/connections/${connection}`],
        ["POST", `/connections/${connection}/check`],
        ["GET", `/connections/${connection}/settings`],
        ["PATCH", `/connections/${connection}/settings`],
        ["GET", `/connections/${connection}/settings/history`],
        ["GET", `/connections/${connection}/choices/accounts`],
      ] as const;
      for (const [method, path] of asked) {
        const body = method === "PATCH" ? { orders: { booking: "draft" } } : undefined;
        const answer = await other.api(method, path, body);
        expect([method, path, answer.status]).toEqual([method, path, 404]);
      }
      expect((await other.api("GET", "/orders?q=Only")).body).toEqual({ data: [], next_cursor: null });
      const settings = await house.api("GET", `/connections/${connection}/settings`);
      expect(settings.body).toMatchObject({ orders: { booking: "book" } });
    });

    it("cannot have its orders moved by the other's asking", async () => {
      house.shop.faults.webhooksDrop = true;
      const { id } = await house.shop.placeOrder(THREE_MUGS);
      house.shop.faults.webhooksDrop = false;
      await other.api("POST", "/orders/sync", { ids: [id] });
      await eventually(
        () => other.order(id),
        (order) => order === null,
        "the other shop not to know the order",
      );
      expect(await house.order(id)).toBeNull();
    });
  });
});

async function call(house: House, token: string): Promise<number> {
  const response = await fetch(`${house.publicUrl}/api/v1/installation`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await response.arrayBuffer();
  return response.status;
}
