import { describe, expect, it } from "vitest";
import type { Order, Refund } from "../../../plugin/domain/order.ts";
import type { Plan } from "../../../plugin/domain/plan.ts";
import { mug, order } from "../../support/orders.ts";
import { documentOf, inLedger, planOf } from "../../support/plans.ts";
import { ABLE, BACK_TO_BACK, purchasesOf, told } from "../../support/purchases.ts";
import { refund } from "../../support/refunds.ts";

/** A mug of 249.00, and cups that cost nothing and were bought all the same. */
const withCups = (refunds: readonly Refund[] = [], quantity = "3"): Order =>
  order({
    lines: [mug(), { id: "L2", title: "Cup", sku: "CUP-1", price: "0.00", rate: null, quantity }],
    refunds,
  });
/** A cup is bought for 10.00 of POTTERY, the mug by its markup of WOODWORKS. */
const CUPS = {
  ...BACK_TO_BACK.purchases,
  suppliers: [
    {
      when: [{ field: "line.sku", op: "starts_with", value: "CUP" } as const],
      supplier: "POTTERY",
      vat_rate: "25",
    },
  ],
  cost_by_sku: { "CUP-1": "10.00" },
};
const cupsBack = (id: string, quantity: string, day = "10"): Refund =>
  refund({ id, at: `2026-03-${day}T12:00:00+01:00`, lines: [["L2", quantity, "0.00", "0.00"]] });
const mugBack = ["L1", "1", "249.00", "49.80"] as const;

const booked = (sold = withCups(), purchases: object = CUPS): Plan => planOf(sold, { purchases }, ABLE);

/** Decides again with everything of an earlier plan in the ledger. */
const again = (first: Plan, sold: Order, more: object = {}, purchases: object = CUPS): Plan =>
  planOf(sold, { purchases }, { ...ABLE, existing: inLedger(first), purchases: purchasesOf(first), ...more });

/** What is added to the purchases of an earlier plan. */
const fresh = (first: Plan, now: Plan): string[] =>
  purchasesOf(now).slice(purchasesOf(first).length).map(told);

