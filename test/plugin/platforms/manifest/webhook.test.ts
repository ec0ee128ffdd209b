import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { webhooks } from "../../../../plugin/platforms/manifest/webhook.ts";
import { provenDeliveryId } from "../../../../plugin/platforms/manifest/webhook-signature.ts";
import type { RawDelivery } from "../../../../plugin/platforms/platform.ts";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const OTHER = `whsec_${Buffer.alloc(32, 8).toString("base64")}`;
const NOW = Date.parse("2026-11-21T10:00:00Z");

/** A delivery as the reference implementation of Standard Webhooks signs it. */
function signed(body: unknown, { secret = SECRET, atMs = NOW, id = "msg_1" } = {}): RawDelivery {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    body: Buffer.from(text),
    headers: {
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(atMs / 1000)),
      "webhook-signature": new Webhook(secret).sign(id, new Date(atMs), text),
    },
  };
}

const event = (type: string, data: unknown) => ({
  type,
  timestamp: "2026-11-21T10:00:00Z",
  iss: "https://shop.example",
  tenant: { id: "t1" },
  data,
});

const orderPaid = event("order.paid", { id: "1001", object: "order" });

const verify = (delivery: RawDelivery, secrets: Record<string, string> = { webhook_secret: SECRET }) =>
  webhooks.verify(delivery, secrets, NOW);

const meaningOf = (type: string, data: unknown) => {
  const result = verify(signed(event(type, data)));
  return typeof result === "string" ? result : result.meaning;
};

function withHeaders(delivery: RawDelivery, headers: RawDelivery["headers"]): RawDelivery {
  return { ...delivery, headers: { ...delivery.headers, ...headers } };
}

describe("the signature of a webhook", () => {
  it("agrees with the published test vector", () => {
    const delivery = {
      body: Buffer.from('{"test": 2432232314}'),
      headers: {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      },
    };
    const secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"];
    expect(provenDeliveryId(delivery, secrets, 1614265330_000)).toBe("msg_p5jXN8AQM9LWM0D4loKWxJek");
  });

  it("is accepted when the reference implementation made it", () => {
    expect(verify(signed(orderPaid))).toEqual({
      deliveryId: "msg_1",
      type: "order.paid",
      meaning: { kind: "order", orderIds: ["1001"] },
    });
  });

  it("is accepted with the previous secret while secrets are exchanged", () => {
    const secrets = { webhook_secret: OTHER, webhook_secret_previous: SECRET };
    expect(verify(signed(orderPaid), secrets)).toMatchObject({ deliveryId: "msg_1" });
  });

  it("is found among several in the header, also of kinds we do not know", () => {
    const delivery = signed(orderPaid);
    const right = delivery.headers["webhook-signature"];
    const wrong = signed(orderPaid, { secret: OTHER }).headers["webhook-signature"];
    const many = withHeaders(delivery, { "webhook-signature": `v1a,AAAA v1 ${wrong} ${right}` });
    expect(verify(many)).toMatchObject({ deliveryId: "msg_1" });
  });

  it("holds for five minutes to both sides", () => {
    for (const aside of [-300_000, 300_000]) {
      expect(verify(signed(orderPaid, { atMs: NOW + aside }))).toMatchObject({ deliveryId: "msg_1" });
    }
    for (const aside of [-301_000, 301_000]) {
      expect(verify(signed(orderPaid, { atMs: NOW + aside }))).toBe("refused");
    }
  });

  it("is refused with another secret, another body, another id or another time", () => {
    const delivery = signed(orderPaid);
    expect(verify(signed(orderPaid, { secret: OTHER }))).toBe("refused");
    expect(verify({ ...delivery, body: Buffer.from(JSON.stringify({ ...orderPaid, x: 1 })) })).toBe(
      "refused",
    );
    expect(verify(withHeaders(delivery, { "webhook-id": "msg_2" }))).toBe("refused");
    expect(verify(withHeaders(delivery, { "webhook-timestamp": String(NOW / 1000 + 1) }))).toBe("refused");
  });

  it("is refused when a header is missing, doubled or nonsense", () => {
    const delivery = signed(orderPaid);
    for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
      const value = delivery.headers[name] ?? "";
      const doubled = name === "webhook-signature" ? `${value}, ` : `${value}, ${value}`;
      for (const bad of [undefined, "", " ", doubled, `${value}x`, "v1,", "v1", "é"]) {
        expect(verify(withHeaders(delivery, { [name]: bad })), `${name}: ${bad}`).toBe("refused");
      }
    }
    const unprefixed = (delivery.headers["webhook-signature"] ?? "").replace("v1,", "");
    expect(verify(withHeaders(delivery, { "webhook-signature": unprefixed }))).toBe("refused");
  });

  it("is refused without a secret, and with one too short to keep anything", () => {
    for (const secrets of [{}, { webhook_secret: "" }, { webhook_secret: "whsec_" }]) {
      expect(verify(signed(orderPaid), secrets)).toBe("refused");
    }
    const short = `whsec_${Buffer.alloc(8).toString("base64")}`;
    expect(verify(signed(orderPaid, { secret: short }), { webhook_secret: short })).toBe("refused");
  });

  it("never throws, whatever arrives", () => {
    const text = fc.option(fc.string({ unit: "binary", maxLength: 80 }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.uint8Array(),
        text,
        text,
        text,
        fc.string(),
        (bytes, id, timestamp, signature, secret) => {
          const delivery = {
            body: Buffer.from(bytes),
            headers: { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature },
          };
          expect(webhooks.verify(delivery, { webhook_secret: secret }, NOW)).toBe("refused");
          expect(["malformed", "unknown"]).toContain(webhooks.claim(delivery));
        },
      ),
    );
  });
});

