import { describe, expect, it } from "vitest";
import { order } from "../../support/orders.ts";
import { codeOf, documentOf, facts, inLedger, planOf } from "../../support/plans.ts";
import { movement } from "../../support/refunds.ts";

/** A person of the shop closed March 2026. */
const closed = facts({ lockedUntil: "2026-03-31", closedHere: "2026-03-31" });
const moved = { orders: { locked_period: "next_open_day" as const } };

describe("R16, a month that somebody of the shop closed", () => {
  it("takes no document, and says where it is opened", () => {
    const { outcome } = planOf(order(), {}, { facts: closed });
    expect(outcome).toMatchObject({
      code: "PERIOD_LOCKED",
      message:
        "2026-03-03 lies in a month that somebody of the shop closed: everything up to 2026-03-31 is. Open it in the reports, or let such dates move to the first open day.",
    });
  });

  it("gives its documents and payments to the first open day when the settings say so", () => {
    const plan = planOf(order(), moved, { facts: closed });
    expect(documentOf(plan)).toMatchObject({
      date: "2026-04-01",
      legalTexts: ["Date of supply: 2026-03-03."],
    });
    expect(documentOf(plan).payments).toMatchObject([{ date: "2026-04-01" }]);
  });

  it("takes no payment either: 149.00 of 249.00 that came to light after the closing wait", () => {
    const early = { orders: { trigger: ["created" as const] } };
    const first = movement("sale", "100.00");
    const existing = inLedger(planOf(order({ payments: [first] }), early));
    const both = order({ payments: [first, movement("sale", "149.00", { id: "T2" })] });
    const plan = planOf(both, early, { existing, facts: closed });
    expect(codeOf(plan)).toBe("PERIOD_LOCKED");
    expect(documentOf(plan).payments.map(({ amount }) => amount)).toEqual(["100.00"]);
    const later = planOf(both, { orders: { ...early.orders, ...moved.orders } }, { existing, facts: closed });
    expect(documentOf(later).payments.map(({ amount, date }) => `${amount} ${date}`)).toEqual([
      "100.00 2026-03-03",
      "149.00 2026-04-01",
    ]);
  });

  it("leaves what was booked in it as it is", () => {
    const made = planOf(order());
    const plan = planOf(order(), {}, { existing: inLedger(made), facts: closed });
    expect(plan.documents).toEqual(made.documents);
    expect(codeOf(plan)).toBe("booked");
  });
});
