import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startShopify } from "../../../../sandbox/platforms/shopify/server.ts";
import { createDataFolder } from "../../../support/provided.ts";
import { AGREEMENTS, ORDER, PAYOUTS, VARIANTS } from "./documents.ts";
import { list } from "./identities.ts";
import type { Row } from "./open-shop.ts";
import { asker, at, CLIENT, exchange, openConnectedShop, THREE_MUGS } from "./open-shop.ts";
import { usualApp } from "./usual-app.ts";

describe("a shop with a data file", () => {
  it("goes on after a restart: orders, stock, the app and its tokens", async () => {
    const options = {
      ...CLIENT,
      app: usualApp("http://127.0.0.1:9/shopify"),
      dataFile: join(await createDataFolder(), "shopify.json"),
    };
    const first = await startShopify(options);
    await first.install();
    const { access_token: token } = await exchange(first);
    const order = await first.place(THREE_MUGS);
    await first.close();

    const second = await startShopify(options);
    const answer = await asker(second, token)(ORDER, { id: `gid://shopify/Order/${order.id}` });
    const next = await second.place(THREE_MUGS);
    await second.close();
    expect(at(answer.data, "order.name")).toBe("#1001");
    expect(next.name).toBe("#1002");
    expect(next.id).not.toBe(order.id);
  });
});

describe("two shops of one stand-in", () => {
  it("know nothing of each other, and a token opens only its own", async () => {
    const { shop, accessToken } = await openConnectedShop();
    const other = shop.openShop({ handle: "norsk-form", name: "Norsk Form", country: "NO", currency: "NOK" });
    await other.install();
    await shop.place(THREE_MUGS);
    expect(other.orders()).toEqual([]);
    const theirs = { ...other, url: shop.url };
    expect((await asker(theirs, accessToken)("{ shop { name } }")).status).toBe(401);
    const { access_token: own } = await exchange(theirs);
    const answer = await asker(theirs, own)("{ shop { name currencyCode } }");
    expect(answer.data).toEqual({ shop: { name: "Norsk Form", currencyCode: "NOK" } });
  });
});

describe("the catalogue", () => {
  it("may have one SKU twice, products that are not counted, and several places", async () => {
    const { shop, ask } = await openConnectedShop();
    await shop.addProduct({ sku: "MUG-01", title: "Mug, seconds", price: "99.00" });
    await shop.addProduct({ sku: null, title: "Engraving", price: "50.00", tracked: false });
    await shop.addPlace("Malmö");
    const answer = await ask(VARIANTS, { first: 50 });
    const variants = list(answer.data ?? {}, "productVariants.nodes");
    expect(variants.filter((each) => at(each, "inventoryItem.duplicateSkuCount") === 1)).toHaveLength(2);
    const engraving = variants.find((each) => each["sku"] === null) ?? {};
    expect(at(engraving, "inventoryItem")).toMatchObject({ tracked: false, inventoryLevels: { nodes: [] } });
    expect(list(variants[0] ?? {}, "inventoryItem.inventoryLevels.nodes")).toHaveLength(2);
  });
});

describe("a payout", () => {
  it("settles charges less their fees, refunds, and a dispute that took money back", async () => {
    const { shop, ask } = await openConnectedShop();
    await shop.grantScopes(["read_shopify_payments_accounts", "read_shopify_payments_payouts"]);
    const order = await shop.place(THREE_MUGS);
    await shop.refund(order.id, { shipping: true });
    await shop.place({ ...THREE_MUGS, paid: [{ gateway: "klarna" }] });
    const payout = await shop.payOut([
      { type: "CHARGEBACK_HOLD", orderId: order.id, transactionId: null, amount: "-100.00", fee: "150.00" },
    ]);
    // 646.00 less 1.4 % and 1.80 (10.84), less freight of 49.00, less 100.00 in dispute and 150.00 for it.
    expect(payout.net).toBe("336.16");
    const answer = await ask(PAYOUTS);
    const moves: Row[] = list(answer.data ?? {}, "shopifyPaymentsAccount.balanceTransactions.nodes");
    expect(moves.map((move) => [move["type"], at(move, "amount.amount"), at(move, "fee.amount")])).toEqual([
      ["CHARGE", "646.0", "10.84"],
      ["REFUND", "-49.0", "0.0"],
      ["CHARGEBACK_HOLD", "-100.0", "150.0"],
    ]);
    expect((await shop.payOut()).moves).toEqual([]);
  });
});

describe("sales of an unknown kind", () => {
  it("have Shopify's own words for what has none", async () => {
    const { shop, ask } = await openConnectedShop();
    const order = await shop.place(THREE_MUGS);
    shop.faults.unknownSales = true;
    const answer = await ask(AGREEMENTS, { id: `gid://shopify/Order/${order.id}` });
    expect(at(answer.data, "order.agreements.nodes.0.sales.nodes.0")).toMatchObject({
      __typename: "UnknownSale",
      lineType: "UNKNOWN",
      actionType: "UNKNOWN",
    });
  });
});
