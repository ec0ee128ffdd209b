import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { normaliseProduct } from "../../../../plugin/platforms/manifest/normalise-product.ts";
import { type ApiServer, startApi } from "./api-server.ts";

const mug = {
  id: "p1",
  sku: "MUG-01",
  barcode: 7350000000017,
  title: "Mug, birch",
  price: "249.00",
  currency: "SEK",
  price_includes_tax: true,
  tax_rate: "25",
  cost: "88.00",
  updated_at: "2026-03-01T10:00:00+01:00",
};
const read = (changes: object) => normaliseProduct({ ...mug, ...changes }, "EUR").data;

describe("a product of the catalogue", () => {
  it("has its price without VAT, whichever way the shop shows it", () => {
    expect(read({})).toEqual({
      sku: "MUG-01",
      title: "Mug, birch",
      barcode: "7350000000017",
      price: "199.20",
      cost: "88.00",
      currency: "SEK",
      updatedAt: "2026-03-01T10:00:00+01:00",
    });
    expect(read({ price_includes_tax: false, tax_rate: null })?.price).toBe("249.00");
    expect(read({ tax_rate: null })?.price).toBeNull();
    expect(read({ price: null, cost: null, currency: null })).toMatchObject({
      price: null,
      cost: null,
      currency: "EUR",
    });
  });

  it("without a SKU can be no article, and one that cannot be read is no product", () => {
    expect(read({ sku: " ".trim() })).toBeNull();
    expect(normaliseProduct({ ...mug, price: 249.5 }, "SEK").success).toBe(false);
  });
});

describe("the shop's catalogue and stock", () => {
  let server: ApiServer;
  const scopes = ["orders:read", "products:read", "stock:write"];
  beforeEach(async () => {
    server = await startApi();
  });
  afterEach(() => server.close());

  it("are read page by page, past what cannot be read", async () => {
    const shop = await server.open({ scopes });
    server.answers.api = [
      { status: 200, body: { data: [{ ...mug, price: 1.5 }, mug, { ...mug, sku: null }], next_cursor: "n" } },
    ];
    const page = await shop.changedProducts?.("2026-03-01T00:00:00.000Z", "c");
    expect(page).toMatchObject({ value: { products: [{ sku: "MUG-01" }], nextCursor: "n" } });
    expect(server.lines()).toEqual([
      "GET /api/products?updated_after=2026-02-28T23%3A59%3A59.999Z&cursor=c&limit=200",
    ]);
  });

  it("take levels, and name the SKUs they do not know", async () => {
    const shop = await server.open({ scopes });
    const levels = [
      { sku: "A", available: "2", location: "L1" },
      { sku: "B", available: "0", location: null },
    ];
    server.answers.api = [{ status: 200, body: { updated: 1, unknown: ["B"] } }, { status: 204 }];
    expect(await shop.setStock?.(levels)).toEqual({ ok: true, value: { unknown: ["B"] } });
    expect(server.seen[0]).toMatchObject({
      line: "PATCH /api/stock",
      body: JSON.stringify({
        levels: [
          { sku: "A", available: "2", location_id: "L1" },
          { sku: "B", available: "0" },
        ],
      }),
    });
    server.answers.api = [{ status: 200, body: {} }];
    expect(await shop.setStock?.(levels)).toEqual({ ok: true, value: { unknown: [] } });
    server.answers.api = [{ status: 404 }];
    expect(await shop.setStock?.(levels)).toMatchObject({ ok: false, problem: { act: "fix" } });
  });

  it("are left alone where the shop has not granted them", async () => {
    const shop = await server.open({ scopes: ["orders:read"] });
    expect([shop.changedProducts, shop.setStock]).toEqual([null, null]);
  });
});
