import { describe, expect, it } from "vitest";
import {
  AGREEMENTS,
  BULK,
  BULK_STATE,
  BY_NAME,
  MARK,
  ORDER,
  ORDERS,
  RETAG,
  SET_STOCK,
  VARIANTS,
} from "./documents.ts";
import type { Ask } from "./open-shop.ts";
import { at, openConnectedShop, THREE_MUGS } from "./open-shop.ts";

const DAY = 86_400_000;

/** A shop whose day a test moves, so that orders lie apart. */
async function shopInDays() {
  const day = { today: Date.parse("2026-11-21T09:00:00Z") };
  const connected = await openConnectedShop({ today: () => new Date(day.today) });
  return {
    ...connected,
    pass(days: number) {
      day.today += days * DAY;
    },
  };
}

async function namesOf(ask: Ask, query: string): Promise<unknown> {
  const { data, errors } = await ask(
    "query Names($q: String) { orders(first: 50, query: $q, sortKey: UPDATED_AT) { nodes { name } } }",
    {
      q: query,
    },
  );
  if (errors.length > 0) throw new Error(errors[0]?.message);
  return (at(data, "orders.nodes") as { name: string }[]).map((order) => order.name);
}

describe("a list of orders", () => {
  it("is found by times, names, tags, payment and gateway", async () => {
    const { shop, ask, pass } = await shopInDays();
    await shop.place(THREE_MUGS);
    pass(1);
    await shop.place({ ...THREE_MUGS, paid: [{ gateway: "klarna" }], tags: ["Booked"] });
    pass(1);
    await shop.place({ ...THREE_MUGS, paid: false, poNumber: "PO-1" });
    expect(await namesOf(ask, "updated_at:>='2026-11-22T09:00:00Z'")).toEqual(["#1002", "#1003"]);
    expect(await namesOf(ask, "created_at:>'2026-11-21' AND created_at:<='2026-11-22T09:00:00Z'")).toEqual([
      "#1001",
      "#1002",
    ]);
    expect(await namesOf(ask, "name:#1002")).toEqual(["#1002"]);
    expect(await namesOf(ask, "tag_not:Booked")).toEqual(["#1001", "#1003"]);
    expect(await namesOf(ask, "financial_status:pending")).toEqual(["#1003"]);
    expect(await namesOf(ask, "gateway:klarna test:false")).toEqual(["#1002"]);
    expect(await namesOf(ask, "po_number:PO-1")).toEqual(["#1003"]);
  });

  it("falls into Shopify's trap when a time is not quoted, and warns of fields it does not know", async () => {
    const { shop, ask } = await openConnectedShop();
    await shop.place(THREE_MUGS);
    expect(await namesOf(ask, "updated_at:>=2020-01-01T00:00:00Z")).toEqual([]);
    const answer = await ask(BY_NAME, { q: "nickname:x" });
    expect(at(answer.extensions, "search.0.warnings.0")).toMatchObject({
      field: "nickname",
      code: "invalid_field",
    });
    expect(await namesOf(ask, "name:#1001 OR name:#1002")).toEqual(["#1001"]);
    const grouped = await ask(BY_NAME, { q: "(name:#1001)" });
    expect(grouped.errors[0]?.message).toContain("does not know this search");
  });

  it("goes on where it was although an order of the page before has changed since", async () => {
    const { shop, ask } = await openConnectedShop();
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push((await shop.place(THREE_MUGS)).id);
    const first = await ask(ORDERS, { first: 2, query: "" });
    await shop.fulfil(ids[1] ?? "");
    const second = await ask(ORDERS, {
      first: 10,
      query: "",
      after: at(first.data, "orders.pageInfo.endCursor"),
    });
    const names = (at(second.data, "orders.nodes") as { name: string }[]).map((order) => order.name);
    expect(names).toEqual(["#1003", "#1004", "#1005", "#1002"]);
  });

  it("has pages of at most 250, and none without a size", async () => {
    const { ask } = await openConnectedShop();
    expect((await ask(ORDERS, { first: 251, query: "" })).errors[0]?.message).toContain("between 1 and 250");
    expect((await ask("{ orders { nodes { id } } }")).errors[0]?.message).toContain("one of first or last");
  });

  it("cuts nested lists off without a word, and only pageInfo tells", async () => {
    const { shop, ask } = await openConnectedShop();
    const order = await shop.place({
      paid: true,
      lines: Array.from({ length: 60 }, (_, index) => ({
        title: `Bead ${index}`,
        unitPrice: "1.00",
        rate: "25",
      })),
    });
    const id = `gid://shopify/Order/${order.id}`;
    const first = await ask(ORDER, { id });
    expect(at(first.data, "order.lineItems.pageInfo.hasNextPage")).toBe(true);
    const rest = await ask(ORDER, { id, after: at(first.data, "order.lineItems.pageInfo.endCursor") });
    expect(at(rest.data, "order.lineItems.nodes.length")).toBe(10);
    const agreed = await ask(AGREEMENTS, { id });
    expect(at(agreed.data, "order.agreements.nodes.0.sales.nodes.length")).toBe(60);
  });

  it("hides orders older than sixty days without an error, unless all may be read", async () => {
    const { shop, ask, pass } = await shopInDays();
    const old = await shop.place(THREE_MUGS);
    pass(61);
    await shop.place(THREE_MUGS);
    expect(await namesOf(ask, "")).toEqual(["#1002"]);
    const hidden = await ask(ORDER, { id: `gid://shopify/Order/${old.id}` });
    expect([hidden.data, hidden.errors]).toEqual([{ order: null }, []]);
    await shop.grantScopes(["read_all_orders"]);
    expect(await namesOf(ask, "")).toEqual(["#1001", "#1002"]);
  });
});

