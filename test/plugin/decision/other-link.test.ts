import { describe, expect, it } from "vitest";
import { order } from "../../support/orders.ts";
import { codeOf, inLedger, planOf } from "../../support/plans.ts";

const ignored = { orders: { other_link: "ignore" } } as const;

describe("another accounting link of the shop", () => {
  it("has booked the order, so it is skipped, unless the merchant ignores the link", () => {
    const sold = order({ otherLink: "booked" });
    expect(codeOf(planOf(sold))).toBe("BOOKED_ELSEWHERE");
    expect(planOf(sold, ignored).outcome).toEqual({ state: "booked" });
  });

  it("may book the order as well, so it is held until a person says that it will not", () => {
    const sold = order({ otherLink: "possible" });
    expect(planOf(sold)).toMatchObject({
      documents: [],
      outcome: {
        state: "held",
        code: "DOUBLE_BOOKING_RISK",
        fix: { place: "settings", field: "orders.other_link" },
      },
    });
    expect(planOf(sold, ignored).outcome).toEqual({ state: "booked" });
  });

  it("changes nothing about what is in the ledger already", () => {
    const booked = inLedger(planOf(order({})));
    expect(planOf(order({ otherLink: "booked" }), {}, { existing: booked }).outcome).toEqual({
      state: "booked",
    });
  });
});
