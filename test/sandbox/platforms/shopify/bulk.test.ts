import { describe, expect, it } from "vitest";
import { BULK, BULK_STATE } from "./documents.ts";
import { type Ask, at, openConnectedShop, type Row, THREE_MUGS } from "./open-shop.ts";

const NAMES = "{ orders { edges { node { id name } } } }";
const DAY = 86_400_000;

async function begin(ask: Ask, q = NAMES): Promise<string> {
  const started = await ask(BULK, { q });
  return String(at(started.data, "bulkOperationRunQuery.bulkOperation.id"));
}

const stateOf = async (ask: Ask, id: string): Promise<Row> =>
  at((await ask(BULK_STATE, { id })).data, "bulkOperation") as Row;

describe("a bulk operation", () => {
  it("writes every order and line as a row of its own, and says when it is done", async () => {
    const { shop, ask } = await openConnectedShop();
    for (let count = 0; count < 3; count += 1) await shop.place(THREE_MUGS);
    const q = "{ orders { edges { node { id name lineItems { edges { node { id sku } } } } } } }";
    const started = await ask(BULK, { q });
    expect(at(started.data, "bulkOperationRunQuery.bulkOperation.status")).toBe("CREATED");
    await shop.idle();
    const state = await ask(BULK_STATE, { id: at(started.data, "bulkOperationRunQuery.bulkOperation.id") });
    expect(at(state.data, "bulkOperation")).toMatchObject({ status: "COMPLETED", objectCount: "6" });
    const text = await (await fetch(String(at(state.data, "bulkOperation.url")))).text();
    const rows = text
      .trim()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));
    expect(rows.slice(0, 2)).toEqual([
      { id: rows[0]?.["id"], name: "#1001" },
      { id: expect.stringContaining("LineItem"), sku: "MUG-01", __parentId: rows[0]?.["id"] },
    ]);
    expect(shop.deliveries().map((each) => each.topic)).toContain("bulk_operations/finish");
  });

  it("is refused for two roots, for no connection at all, and for what the schema does not have", async () => {
    const { ask } = await openConnectedShop();
    for (const q of [
      "{ orders { nodes { id } } products { nodes { id } } }",
      "{ shop { name } }",
      "{ orders { nodes { grandTotal } } }",
      "query Q($q: String) { orders(query: $q) { nodes { id } } }",
      "{ orders { nodes { id refunds { refundLineItems { nodes { id } } } } } }",
    ]) {
      const answer = await ask(BULK, { q });
      expect(at(answer.data, "bulkOperationRunQuery.userErrors.length")).toBe(1);
    }
  });
});

describe("a bulk operation that takes its time", () => {
  it("runs, and is listed with its query, newest first", async () => {
    const { shop, ask } = await openConnectedShop();
    for (let count = 0; count < 4; count += 1) await shop.place(THREE_MUGS);
    const before = await begin(ask);
    await shop.idle();
    shop.faults.bulkRunMs = 400;
    const id = await begin(ask, "{ orders { nodes { name } } }");
    expect(await stateOf(ask, id)).toMatchObject({ url: null, completedAt: null });
    const list = await ask("{ bulkOperations(first: 5) { nodes { id status query } } }");
    expect(at(list.data, "bulkOperations.nodes")).toMatchObject([
      { id, query: "{ orders { nodes { name } } }" },
      { id: before, status: "COMPLETED", query: NAMES },
    ]);
    await shop.idle();
    expect(await stateOf(ask, id)).toMatchObject({ status: "COMPLETED", objectCount: "4" });
  });

  it("is the fifth at most of one app in one shop", async () => {
    const { shop, ask } = await openConnectedShop();
    shop.faults.bulkRunMs = 60_000;
    for (let count = 0; count < 5; count += 1) await begin(ask);
    const sixth = await ask(
      "mutation Bulk($q: String!) { bulkOperationRunQuery(query: $q) { bulkOperation { id } userErrors { code } } }",
      { q: NAMES },
    );
    expect(at(sixth.data, "bulkOperationRunQuery")).toEqual({
      bulkOperation: null,
      userErrors: [{ code: "LIMIT_REACHED" }],
    });
  });
});

describe("the file of a bulk operation", () => {
  it("is given in pieces to those who ask for a range", async () => {
    const { shop, ask } = await openConnectedShop();
    for (let count = 0; count < 3; count += 1) await shop.place(THREE_MUGS);
    const id = await begin(ask);
    await shop.idle();
    const url = String((await stateOf(ask, id))["url"]);
    const whole = await (await fetch(url)).text();
    const piece = await fetch(url, { headers: { range: "bytes=10-29" } });
    expect([piece.status, piece.headers.get("content-range")]).toEqual([206, `bytes 10-29/${whole.length}`]);
    expect(await piece.text()).toBe(whole.slice(10, 30));
    const beyond = await fetch(url, { headers: { range: `bytes=${whole.length}-` } });
    expect(beyond.status).toBe(416);
  });

  it("is gone after seven days", async () => {
    const day = { today: Date.parse("2026-11-21T09:00:00Z") };
    const { shop, ask } = await openConnectedShop({ today: () => new Date(day.today) });
    await shop.place(THREE_MUGS);
    const id = await begin(ask);
    await shop.idle();
    const url = String((await stateOf(ask, id))["url"]);
    day.today += 8 * DAY;
    expect(await stateOf(ask, id)).toMatchObject({ status: "EXPIRED", url: null });
    expect((await fetch(url)).status).toBe(400);
  });

  it("is half a file under another address when the operation failed, and none where a scope is missing", async () => {
    const { shop, ask } = await openConnectedShop();
    for (let count = 0; count < 4; count += 1) await shop.place(THREE_MUGS);
    shop.faults.bulkFails = 1;
    const id = await begin(ask);
    await shop.idle();
    const failed = await stateOf(ask, id);
    expect(failed).toMatchObject({ status: "FAILED", errorCode: "TIMEOUT", url: null, completedAt: null });
    const part = await (await fetch(String(failed["partialDataUrl"]))).text();
    expect(part.trim().split("\n")).toHaveLength(2);
    shop.faults.withoutScopes = ["read_orders", "write_orders"];
    const refused = await begin(ask);
    await shop.idle();
    expect(await stateOf(ask, refused)).toMatchObject({
      status: "FAILED",
      errorCode: "ACCESS_DENIED",
      partialDataUrl: null,
    });
  });
});