describe("a scope that is missing", () => {
  it("makes its fields null and says ACCESS_DENIED, beside the rest of the data", async () => {
    const { shop, ask } = await openConnectedShop();
    const order = await shop.place({ ...THREE_MUGS, paymentTerms: { days: 14 } });
    shop.faults.withoutScopes = ["read_customers", "read_payment_terms"];
    const answer = await ask(ORDER, { id: `gid://shopify/Order/${order.id}` });
    expect(at(answer.data, "order")).toMatchObject({ name: "#1001", customer: null, paymentTerms: null });
    expect(new Set(answer.errors.map((error) => error.extensions?.["code"]))).toEqual(
      new Set(["ACCESS_DENIED"]),
    );
    expect(answer.errors[0]?.message).toContain("Access denied for customer field");
  });

  it("takes everything away when it is the one for orders, and refuses writes", async () => {
    const { shop, ask } = await openConnectedShop();
    const { id } = await shop.place(THREE_MUGS);
    await shop.revokeScopes(["write_orders"]);
    const write = await ask(RETAG, { id: `gid://shopify/Order/${id}`, add: ["A"], del: [] });
    expect(write.errors[0]?.message).toContain("write_orders");
    await shop.revokeScopes(["read_orders"]);
    const answer = await ask(ORDER, { id: `gid://shopify/Order/${id}` });
    expect(answer.data).toEqual({ order: null });
  });

  it("for customers' data hides names and addresses", async () => {
    const { shop, ask } = await openConnectedShop();
    const { id } = await shop.place(THREE_MUGS);
    shop.faults.noCustomerData = true;
    const answer = await ask(ORDER, { id: `gid://shopify/Order/${id}` });
    expect(at(answer.data, "order")).toMatchObject({ name: "#1001", email: null, billingAddress: null });
    expect(answer.errors.some((error) => error.message.includes("not approved"))).toBe(true);
  });
});

describe("writing on an order", () => {
  it("tags and marks it, which counts as a change of the order", async () => {
    const { shop, ask } = await openConnectedShop();
    const { id, updatedAt } = await shop.place(THREE_MUGS);
    const owner = `gid://shopify/Order/${id}`;
    await ask(RETAG, { id: owner, add: ["Booked", "VIP"], del: ["Booking failed"] });
    const value = JSON.stringify({ status: "booked", number: "1042" });
    const field = { ownerId: owner, namespace: "$app", key: "accounting", type: "json", value };
    const marked = await ask(MARK, { m: [field] });
    expect(at(marked.data, "metafieldsSet.userErrors")).toEqual([]);
    const read = await ask(ORDER, { id: owner });
    expect(at(read.data, "order.tags")).toEqual(["Booked", "VIP"]);
    expect(at(read.data, "order.accounting")).toEqual({ value, compareDigest: expect.any(String) });
    expect(Date.parse(shop.order(id)?.updatedAt ?? "")).toBeGreaterThan(Date.parse(updatedAt));

    const digest = at(read.data, "order.accounting.compareDigest");
    const stale = await ask(MARK, { m: [{ ...field, value: "{}", compareDigest: "not-it" }] });
    expect(at(stale.data, "metafieldsSet.userErrors.0.code")).toBe("STALE_OBJECT");
    const fresh = await ask(MARK, { m: [{ ...field, value: "{}", compareDigest: digest }] });
    expect(at(fresh.data, "metafieldsSet.userErrors")).toEqual([]);
  });

  it("is all or nothing, takes JSON only where JSON is meant, and leaves other apps' fields alone", async () => {
    const { shop, ask } = await openConnectedShop();
    const { id } = await shop.place(THREE_MUGS);
    const good = { ownerId: `gid://shopify/Order/${id}`, namespace: "$app", key: "a", value: "1" };
    const answer = await ask(MARK, {
      m: [
        good,
        { ...good, value: "{" },
        { ...good, namespace: "app--1" },
        { ...good, ownerId: "gid://shopify/Order/1" },
      ],
    });
    const codes = at(answer.data, "metafieldsSet.userErrors") as { code: string; elementIndex: number }[];
    expect(codes.map(({ code, elementIndex }) => [elementIndex, code])).toEqual([
      [1, "INVALID_VALUE"],
      [2, "APP_NOT_AUTHORIZED"],
      [3, "INVALID"],
    ]);
    expect(shop.order(id)?.metafields).toEqual([]);
  });
});

