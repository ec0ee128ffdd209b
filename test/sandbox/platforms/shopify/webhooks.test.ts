import { createHmac } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import type { AppDescription } from "../../../../sandbox/platforms/shopify/deploy/app-description.ts";
import type { ShopifyOptions } from "../../../../sandbox/platforms/shopify/server.ts";
import { CLIENT, openShop, THREE_MUGS } from "./open-shop.ts";
import type { SmallApp } from "./small-app.ts";
import { startSmallApp } from "./small-app.ts";
import { usualApp } from "./usual-app.ts";

async function shopWithApp(
  options: Partial<ShopifyOptions> = {},
  describe_: (app: AppDescription) => void = () => {},
) {
  const app = await startSmallApp();
  const description = usualApp(app.appUrl);
  describe_(description);
  const shop = await openShop({ app: description, ...options });
  await shop.install();
  return { shop, app };
}

const topicsAt = (app: SmallApp) => app.webhooks.map(({ headers }) => headers["x-shopify-topic"] ?? "");

describe("a webhook", () => {
  it("carries Shopify's headers and an HMAC over the bytes it is", async () => {
    const { shop, app } = await shopWithApp();
    await shop.place({ ...THREE_MUGS, paid: false });
    await shop.idle();
    const created = app.webhooks.find(({ headers }) => headers["x-shopify-topic"] === "orders/create");
    const hmac = createHmac("sha256", CLIENT.clientSecret)
      .update(created?.body ?? "")
      .digest("base64");
    expect(created?.headers).toMatchObject({
      "content-type": "application/json",
      "x-shopify-hmac-sha256": hmac,
      "x-shopify-shop-domain": "fjall-form.myshopify.com",
      "x-shopify-api-version": "2026-10",
      "x-shopify-webhook-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "x-shopify-event-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "x-shopify-triggered-at": expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/),
    });
  });

  it("writes ids above 2^53 as bare numbers, which JSON.parse cannot hold", async () => {
    const { shop, app } = await shopWithApp({ firstId: "820982911946154508" });
    const { id } = await shop.place(THREE_MUGS);
    await shop.idle();
    const created = app.webhooks.find(({ headers }) => headers["x-shopify-topic"] === "orders/create");
    expect(created?.body).toContain(`"id":${id},`);
    expect(created?.body).toContain(`"admin_graphql_api_id":"gid://shopify/Order/${id}"`);
    const read: { id: number } = JSON.parse(created?.body ?? "null");
    expect(String(read.id)).not.toBe(id);
  });

  it("is told of all that happens to an order, under one event id for one deed", async () => {
    const { shop, app } = await shopWithApp();
    const order = await shop.place(THREE_MUGS);
    const lines = [{ lineId: order.lines[0]?.id ?? "", quantity: 1 }];
    await shop.idle();
    app.webhooks.length = 0;
    await shop.refund(order.id, { lines });
    await shop.idle();
    expect(topicsAt(app).toSorted()).toEqual([
      "order_transactions/create",
      "orders/updated",
      "refunds/create",
    ]);
    expect(new Set(app.webhooks.map(({ headers }) => headers["x-shopify-event-id"])).size).toBe(1);
    app.webhooks.length = 0;
    await shop.edit(order.id, { remove: lines });
    await shop.processReturn(order.id, { lines });
    await shop.fulfil(order.id);
    await shop.cancel(order.id);
    await shop.remove(order.id);
    await shop.idle();
    expect(topicsAt(app)).toEqual(
      expect.arrayContaining([
        "orders/edited",
        "returns/process",
        "orders/fulfilled",
        "orders/cancelled",
        "orders/delete",
      ]),
    );
  });

  it("has only the fields its subscription asks for", async () => {
    const { shop, app } = await shopWithApp({}, (description) => {
      description.subscriptions = [
        {
          topics: ["orders/create"],
          complianceTopics: [],
          uri: "/shopify/webhooks",
          includeFields: ["id", "updated_at"],
          name: "orders",
        },
      ];
    });
    await shop.place(THREE_MUGS);
    await shop.idle();
    expect(app.webhooks).toHaveLength(1);
    expect(Object.keys(JSON.parse(app.webhooks[0]?.body ?? "{}"))).toEqual(["id", "updated_at"]);
    expect(app.webhooks[0]?.headers["x-shopify-name"]).toBe("orders");
  });

  it("comes again with the same id and body until it is taken; a redirect is no answer", async () => {
    const { shop, app } = await shopWithApp({ retryPausesMs: [20, 20, 20] }, (description) => {
      description.subscriptions = [
        { topics: ["orders/create"], complianceTopics: [], uri: "/shopify/webhooks", includeFields: [] },
      ];
    });
    app.webhookAnswers.push(503, 301);
    await shop.place(THREE_MUGS);
    await vi.waitFor(() => expect(shop.deliveries()[0]?.state).toBe("delivered"), { timeout: 10_000 });
    expect(shop.deliveries()[0]?.attempts.map((each) => each.status)).toEqual([503, 301, 200]);
    expect(
      new Set(app.webhooks.map(({ headers, body }) => `${headers["x-shopify-webhook-id"]} ${body}`)).size,
    ).toBe(1);
  });

  it("is given up when nobody ever takes it", async () => {
    const { shop, app } = await shopWithApp({ retryPausesMs: [10, 10] }, (description) => {
      description.subscriptions = [
        { topics: ["orders/create"], complianceTopics: [], uri: "/shopify/webhooks", includeFields: [] },
      ];
    });
    app.webhookAnswers.push(500, 500, 500, 500);
    await shop.place(THREE_MUGS);
    await vi.waitFor(() => expect(shop.deliveries()[0]?.state).toBe("given_up"), { timeout: 10_000 });
    expect(app.webhooks).toHaveLength(3);
  });
});