describe("the meaning of a webhook", () => {
  it("names the sender before anything is proven", () => {
    expect(webhooks.claim(signed(orderPaid))).toEqual({ issuer: "https://shop.example", tenantId: "t1" });
    expect(webhooks.claim(signed({ ...orderPaid, tenant: { id: 7 } }))).toMatchObject({ tenantId: "7" });
    expect(webhooks.claim(signed({ type: "order.paid" }))).toBe("unknown");
    expect(webhooks.claim(signed("[]"))).toBe("unknown");
    expect(webhooks.claim(signed("<xml/>"))).toBe("malformed");
  });

  it.each([
    ["order.created", { id: "1001", object: "order" }],
    ["refund.created", { id: "1001", object: "order", refund_id: "R1" }],
    ["invoice.paid", { id: 1001 }],
    ["subscription.renewed", { id: "1001", object: "order" }],
  ])("%s is about an order", (type, data) => {
    expect(meaningOf(type, data)).toEqual({ kind: "order", orderIds: ["1001"] });
  });

  it("payout.created points at a payout", () => {
    expect(meaningOf("payout.created", { id: "P1", object: "payout" })).toEqual({
      kind: "payout",
      payoutIds: ["P1"],
    });
  });

  it("app.uninstalled ends the installation", () => {
    expect(meaningOf("app.uninstalled", {})).toEqual({ kind: "uninstalled" });
    expect(meaningOf("app.uninstalled", undefined)).toEqual({ kind: "uninstalled" });
  });

  it.each([
    ["payout.created", { id: "P1" }],
    ["product.updated", { id: "p1", object: "product" }],
    ["order.paid", {}],
    ["brand.new", null],
  ])("%s with %j is kept and nothing is done", (type, data) => {
    expect(meaningOf(type, data)).toEqual({ kind: "note" });
  });

  it("action.invoked names the action, the orders and the user's language", () => {
    const data = {
      action: "sync-now",
      resource: "order",
      ids: ["1", 2, "1"],
      user: { id: "u1", locale: "sv" },
    };
    expect(meaningOf("action.invoked", data)).toEqual({
      kind: "action",
      action: "sync-now",
      orderIds: ["1", "2"],
      locale: "sv",
    });
    expect(meaningOf("action.invoked", { action: "sync-now", ids: [] })).toMatchObject({ locale: null });
  });

  it("an action on something else than orders is kept and nothing is done", () => {
    const data = { action: "sync-now", resource: "product", ids: ["p1"] };
    expect(meaningOf("action.invoked", data)).toEqual({ kind: "note" });
  });

  it("an action for more orders than the manifest allows is not half obeyed", () => {
    const ids = Array.from({ length: 51 }, (_, index) => String(index));
    expect(meaningOf("action.invoked", { action: "sync-now", ids })).toBe("unreadable");
    expect(meaningOf("action.invoked", { action: "sync-now", ids: [null] })).toBe("unreadable");
    expect(meaningOf("action.invoked", { action: "sync-now" })).toBe("unreadable");
  });

  it("a customer who asks what is held about her is named with the orders the shop knows of her", () => {
    expect(meaningOf("customer.report", { id: "c1", orders: ["1001", 1002] })).toEqual({
      kind: "report",
      customerId: "c1",
      orderIds: ["1001", "1002"],
    });
    expect(meaningOf("customer.report", { id: "c1" })).toMatchObject({ customerId: "c1", orderIds: [] });
    expect(meaningOf("customer.report", { orders: ["1001"] })).toBe("unreadable");
  });

  it("a signed body that is no event is unreadable", () => {
    for (const body of ["", "no json", "[]", "{}"]) expect(verify(signed(body))).toBe("unreadable");
  });
});
