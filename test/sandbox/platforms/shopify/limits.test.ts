import { describe, expect, it } from "vitest";
import { ORDER, ORDERS, RETAG } from "./documents.ts";
import { asker, at, exchange, openConnectedShop, THREE_MUGS } from "./open-shop.ts";

describe("the cost of a query", () => {
  it("is told with every answer: asked for, really used, and what is left of the bucket", async () => {
    const { ask } = await openConnectedShop();
    const answer = await ask(ORDERS, { first: 250, query: "" });
    expect(answer.extensions).toEqual({
      cost: {
        requestedQueryCost: expect.any(Number),
        actualQueryCost: expect.any(Number),
        throttleStatus: { maximumAvailable: 2000, currentlyAvailable: expect.any(Number), restoreRate: 100 },
      },
    });
    const { requestedQueryCost, actualQueryCost } = at(answer.extensions, "cost") as Record<string, number>;
    expect(actualQueryCost).toBeLessThan(Number(requestedQueryCost));
  });

  it("is judged by what is asked for, charged by what is used, and refilled by time", async () => {
    const time = { now: Date.parse("2026-11-21T09:00:00Z") };
    const { shop, ask } = await openConnectedShop({ now: () => new Date(time.now) });
    const order = await shop.place(THREE_MUGS);
    const id = `gid://shopify/Order/${order.id}`;
    shop.drainBucket(300);
    const throttled = await ask(ORDER, { id });
    expect(throttled.status).toBe(200);
    expect(throttled.headers.has("retry-after")).toBe(false);
    expect(at(throttled.errors, "0.extensions.code")).toBe("THROTTLED");
    expect(at(throttled.extensions, "cost.actualQueryCost")).toBeNull();
    const requested = Number(at(throttled.extensions, "cost.requestedQueryCost"));
    time.now += ((requested - 300) / 100) * 1000;
    const answered = await ask(ORDER, { id });
    expect(answered.errors).toEqual([]);
    const used = Number(at(answered.extensions, "cost.actualQueryCost"));
    expect(at(answered.extensions, "cost.throttleStatus.currentlyAvailable")).toBe(requested - used);
  });

  it("may not exceed a thousand points", async () => {
    const { ask } = await openConnectedShop();
    const sales = "agreements(first: 250) { nodes { id sales(first: 250) { nodes { id taxes { id } } } } }";
    const refunds = `refunds(first: 250) { id refundLineItems(first: 250) { nodes { lineItem { id duties { id } } } } }`;
    const deep = `{ orders(first: 250) { nodes { id ${sales} ${refunds} } } }`;
    const answer = await ask(deep);
    expect(at(answer.errors, "0.extensions")).toMatchObject({ code: "MAX_COST_EXCEEDED", maxCost: 1000 });
    expect(answer.extensions).toEqual({});
    expect(answer.data).toBeNull();
  });

  it("counts per shop: one that is drained leaves another its points", async () => {
    const { shop } = await openConnectedShop();
    const other = shop.openShop({ handle: "other-shop" });
    await other.install();
    shop.drainBucket(0);
    const theirs = { ...other, url: shop.url };
    const ask = asker(theirs, (await exchange(theirs)).access_token);
    expect((await ask("{ shop { name } }")).errors).toEqual([]);
  });
});

describe("the Admin API", () => {
  it("answers a version it no longer has with another, and only the header tells", async () => {
    const { shop, accessToken } = await openConnectedShop();
    const answer = await asker(shop, accessToken, "2025-01")("{ shop { name } }");
    expect([answer.status, answer.headers.get("x-shopify-api-version")]).toEqual([200, "2026-10"]);
    expect((await asker(shop, accessToken, "latest")("{ shop { name } }")).status).toBe(404);
  });

  it("refuses what Shopify's schema does not have, and says so when the stand-in itself lacks something", async () => {
    const { shop, ask } = await openConnectedShop();
    await shop.place(THREE_MUGS);
    const unknown = await ask("{ orders(first: 1) { nodes { grandTotal } } }");
    expect(unknown.errors[0]?.message).toContain('Cannot query field "grandTotal"');
    const removed = await ask(
      'mutation { inventorySetQuantities(input: { name: "available", reason: "correction", ignoreCompareQuantity: true, quantities: [] }) @idempotent(key: "k") { userErrors { code } } }',
    );
    expect(removed.errors[0]?.message).toContain("ignoreCompareQuantity");
    const gap = await ask("{ orders(first: 1) { nodes { riskLevel } } }");
    expect(at(gap.errors, "0.extensions.code")).toBe("STAND_IN_GAP");
    expect((await ask("{ orders(first: 1) { nodes ")).errors[0]?.message).toContain("Syntax Error");
  });

  it("shows a shop that is frozen, locked, overrun, down or behind a broken proxy", async () => {
    const { shop, ask } = await openConnectedShop();
    const status = async () => (await ask("{ shop { name } }")).status;
    shop.faults.shopFrozen = true;
    expect(await status()).toBe(402);
    shop.faults.shopFrozen = false;
    shop.faults.shopLocked = true;
    expect(await status()).toBe(423);
    shop.faults.shopLocked = false;
    shop.faults.api429 = 1;
    expect((await ask("{ shop { name } }")).headers.get("retry-after")).toBe("2.0");
    shop.faults.apiDown = 1;
    expect(await status()).toBe(503);
    shop.faults.apiInternalError = 1;
    expect(at((await ask("{ shop { name } }")).errors, "0.extensions.code")).toBe("INTERNAL_SERVER_ERROR");
    shop.faults.apiHtml = 1;
    await expect(ask("{ shop { name } }")).rejects.toThrow("not valid JSON");
    expect(await status()).toBe(200);
  });

  it("carries a mutation out and breaks the line before the answer when told to", async () => {
    const { shop, ask } = await openConnectedShop();
    const { id } = await shop.place(THREE_MUGS);
    shop.faults.apiDropAfterWrite = 1;
    const order = `gid://shopify/Order/${id}`;
    await expect(ask(RETAG, { id: order, add: ["Booked"], del: [] })).rejects.toThrow("fetch failed");
    expect(shop.order(id)?.tags).toEqual(["Booked"]);
    await ask("{ shop { name } }");
    expect(
      shop
        .calls()
        .map((call) => [call.query, call.status])
        .at(-1),
    ).toEqual(["", 200]);
  });

  it("knows no shop that is not there, and no body that is no JSON", async () => {
    const { shop, accessToken } = await openConnectedShop();
    const post = async (domain: string, body: string) =>
      await fetch(`${shop.url}/s/${domain}/admin/api/2026-10/graphql.json`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-shopify-access-token": accessToken },
        body,
      });
    for (const domain of ["nobody.myshopify.com", "fjall-form", "fjall-form.myshopify.com.example.com"]) {
      expect((await post(domain, "{}")).status, domain).toBe(404);
    }
    expect((await post(shop.domain, "{")).status).toBe(400);
    expect((await post(shop.domain, "{}")).status).toBe(400);
  });
});