describe("the farewell", () => {
  it("is sent when the app is removed, may come late, and tells when it was meant", async () => {
    const { shop, app } = await shopWithApp();
    shop.faults.webhooksDropTopics = ["app/uninstalled"];
    await shop.uninstall();
    await shop.idle();
    expect(app.webhooks).toEqual([]);
    await shop.install();
    shop.redeliver(shop.deliveries()[0]?.id ?? "");
    await shop.idle();
    expect(topicsAt(app)).toEqual(["app/uninstalled"]);
    expect(JSON.parse(app.webhooks[0]?.body ?? "null")).toMatchObject({
      myshopify_domain: shop.domain,
      domain: null,
    });
  });

  it("ends all other news, but not the requests of privacy law", async () => {
    const { shop, app } = await shopWithApp();
    const { customerId } = await shop.place(THREE_MUGS);
    await shop.uninstall();
    await shop.idle();
    app.webhooks.length = 0;
    await shop.place(THREE_MUGS);
    await shop.requestData("customers/redact", customerId ?? "");
    await shop.requestData("shop/redact");
    await shop.idle();
    expect(topicsAt(app).toSorted()).toEqual(["customers/redact", "shop/redact"]);
  });
});

describe("changed scopes", () => {
  it("are told with what was before", async () => {
    const { shop, app } = await shopWithApp();
    await shop.grantScopes(["read_all_orders"]);
    await shop.idle();
    const told: { previous: string[]; current: string[] } = JSON.parse(app.webhooks[0]?.body ?? "null");
    expect(told.current.filter((scope) => !told.previous.includes(scope))).toEqual(["read_all_orders"]);
    await expect(shop.grantScopes(["read_themes"])).rejects.toThrow("does not declare");
  });
});

describe("webhooks with a fault switched on", () => {
  it("are lost, doubled, reversed or unsigned", async () => {
    const { shop, app } = await shopWithApp({}, (description) => {
      description.subscriptions = [
        {
          topics: ["orders/create", "orders/fulfilled"],
          complianceTopics: [],
          uri: "/shopify/webhooks",
          includeFields: [],
        },
      ];
    });
    shop.faults.webhooksDrop = true;
    await shop.place(THREE_MUGS);
    await shop.idle();
    expect([app.webhooks.length, shop.deliveries()[0]?.state]).toEqual([0, "dropped"]);
    shop.faults.webhooksDrop = false;
    shop.faults.webhooksDuplicate = true;
    const order = await shop.place(THREE_MUGS);
    await shop.idle();
    expect(new Set(app.webhooks.map(({ headers }) => headers["x-shopify-webhook-id"])).size).toBe(1);
    expect(app.webhooks).toHaveLength(2);
    shop.faults.webhooksDuplicate = false;
    shop.faults.webhooksShuffle = true;
    shop.faults.webhooksNoHmac = true;
    app.webhooks.length = 0;
    await shop.place(THREE_MUGS);
    await shop.fulfil(order.id);
    await shop.idle();
    expect(topicsAt(app)).toEqual(["orders/fulfilled", "orders/create"]);
    expect(app.webhooks.some(({ headers }) => "x-shopify-hmac-sha256" in headers)).toBe(false);
  });
});
