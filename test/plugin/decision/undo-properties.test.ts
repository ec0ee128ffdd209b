import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { imbalance } from "../../../plugin/domain/journal.ts";
import { isZero } from "../../../plugin/domain/money.ts";
import type { Order } from "../../../plugin/domain/order.ts";
import type { Plan, PlannedDocument } from "../../../plugin/domain/plan.ts";
import { anyOrder, öreOf } from "../../support/arbitrary-orders.ts";
import { leftOnAccounts } from "../../support/left-on-accounts.ts";
import { order } from "../../support/orders.ts";
import { codeOf, inLedger, planOf } from "../../support/plans.ts";
import { refund } from "../../support/refunds.ts";

/** Everything that can put money on an account: fees, surpluses, set-offs, each method on its own. */
const patch = {
  orders: { trigger: ["created" as const], refunded_before_transfer: "book" as const },
  refunds: { offset_account: "1515" },
  payments: {
    overpayment_account: "2420",
    methods: { card: { account: "1686", fee_account: "6040" }, "*": { account: "1930" } },
  },
};
const undone = { reason: "Sold by mistake", at: "2027-04-02T08:00:00Z" };

/** With it everything that stands beside the sale's documents. */
const withAll = {
  ...patch,
  deferral: { enabled: true, account: "2970" },
  purchases: {
    mode: "back_to_back" as const,
    supplier: "WOODWORKS",
    account: "4010",
    markup: "25",
    vat_rate: "25",
    freight: true,
  },
};

/** What purchases less their credits come to, in öre; those of one supplier where he is named. */
function keptOf({ purchases = [] }: Plan, supplier?: string): { readonly net: number; readonly vat: number } {
  const own = purchases.filter((one) => supplier === undefined || one.supplier === supplier);
  const total = (field: "net" | "vat"): number =>
    own.reduce((all, one) => all + (one.kind === "invoice" ? 1 : -1) * öreOf(one[field]), 0);
  return { net: total("net"), vat: total("vat") };
}

/** Three gifts bought for 10.01, which does not divide. */
const withGiftsBought = {
  ...patch,
  purchases: {
    ...withAll.purchases,
    cost_by_sku: { GIFT: "3.335" },
    suppliers: [
      { when: [{ field: "line.sku" as const, op: "is" as const, value: "GIFT" }], supplier: "GIFTS" },
    ],
  },
};

/** The order with three gifts more, of which its refunds and one of its own bring some back. */
function withGifts(sold: Order, came: readonly number[]): Order {
  const [gift] = order({
    lines: [{ id: "L9", sku: "GIFT", price: "0.00", rate: null, quantity: "3" }],
  }).lines;
  const back = (index: number) => refund({ lines: [["L9", String(came[index] ?? 0), "0.00", "0.00"]] }).lines;
  const byId = new Map(sold.refunds.map((one) => [one.id, one]));
  const own = refund({ id: "R9", at: "2026-03-05T12:00:00+01:00" });
  const refunds = [...byId.values(), own].map((one, index) => ({
    ...one,
    lines: [...one.lines, ...back(index)],
  }));
  return { ...sold, lines: gift === undefined ? sold.lines : [...sold.lines, gift], refunds };
}

/** What cash rounding makes negative is taken back by an invoice, and what comes to nothing by none. */
const isUndoneByCredit = ({ documents }: Plan): boolean =>
  documents.some(({ key, kind }) => key === "undo" && kind === "credit_note");

const madeBy = (plan: Plan) => ({ existing: inLedger(plan), purchases: plan.purchases ?? [] });

/** What is in the ledger of an order, then the order taken out of the books; null where nothing was booked. */
function takenOut(sold: Order): { booked: Plan; plan: Plan } | null {
  const booked = planOf(sold, patch);
  if (booked.documents.length === 0) return null;
  return { booked, plan: planOf(sold, patch, { existing: inLedger(booked), undone }) };
}

/** In which order a document bears its payments says nothing. */
const byPayment = (document: PlannedDocument): PlannedDocument => ({
  ...document,
  payments: [...document.payments].sort((a, b) => (a.id < b.id ? -1 : 1)),
});

