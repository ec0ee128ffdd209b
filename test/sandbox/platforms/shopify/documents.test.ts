import { describe, expect, it } from "vitest";
import { SAMPLES } from "../../../../sandbox/platforms/shopify/admin/samples.ts";
import { BY_NAME, HOOKS, ORDERS, PAYOUTS, SHOP, VARIANTS } from "./documents.ts";
import { at, openConnectedShop, readOrder } from "./open-shop.ts";

describe("the documents of a bookkeeping app", () => {
  it.each(Object.entries(SAMPLES))("are answered without an error for: %s", async (_name, draft) => {
    const { shop, ask } = await openConnectedShop();
    const placed = await shop.place(draft);
    const { order, agreements } = await readOrder(ask, placed.id);
    expect(order).toMatchObject({ id: `gid://shopify/Order/${placed.id}`, name: "#1001" });
    expect(agreements).toHaveLength(1);
  });

  it("list orders, products, the shop, its hooks and its payouts", async () => {
    const { shop, ask } = await openConnectedShop();
    await shop.grantScopes(["read_shopify_payments_accounts"]);
    const placed = await shop.place({ paid: true, lines: [{ sku: "MUG-01", rate: "25" }] });
    const payout = await shop.payOut();

    const listed = await ask(ORDERS, { first: 10, query: "updated_at:>='2020-01-01T00:00:00Z'" });
    expect(at(listed.data, "orders.nodes.0.legacyResourceId")).toBe(placed.id);
    expect(at(listed.data, "ordersCount")).toEqual({ count: 1, precision: "EXACT" });
    const named = await ask(BY_NAME, { q: "name:#1001" });
    expect(at(named.data, "orders.nodes.0.name")).toBe("#1001");
    const variants = await ask(VARIANTS, { first: 10 });
    expect(variants.errors).toEqual([]);
    expect(at(variants.data, "productVariants.nodes.0.sku")).toBe("MUG-01");
    const info = await ask(SHOP);
    expect(info.errors).toEqual([]);
    expect(at(info.data, "shop.ianaTimezone")).toBe("Europe/Stockholm");
    expect((await ask(HOOKS)).errors).toEqual([]);
    expect(payout.net).toBe("194.41");
    expect((await ask(PAYOUTS)).errors).toEqual([]);
  });
});
