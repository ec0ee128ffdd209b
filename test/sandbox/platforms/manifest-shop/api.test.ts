import { describe, expect, it } from "vitest";
import { z } from "zod";
import { orderSchema } from "../../../../sandbox/platforms/manifest-shop/order.ts";
import type { ConnectedShop } from "./open-shop.ts";
import { openConnectedShop, THREE_MUGS } from "./open-shop.ts";
import { requestToken } from "./small-app.ts";

const pageSchema = z.object({ data: z.array(orderSchema), next_cursor: z.string().nullable() });
const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

async function pageAt(call: ConnectedShop["call"], query: Record<string, string>) {
  const answer = await call("GET", `/orders?${new URLSearchParams(query).toString()}`);
  return pageSchema.parse(await answer.json());
}

/** Every id of a listing, in its order; `between` happens after each page. */
async function allIds(
  call: ConnectedShop["call"],
  query: Record<string, string>,
  between: () => Promise<unknown> = async () => undefined,
): Promise<string[]> {
  const ids: string[] = [];
  let page = await pageAt(call, query);
  ids.push(...page.data.map((order) => order.id));
  while (page.next_cursor !== null) {
    await between();
    page = await pageAt(call, { cursor: page.next_cursor, limit: query["limit"] ?? "50" });
    ids.push(...page.data.map((order) => order.id));
  }
  return ids;
}

async function codeOf(answer: Response): Promise<[number, string]> {
  return [answer.status, errorSchema.parse(await answer.json()).error.code];
}

describe("reading orders", () => {
  it("gives one order with every member of the contract", async () => {
    const { shop, call } = await openConnectedShop();
    const placed = await shop.placeOrder(THREE_MUGS);
    const read = orderSchema.strict().parse(await (await call("GET", `/orders/${placed.id}`)).json());
    expect(read).toEqual(placed);
  });

  it("lists the longest unchanged first, page by page, without a gap or a repeat", async () => {
    const { shop, call } = await openConnectedShop();
    const ids: string[] = [];
    for (let count = 0; count < 7; count += 1) ids.push((await shop.placeOrder(THREE_MUGS)).id);
    expect(await allIds(call, { limit: "3" })).toEqual(ids);
    expect((await pageAt(call, { limit: "7" })).next_cursor).toBeNull();
  });

  it("shows an order that changes between two pages again at the end, and skips none", async () => {
    const { shop, call } = await openConnectedShop();
    for (let count = 0; count < 5; count += 1) await shop.placeOrder(THREE_MUGS);
    let isFirst = true;
    const seen = await allIds(call, { limit: "2" }, async () => {
      if (isFirst) await shop.fulfil("1001");
      isFirst = false;
    });
    expect(seen).toEqual(["1001", "1002", "1003", "1004", "1005", "1001"]);
  });

  it("keeps to the time it was asked for", async () => {
    const { shop, call } = await openConnectedShop();
    const may = await shop.placeOrder({ ...THREE_MUGS, createdAt: "2026-05-04T10:00:00+02:00" });
    const june = await shop.placeOrder({ ...THREE_MUGS, createdAt: "2026-06-04T10:00:00+02:00" });
    expect(await allIds(call, { updated_after: may.updated_at })).toEqual([june.id]);
    expect(await allIds(call, { created_after: "2026-06-01T00:00:00Z" })).toEqual([june.id]);
    expect(await allIds(call, { created_before: "2026-06-01T00:00:00Z", limit: "1" })).toEqual([may.id]);
    expect(await allIds(call, { created_after: june.created_at })).toEqual([]);
  });

  it.each([
    ["more than 200 at once", "limit=201"],
    ["a time whose plus sign was not escaped", "updated_after=2026-05-04T10:00:00+02:00"],
    ["a cursor it never gave", "cursor=abc"],
  ])("refuses %s", async (_case, query) => {
    const { call } = await openConnectedShop();
    expect(await codeOf(await call("GET", `/orders?${query}`))).toEqual([422, "invalid"]);
  });
});