describe("for every order that is taken out of the books", () => {
  it("nothing is left on any account, of the customer or of VAT, and every voucher is even", () => {
    fc.assert(
      fc.property(anyOrder, (sold) => {
        const { plan } = takenOut(sold) ?? {};
        if (plan === undefined || codeOf(plan) !== "UNDONE") return;
        for (const journal of plan.journals ?? []) expect(isZero(imbalance(journal))).toBe(true);
        const [{ currency } = { currency: "SEK" }] = plan.documents;
        // A voucher is in the ledger's currency; what it evens out in another is left to the next property.
        if (currency !== "SEK" && (plan.journals ?? []).length > 0) return;
        expect(leftOnAccounts(plan, currency)).toEqual({});
      }),
      { numRuns: 500 },
    );
  });

  it("nothing waits to be earned, and nothing that was bought for it is kept", () => {
    const periods = fc.array(fc.boolean(), { minLength: 3, maxLength: 3 });
    const day = fc.constantFrom("2026-03-20", "2026-06-15", "2027-01-15", "2027-06-01");
    fc.assert(
      fc.property(anyOrder, periods, day, (sold, prepaid, today) => {
        const period = { start: "2026-03-01", end: "2027-02-28" };
        const lines = sold.lines.map((line, index) => (prepaid[index] === true ? { ...line, period } : line));
        const order = { ...sold, lines };
        const booked = planOf(order, withAll, { takesPurchases: true, today });
        fc.pre(booked.documents.length > 0 && booked.documents.every((one) => one.date <= today));
        const plan = planOf(order, withAll, {
          takesPurchases: true,
          today,
          existing: inLedger(booked),
          journals: (booked.journals ?? []).filter((one) => one.date <= today),
          purchases: booked.purchases ?? [],
          undone: { reason: "Sold by mistake", at: `${today}T08:00:00Z` },
        });
        if (codeOf(plan) !== "UNDONE") return;
        const [{ currency } = { currency: "SEK" }] = plan.documents;
        if (currency === "SEK") expect(leftOnAccounts(plan)).toEqual({});
        if (!isUndoneByCredit(plan)) return;
        expect((plan.journals ?? []).map((one) => one.date).filter((one) => one > today)).toEqual([]);
        expect(keptOf(plan)).toEqual({ net: 0, vat: 0 });
      }),
      { numRuns: 500 },
    );
  });

  it("nothing is kept of what was given away, whichever of its pieces came back before", () => {
    const pieces = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(anyOrder, pieces, (sold, came) => {
        const order = withGifts(sold, came);
        const told = { takesPurchases: true, today: "2027-06-01" };
        let plan = planOf({ ...order, refunds: [] }, withGiftsBought, told);
        fc.pre((plan.purchases ?? []).some((one) => one.supplier === "GIFTS"));
        const bought = keptOf(plan, "GIFTS");
        for (const [count] of order.refunds.entries()) {
          const refunds = order.refunds.slice(0, count + 1);
          plan = planOf({ ...order, refunds }, withGiftsBought, { ...told, ...madeBy(plan) });
          const kept = keptOf(plan, "GIFTS");
          expect(kept.net).toBeGreaterThanOrEqual(0);
          expect(kept.net).toBeLessThanOrEqual(bought.net);
          const again = planOf({ ...order, refunds }, withGiftsBought, { ...told, ...madeBy(plan) });
          expect(again.purchases).toEqual(plan.purchases);
        }
        const gone = planOf(order, withGiftsBought, { ...told, ...madeBy(plan), undone });
        if (codeOf(gone) !== "UNDONE" || !isUndoneByCredit(gone)) return;
        expect(keptOf(gone)).toEqual({ net: 0, vat: 0 });
      }),
      { numRuns: 300 },
    );
  });

  it("deciding again changes nothing, however much of it is in the ledger", () => {
    fc.assert(
      fc.property(anyOrder, fc.nat({ max: 6 }), (sold, done) => {
        const { plan } = takenOut(sold) ?? {};
        if (plan === undefined || codeOf(plan) !== "UNDONE") return;
        let left = done;
        const existing = inLedger(plan).flatMap(({ planned, isBooked }) => {
          if (planned.key === "undo" && left <= 0) return [];
          const payments = planned.payments.filter((one) => one.undoes !== true || --left > 0);
          return [{ isBooked, planned: { ...planned, payments } }];
        });
        const again = planOf(sold, patch, {
          existing,
          undone,
          journals: left > 0 ? (plan.journals ?? []) : [],
        });
        expect(again.documents.map(byPayment)).toEqual(plan.documents.map(byPayment));
        expect(again.journals ?? []).toEqual(plan.journals ?? []);
      }),
      { numRuns: 500 },
    );
  });

  it("it is booked afresh exactly as an order that was never booked", () => {
    fc.assert(
      fc.property(anyOrder, (sold) => {
        const { booked, plan } = takenOut(sold) ?? {};
        if (booked === undefined || plan === undefined || codeOf(plan) !== "UNDONE") return;
        const isTouched =
          plan.documents.some(({ key, payments }) => key === "undo" || payments.some((one) => one.undoes)) ||
          (plan.journals ?? []).length > 0;
        const journals = plan.journals ?? [];
        const afresh = planOf(sold, patch, { existing: inLedger(plan), journals });
        const fresh = afresh.documents.filter(({ key }) => key.startsWith("2~"));
        expect(fresh.map(({ key, gross, rows }) => [key, gross, rows])).toEqual(
          isTouched ? booked.documents.map(({ key, gross, rows }) => [`2~${key}`, gross, rows]) : [],
        );
      }),
      { numRuns: 500 },
    );
  });
});