describe("R19, what was given away", () => {
  it("is bought like everything else: three cups for nothing cost 30.00", () => {
    expect(purchasesOf(booked()).map(told)).toEqual([
      "invoice WOODWORKS 159.36 + VAT 0.00",
      "invoice POTTERY 30.00 + VAT 7.50",
    ]);
  });

  it("goes back by the piece: two of three cups take back 20.00 of 30.00, though no money moves", () => {
    const first = booked();
    const plan = again(first, withCups([cupsBack("R1", "2")]));
    expect(fresh(first, plan)).toEqual(["credit_note POTTERY 20.00 + VAT 5.00"]);
    expect(plan.documents.map((one) => one.key)).toEqual(["invoice"]);
    expect(purchasesOf(plan)[2]).toMatchObject({
      key: "purchase-refund-R1",
      credits: "purchase2-invoice",
      date: "2026-03-10",
      rows: [{ text: "Cup", quantity: "2", why: "cost of 2 given away (R6, R19)" }],
    });
    expect(plan.outcome).toEqual({ state: "booked" });
  });

  it("goes back beside what was paid: the mug's 159.36 and one cup's 10.00", () => {
    const first = booked();
    const both = refund({ lines: [mugBack, ["L2", "1", "0.00", "0.00"]], money: "249.00" });
    const plan = again(first, withCups([both]));
    expect(fresh(first, plan)).toEqual([
      "credit_note WOODWORKS 159.36 + VAT 0.00",
      "credit_note POTTERY 10.00 + VAT 2.50",
    ]);
    expect(documentOf(plan, "refund-R1").rows.map((row) => row.text)).toEqual(["Mug"]);
  });

  it("stays bought when only what was paid comes back, and a goodwill does not lie on it", () => {
    const first = booked();
    const paid = refund({ lines: [mugBack], money: "249.00" });
    expect(fresh(first, again(first, withCups([paid])))).toEqual(["credit_note WOODWORKS 159.36 + VAT 0.00"]);
    const goodwill = refund({ adjustments: [["goodwill", "100.00", "20.00"]], money: "100.00" });
    expect(fresh(first, again(first, withCups([goodwill])))).toEqual([
      "credit_note WOODWORKS 64.00 + VAT 0.00",
    ]);
  });

  it("goes back to the cent: of 10.01 for three cups 3.34, 3.33 and the remainder of 3.34", () => {
    const cups = { ...CUPS, cost_by_sku: { "CUP-1": "3.335" } };
    const refunds = [cupsBack("R1", "1", "10"), cupsBack("R2", "1", "11"), cupsBack("R3", "1", "12")];
    let plan = booked(withCups(), cups);
    expect(purchasesOf(plan).at(-1)?.net).toBe("10.01");
    const taken = [1, 2, 3].map((count) => {
      plan = again(plan, withCups(refunds.slice(0, count)), {}, cups);
      return purchasesOf(plan).at(-1)?.net;
    });
    expect(taken).toEqual(["3.34", "3.33", "3.34"]);
    const atOnce = purchasesOf(booked(withCups(refunds), cups));
    expect(atOnce.slice(2).map((one) => one.net)).toEqual(taken);
  });

  it("is taken back no further than it was bought: five of three cups are three", () => {
    const first = booked();
    const plan = again(first, withCups([cupsBack("R1", "5"), cupsBack("R2", "1", "11")]));
    expect(fresh(first, plan)).toEqual(["credit_note POTTERY 30.00 + VAT 7.50"]);
  });

  it("is taken back once, however often it is decided and whatever is refunded later", () => {
    const first = booked();
    const second = again(first, withCups([cupsBack("R1", "1")]));
    expect(purchasesOf(again(second, withCups([cupsBack("R1", "1")])))).toEqual(purchasesOf(second));
    const paid = refund({
      id: "R2",
      at: "2026-03-11T12:00:00+01:00",
      lines: [mugBack, ["L2", "2", "0.00", "0.00"]],
      money: "249.00",
    });
    const third = again(second, withCups([cupsBack("R1", "1"), paid]));
    expect(fresh(second, third)).toEqual([
      "credit_note WOODWORKS 159.36 + VAT 0.00",
      "credit_note POTTERY 20.00 + VAT 5.00",
    ]);
    expect(purchasesOf(again(third, withCups([cupsBack("R1", "1"), paid])))).toEqual(purchasesOf(third));
  });

  it("leaves the rest to the order that is taken out of the books: 20.00 of 30.00 after one cup", () => {
    const first = booked();
    const second = again(first, withCups([cupsBack("R1", "1")]));
    const undone = { reason: "Sold by mistake", at: "2026-04-02T08:00:00Z" };
    const plan = again(second, withCups([cupsBack("R1", "1")]), { undone });
    expect(fresh(second, plan)).toEqual([
      "credit_note WOODWORKS 159.36 + VAT 0.00",
      "credit_note POTTERY 20.00 + VAT 5.00",
    ]);
    expect(purchasesOf(plan).at(-1)?.rows).toMatchObject([{ text: "Cup", quantity: "2" }]);
    // A cup that comes back afterwards has gone back already.
    const later = withCups([cupsBack("R1", "1"), cupsBack("R2", "1", "28")]);
    expect(purchasesOf(again(plan, later, { undone }))).toEqual(purchasesOf(plan));
  });

  it("goes back also where a draft had taken the refund in before somebody booked it", () => {
    const patch = { purchases: CUPS, orders: { booking: "draft" as const } };
    const both = refund({
      lines: [
        ["L1", "0.5", "124.50", "24.90"],
        ["L2", "1", "0.00", "0.00"],
      ],
      money: "124.50",
    });
    const draft = planOf(withCups([both]), patch, { ...ABLE, updatesDrafts: true });
    expect(purchasesOf(draft)).toEqual([]);
    expect(documentOf(draft).contains).toEqual(["refund-R1"]);
    const plan = again(draft, withCups([both]));
    expect(purchasesOf(plan).map(told)).toEqual([
      "invoice WOODWORKS 79.68 + VAT 0.00",
      "invoice POTTERY 30.00 + VAT 7.50",
      "credit_note POTTERY 10.00 + VAT 2.50",
    ]);
  });

  it("is kept where refunds are not booked at all", () => {
    const first = booked();
    const plan = planOf(
      withCups([cupsBack("R1", "1")]),
      { purchases: CUPS, refunds: { enabled: false } },
      { ...ABLE, existing: inLedger(first), purchases: purchasesOf(first) },
    );
    expect(purchasesOf(plan)).toEqual(purchasesOf(first));
  });
});
