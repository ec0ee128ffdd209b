import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Plan, PlannedRow } from "../../../plugin/domain/plan.ts";
import { anyOrder, cuts, eventfulOrder, kronor, tidyTold, öreOf } from "../../support/arbitrary-orders.ts";
import { order } from "../../support/orders.ts";
import { codeOf, documentOf, inLedger, planOf, sums } from "../../support/plans.ts";
import { refund } from "../../support/refunds.ts";
import { expectToAddUp, refundsOfAll } from "../../support/whole-orders.ts";

const keepAll = { orders: { refunded_before_transfer: "book" } } as const;

function total(documents: readonly { row: PlannedRow; sign: 1 | -1 }[], pick: "gross" | "vat"): number {
  return documents.reduce((all, { row, sign }) => all + sign * öreOf(row[pick]), 0);
}

function signedRows(plan: Plan): { row: PlannedRow; sign: 1 | -1 }[] {
  return plan.documents.flatMap((one) =>
    (one.specification ?? one.rows).map((row) => ({ row, sign: one.kind === "invoice" ? 1 : -1 }) as const),
  );
}

/** Per line and per rate, the credits never pass the invoices, in gross or in VAT. */
function expectNothingPassed(plan: Plan): void {
  const rows = signedRows(plan).filter(({ row }) => row.kind !== "rounding");
  for (const keyOf of [
    (row: PlannedRow) => `${row.vatRate} ${row.treatment} ${row.country} ${row.account}`,
    (row: PlannedRow) =>
      row.sourceId === null ? null : `${row.kind === "shipping"} ${row.sourceId} ${row.vatRate}`,
  ]) {
    for (const key of new Set(rows.map(({ row }) => keyOf(row)))) {
      if (key === null) continue;
      const group = rows.filter(({ row }) => keyOf(row) === key);
      expect(total(group, "gross"), key).toBeGreaterThanOrEqual(0);
      expect(total(group, "vat"), key).toBeGreaterThanOrEqual(0);
    }
  }
}

describe("for every order", () => {
  it("the parts sum to the whole, and what is booked is what was charged", () => {
    fc.assert(
      fc.property(tidyTold, (told) => {
        const sold = order(told);
        const invoice = documentOf(planOf(sold));
        expectToAddUp(invoice);
        expect(öreOf(invoice.gross) + öreOf(invoice.rounding)).toBe(öreOf(sold.total.toJSON()));
        expect(öreOf(invoice.payments[0]?.amount ?? "0")).toBe(öreOf(sold.total.toJSON()));
      }),
    );
  });

  it("giving everything back, in whatever slices, mirrors the sale to the cent", () => {
    fc.assert(
      fc.property(tidyTold, cuts, fc.integer({ min: -1, max: 1 }), (told, marks, taxOff) => {
        const sold = order(told);
        const plan = planOf({ ...sold, refunds: refundsOfAll(sold, marks, taxOff) }, keepAll);
        expect(codeOf(plan), JSON.stringify(plan.outcome)).toBe("booked");
        expectNothingPassed(plan);
        for (const document of plan.documents) expectToAddUp(document);
        const rows = signedRows(plan);
        expect(total(rows, "gross")).toBe(0);
        for (const rate of new Set(rows.map(({ row }) => row.vatRate))) {
          expect(
            total(
              rows.filter(({ row }) => row.vatRate === rate),
              "vat",
            ),
            `VAT at ${rate} %`,
          ).toBe(0);
        }
      }),
    );
  });

  it("one full refund has the sums of the invoice", () => {
    fc.assert(
      fc.property(tidyTold, (told) => {
        const sold = order(told);
        const plan = planOf({ ...sold, refunds: refundsOfAll(sold, [], 0) }, keepAll);
        expect(sums(documentOf(plan, "refund-R0"))).toBe(sums(documentOf(plan)));
      }),
    );
  });

  it("credits with and without lines never pass the invoice, whatever was asked for", () => {
    const amounts = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 60_000 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(tidyTold, amounts, (told, asked) => {
        const refunds = asked.map(([hasLine, gross], index) =>
          refund({
            id: `R${index}`,
            at: `2026-04-0${index + 1}T12:00:00Z`,
            ...(hasLine ? { lines: [["L1", "1", kronor(gross), "0.00"]] } : {}),
            money: kronor(gross),
          }),
        );
        const plan = planOf(order({ ...told, refunds }), keepAll);
        expect(["booked", "REFUND_EXCEEDS_REMAINING"]).toContain(codeOf(plan));
        expectNothingPassed(plan);
        const left = plan.documents.map((one) => {
          const charged = öreOf(one.gross) + öreOf(one.rounding);
          return one.kind === "invoice" ? charged : -charged;
        });
        expect(left.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("edits, exchanges and refunds together never take back more than was sold", () => {
    fc.assert(
      fc.property(eventfulOrder, (sold) => {
        const plan = planOf(sold, keepAll);
        expectNothingPassed(plan);
        for (const document of plan.documents) expectToAddUp(document);
      }),
      { numRuns: 300 },
    );
  });

  it("the plan does not depend on the order in which events are listed", () => {
    const shuffled = anyOrder.chain((sold) =>
      fc
        .record({
          refunds: fc.shuffledSubarray([...byId(sold.refunds)], { minLength: byId(sold.refunds).length }),
          edits: fc.shuffledSubarray([...byId(sold.edits)], { minLength: byId(sold.edits).length }),
          payments: fc.shuffledSubarray([...byId(sold.payments)], { minLength: byId(sold.payments).length }),
        })
        .map((lists) => [
          { ...sold, refunds: byId(sold.refunds), edits: byId(sold.edits), payments: byId(sold.payments) },
          { ...sold, ...lists },
        ]),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(planOf(other ?? order(), keepAll)).toEqual(planOf(one ?? order(), keepAll));
      }),
    );
  });

  it("deciding again with what was made changes nothing", () => {
    fc.assert(
      fc.property(anyOrder, (sold) => {
        const first = planOf(sold, keepAll);
        fc.pre(first.documents.length > 0);
        const again = planOf(sold, keepAll, { existing: inLedger(first) });
        expect(again.documents).toEqual(first.documents);
        expect(again.outcome).toEqual(first.outcome);
      }),
      { numRuns: 300 },
    );
  });

  it("refunds that arrive one by one end in the same documents as all at once", () => {
    fc.assert(
      fc.property(tidyTold, cuts, (told, marks) => {
        const sold = order(told);
        const refunds = refundsOfAll(sold, marks, 0);
        let plan = planOf(sold, keepAll);
        for (let count = 1; count <= refunds.length; count++) {
          plan = planOf({ ...sold, refunds: refunds.slice(0, count) }, keepAll, { existing: inLedger(plan) });
        }
        expect(plan).toEqual(planOf({ ...sold, refunds }, keepAll));
      }),
    );
  });

  it("however wild, there is a plan, and its documents add up", () => {
    fc.assert(
      fc.property(anyOrder, fc.constantFrom("created" as const, "paid" as const), (sold, trigger) => {
        const plan = planOf(sold, {
          orders: { trigger: [trigger], zero_total: "book", refunded_before_transfer: "book" },
        });
        for (const document of plan.documents) expectToAddUp(document);
        if (plan.outcome.state === "held") expect(plan.outcome.message).toMatch(/[.]$/);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Without repeated ids: which of two different things with one id is meant, no order of reading can say. */
function byId<T extends { readonly id: string }>(list: readonly T[]): T[] {
  return [...new Map(list.map((one) => [one.id, one])).values()];
}