describe("reading the rest", () => {
  it("knows the customer of an order, and the same one by the same e-mail address", async () => {
    const { shop, call } = await openConnectedShop();
    const customer = { name: "Aino Virtanen", email: "aino@example.com", country: "FI" };
    const first = await shop.placeOrder({ ...THREE_MUGS, customer });
    const second = await shop.placeOrder({ ...THREE_MUGS, customer });
    expect(second.customer.id).toBe(first.customer.id);
    const answer = await call("GET", `/customers/${first.customer.id}`);
    expect(await answer.json()).toEqual(second.customer);
  });

  it("lists products, and sets the stock of those it has", async () => {
    const { shop, call } = await openConnectedShop();
    const products = await (await call("GET", "/products?limit=2")).json();
    expect(products).toMatchObject({ data: [{ sku: "MUG-01", tax_rate: "25" }, { sku: "BLANKET-01" }] });
    const levels = [
      { sku: "MUG-01", available: 12 },
      { sku: "NOPE", available: 1 },
    ];
    expect(await (await call("PATCH", "/stock", { levels })).json()).toEqual({
      updated: 1,
      unknown: ["NOPE"],
    });
    const state: unknown = await (await fetch(`${shop.url}/_admin/state`)).json();
    expect(state).toMatchObject({ stock: { "MUG-01": "12" } });
  });

  it("lists payouts", async () => {
    const { shop, call } = await openConnectedShop();
    const payout = { gateway: "card", paid_at: "2026-05-04T10:00:00+02:00", currency: "SEK", net: "700.00" };
    await shop.putPayout({ id: "PO1", lines: [], ...payout });
    expect(await (await call("GET", "/payouts")).json()).toMatchObject({
      data: [{ id: "PO1" }],
      next_cursor: null,
    });
  });

  it("pays out what no payout has settled: charges less fees, refunds back, each once", async () => {
    const { shop, call } = await openConnectedShop();
    const { id } = await shop.placeOrder(THREE_MUGS);
    await shop.placeOrder({ ...THREE_MUGS, gateway: "swish" });
    await shop.placeOrder({ ...THREE_MUGS, paid: false });
    await shop.refund(id, { adjustments: [{ kind: "goodwill", gross: "100.00" }] });
    const paid = await shop.payOut();
    expect(paid).toMatchObject([
      { id: "PO1", gateway: "swish", net: "783.06" },
      {
        id: "PO2",
        gateway: "card",
        currency: "SEK",
        net: "683.06",
        lines: [
          { order_id: id, transaction_id: `T${id}-1`, amount: "796.00", fee: "12.94" },
          { order_id: id, amount: "-100.00", fee: "0.00", refund_id: expect.any(String) },
        ],
      },
    ]);
    expect(await shop.payOut()).toEqual([]);
    expect(await (await call("GET", "/payouts")).json()).toMatchObject({ data: paid });
  });
});

