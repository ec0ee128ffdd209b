import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { platformFiles } from "../../../tools/platform-manifests/files.ts";
import { readManifest, translated } from "../../../tools/platform-manifests/manifest.ts";
import { saleorManifest } from "./saleor-rules.ts";
import { readShopwareManifest } from "./shopware-rules.ts";

const fileOf = (path: string): string => readFileSync(join("deploy/platforms", path), "utf8");

describe("what a Saleor shop would fetch", () => {
  const file = fileOf("saleor/manifest.json");
  const manifest = saleorManifest.parse(JSON.parse(file));

  it("is a manifest by Saleor's rules, with every right and event of ours that Saleor has", () => {
    expect(manifest.permissions).toEqual([
      "MANAGE_ORDERS",
      "HANDLE_PAYMENTS",
      "MANAGE_USERS",
      "MANAGE_PRODUCTS",
    ]);
    expect(manifest.webhooks.flatMap(({ asyncEvents }) => asyncEvents)).toEqual([
      "ORDER_CREATED",
      "ORDER_FULLY_PAID",
      "ORDER_UPDATED",
      "ORDER_CANCELLED",
      "ORDER_REFUNDED",
      "ORDER_FULLY_REFUNDED",
      "CUSTOMER_UPDATED",
      "PRODUCT_VARIANT_UPDATED",
      "APP_DELETED",
    ]);
  });

  it("stands on an order with 'Sync now' and the log, and in the menu with the panel", () => {
    expect(manifest.extensions.map(({ label, mount, target }) => [label, mount, target])).toEqual([
      ["Sync now", "ORDER_DETAILS_MORE_ACTIONS", "POPUP"],
      ["Accounting log", "ORDER_DETAILS_MORE_ACTIONS", "POPUP"],
      ["Accounting", "NAVIGATION_ORDERS", "APP_PAGE"],
    ]);
  });

  it.each([
    [
      "a page of the dashboard by its whole address",
      '"url": "/embedded"',
      '"url": "https://x.example/embedded"',
    ],
    ["a pop-up by its path", '"https://app.example.invalid/saleor/orders"', '"/saleor/orders"'],
    ["an event Saleor does not have", '"ORDER_UPDATED"', '"ORDER_BOOKED"'],
    ["a question about another event", "on OrderUpdated", "on OrderConfirmed"],
    [
      "an address that is not safe",
      "https://app.example.invalid/saleor/register",
      "http://app.example.invalid/",
    ],
    ["a range of versions nobody understands", ">=3.23.0 <4", "3.23 or later"],
    ["a right of an extension the app does not have", '"MANAGE_ORDERS",\n    "HANDLE', '"HANDLE'],
    ["a member Saleor does not know", '"author"', '"colour": "red", "author"'],
  ])("would be refused with %s", (_what, from, to) => {
    expect(file).toContain(from);
    expect(saleorManifest.safeParse(JSON.parse(file.replace(from, to))).success).toBe(false);
  });
});

describe("what lies in a Shopware shop's folder of apps", () => {
  const file = fileOf("shopware/manifest.xml");
  const manifest = readShopwareManifest(file);

  it("is a manifest by Shopware's rules, which asks to read orders and to write no more than state, payments and stock", () => {
    const [{ read, update }] = manifest.permissions;
    expect(read).toEqual(
      expect.arrayContaining(["order", "order_line_item", "order_transaction", "customer"]),
    );
    expect(update).toEqual(["order", "order_transaction", "product"]);
    expect(new Set(read).size).toBe(read.length);
  });

  it("has 'Sync now' beside an order and above the list, in the languages we speak", () => {
    const [{ "action-button": buttons }] = manifest.admin;
    expect(buttons.map((one) => [one["@action"], one["@view"]])).toEqual([
      ["sync-now", "detail"],
      ["sync-now-list", "list"],
    ]);
    expect(buttons[0]?.label).toEqual([
      { "@lang": "en-GB", "#text": "Sync now" },
      { "@lang": "sv-SE", "#text": "Synka nu" },
      { "@lang": "da-DK", "#text": "Synkronisér nu" },
    ]);
  });

  it("is told of orders and money, and of drafts of an order never", () => {
    const [{ webhook }] = manifest.webhooks;
    expect(webhook.map((one) => one["@event"])).toEqual(
      expect.arrayContaining([
        "checkout.order.placed",
        "state_enter.order_transaction.state.paid",
        "state_enter.order_transaction.state.refunded",
        "app.deleted",
      ]),
    );
    expect(webhook.find((one) => one["@event"] === "order.written")?.["@onlyLiveVersion"]).toBe("true");
  });

  it.each([
    ["an element Shopware does not know", "<setup>", "<setup><colour>red</colour>"],
    ["two buttons of one name", "sync-now-list", "sync-now"],
    ["a button in a view there is not", 'view="list"', 'view="grid"'],
    ["a language without its country", 'lang="sv-SE"', 'lang="sv"'],
    ["a name that could be no folder", "<name>LedgerRelay", "<name>Ledger Relay"],
    ["an end that is missing", "</setup>", ""],
  ])("would be refused with %s", (_what, from, to) => {
    expect(file).toContain(from);
    expect(() => readShopwareManifest(file.replace(from, to))).toThrow();
  });
});

describe("both", () => {
  it("bear the operator's address", () => {
    const files = platformFiles("https://relay.example.com");
    for (const path of ["saleor/manifest.json", "shopware/manifest.xml"]) {
      expect(files[path]).toContain("https://relay.example.com/");
      expect(files[path]).not.toContain("example.invalid");
    }
  });

  it("are not made while a word of manifest.json has no translation", () => {
    expect(() => translated([...readManifest(null).scope, "gifts:read"], {})).toThrow("offline_access");
    expect(() => translated(["gifts:read"], { "orders:read": ["read_orders"] })).toThrow(
      "manifest.json says gifts:read, which has no translation",
    );
  });
});
