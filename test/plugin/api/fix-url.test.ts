import { describe, expect, it } from "vitest";
import { fixUrl, usualPlace } from "../../../plugin/api/fix-url.ts";
import { type Code, codes, type FixPlace } from "../../../plugin/domain/problem.ts";

const app = "https://relay.example";
const order = { orderId: "10/01", platformUrl: "https://shop.example/admin/orders/1001" };

describe("the page where a person mends it", () => {
  it.each<[FixPlace, string]>([
    [
      { place: "settings", field: "orders.start_date" },
      `${app}/embedded/settings?group=orders#orders.start_date`,
    ],
    [{ place: "settings", field: "rules" }, `${app}/embedded/settings/rules#rules`],
    [{ place: "order" }, `${app}/embedded/orders/10%2F01`],
    [{ place: "connection" }, `${app}/embedded/connections`],
    [{ place: "shop" }, "https://shop.example/admin/orders/1001"],
    [{ place: "ledger", url: "https://ledger.example/invoices/7" }, "https://ledger.example/invoices/7"],
    [{ place: "ledger" }, `${app}/embedded/orders/10%2F01`],
  ])("of %j is %s", (place, url) => {
    expect(fixUrl(app, place, order)).toBe(url);
  });

  it("of an order whose shop has no address for it is the order's own page", () => {
    expect(fixUrl(app, { place: "shop" }, { ...order, platformUrl: null })).toBe(
      `${app}/embedded/orders/10%2F01`,
    );
  });

  it("of a connection as a whole is the page of connections", () => {
    const nowhere = { orderId: null, platformUrl: null };
    expect(fixUrl(app, { place: "ledger" }, nowhere)).toBe(`${app}/embedded/connections`);
  });

  it("exists for every code an order can carry", () => {
    for (const code of Object.keys(codes) as Code[]) {
      expect(URL.canParse(fixUrl(app, usualPlace(code), order))).toBe(true);
    }
  });
});