describe("writing to the shop", () => {
  it("notes the accounting state on the order and raises order.updated for it", async () => {
    const { shop, app, call } = await openConnectedShop();
    const { id, updated_at: before } = await shop.placeOrder(THREE_MUGS);
    const accounting = {
      state: "booked",
      text: "Invoice 10233 is booked.",
      url: "http://127.0.0.1:9/invoices/10233",
    };
    const answer = await call("PATCH", `/orders/${id}`, { accounting });
    await shop.idle();
    expect(answer.status).toBe(204);
    expect(app.webhooks.at(-1)?.body).toContain('"type":"order.updated"');
    expect(Date.parse(shop.order(id)?.updated_at ?? "")).toBeGreaterThan(Date.parse(before));
    expect(await (await fetch(`${shop.url}/admin/orders/${id}`)).text()).toContain(
      "Invoice 10233 is booked.",
    );
  });

  it("captures a reservation in parts until nothing is left", async () => {
    const { shop, call } = await openConnectedShop();
    const { id } = await shop.placeOrder({ ...THREE_MUGS, paid: false, authorized: true });
    const capture = (amount: string, currency = "SEK") =>
      call("POST", `/orders/${id}/capture`, { amount, currency });
    expect(await (await capture("700.00")).json()).toMatchObject({ kind: "capture", amount: "700.00" });
    expect(shop.order(id)?.financial_status).toBe("partially_paid");
    expect(await codeOf(await capture("96.01"))).toEqual([422, "invalid"]);
    expect(await codeOf(await capture("96.00", "EUR"))).toEqual([422, "invalid"]);
    expect((await capture("96.00")).status).toBe(201);
    expect(shop.order(id)?.financial_status).toBe("paid");
    expect(await codeOf(await capture("0.01"))).toEqual([409, "conflict"]);
  });

  it.each([
    ["an order nobody placed", "GET", "/orders/9", undefined, [404, "not_found"]],
    ["a customer nobody knows", "GET", "/customers/c9", undefined, [404, "not_found"]],
    ["an address that does not exist", "GET", "/invoices", undefined, [404, "not_found"]],
    ["a note without a state", "PATCH", "/orders/1001", { accounting: {} }, [422, "invalid"]],
    [
      "a note with a script for a link",
      "PATCH",
      "/orders/1001",
      { accounting: { state: "booked", url: "javascript:alert(1)" } },
      [422, "invalid"],
    ],
  ])("refuses %s", async (_case, method, path, body, expected) => {
    const { shop, call } = await openConnectedShop();
    await shop.placeOrder(THREE_MUGS);
    expect(await codeOf(await call(method, path, body))).toEqual(expected);
  });

  it("refuses a body that is not JSON and a call without a token", async () => {
    const { shop, tokens } = await openConnectedShop();
    const authorization = `Bearer ${tokens.access_token}`;
    const headers = { authorization, "content-type": "application/json" };
    const garbled = await fetch(`${shop.url}/api/stock`, { method: "PATCH", headers, body: "{" });
    expect(await codeOf(garbled)).toEqual([422, "invalid"]);
    expect(await codeOf(await fetch(`${shop.url}/api/orders`))).toEqual([401, "invalid_token"]);
  });
});

describe("the API with a fault switched on", () => {
  it("says 429 with a pause, so many times as it was told", async () => {
    const { shop, call } = await openConnectedShop();
    shop.faults.api429 = 1;
    const refused = await call("GET", "/orders");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
    expect((await call("GET", "/orders")).status).toBe(200);
  });

  it("is down until it is up again", async () => {
    const { shop, call } = await openConnectedShop();
    shop.faults.apiDown = true;
    expect(await codeOf(await call("GET", "/orders"))).toEqual([503, "unavailable"]);
    expect((await call("GET", "/orders")).status).toBe(503);
    shop.faults.apiDown = false;
    expect((await call("GET", "/orders")).status).toBe(200);
  });

  it("lets the access tokens expire once; a refreshed one works", async () => {
    const { shop, app, tokens, call } = await openConnectedShop();
    shop.faults.tokenExpired = true;
    expect(await codeOf(await call("GET", "/orders"))).toEqual([401, "invalid_token"]);
    const refreshed = await requestToken(app, shop.url, {
      grant_type: "refresh_token",
      refresh_token: tokens.refresh_token ?? "",
    });
    const { access_token: token } = z.object({ access_token: z.string() }).parse(await refreshed.json());
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${shop.url}/api/orders`, { headers })).status).toBe(200);
  });

  it("lets a write take effect and breaks the line before the answer", async () => {
    const { shop, call } = await openConnectedShop();
    const { id } = await shop.placeOrder(THREE_MUGS);
    shop.faults.apiDropAfterWrite = 1;
    await expect(call("PATCH", `/orders/${id}`, { accounting: { state: "booked" } })).rejects.toThrow(
      "fetch failed",
    );
    const state: unknown = await (await fetch(`${shop.url}/_admin/state`)).json();
    expect(state).toMatchObject({ orders: [{ accounting: { state: "booked" } }] });
  });

  it("keeps a list of the calls it received", async () => {
    const { shop, call } = await openConnectedShop();
    await call("GET", "/orders?limit=1");
    await call("GET", "/orders/9");
    expect(shop.apiCalls()).toMatchObject([
      { method: "GET", path: "/orders", query: "limit=1", status: 200 },
      { method: "GET", path: "/orders/9", query: "", status: 404 },
    ]);
  });
});
