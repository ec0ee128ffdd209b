import { Webhook } from "standardwebhooks";
import { describe, expect, it, vi } from "vitest";
import { signedHeaders } from "../../../../sandbox/platforms/manifest-shop/webhook-signature.ts";
import { openConnectedShop, THREE_MUGS } from "./open-shop.ts";
import type { Received } from "./small-app.ts";
import { handshake } from "./small-app.ts";

function typesOf(received: Received[]): string[] {
  return received.map(({ body }) => /"type":"([^"]+)"/.exec(body)?.[1] ?? "");
}

describe("webhooks of the shop", () => {
  it("are signed as the vector of Standard Webhooks says", () => {
    const headers = signedHeaders("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", {
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      at: new Date(1614265330_000),
      body: '{"test": 2432232314}',
    });
    expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });

  it("tell the app about a paid order, thin, and standardwebhooks accepts every one", async () => {
    const { shop, app, tokens } = await openConnectedShop();
    const order = await shop.placeOrder(THREE_MUGS);
    await shop.idle();

    const judge = new Webhook(tokens.webhook_secret);
    const events = app.webhooks.map(({ body, headers }) => judge.verify(body, headers));
    expect(events).toEqual(
      ["order.created", "order.paid"].map((type) => ({
        type,
        timestamp: expect.any(String),
        iss: shop.url,
        tenant: { id: "fjall-form" },
        data: { id: order.id, object: "order" },
      })),
    );
  });

  it("name the order, not the refund, as their subject when money goes back", async () => {
    const { shop, app } = await openConnectedShop();
    const order = await shop.placeOrder(THREE_MUGS);
    await shop.refund(order.id, { lines: [{ line_id: "L1", quantity: "1" }] });
    await shop.idle();
    const last: unknown = JSON.parse(app.webhooks.at(-1)?.body ?? "null");
    expect(last).toMatchObject({
      type: "refund.created",
      data: { id: order.id, object: "order", refund_id: `R${order.id}-1` },
    });
  });

  it("come again under the same id when the app failed, with a new timestamp and signature", async () => {
    const { shop, app, tokens } = await openConnectedShop();
    app.webhookAnswers.push(503);
    await shop.placeOrder({ ...THREE_MUGS, paid: false });
    await vi.waitFor(() => expect(app.webhooks).toHaveLength(2), { timeout: 10_000 });
    await shop.idle();

    const [first, second] = app.webhooks;
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.body).toBe(first?.body);
    expect(() =>
      new Webhook(tokens.webhook_secret).verify(second?.body ?? "", second?.headers ?? {}),
    ).not.toThrow();
    const [delivery] = shop.deliveries();
    expect(delivery?.state).toBe("delivered");
    expect(delivery?.attempts.map((attempt) => attempt.status)).toEqual([503, 202]);
  });

  it("stop for good when the app answers 410", async () => {
    const { shop, app } = await openConnectedShop();
    app.webhookAnswers.push(410);
    await shop.placeOrder({ ...THREE_MUGS, paid: false });
    await shop.idle();
    await shop.placeOrder(THREE_MUGS);
    await shop.idle();
    expect(app.webhooks).toHaveLength(1);
    expect(shop.deliveries().map((delivery) => delivery.state)).toEqual(["given_up"]);
  });

  it("are only the events the manifest asks for", async () => {
    const { shop, app } = await openConnectedShop();
    await shop.putPayout({
      id: "PO1",
      gateway: "card",
      paid_at: "2026-05-04T10:00:00+02:00",
      currency: "SEK",
      net: "700.00",
      lines: [],
    });
    await shop.idle();
    expect(app.webhooks).toEqual([]);
  });

  it("say goodbye with the old secret when the app is uninstalled, and nothing after that", async () => {
    const { shop, app, tokens, call } = await openConnectedShop();
    await shop.uninstall();
    await shop.placeOrder(THREE_MUGS);
    await shop.idle();
    expect(typesOf(app.webhooks)).toEqual(["app.uninstalled"]);
    const { body, headers } = app.webhooks[0] ?? { body: "", headers: {} };
    expect(() => new Webhook(tokens.webhook_secret).verify(body, headers)).not.toThrow();
    expect((await call("GET", "/orders")).status).toBe(401);
  });
});

