import { describe, expect, it } from "vitest";
import { AGREEMENTS, BY_NAME, ORDER, ORDERS, RETAG } from "./documents.ts";
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
    expect(await namesOf(ask, "name:#1001 OR tag:Booked AND test:false")).toEqual(["#1001", "#1002"]);
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
    expect(await namesOf(ask, "name:#1001 OR name:#9")).toEqual(["#1001"]);
    const nested = await ask(BY_NAME, { q: "(name:#1 OR name:#2) AND tag:x" });
    expect(nested.errors[0]?.message).toContain("does not know this search");
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
