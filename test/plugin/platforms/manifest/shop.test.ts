import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Answer, type ApiServer, startApi } from "./api-server.ts";

let server: ApiServer;

beforeEach(async () => {
  server = await startApi();
});

afterEach(() => server.close());

describe("reading an order from the shop", () => {
  it("asks once, with the token, and gives the order", async () => {
    expect(await server.shop.order("7")).toMatchObject({ ok: true, value: { id: "7", number: "7" } });
    expect(server.seen).toEqual([{ line: "GET /api/orders/7", token: "Bearer access-1", body: "" }]);
  });

  it("keeps an id within its place in the address", async () => {
    server.answers.api = [{ status: 404 }];
    for (const id of ["a/../b", "x?y#z", "å ö"])
      expect(await server.shop.order(id)).toEqual({ ok: true, value: null });
    expect(server.lines()).toEqual([
      "GET /api/orders/a%2F..%2Fb",
      "GET /api/orders/x%3Fy%23z",
      "GET /api/orders/%C3%A5%20%C3%B6",
    ]);
    for (const id of ["", ".", "..", "\ud800"])
      expect(await server.shop.order(id)).toEqual({ ok: true, value: null });
    expect(server.seen).toHaveLength(3);
  });

  it("says so when the shop does not know the order", async () => {
    for (const status of [404, 410]) {
      server.answers.api = [{ status, body: { error: { code: "not_found", message: "no" } } }];
      expect(await server.shop.order("7")).toEqual({ ok: true, value: null });
    }
  });

  it("does not take another order for the one it asked for", async () => {
    expect(await server.shop.order("07")).toMatchObject({ ok: false, problem: { code: "ORDER_UNREADABLE" } });
  });

  it("waits as long as the shop asks", async () => {
    server.answers.api = [{ status: 429, headers: { "retry-after": "17" } }];
    expect(await server.shop.order("7")).toMatchObject({
      problem: { act: "retry", afterMs: 17_000, inDoubt: false },
    });
    server.answers.api = [
      { status: 429, headers: { "retry-after": new Date(server.clock.now() + 5_000).toUTCString() } },
    ];
    expect(await server.shop.order("7")).toMatchObject({ problem: { act: "retry", afterMs: 5_000 } });
    server.answers.api = [{ status: 429 }];
    expect(await server.shop.order("7")).not.toHaveProperty("problem.afterMs");
  });

  it.each<Answer>([
    { status: 500 },
    { status: 503, body: "<html>busy</html>" },
    { status: 302, headers: { location: "https://evil.example/" } },
    { status: 200, body: "<html>maintenance</html>" },
  ])("tries again later after %j", async (answer) => {
    server.answers.api = [answer];
    expect(await server.shop.order("7")).toMatchObject({
      ok: false,
      problem: { act: "retry", inDoubt: false },
    });
    expect(server.seen).toHaveLength(1);
  });

  it("tries again later when nobody answers or the answer is too large", async () => {
    server.answers.api = [{ status: 200, body: `"${"x".repeat(4 * 1024 * 1024)}"` }];
    expect(await server.shop.order("7")).toMatchObject({ problem: { act: "retry" } });
    await server.close();
    expect(await server.shop.order("7")).toMatchObject({ problem: { act: "retry", inDoubt: false } });
  });

  it("asks a person when the shop forbids it or does not understand", async () => {
    server.answers.api = [
      { status: 403, body: { error: { code: "scope", message: "orders:read missing" } } },
    ];
    expect(await server.shop.order("7")).toMatchObject({
      problem: { act: "fix", code: "NOT_CONNECTED", theirs: "403 scope: orders:read missing" },
    });
    server.answers.api = [{ status: 422 }];
    expect(await server.shop.order("7")).toMatchObject({ problem: { act: "fix", code: "ORDER_UNREADABLE" } });
  });
});

describe("listing what changed in the shop", () => {
  const page = { data: [{ id: 1, updated_at: "2026-11-20T10:00:00Z", more: 1 }], next_cursor: "c 2" };

  it("asks from just before the instant, two hundred at a time, and gives the way on", async () => {
    server.answers.api = [{ status: 200, body: page }];
    const from = { updatedAfter: "2026-11-20T11:00:00+01:00" };
    expect(await server.shop.changedOrders(from, null)).toEqual({
      ok: true,
      value: { orders: [{ id: "1", updatedAt: "2026-11-20T10:00:00Z" }], nextCursor: "c 2" },
    });
    await server.shop.changedOrders(from, "c 2");
    const query = "updated_after=2026-11-20T09%3A59%3A59.999Z&limit=200";
    expect(server.lines()).toEqual([`GET /api/orders?${query}`, `GET /api/orders?${query}&cursor=c+2`]);
  });

  it("asks for a range of days for the history import", async () => {
    server.answers.api = [{ status: 200, body: { data: [] } }];
    const from = { createdAfter: "2026-01-01T00:00:00Z", createdBefore: "2026-02-01T00:00:00Z" };
    expect(await server.shop.changedOrders(from, null)).toEqual({
      ok: true,
      value: { orders: [], nextCursor: null },
    });
    expect(server.lines()[0]).toContain(
      "created_after=2025-12-31T23%3A59%3A59.999Z&created_before=2026-02-01T00%3A00%3A00Z",
    );
  });

  it("passes over a row it cannot read, so that no other order waits for it", async () => {
    server.answers.api = [{ status: 200, body: { data: [{ id: "2" }, ...page.data] } }];
    expect(await server.shop.changedOrders({ updatedAfter: "2026-11-20T10:00:00Z" }, null)).toMatchObject({
      ok: true,
      value: { orders: [{ id: "1" }] },
    });
  });

  it("does not take something else for a page", async () => {
    server.answers.api = [{ status: 200, body: { orders: [] } }];
    expect(await server.shop.changedOrders({ updatedAfter: "2026-11-20T10:00:00Z" }, null)).toMatchObject({
      ok: false,
      problem: { code: "ORDER_UNREADABLE", theirs: "data" },
    });
  });
});

describe("showing the accounting state on the order", () => {
  const accounting = { state: "booked", text: "Invoice 12", url: "https://ledger.example/embedded/orders/7" };
  const shown = { ...accounting, tags: [] };

  it("writes it to the order", async () => {
    server.answers.api = [{ status: 204 }];
    expect(await server.shop.showState("7", shown)).toEqual({ ok: true, value: null });
    expect(server.lines()).toEqual(["PATCH /api/orders/7"]);
    expect(JSON.parse(server.seen[0]?.body ?? "")).toEqual({ accounting });
  });

  it("is done when the order no longer exists", async () => {
    server.answers.api = [{ status: 404 }];
    expect(await server.shop.showState("7", shown)).toEqual({ ok: true, value: null });
  });

  it("is offered only where the shop granted it", async () => {
    expect(server.shop.canShowState).toBe(true);
    expect((await server.open({ scopes: ["orders:read"] })).canShowState).toBe(false);
  });
});
