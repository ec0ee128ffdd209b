import { describe, expect, it } from "vitest";
import { holdsForOrder } from "../../../plugin/decision/rules/conditions.ts";
import { conditionFields, conditions, conditionsText } from "../../../plugin/settings/condition.ts";
import { book, business, mug, order, parcel, to } from "../../support/orders.ts";

type Told = Parameters<typeof order>[0];
const meets = (when: unknown, told: Told = {}): boolean =>
  holdsForOrder(conditions.parse(when), order(told), "SE");
const one = (field: string, op: string, value?: unknown) => [{ field, op, value }];

describe("a condition", () => {
  it.each([
    [one("order.source", "is", "WEB"), {}, true],
    [one("order.source", "is_not", "web"), {}, false],
    [one("order.channel", "is_not", "marketplace"), {}, true],
    [one("order.country", "in", ["DE", "FI"]), to("DE"), true],
    [one("order.country", "not_in", ["DE", "FI"]), to("DE"), false],
    [one("order.country", "is", "SE"), { shipTo: null }, true],
    [one("order.total", "greater", "248.99"), {}, true],
    [one("order.total", "greater", "249.00"), {}, false],
    [one("order.total", "less", 250), {}, true],
    [one("order.total", "is", "249"), {}, true],
    [one("order.discount_code", "starts_with", "vip-"), { discountCodes: ["SPRING", "VIP-7"] }, true],
    [one("order.discount_code", "exists", false), {}, true],
    [one("customer.email", "contains", "@example.se"), {}, true],
    [one("customer.company", "exists"), { customer: business("DE", null) }, true],
    [one("customer.type", "is", "B2B"), {}, false],
    [one("payment.method", "is", "card"), {}, true],
    [one("shipping.title", "contains", "parcel"), { freight: [parcel()] }, true],
    [one("subscription.id", "exists", true), {}, false],
  ])("%j of an order %j holds: %s", (when, told, expected) => {
    expect(meets(when, told)).toBe(expected);
  });

  it("on lines holds when one line meets everything that is asked of lines", () => {
    const lines = { lines: [mug("2"), book()] };
    const ask = (sku: string, quantity: string) => [
      ...one("line.sku", "is", sku),
      ...one("line.quantity", "is", quantity),
    ];
    expect(meets(ask("A1", "2"), lines)).toBe(true);
    expect(meets(ask("B1", "2"), lines)).toBe(false);
    expect(meets(one("line.kind", "is", "shipping"), lines)).toBe(false);
  });

  it("without any asks nothing", () => {
    expect(meets([])).toBe(true);
  });

  it("reads as a sentence", () => {
    const when = conditions.parse([
      ...one("customer.type", "is_not", "B2C"),
      ...one("order.country", "in", ["NO", "CH"]),
      ...one("order.channel", "exists", false),
    ]);
    expect(conditionsText(when)).toBe(
      "customer.type is not B2C and order.country in NO, CH and order.channel is missing",
    );
  });

  it.each([
    ["an unknown field", one("order.colour", "is", "red"), "0.field", 'There is no field "order.colour".'],
    ["an unknown comparison", one("order.total", "like", "1"), "0.op", 'There is no comparison "like".'],
    ["a text that is compared by size", one("customer.name", "less", "5"), "0.value", "cannot be"],
    ["a word where a number is asked", one("order.total", "greater", "much"), "0.value", "must be a number"],
    ["one word for a list", one("order.country", "in", "SE"), "0.value", "must be a list"],
    ["a list for one word", one("order.country", "is", ["SE"]), "0.value", "must be a text"],
  ])("refuses %s and names it", (_what, when, path, message) => {
    const [issue] = conditions.safeParse(when).error?.issues ?? [];
    expect(issue?.path.join(".")).toBe(path);
    expect(issue?.message).toContain(message);
  });

  it("has a value for every field of the vocabulary", () => {
    const full: Told = {
      channel: "online",
      discountCodes: ["A"],
      tags: ["gift"],
      freight: [parcel()],
      subscription: { id: "s1", period: null, state: "active" },
      customer: business("SE", "SE556000000001"),
    };
    const missing = Object.keys(conditionFields).filter((field) => !meets(one(field, "exists"), full));
    expect(missing).toEqual([]);
  });
});
