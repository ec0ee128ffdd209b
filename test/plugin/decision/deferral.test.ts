import { describe, expect, it } from "vitest";
import { partsOf } from "../../../plugin/decision/deferral/deferral-parts.ts";
import { imbalance, type PlannedJournal } from "../../../plugin/domain/journal.ts";
import { formatMoney, isZero, parseMoney, subtract, sum } from "../../../plugin/domain/money.ts";
import type { Order } from "../../../plugin/domain/order.ts";
import type { Plan } from "../../../plugin/domain/plan.ts";
import { mug, order, to } from "../../support/orders.ts";
import { codeOf, facts, inLedger, planOf } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

const DEFERRED = { deferral: { enabled: true, account: "2970" } } as const;
const NEW_YEAR = "2026-01-01T10:00:00+01:00";

/** A year for 12,000 and 3,000 of VAT, paid on its first day unless told otherwise. */
function annual(
  more: Parameters<typeof order>[0] = {},
  period: [string, string] = ["2026-01-01", "2026-12-31"],
) {
  return order({
    lines: [{ id: "L1", title: "Plan", price: "15000.00", period }],
    payments: [movement("sale", "15000.00", { at: NEW_YEAR })],
    createdAt: NEW_YEAR,
    updatedAt: NEW_YEAR,
    ...more,
  });
}

const journalsOf = (plan: Plan): readonly PlannedJournal[] => plan.journals ?? [];

/** "2026-01-31 2970 1000.00 to 3001": the day, the account debited, the amount, the account credited. */
function told(journal: PlannedJournal): string {
  const [debit, credit] = journal.lines;
  return `${journal.date} ${debit?.account} ${debit?.debit} to ${credit?.account}`;
}

function balanceOf(journals: readonly PlannedJournal[], account: string): string {
  const lines = journals.flatMap((one) => one.lines).filter((line) => line.account === account);
  return formatMoney(
    sum(
      lines.map((line) => subtract(parseMoney(line.debit, "SEK"), parseMoney(line.credit, "SEK"))),
      "SEK",
    ),
  );
}

/** Decides again with what was made up to a day. */
function later(sold: Order, first: Plan, until: string, more: Parameters<typeof planOf>[2] = {}): Plan {
  const made = journalsOf(first).filter((one) => one.date <= until);
  return planOf(sold, DEFERRED, { existing: inLedger(first), journals: made, ...more });
}

const unused = (gross: string, at = "2026-04-01T12:00:00+02:00") =>
  refund({ at, adjustments: [["unused_period", gross, null]], money: gross });

