import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";
import { startShop } from "../../../../sandbox/platforms/manifest-shop/server.ts";
import { createDataFolder } from "../../../support/provided.ts";
import { caller, openConnectedShop, openShop, THREE_MUGS } from "./open-shop.ts";
import { handshake, startSmallApp } from "./small-app.ts";

function send(method: string, url: string, body?: unknown): Promise<Response> {
  return fetch(url, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

describe("another process", () => {
  it("can do with JSON what a test does with functions", async () => {
    const { shop } = await openShop();
    const admin = `${shop.url}/_admin`;
    const placed = await send("POST", `${admin}/orders`, { ...THREE_MUGS, paid: false });
    const { id } = z.object({ id: z.string() }).parse(await placed.json());
    expect(await (await send("POST", `${admin}/orders/${id}/pay`)).json()).toMatchObject({
      financial_status: "paid",
    });
    const refund = await send("POST", `${admin}/orders/${id}/refund`, { shipping: true });
    expect([refund.status, await refund.json()]).toMatchObject([
      201,
      { financial_status: "partially_refunded" },
    ]);
    expect(await (await send("POST", `${admin}/orders/${id}/fulfil`)).json()).toMatchObject({
      fulfillment_status: "fulfilled",
    });
    const given = { ...shop.order(id), id: "7", number: "#7", future_member: { kept: true } };
    expect(await (await send("PUT", `${admin}/orders/7`, given)).json()).toMatchObject({
      id: "7",
      future_member: { kept: true },
    });
    expect((await send("POST", `${admin}/orders/7/cancel`)).status).toBe(200);
    const state: unknown = await (await fetch(`${admin}/state`)).json();
    expect(state).toMatchObject({
      url: shop.url,
      app: null,
      orders: [{ order: { id } }, { order: { id: "7" } }],
    });
  });

  it("can install the app, sign in and remove it", async () => {
    const { shop, app } = await openShop();
    const admin = `${shop.url}/_admin`;
    const offered = await send("POST", `${admin}/install`, { manifest_url: app.manifestUrl });
    const { visit_url: visitUrl } = z.object({ visit_url: z.string() }).parse(await offered.json());
    await handshake(app, visitUrl);
    const session = await send("POST", `${admin}/session-token`, { roles: ["staff"] });
    expect(await session.json()).toEqual({ token: expect.stringMatching(/^ey/) });
    const synced = await send("POST", `${admin}/sync-now`, { ids: ["1001"] });
    expect(await synced.json()).toMatchObject({ status: "success" });
    expect((await send("POST", `${admin}/uninstall`)).status).toBe(204);
    expect((await send("POST", `${admin}/uninstall`)).status).toBe(409);
  });

  it("is told what is wrong with what it sends", async () => {
    const { shop } = await openShop();
    const admin = `${shop.url}/_admin`;
    const answers = await Promise.all([
      send("POST", `${admin}/faults`, { apiDwon: true }),
      send("POST", `${admin}/orders`, { paid: true, lines: [] }),
      send("POST", `${admin}/orders`, { paid: true, lines: [{ title: "Mug", unitPrice: 249, rate: "25" }] }),
      send("PUT", `${admin}/orders/8`, { id: "8" }),
      send("POST", `${admin}/install`, { manifest_url: `${shop.url}/manifest.json` }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([422, 422, 422, 422, 422]);
  });

  it("can switch faults on and off", async () => {
    const { shop } = await openShop();
    await send("POST", `${shop.url}/_admin/faults`, { apiDown: 2, webhooksDrop: true });
    expect(shop.faults).toMatchObject({ apiDown: 2, webhooksDrop: true, api429: false });
  });
});

describe("a second start with the same file", () => {
  it("goes on with the orders, the installed app and its tokens, and sends what was still waiting", async () => {
    const folder = await createDataFolder();
    const app = await startSmallApp();
    onTestFinished(() => app.close());
    const dataFile = join(folder, "state", "shop.json");
    const first = await startShop({ dataFile });
    const port = Number(new URL(first.url).port);
    const tokens = await handshake(app, await first.install(app.manifestUrl));
    const before = await first.placeOrder(THREE_MUGS);
    await first.idle();
    app.webhookAnswers.push(503);
    await first.fulfil(before.id);
    await first.idle();
    await first.close();
    const received = app.webhooks.length;

    const second = await startShop({ dataFile, port });
    onTestFinished(() => second.close());
    await second.idle();
    expect(app.webhooks).toHaveLength(received + 1);
    const after = await second.placeOrder(THREE_MUGS);
    expect(after.id).toBe("1002");
    expect(Date.parse(after.updated_at)).toBeGreaterThan(Date.parse(before.updated_at));
    const answer = await caller(tokens)("GET", "/orders");
    expect(await answer.json()).toMatchObject({ data: [{ id: before.id }, { id: after.id }] });
  });

  it("is not needed: without a file a shop forgets", async () => {
    const { shop } = await openConnectedShop();
    await shop.placeOrder(THREE_MUGS);
    const other = await openShop();
    expect(other.shop.orders()).toEqual([]);
  });
});
