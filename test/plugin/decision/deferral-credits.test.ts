import { describe, expect, it } from "vitest";
import { mug, order } from "../../support/orders.ts";
import { codeOf, inLedger, planOf } from "../../support/plans.ts";
import { annual, balanceOf, DEFERRED, journalsOf, later, NEW_YEAR, told } from "../../support/prepaid.ts";
import { movement, refund } from "../../support/refunds.ts";

const unused = (gross: string, at = "2026-04-01T12:00:00+02:00") =>
  refund({ at, adjustments: [["unused_period", gross, null]], money: gross });

describe("R18, early ends", () => {
  const year = planOf(annual(), DEFERRED);

  it("credited for the 9,000 not used after three months close the schedule on the day of the credit", () => {
    const sold = annual({ refunds: [unused("11250.00")] });
    const plan = later(sold, year, "2026-03-31");
    expect(journalsOf(plan).slice(4).map(told)).toEqual(["2026-04-01 2970 9000.00 to 3001"]);
    expect(balanceOf(journalsOf(plan), "2970")).toBe("0.00");
  });

  it("credited in part spread what is left over the months to come: 4,500 over nine months", () => {
    const plan = later(annual({ refunds: [unused("5625.00")] }), year, "2026-03-31");
    expect(journalsOf(plan).slice(4).map(told)).toEqual([
      "2026-04-01 2970 4500.00 to 3001",
      ...["04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30", "12-31"].map(
        (day) => `2026-${day} 2970 500.00 to 3001`,
      ),
    ]);
  });

  it("of an expired subscription earn what was not credited: 5,000 back, 4,000 revenue at once", () => {
    const sold = annual({
      refunds: [unused("6250.00")],
      updatedAt: "2026-04-01T12:00:00+02:00",
      subscription: { id: "S1", period: null, state: "expired" },
    });
    expect(
      journalsOf(later(sold, year, "2026-03-31"))
        .slice(4)
        .map(told),
    ).toEqual(["2026-04-01 2970 5000.00 to 3001", "2026-04-01 2970 4000.00 to 3001"]);
  });

  it("the day we learn of it when the order itself has not changed, and not when the period is over", () => {
    const sold = annual({ subscription: { id: "S1", period: null, state: "expired" } });
    const learned = later(sold, year, "2026-03-31", { today: "2026-04-20" });
    expect(journalsOf(learned).slice(4).map(told)).toEqual(["2026-04-20 2970 9000.00 to 3001"]);
    expect(journalsOf(later(sold, year, "2026-12-31", { today: "2027-01-10" }))).toHaveLength(13);
  });

  it("refunded line by line take back as much as is still deferred, never more", () => {
    const back = refund({
      at: "2026-04-01T12:00:00+02:00",
      lines: [["L1", "1", "15000.00", "3000.00"]],
      money: "15000.00",
    });
    const plan = later(annual({ refunds: [back] }), year, "2026-03-31");
    expect(journalsOf(plan).slice(4).map(told)).toEqual(["2026-04-01 2970 9000.00 to 3001"]);
  });

  it("seen late keep the months that were posted: a credit of 15 March seen in May takes from what is left", () => {
    const sold = annual({ refunds: [unused("12500.00", "2026-03-15T12:00:00+01:00")] });
    const plan = later(sold, year, "2026-04-30");
    expect(journalsOf(plan).slice(5).map(told)).toEqual(["2026-03-15 2970 8000.00 to 3001"]);
    expect(balanceOf(journalsOf(plan), "2970")).toBe("0.00");
  });

  it("share an amount without lines with other goods of the rate, unless it is for time not used", () => {
    const both = (kind: "goodwill" | "unused_period") =>
      order({
        lines: [
          { id: "L1", title: "Plan", price: "15000.00", period: ["2026-01-01", "2026-12-31"] },
          mug("1", { id: "L2", price: "5000.00" }),
        ],
        payments: [movement("sale", "20000.00", { at: NEW_YEAR })],
        refunds: [
          refund({
            at: "2026-04-01T12:00:00+02:00",
            adjustments: [[kind, "1000.00", null]],
            money: "1000.00",
          }),
        ],
      });
    const first = planOf({ ...both("goodwill"), refunds: [] }, DEFERRED);
    const reversed = (kind: "goodwill" | "unused_period") =>
      told(journalsOf(later(both(kind), first, "2026-03-31"))[4] ?? journalsOf(first)[0] ?? never());
    expect(reversed("goodwill")).toBe("2026-04-01 2970 600.00 to 3001");
    expect(reversed("unused_period")).toBe("2026-04-01 2970 800.00 to 3001");
  });

  it("take back all that waits when an amount without lines is all that is left of the order", () => {
    const both = (more: Parameters<typeof order>[0] = {}) =>
      annual({
        lines: [
          { id: "L1", title: "Plan", price: "15000.00", period: ["2026-01-01", "2026-12-31"] },
          mug("1", { id: "L2", price: "5000.00" }),
        ],
        payments: [movement("sale", "20000.00", { at: NEW_YEAR })],
        ...more,
      });
    const refunds = [
      refund({
        id: "R1",
        at: "2026-02-10T12:00:00+01:00",
        lines: [["L2", "1", "5000.00", "1000.00"]],
        money: "5000.00",
      }),
      refund({ id: "R2", at: "2026-02-15T12:00:00+01:00", money: "15000.00" }),
    ];
    const plan = later(both({ refunds }), planOf(both(), DEFERRED), "2026-01-31");
    // The mug is gone by then: not 12/16 of the 12,000 without VAT but all of them were for the plan.
    expect(journalsOf(plan).slice(2).map(told)).toEqual(["2026-02-15 2970 11000.00 to 3001"]);
  });

  it("count a credit for what was sold before it, not for a period that was added later", () => {
    const added = {
      id: "E1",
      at: "2026-03-01T12:00:00+01:00",
      added: [{ id: "A1", title: "Seat", price: "15000.00", period: ["2026-03-01", "2027-02-28"] as const }],
    };
    const goodwill = (gross: string) =>
      refund({
        at: "2026-02-10T12:00:00+01:00",
        adjustments: [["goodwill", gross, null]],
        money: gross,
      });
    const sold = annual({ refunds: [goodwill("1250.00")] });
    const before = later(sold, year, "2026-01-31");
    const credit = "2026-02-10 2970 1000.00 to 3001";
    expect(told(journalsOf(before)[2] ?? never())).toBe(credit);
    const both = annual({ refunds: [goodwill("1250.00")], changes: [added] });
    expect(journalsOf(planOf(both, DEFERRED)).map(told)).toContain(credit);
  });

  it("refunded before they were invoiced are deferred first, and earn what is left: 9,000 of 12,000", () => {
    const sent = { updatedAt: "2026-03-05T12:00:00+01:00", fulfillmentStatus: "fulfilled" } as const;
    const settings = { ...DEFERRED, orders: { trigger: ["fulfilled" as const] } };
    const sold = annual({ ...sent, refunds: [unused("3750.00", "2026-03-03T12:00:00+01:00")] }, [
      "2026-04-01",
      "2027-03-31",
    ]);
    const first = planOf(sold, settings);
    expect(journalsOf(first).slice(0, 3).map(told)).toEqual([
      "2026-03-05 3001 12000.00 to 2970",
      "2026-03-05 2970 3000.00 to 3001",
      "2026-04-30 2970 750.00 to 3001",
    ]);
    // However many of the two are in the ledger, and whichever of them was written first.
    const [deferred, credited] = journalsOf(first);
    const made = [deferred, credited].flatMap((one) => one ?? []);
    for (const journals of [made, made.toReversed(), made.slice(0, 1), made.slice(1)]) {
      const again = planOf(sold, settings, { existing: inLedger(first), journals });
      expect(balanceOf(journalsOf(again), "2970")).toBe("0.00");
      expect(told(journalsOf(again)[2] ?? never())).toBe("2026-04-30 2970 750.00 to 3001");
    }
  });

  it("go on as they were begun when the setting is switched off: nothing waits in the deferral account for ever", () => {
    const made = journalsOf(year).slice(0, 3);
    const plan = planOf(annual(), {}, { existing: inLedger(year), journals: made });
    expect(journalsOf(plan)).toHaveLength(13);
    expect(balanceOf(journalsOf(plan), "2970")).toBe("0.00");
  });

  it("come to the same whenever the credit is seen: the deferral account ends at zero", () => {
    for (const day of ["2026-01-01", "2026-01-31", "2026-02-14", "2026-06-30", "2026-12-31"]) {
      for (const gross of ["0.01", "1249.99", "7500.00", "15000.00"]) {
        const sold = annual({ refunds: [unused(gross, `${day}T12:00:00+01:00`)] });
        for (const until of ["", "2026-01-31", "2026-07-31", "2026-12-31"]) {
          const plan = later(sold, year, until);
          expect(codeOf(plan)).toBe("booked");
          expect([day, gross, until, balanceOf(journalsOf(plan), "2970")]).toEqual([
            day,
            gross,
            until,
            "0.00",
          ]);
          expect(later(sold, plan, "2027-01-01", {}).journals).toEqual(plan.journals);
        }
      }
    }
  });
});

function never(): never {
  throw new Error("no voucher");
}