describe("R18, prepaid periods", () => {
  it("move a year's 12,000 to deferred revenue, and earn 1,000 at the end of each month; VAT stays", () => {
    const plan = planOf(annual(), DEFERRED);
    expect(journalsOf(plan).map(told)).toEqual([
      "2026-01-01 3001 12000.00 to 2970",
      "2026-01-31 2970 1000.00 to 3001",
      "2026-02-28 2970 1000.00 to 3001",
      "2026-03-31 2970 1000.00 to 3001",
      "2026-04-30 2970 1000.00 to 3001",
      "2026-05-31 2970 1000.00 to 3001",
      "2026-06-30 2970 1000.00 to 3001",
      "2026-07-31 2970 1000.00 to 3001",
      "2026-08-31 2970 1000.00 to 3001",
      "2026-09-30 2970 1000.00 to 3001",
      "2026-10-31 2970 1000.00 to 3001",
      "2026-11-30 2970 1000.00 to 3001",
      "2026-12-31 2970 1000.00 to 3001",
    ]);
    expect(
      journalsOf(plan)
        .map((one) => one.key)
        .slice(0, 3),
    ).toEqual(["defer-L1", "defer-L1-2026-01", "defer-L1-2026-02"]);
    expect(journalsOf(plan).every((one) => isZero(imbalance(one)))).toBe(true);
  });

  it("leave the rest to the last month: 1,000.00 is eleven times 83.33 and 83.37", () => {
    const sold = order({
      lines: [{ id: "L1", title: "Plan", price: "1250.00", period: ["2026-03-03", "2027-03-02"] }],
    });
    const amounts = journalsOf(planOf(sold, DEFERRED)).map((one) => one.lines[0]?.debit);
    expect(amounts).toEqual(["1000.00", ...Array.from({ length: 11 }, () => "83.33"), "83.37"]);
  });

  it("defer only what is not earned yet: paid on 3 March, January and February are revenue at once", () => {
    const sold = annual({ payments: [movement("sale", "15000.00")], updatedAt: "2026-03-03T10:00:00+01:00" });
    const journals = journalsOf(planOf(sold, DEFERRED));
    expect(journals.slice(0, 2).map(told)).toEqual([
      "2026-03-03 3001 10000.00 to 2970",
      "2026-03-31 2970 1000.00 to 3001",
    ]);
    expect(balanceOf(journals, "2970")).toBe("0.00");
  });

  it("of one month or none, drafts and switched off, are not deferred", () => {
    const month = annual({}, ["2026-01-01", "2026-01-31"]);
    const draft = { ...DEFERRED, orders: { booking: "draft" } } as const;
    const plans = [
      planOf(month, DEFERRED),
      planOf(order(), DEFERRED),
      planOf(annual(), draft),
      planOf(annual()),
    ];
    expect(plans.map((plan) => journalsOf(plan).length)).toEqual([0, 0, 0, 0]);
  });

  it("are in the ledger's currency at the invoice's rate: 1,200.00 EUR at 11.2345 is 13,481.40 SEK", () => {
    const sold = annual({
      currency: "EUR",
      ...to("SE"),
      lines: [{ id: "L1", title: "Plan", price: "1500.00", period: ["2026-01-01", "2026-12-31"] }],
      payments: [movement("sale", "1500.00", { at: NEW_YEAR, currency: "EUR" })],
    });
    const journals = journalsOf(planOf(sold, DEFERRED));
    expect(journals.slice(0, 2).map(told)).toEqual([
      "2026-01-01 3001 13481.40 to 2970",
      "2026-01-31 2970 1123.45 to 3001",
    ]);
    expect(balanceOf(journals, "2970")).toBe("0.00");
  });

  it("of invoices from before the first day stay revenue; what was begun goes on", () => {
    const from = (day: string) => ({ deferral: { ...DEFERRED.deferral, from: day } });
    expect(journalsOf(planOf(annual(), from("2026-01-02")))).toEqual([]);
    expect(journalsOf(planOf(annual(), from("2026-01-01")))).toHaveLength(13);
    const first = planOf(annual(), DEFERRED);
    const begun = { existing: inLedger(first), journals: journalsOf(first).slice(0, 1) };
    expect(journalsOf(planOf(annual(), from("2026-12-01"), begun))).toHaveLength(13);
  });

  it("ask for no rate where nothing is deferred: a ledger may convert by rates it does not tell", () => {
    const currencies = [{ code: "EUR", rate: null }];
    const sold = (period?: [string, string]) =>
      annual({
        currency: "EUR",
        ...to("SE"),
        lines: [{ id: "L1", title: "Plan", price: "1500.00", ...(period && { period }) }],
        payments: [movement("sale", "1500.00", { at: NEW_YEAR, currency: "EUR" })],
      });
    const among = { facts: facts({ currencies }) };
    const plans = [planOf(sold(), {}, among), planOf(sold(), DEFERRED, among)];
    expect(plans.map((plan) => plan.outcome.state)).toEqual(["booked", "booked"]);
    expect(codeOf(planOf(sold(["2026-01-01", "2026-12-31"]), DEFERRED, among))).toBe("CURRENCY_NOT_ENABLED");
  });

  it("are held, with the invoice booked, while no account for deferred revenue is named", () => {
    const plan = planOf(annual(), { deferral: { enabled: true } });
    expect(codeOf(plan)).toBe("DEFERRAL_UNMAPPED");
    expect(plan.documents).toHaveLength(1);
    expect(plan.outcome).toMatchObject({ fix: { place: "settings", field: "deferral.account" } });
  });

  it("whose day has come wait for an open period; days to come ask nothing of it", () => {
    const december = annual();
    const locked = { facts: facts({ lockedUntil: "2026-02-28" }), today: "2026-03-31" };
    const booked = inLedger(planOf(december, DEFERRED));
    const plan = planOf(december, DEFERRED, { ...locked, existing: booked });
    expect(codeOf(plan)).toBe("PERIOD_LOCKED");
    const years = [{ from: "2026-01-01", to: "2026-06-30" }];
    const spring = { facts: facts({ years }), today: "2026-02-10" };
    expect(journalsOf(planOf(december, DEFERRED, { ...spring, existing: booked }))).toHaveLength(13);
  });
});

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

describe("the parts of a period", () => {
  const ends = (start: string, end: string): string[] => partsOf({ start, end }).map((part) => part.date);

  it("are whole months from its first day", () => {
    expect(ends("2026-03-15", "2026-06-14")).toEqual(["2026-04-14", "2026-05-14", "2026-06-14"]);
    expect(partsOf({ start: "2026-03-15", end: "2027-03-14" })).toHaveLength(12);
    expect(ends("2026-01-31", "2026-03-30")).toEqual(["2026-02-27", "2026-03-30"]);
    expect(ends("2028-01-01", "2028-02-29")).toEqual(["2028-01-31", "2028-02-29"]);
  });

  it("count half a month left over as one more, and give fewer days to the last", () => {
    expect(ends("2026-01-01", "2026-03-15")).toEqual(["2026-01-31", "2026-02-28", "2026-03-15"]);
    expect(ends("2026-01-01", "2026-03-14")).toEqual(["2026-01-31", "2026-03-14"]);
    expect(ends("2026-01-15", "2026-06-29").slice(-2)).toEqual(["2026-06-14", "2026-06-29"]);
  });

  it("take an end that is the first day of the next period for the day before", () => {
    expect(ends("2026-01-01", "2027-01-01")).toHaveLength(12);
    expect(ends("2026-01-01", "2027-01-01").at(-1)).toBe("2026-12-31");
  });

  it("are none when the days do not follow each other, and centuries are held", () => {
    expect(ends("2026-03-01", "2026-02-01")).toEqual([]);
    const plan = planOf(annual({}, ["2026-01-01", "9999-12-31"]), DEFERRED);
    expect(codeOf(plan)).toBe("ORDER_UNREADABLE");
  });
});

function never(): never {
  throw new Error("no voucher");
}