describe("setting stock", () => {
  async function stockRoom() {
    const { shop, ask } = await openConnectedShop();
    await shop.grantScopes(["write_inventory"]);
    const variants = await ask(VARIANTS, { first: 1, query: "sku:MUG-01" });
    const item = at(variants.data, "productVariants.nodes.0.inventoryItem.id");
    const place = at(
      variants.data,
      "productVariants.nodes.0.inventoryItem.inventoryLevels.nodes.0.location.id",
    );
    const set = (key: string, quantity: number, more: object = { changeFromQuantity: 100 }) =>
      ask(SET_STOCK, {
        key,
        input: {
          name: "available",
          reason: "correction",
          quantities: [{ inventoryItemId: item, locationId: place, quantity, ...more }],
        },
      });
    return { shop, ask, set, item, place };
  }

  it("compares with what the caller saw, and counts once per key", async () => {
    const { shop, set } = await stockRoom();
    const first = await set("k1", 42);
    expect(at(first.data, "inventorySetQuantities.inventoryAdjustmentGroup.changes.0")).toMatchObject({
      delta: -58,
      quantityAfterChange: 42,
    });
    const again = await set("k1", 42);
    expect(at(again.data, "inventorySetQuantities.userErrors")).toEqual([]);
    expect(shop.stock().get("MUG-01")).toBe(42);
    const other = await set("k1", 7);
    expect(at(other.data, "inventorySetQuantities.userErrors.0.code")).toBe(
      "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
    );
    const stale = await set("k2", 7);
    expect(at(stale.data, "inventorySetQuantities.userErrors.0.code")).toBe("CHANGE_FROM_QUANTITY_STALE");
    const forced = await set("k3", 7, { changeFromQuantity: null });
    expect(at(forced.data, "inventorySetQuantities.userErrors")).toEqual([]);
    expect(shop.stock().get("MUG-01")).toBe(7);
    expect(shop.deliveries().map((each) => each.topic)).toContain("inventory_levels/update");
  });

  it("needs the directive, an explicit changeFromQuantity, a known reason and a sensible amount", async () => {
    const { ask, set, item, place } = await stockRoom();
    const code = async (answer: ReturnType<typeof set>) =>
      at((await answer).data, "inventorySetQuantities.userErrors.0.code");
    expect(await code(set("a", 5, {}))).toBe("COMPARE_QUANTITY_REQUIRED");
    expect(await code(set("b", -5, { changeFromQuantity: null }))).toBe("INVALID_QUANTITY_NEGATIVE");
    expect(
      await code(set("c", 5, { changeFromQuantity: null, locationId: "gid://shopify/Location/1" })),
    ).toBe("INVALID_LOCATION");
    const input = {
      name: "available",
      reason: "because",
      quantities: [{ inventoryItemId: item, locationId: place, quantity: 1 }],
    };
    expect(await code(ask(SET_STOCK, { key: "d", input }))).toBe("INVALID_REASON");
    const bare = await ask(SET_STOCK.replace("@idempotent(key: $key)", "").replace(", $key: String!", ""), {
      input,
    });
    expect(bare.errors[0]?.message).toContain("@idempotent directive is required");
  });
});

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
    ]) {
      const answer = await ask(BULK, { q });
      expect(at(answer.data, "bulkOperationRunQuery.userErrors.length")).toBe(1);
    }
  });
});
