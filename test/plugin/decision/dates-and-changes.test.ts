import { describe, expect, it } from "vitest";
import { book, mug, order } from "../../support/orders.ts";
import { codeOf, documentOf, facts, inLedger, planOf, rowsOf, sums } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

type Sold = Parameters<typeof order>[0];

describe("R16, dates", () => {
  const paidAt = (at: string, more = {}) =>
    order({ createdAt: at, payments: [movement("sale", "249.00", { at })], ...more });

  it("are days in the shop's time zone: 23:30 UTC on New Year's Eve is the next year in Stockholm", () => {
    const late = paidAt("2026-12-31T23:30:00Z");
    expect(documentOf(planOf(late)).date).toBe("2027-01-01");
    expect(documentOf(planOf(late)).payments[0]?.date).toBe("2027-01-01");
    expect(documentOf(planOf({ ...late, timeZone: "America/New_York" })).date).toBe("2026-12-31");
    expect(documentOf(planOf({ ...late, timeZone: "Europe/London" })).date).toBe("2026-12-31");
    expect(documentOf(planOf(paidAt("2026-06-30T22:30:00Z"))).date).toBe("2026-07-01");
  });

  it("are those of the movement that completed the payment", () => {
    const parts = [
      movement("sale", "100.00"),
      movement("capture", "149.00", { id: "T2", at: "2026-04-01T00:30:00+02:00" }),
    ];
    expect(documentOf(planOf(order({ payments: parts }))).date).toBe("2026-04-01");
  });

  const locked = { facts: facts({ lockedUntil: "2026-12-31" }) };

  it("hold a document in a locked period, naming the day", () => {
    const plan = planOf(paidAt("2026-12-30T10:00:00Z"), {}, locked);
    expect(plan.outcome).toMatchObject({
      code: "PERIOD_LOCKED",
      message: "2026-12-30 is locked in Fortnox: everything up to 2026-12-31 is closed.",
    });
    expect(plan.documents).toEqual([]);
    expect(codeOf(planOf(paidAt("2026-12-31T10:00:00Z"), {}, locked))).toBe("PERIOD_LOCKED");
    expect(codeOf(planOf(paidAt("2027-01-01T10:00:00Z"), {}, locked))).toBe("booked");
  });

  it("move to the first open day when the merchant wishes, and name the day of supply", () => {
    const plan = planOf(
      paidAt("2026-12-30T10:00:00Z"),
      { orders: { locked_period: "next_open_day" } },
      locked,
    );
    expect(documentOf(plan)).toMatchObject({
      date: "2027-01-01",
      legalTexts: ["Date of supply: 2026-12-30."],
    });
  });

  it("hold a document of a financial year the ledger does not have", () => {
    const years = [{ from: "2025-01-01", to: "2025-12-31" }];
    expect(codeOf(planOf(order(), {}, { facts: facts({ years }) }))).toBe("PERIOD_LOCKED");
    const next = { years, lockedUntil: "2026-12-31" };
    expect(
      codeOf(planOf(order(), { orders: { locked_period: "next_open_day" } }, { facts: facts(next) })),
    ).toBe("PERIOD_LOCKED");
    expect(
      codeOf(planOf(order(), {}, { facts: facts({ years: [{ from: "2026-01-01", to: "2026-12-31" }] }) })),
    ).toBe("booked");
  });
});

