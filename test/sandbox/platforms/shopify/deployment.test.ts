import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readDeployment } from "../../../../sandbox/platforms/shopify/deploy/deployment.ts";
import { readToml } from "../../../../sandbox/platforms/shopify/deploy/toml.ts";
import { createDataFolder } from "../../../support/provided.ts";

const APP_FILE = `
client_id = "0f1e2d3c4b5a"
name = "Ledger Relay"                          # shown to merchants
application_url = "https://app.example.com/shopify"
embedded = true
[access]
admin = { direct_api_mode = "offline", embedded_app_direct_api_access = false }
[access_scopes]
scopes = "read_orders,write_orders"
optional_scopes = [
  "read_all_orders",
  "write_inventory", # stock
]
[auth]
redirect_urls = ["https://app.example.com/shopify/auth/callback"]
[webhooks]
api_version = "2026-10"
  [[webhooks.subscriptions]]
  topics = ["orders/create", "orders/updated"]
  uri = "/shopify/webhooks"
  include_fields = ["id", "updated_at"]
  [[webhooks.subscriptions]]
  compliance_topics = ["customers/redact"]
  uri = "/shopify/webhooks/compliance"
[order.metafields.app.accounting]
type = "json"
access.admin = "merchant_read"
`;

const LINK_FILE = `
[[extensions]]
name = "t:name"
handle = "sync-order"
type = "admin_link"
[[extensions.targeting]]
target = "admin.order-details.action.link"
url = "/shopify/orders/sync"
`;

async function folderWith(appFile: string): Promise<string> {
  const folder = await createDataFolder();
  const extension = join(folder, "extensions", "sync-order");
  mkdirSync(join(extension, "locales"), { recursive: true });
  writeFileSync(join(folder, "shopify.app.toml"), appFile);
  writeFileSync(join(extension, "shopify.extension.toml"), LINK_FILE);
  writeFileSync(join(extension, "locales", "en.default.json"), '{"name": "Sync to accounting"}');
  return folder;
}

describe("what a deploy tells of the app", () => {
  it("is read from its files, extensions and their words included", async () => {
    expect(
      readDeployment(await folderWith(APP_FILE), { applicationUrl: "http://127.0.0.1:3000/shopify" }),
    ).toEqual({
      name: "Ledger Relay",
      handle: "ledger-relay",
      applicationUrl: "http://127.0.0.1:3000/shopify",
      apiVersion: "2026-10",
      scopes: ["read_orders", "write_orders"],
      optionalScopes: ["read_all_orders", "write_inventory"],
      subscriptions: [
        {
          topics: ["orders/create", "orders/updated"],
          complianceTopics: [],
          uri: "/shopify/webhooks",
          includeFields: ["id", "updated_at"],
        },
        {
          topics: [],
          complianceTopics: ["customers/redact"],
          uri: "/shopify/webhooks/compliance",
          includeFields: [],
        },
      ],
      links: [
        {
          target: "admin.order-details.action.link",
          text: "Sync to accounting",
          url: "/shopify/orders/sync",
        },
      ],
    });
  });

  it("is what this app's own files say: its links stand in the admin, the law's topics are there", () => {
    const own = readDeployment("deploy/platforms/shopify");
    expect(own.subscriptions.flatMap((each) => each.complianceTopics)).toHaveLength(3);
    expect(own.links.map((link) => link.target)).toEqual([
      "admin.order-details.action.link",
      "admin.order-index.selection-action.link",
    ]);
  });

  it.each([
    ["a topic Shopify does not have", ["orders/create", "orders/booked"], "knows no topic orders/booked"],
    ["a topic twice at one address", ["orders/updated", "orders/create"], "subscribed to twice"],
    ["a member it does not know", ["embedded = true", "embedded = true\ncolour = 'red'"], "colour"],
    ["a compliance topic of another kind", ["customers/redact", "orders/paid"], "compliance_topics"],
    ["an address that is neither its own nor safe", ['uri = "/shopify/webhooks"', 'uri = "http://x"'], "uri"],
  ])("is refused with %s", async (_what, [from = "", to = ""], reason) => {
    const folder = await folderWith(APP_FILE.replace(from, to));
    expect(() => readDeployment(folder)).toThrow(reason);
  });
});

describe("TOML", () => {
  it.each(["a = ", "a = 1 b = 2", "a = 1\na = 2", "[a", 'a = """long"""', "a = 1.5", "a = [1 2]", "= 1"])(
    "that is none or too much is refused with its line: %s",
    (text) => {
      expect(() => readToml(text)).toThrow(/^Line \d/);
    },
  );
});