describe("webhooks that wait for another attempt", () => {
  it("are forgotten when the app is removed meanwhile", async () => {
    const { shop, app } = await openConnectedShop();
    app.webhookAnswers.push(503);
    await shop.placeOrder({ ...THREE_MUGS, paid: false });
    await shop.idle();
    await shop.uninstall();
    await vi.waitFor(() => expect(shop.deliveries()[0]?.state).toBe("given_up"), { timeout: 10_000 });
    expect(typesOf(app.webhooks)).toEqual(["order.created", "app.uninstalled"]);
  });

  it("are signed with the new secret when the app was installed again meanwhile", async () => {
    const { shop, app } = await openConnectedShop();
    app.webhookAnswers.push(503);
    await shop.placeOrder({ ...THREE_MUGS, paid: false });
    await shop.idle();
    const tokens = await handshake(app, await shop.install(app.manifestUrl));
    await vi.waitFor(() => expect(app.webhooks).toHaveLength(2), { timeout: 10_000 });
    const { body, headers } = app.webhooks[1] ?? { body: "", headers: {} };
    expect(() => new Webhook(tokens.webhook_secret).verify(body, headers)).not.toThrow();
  });
});

describe("the farewell to a removed app", () => {
  it("keeps the old secret when it comes late, so that it cannot end a new installation", async () => {
    const { shop, app, tokens: old } = await openConnectedShop();
    app.webhookAnswers.push(503);
    await shop.uninstall();
    await shop.idle();
    const renewed = await handshake(app, await shop.install(app.manifestUrl));
    await vi.waitFor(() => expect(app.webhooks).toHaveLength(2), { timeout: 10_000 });
    const { body, headers } = app.webhooks[1] ?? { body: "", headers: {} };
    expect(() => new Webhook(old.webhook_secret).verify(body, headers)).not.toThrow();
    expect(() => new Webhook(renewed.webhook_secret).verify(body, headers)).toThrow("No matching signature");
  });
});

describe("webhooks with a fault switched on", () => {
  it("are lost without a trace at the app", async () => {
    const { shop, app } = await openConnectedShop();
    shop.faults.webhooksDrop = true;
    await shop.placeOrder(THREE_MUGS);
    await shop.idle();
    expect(app.webhooks).toEqual([]);
    expect(shop.deliveries().map((delivery) => delivery.state)).toEqual(["dropped", "dropped"]);
  });

  it("arrive twice under one id", async () => {
    const { shop, app } = await openConnectedShop();
    shop.faults.webhooksDuplicate = true;
    await shop.placeOrder({ ...THREE_MUGS, paid: false });
    await shop.idle();
    expect(app.webhooks).toHaveLength(2);
    expect(new Set(app.webhooks.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  it("leave in reverse order", async () => {
    const { shop, app } = await openConnectedShop();
    shop.faults.webhooksShuffle = true;
    const order = await shop.placeOrder(THREE_MUGS);
    await shop.refund(order.id, { shipping: true });
    await shop.idle();
    expect(shop.deliveries().map((delivery) => delivery.type)).toEqual([
      "order.created",
      "order.paid",
      "refund.created",
    ]);
    expect(typesOf(app.webhooks)).toEqual(["refund.created", "order.paid", "order.created"]);
  });

  it("are refused by standardwebhooks for a bad signature or an old timestamp", async () => {
    const { shop, app, tokens } = await openConnectedShop();
    const judge = new Webhook(tokens.webhook_secret);
    shop.faults.webhooksBadSignature = true;
    await shop.placeOrder({ ...THREE_MUGS, paid: false });
    await shop.idle();
    shop.faults.webhooksBadSignature = false;
    shop.faults.webhooksOldTimestamp = true;
    await shop.placeOrder({ ...THREE_MUGS, paid: false });
    await shop.idle();

    const [forged, old] = app.webhooks;
    expect(() => judge.verify(forged?.body ?? "", forged?.headers ?? {})).toThrow("No matching signature");
    expect(() => judge.verify(old?.body ?? "", old?.headers ?? {})).toThrow("timestamp too old");
  });
});