describe("R16, what is booked stays", () => {
  const sold: Sold = { lines: [mug("2")] };
  const made = planOf(order(sold));

  it("a document in the ledger is never decided again, whatever the order says now", () => {
    const other = order({ lines: [mug("5")], totalTax: "1.00", refunds: [] });
    const plan = planOf(other, {}, { existing: inLedger(made), facts: facts({ lockedUntil: "2026-12-31" }) });
    expect(documentOf(plan).rows).toEqual(documentOf(made).rows);
    expect(documentOf(plan).date).toBe(documentOf(made).date);
  });

  it("an edit upwards becomes a supplementary invoice of its day", () => {
    const added = { added: [mug("1", { id: "A1", price: "100.00" })], at: "2026-03-05T23:30:00Z" };
    const payments = [movement("sale", "498.00"), movement("capture", "100.00", { id: "T2", at: added.at })];
    const plan = planOf(order({ ...sold, payments, changes: [added] }), {}, { existing: inLedger(made) });
    expect(documentOf(plan, "edit-E1")).toMatchObject({ kind: "invoice", date: "2026-03-06", credits: null });
    expect(sums(documentOf(plan, "edit-E1"))).toBe("net 80.00 + vat 20.00 = 100.00, rounding 0.00");
    expect(documentOf(plan, "edit-E1").payments.map((one) => `${one.id} ${one.amount}`)).toEqual([
      "T2 100.00",
    ]);
    expect(documentOf(plan).payments.map((one) => `${one.id} ${one.amount}`)).toEqual(["T1 498.00"]);
  });

  it("an edit downwards becomes a credit note with the line's own rate", () => {
    const plan = planOf(order({ ...sold, changes: [{ prices: [["L1", "-98.00", "-19.60"]] }] }));
    expect(documentOf(plan, "edit-E1")).toMatchObject({ kind: "credit_note", credits: "invoice" });
    expect(rowsOf(plan, "edit-E1")).toEqual(["3001 25 % 98.00 of which 19.60"]);
  });

  it("an edit both ways is one document for the difference", () => {
    const changes = [
      { added: [mug("1", { id: "A1", price: "50.00" })], prices: [["L1", "-98.00", "-19.60"]] as const },
    ];
    const plan = planOf(order({ ...sold, changes }));
    // A negative row lowers its credit note: 98.00 - 50.00.
    expect(rowsOf(plan, "edit-E1")).toEqual([
      "3001 25 % -50.00 of which -10.00",
      "3001 25 % 98.00 of which 19.60",
    ]);
    expect(sums(documentOf(plan, "edit-E1"))).toBe("net 38.40 + vat 9.60 = 48.00, rounding 0.00");
  });

  it("a raised price is more of the same line", () => {
    const plan = planOf(order({ ...sold, changes: [{ prices: [["L1", "10.00", "2.00"]] }] }));
    expect(rowsOf(plan, "edit-E1")).toEqual(["3001 25 % 10.00 of which 2.00"]);
    const absurd = order({ ...sold, changes: [{ prices: [["L1", "10.00", "9.00"]] }] });
    expect(codeOf(planOf(absurd))).toBe("TOTAL_MISMATCH");
  });

  it("an edit takes no more of a line than refunds have left of it", () => {
    const gone = refund({
      at: "2026-03-04T12:00:00Z",
      lines: [["L1", "2", "498.00", "99.60"]],
      money: "498.00",
    });
    const changes = [{ prices: [["L1", "-98.00", "-19.60"]] as const, at: "2026-03-05T12:00:00Z" }];
    const plan = planOf(order({ ...sold, refunds: [gone], changes }));
    expect(codeOf(plan)).toBe("REFUND_EXCEEDS_REMAINING");
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice", "refund-R1"]);
  });

  it("an edit that changes nothing makes no document, one of an unknown line is held", () => {
    expect(planOf(order({ ...sold, changes: [{}] })).documents).toHaveLength(1);
    expect(codeOf(planOf(order({ ...sold, changes: [{ prices: [["L9", "1.00", "0.20"]] }] })))).toBe(
      "TOTAL_MISMATCH",
    );
  });

  it("a returned piece of an edited order is credited from the line as it is now", () => {
    const changes = [{ prices: [["L1", "-98.00", "-19.60"]] as const }];
    const rest = refund({ lines: [["L1", "2", "400.00", "80.00"]], money: "400.00" });
    const plan = planOf(order({ ...sold, changes, refunds: [rest] }));
    expect(sums(documentOf(plan, "refund-R1"))).toBe("net 320.00 + vat 80.00 = 400.00, rounding 0.00");
    expect(codeOf(plan)).toBe("booked");
  });
});

describe("R16, exchanges", () => {
  const returned = refund({ lines: [["L1", "1", "249.00", "49.80"]], at: "2026-03-10T12:00:00Z" });
  const swapped: Sold = { refunds: [returned], exchanged: [mug("1", { id: "X1", price: "299.00" })] };

  it("credit the old goods and invoice the new ones on the day of the refund", () => {
    const plan = planOf(order(swapped));
    expect(plan.documents.map((one) => `${one.key} ${one.kind} ${one.date}`)).toEqual([
      "invoice invoice 2026-03-03",
      "refund-R1 credit_note 2026-03-10",
      "exchange-R1 invoice 2026-03-10",
    ]);
    expect(documentOf(plan, "exchange-R1").gross).toBe("299.00");
  });

  it("are not sold again when a later refund takes the new goods back", () => {
    const later = refund({ id: "R2", at: "2026-03-12T12:00:00Z", lines: [["X1", "1", "299.00", "59.80"]] });
    const both = order({ ...swapped, refunds: [returned, later] });
    const keys = ["invoice", "refund-R1", "exchange-R1", "refund-R2"];
    expect(planOf(both).documents.map((one) => one.key)).toEqual(keys);
    const existing = inLedger(planOf(order(swapped)));
    const after = planOf(both, {}, { existing });
    expect(after.documents.map((one) => one.key)).toEqual(keys);
    expect(codeOf(after)).toBe("booked");
  });
});

