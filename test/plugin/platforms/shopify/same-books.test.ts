import { describe, expect, it } from "vitest";
import { decide } from "../../../../plugin/decision/decide.ts";
import type { Order } from "../../../../plugin/domain/order.ts";
import type { Plan } from "../../../../plugin/domain/plan.ts";
import { facts, settings } from "../../../support/plans.ts";
import { read } from "./read.ts";

import { contractOrder, EXAMPLES } from "./same-orders.ts";

function planFor(order: Order): Plan {
  return decide({
    order,
    settings: settings({ orders: { start_date: "2000-01-01" } }),
    facts: facts(),
    existing: [],
    shopCountry: "SE",
    maxRows: 498,
    ledgerName: "Fortnox",
  });
}

describe("one order told by Shopify and by the manifest contract ends in the same documents", () => {
  it.each(EXAMPLES)("$what", ({ shopify, contract }) => {
    const plan = planFor(read(shopify));
    expect(plan.outcome.state).toBe("booked");
    expect(plan.documents.length).toBeGreaterThan(0);
    expect(plan).toEqual(planFor(contractOrder(contract)));
  });
});
