import { describe, expect, it } from "vitest";
import { MARK, ORDER, RETAG, SET_STOCK, VARIANTS } from "./documents.ts";
import { at, openConnectedShop, THREE_MUGS } from "./open-shop.ts";

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
    const failed = await set("k2", 7);
    expect(at(failed.data, "inventorySetQuantities.userErrors.0.code")).toBe(
      "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED",
    );
    shop.faults.stockBusy = 1;
    const busy = await set("k3", 7);
    expect(at(busy.data, "inventorySetQuantities.userErrors.0.code")).toBe("IDEMPOTENCY_CONCURRENT_REQUEST");
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