describe("R16, cancelled orders", () => {
  const cancelledAt = "2026-03-08T12:00:00Z";
  const unpaid: Sold = { payments: [], financialStatus: "pending" };
  const cancelled: Sold = { ...unpaid, status: "cancelled", cancelledAt };
  const early = { orders: { trigger: ["created" as const] } };

  it("before any money moved are not booked", () => {
    expect(codeOf(planOf(order(cancelled), early))).toBe("CANCELLED_BEFORE_CAPTURE");
    const authorised = { ...cancelled, payments: [movement("authorization", "249.00")] };
    expect(codeOf(planOf(order(authorised), early))).toBe("CANCELLED_BEFORE_CAPTURE");
    expect(codeOf(planOf(order({ ...unpaid, financialStatus: "voided" }), early))).toBe(
      "CANCELLED_BEFORE_CAPTURE",
    );
  });

  it("have their draft removed", () => {
    const plan = planOf(order(cancelled), early, { existing: inLedger(planOf(order(unpaid), early), false) });
    expect(plan).toMatchObject({
      documents: [],
      removals: ["invoice"],
      outcome: { code: "CANCELLED_BEFORE_CAPTURE" },
    });
  });

  it("have their booked invoice credited, rounding included, once", () => {
    const odd: Sold = { total: "249.05" };
    const made = planOf(order({ ...unpaid, ...odd }), early);
    const plan = planOf(order({ ...cancelled, ...odd }), early, { existing: inLedger(made) });
    expect(documentOf(plan, "cancel")).toMatchObject({
      kind: "credit_note",
      credits: "invoice",
      date: "2026-03-08",
    });
    expect(sums(documentOf(plan, "cancel"))).toBe("net 199.20 + vat 49.80 = 249.00, rounding 0.05");
    const again = planOf(order({ ...cancelled, ...odd }), early, { existing: inLedger(plan) });
    expect(again.documents).toEqual(plan.documents);
  });

  it("have each line credited as it was sold", () => {
    const sold: Sold = { lines: [mug(), book("2")] };
    const made = planOf(order({ ...unpaid, ...sold }), early);
    const plan = planOf(order({ ...cancelled, ...sold }), early, { existing: inLedger(made) });
    expect(rowsOf(plan, "cancel")).toEqual(rowsOf(made));
    expect(documentOf(plan, "cancel").rows.map((row) => `${row.kind} ${row.sourceId} ${row.text}`)).toEqual([
      "line L1 Mug",
      "line L2 Book",
    ]);
  });

  it("have only what is left of them credited when something came back before", () => {
    const sold: Sold = { lines: [mug(), mug("1", { id: "L2" })] };
    const refunds = [refund({ lines: [["L2", "1", "249.00", "49.80"]] })];
    const invoiced = inLedger(planOf(order({ ...unpaid, ...sold }), early));
    const made = planOf(order({ ...unpaid, ...sold, refunds }), early, { existing: invoiced });
    const plan = planOf(order({ ...cancelled, ...sold, refunds }), early, { existing: inLedger(made) });
    expect(rowsOf(plan, "refund-R1")).toEqual(["3001 25 % 249.00 of which 49.80"]);
    expect(documentOf(plan, "cancel").rows).toMatchObject([{ sourceId: "L1", gross: "249.00" }]);
  });

  it("have what a goodwill has left of each rate credited", () => {
    // 46.10 of 461.00: 24.90 of the mug's 249.00 and 21.20 of the books' 212.00. Left are 224.10 and 190.80.
    const sold: Sold = { lines: [mug(), book("2")] };
    const goodwill = [refund({ adjustments: [["goodwill", "46.10", null]] })];
    const invoiced = inLedger(planOf(order({ ...unpaid, ...sold }), early));
    const made = planOf(order({ ...unpaid, ...sold, refunds: goodwill }), early, { existing: invoiced });
    expect(rowsOf(made, "refund-R1")).toEqual([
      "3001 25 % 24.90 of which 4.98",
      "3003 6 % 21.20 of which 1.20",
    ]);
    const plan = planOf(order({ ...cancelled, ...sold, refunds: goodwill }), early, {
      existing: inLedger(made),
    });
    expect(rowsOf(plan, "cancel")).toEqual([
      "3001 25 % 224.10 of which 44.82",
      "3003 6 % 190.80 of which 10.80",
    ]);
  });

  it("after money moved are booked and credited by their refunds", () => {
    const lines = [["L1", "1", "249.00", "49.80"]] as const;
    const paid: Sold = { status: "cancelled", cancelledAt, refunds: [refund({ lines, money: "249.00" })] };
    const plan = planOf(order(paid), {}, { existing: inLedger(planOf(order())) });
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice", "refund-R1"]);
    const euro = { ...paid, refunds: [], payments: [movement("sale", "22.00", { currency: "EUR" })] };
    expect(codeOf(planOf(order(euro)))).toBe("booked");
  });
});
