import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { optionalScopes, requiredScopes } from "../../plugin/platforms/shopify/scopes.ts";
import { readDeployment } from "../../sandbox/platforms/shopify/deploy/deployment.ts";
import { platformFiles } from "../../tools/platform-manifests/files.ts";

const FOLDER = "deploy/platforms";

describe("the files made from manifest.json for other platforms", () => {
  it("are those that are there: after a change, `node tools/platform-manifests.ts` writes them anew", () => {
    const made = platformFiles();
    const there = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "README.md")
      .map((entry) => join(entry.parentPath, entry.name));
    expect(there.toSorted()).toEqual(
      Object.keys(made)
        .map((path) => join(FOLDER, path))
        .toSorted(),
    );
    for (const [path, text] of Object.entries(made)) {
      expect(readFileSync(join(FOLDER, path), "utf8"), path).toBe(text);
    }
  });

  it("bear the address and the client id of the operator's own app", () => {
    const { "shopify/shopify.app.toml": file } = platformFiles("https://relay.example.com", "8f3c0a1d");
    expect(file).toContain('client_id = "8f3c0a1d"');
    expect(file).toContain('application_url = "https://relay.example.com/shopify"');
    expect(file).not.toContain("example.invalid");
  });
});

describe("what a deploy tells Shopify", () => {
  const deployed = readDeployment(join(FOLDER, "shopify"));

  it("is the app in its admin, with the scopes it needs and those a merchant may add", () => {
    expect(deployed).toMatchObject({
      name: "Ledger Relay",
      handle: "ledger-relay",
      applicationUrl: "https://app.example.invalid/shopify",
      apiVersion: "2026-10",
      scopes: [...requiredScopes],
      optionalScopes: [...optionalScopes],
    });
  });

  it("is every topic we understand, with a field that always changes, and what privacy law asks", () => {
    for (const { topics, includeFields, uri, complianceTopics } of deployed.subscriptions) {
      const changes = ["updated_at", "created_at"].some((field) => includeFields.includes(field));
      expect(includeFields.length === 0 || changes, topics.join()).toBe(true);
      expect(uri).toBe(complianceTopics.length === 0 ? "/shopify/webhooks" : "/shopify/webhooks/compliance");
    }
    const all = deployed.subscriptions.flatMap((one) => [...one.topics, ...one.complianceTopics]);
    expect(all).toEqual(
      expect.arrayContaining(["orders/updated", "refunds/create", "app/uninstalled", "shop/redact"]),
    );
  });

  it("is 'Sync now' on an order and for a selection of orders", () => {
    expect(deployed.links).toEqual([
      { target: "admin.order-details.action.link", text: "Sync now", url: "/shopify/orders/sync" },
      { target: "admin.order-index.selection-action.link", text: "Sync now", url: "/shopify/orders/sync" },
    ]);
  });
});
