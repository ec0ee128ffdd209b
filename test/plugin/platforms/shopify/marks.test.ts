import { describe, expect, it } from "vitest";
import { showState } from "../../../../plugin/platforms/shopify/marks.ts";
import { openShop } from "./open-shop.ts";

const MUG = { title: "Stoneware mug", sku: "MUG-01", unitPrice: "249.00", rate: "25" };

/** A shop with one paid order, which the adapter shows states on as it finds the order. */
async function openOrder(tags: readonly string[] = []) {
  const open = await openShop();
  const { shopify, shop } = open;
  const { id } = await shopify.place({ lines: [MUG], paid: true, tags: [...tags] });
  const tagsNow = (): string[] => shopify.order(id)?.tags ?? [];
  const show = (state: string, read: readonly string[] = tagsNow()) =>
    shop.showState(id, { state, text: `it is ${state}`, url: "https://books.example/1", tags: read });
  /** Names and points of the questions a state costs. */
  const costOf = async (state: string) => {
    const before = shopify.calls().length;
    expect(await show(state)).toEqual({ ok: true, value: null });
    return shopify
      .calls()
      .slice(before)
      .map(({ query, cost }) => [query, cost]);
  };
  const field = () => JSON.parse(shopify.order(id)?.metafields[0]?.value ?? "null") as unknown;
  return { ...open, id, tagsNow, show, costOf, field };
}

describe("the state of the books", () => {
  it("stands on the order as a field of our own and a tag, the one instead of the other", async () => {
    const { show, tagsNow, field } = await openOrder(["vip"]);
    expect(await show("held")).toEqual({ ok: true, value: null });
    expect(tagsNow()).toEqual(["vip", "Booking failed"]);
    await show("booked");
    expect(tagsNow()).toEqual(["vip", "Booked"]);
    await show("waiting");
    expect(tagsNow()).toEqual(["vip"]);
    expect(field()).toEqual({ state: "waiting", text: "it is waiting", url: "https://books.example/1" });
  });

  it("costs one request, and in it one mutation for the field and one for each change of the tag", async () => {
    const { costOf } = await openOrder();
    const costs = [];
    for (const state of ["waiting", "held", "booked", "booked", "waiting"])
      costs.push(...(await costOf(state)));
    expect(costs.map(([query]) => query)).toEqual(["Mark", "MarkTag", "MarkUntagTag", "Mark", "MarkUntag"]);
    const points = costs.map(([, cost]) => Math.floor(Number(cost) / 10) * 10);
    expect(points).toEqual([10, 20, 30, 10, 20]);
  });

  it("leaves a tag that is there already, however somebody wrote it", async () => {
    const { costOf, tagsNow } = await openOrder(["booked"]);
    expect((await costOf("booked")).map(([query]) => query)).toEqual(["Mark"]);
    expect(tagsNow()).toEqual(["booked"]);
  });

  it("keeps the tags of others that came after the order was read", async () => {
    const { shopify, id, show, tagsNow } = await openOrder();
    await shopify.touch(id, (order) => void order.tags.push("vip"));
    await show("booked", []);
    expect(tagsNow()).toEqual(["vip", "Booked"]);
  });

  it("is shown only where the shop lets us write on orders", async () => {
    const { shop, with: granted } = await openShop();
    expect(shop.canShowState).toBe(true);
    expect(granted(["read_orders"]).canShowState).toBe(false);
  });

  it("that an order which is gone does not take says so of each part", async () => {
    const { shopify, id, show } = await openOrder();
    await shopify.remove(id);
    expect(await show("booked", ["Booking failed"])).toMatchObject({
      problem: {
        act: "fix",
        theirs:
          "metafieldsSet: Owner does not exist.; tagsRemove: Order does not exist; tagsAdd: Order does not exist",
      },
    });
  });

  it("is not taken for shown when Shopify leaves a part without an answer", async () => {
    const gid = "gid://shopify/Order/1";
    const done = { userErrors: [] };
    const shown = { state: "booked", text: "", url: "", tags: [] };
    const answering = (data: unknown) => showState(async () => ({ ok: true, data }), gid, shown);
    expect(await answering({ metafieldsSet: done, tagsAdd: done })).toEqual({ ok: true, value: null });
    expect(await answering({ metafieldsSet: done, tagsAdd: null })).toMatchObject({
      problem: { theirs: "tagsAdd: no answer" },
    });
    expect(await answering({ metafieldsSet: null, tagsAdd: done })).toMatchObject({
      problem: { theirs: "metafieldsSet: no answer" },
    });
  });
});
