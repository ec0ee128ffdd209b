import { describe, expect, it } from "vitest";
import { partsOf } from "../../../plugin/decision/deferral/deferral-parts.ts";
import { imbalance } from "../../../plugin/domain/journal.ts";
import { isZero } from "../../../plugin/domain/money.ts";
import { order, to } from "../../support/orders.ts";
import { codeOf, facts, inLedger, planOf } from "../../support/plans.ts";
import { annual, balanceOf, DEFERRED, journalsOf, NEW_YEAR, told } from "../../support/prepaid.ts";
import { movement } from "../../support/refunds.ts";

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
