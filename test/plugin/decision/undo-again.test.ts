import { describe, expect, it } from "vitest";
import type { Order } from "../../../plugin/domain/order.ts";
import type { Plan } from "../../../plugin/domain/plan.ts";
import { leftOnAccounts } from "../../support/left-on-accounts.ts";
import { mug, order } from "../../support/orders.ts";
import { codeOf, documentOf, inLedger, planOf } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

const undone = { reason: "Sold by mistake", at: "2026-04-02T08:00:00Z" };

/** The order booked, then taken out of the books. */
const undo = (sold: Order): Plan => planOf(sold, {}, { existing: inLedger(planOf(sold)), undone });

describe("R17, an order taken out of the books", () => {
  it("comes to the same plan however far it was carried out, and on whatever day", () => {
    const back = refund({ lines: [["L1", "1", "249.00", "49.80"]] });
    const sold = order({
      lines: [mug("2")],
      payments: [movement("sale", "400.00"), movement("sale", "98.00", { id: "T2", gateway: "swish" })],
      refunds: [back],
    });
    const plan = undo(sold);
    for (const done of [0, 1, 2]) {
      const existing = inLedger(plan)
        .slice(0, plan.documents.length)
        .map((one, index) => ({
          ...one,
          planned: {
            ...one.planned,
            payments: one.planned.payments.filter((payment) => payment.undoes === undefined || index < done),
          },
        }));
      const again = planOf(sold, {}, { existing, undone, today: "2026-06-01" });
      expect(again.documents).toEqual(plan.documents);
    }
    expect(leftOnAccounts(plan)).toEqual({});
  });

  it("is booked afresh as a document of its own once somebody asks for it, with what happened meanwhile", () => {
    const plan = undo(order());
    const later = refund({
      at: "2026-04-05T12:00:00+02:00",
      lines: [["L1", "1", "249.00", "49.80"]],
      money: "249.00",
    });
    const sold = order({ refunds: [later] });
    const afresh = planOf(
      sold,
      { orders: { refunded_before_transfer: "book" } },
      { existing: inLedger(plan) },
    );
    expect(codeOf(afresh)).toBe("booked");
    expect(afresh.documents.map(({ key, credits }) => [key, credits])).toEqual([
      ["invoice", null],
      ["undo", "invoice"],
      ["2~invoice", null],
      ["2~refund-R1", "2~invoice"],
    ]);
    expect(documentOf(afresh, "2~invoice").date).toBe("2026-03-03");
    const stable = planOf(
      sold,
      { orders: { refunded_before_transfer: "book" } },
      { existing: inLedger(afresh) },
    );
    expect(stable.documents).toEqual(afresh.documents);
    expect(leftOnAccounts(afresh)).toEqual({});
  });

  it("can be taken out and booked again any number of times", () => {
    let existing = inLedger(planOf(order()));
    const keys: string[][] = [];
    for (const wish of [{ undone }, {}, { undone }, {}]) {
      const plan = planOf(order(), {}, { existing, ...wish });
      keys.push(plan.documents.map((one) => one.key));
      existing = inLedger(plan);
    }
    expect(keys).toEqual([
      ["invoice", "undo"],
      ["invoice", "undo", "2~invoice"],
      ["invoice", "undo", "2~invoice", "2~undo"],
      ["invoice", "undo", "2~invoice", "2~undo", "3~invoice"],
    ]);
  });

  it("is carried through before it is booked afresh, when somebody asks for it half-way", () => {
    const plan = undo(order());
    const existing = inLedger(plan).map((one) => ({
      ...one,
      isBooked: one.planned.key !== "undo",
      planned: one.planned.key === "undo" ? { ...one.planned, payments: [] } : one.planned,
    }));
    const afresh = planOf(order(), {}, { existing });
    expect(afresh.documents.slice(0, 2)).toEqual(plan.documents);
    expect(documentOf(afresh, "2~invoice").booking).toBe("book");
  });

  it("is not held for what people do to its old documents, of which everything was taken back", () => {
    const changed = {
      what: "credited",
      message: "Invoice 7 was credited by hand in Fortnox: credit note 8 over 249.00 SEK.",
      creditNote: "8",
      isAccepted: true,
    } as const;
    const afresh = planOf(order(), {}, { existing: inLedger(undo(order())) });
    const existing = inLedger(afresh).map((one) =>
      one.planned.key === "invoice" ? { ...one, changed } : one,
    );
    const again = planOf(order(), {}, { existing });
    expect(codeOf(again)).toBe("booked");
    expect(again.documents).toEqual(afresh.documents);
  });

  it("of which nothing but a draft was there is made anew under the same key", () => {
    expect(planOf(order(), {}, { existing: [] }).documents.map((one) => one.key)).toEqual(["invoice"]);
    expect(planOf(order(), {}, { existing: [], undone })).toMatchObject({
      documents: [],
      outcome: { code: "UNDONE" },
    });
  });

  it("is not confused by a platform whose ids look like another life", () => {
    const back = refund({ id: "2~1", lines: [["L1", "1", "249.00", "49.80"]], money: "249.00" });
    const sold = order({ lines: [mug("2")], payments: [movement("sale", "498.00")], refunds: [back] });
    const plan = planOf(sold);
    expect(planOf(sold, {}, { existing: inLedger(plan) }).documents).toEqual(plan.documents);
  });
});
