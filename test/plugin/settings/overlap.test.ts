import { describe, expect, it } from "vitest";
import { conditions } from "../../../plugin/settings/condition.ts";
import { mayBothHold } from "../../../plugin/settings/overlap.ts";

const one = (field: string, op: string, value?: unknown) => ({ field, op, value });
const both = (a: readonly unknown[], b: readonly unknown[]) =>
  mayBothHold(conditions.parse(a), conditions.parse(b));

describe("two connections", () => {
  it.each([
    ["currencies apart", [one("order.currency", "is", "SEK")], [one("order.currency", "in", ["EUR", "NOK"])]],
    [
      "a currency and all others",
      [one("order.currency", "is", "SEK")],
      [one("order.currency", "is_not", "sek")],
    ],
    ["a tag and its absence", [one("order.tag", "is", "b2b")], [one("order.tag", "is_not", "B2B")]],
    ["a company and none", [one("customer.company", "exists")], [one("customer.company", "exists", false)]],
  ])("cannot take the same order: %s", (_, a, b) => {
    expect(both(a, b)).toBe(false);
    expect(both(b, a)).toBe(false);
  });

  it.each([
    ["one takes all", [], [one("order.currency", "is", "SEK")]],
    ["an order may bear two tags", [one("order.tag", "is", "b2b")], [one("order.tag", "is", "export")]],
    [
      "currency here, country there",
      [one("order.currency", "is", "EUR")],
      [one("order.country", "is", "SE")],
    ],
    [
      "lists that share one",
      [one("order.country", "in", ["SE", "NO"])],
      [one("order.country", "in", ["NO"])],
    ],
    ["different lines", [one("line.sku", "is", "A")], [one("line.sku", "is_not", "A")]],
  ])("may take the same order: %s", (_, a, b) => {
    expect(both(a, b)).toBe(true);
  });
});
