import { describe, expect, it } from "vitest";
import { book, mug, order, parcel } from "../../support/orders.ts";
import { codeOf, documentOf, facts, inLedger, planOf, rowsOf, sums } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

type Sold = Parameters<typeof order>[0];
type More = NonNullable<Parameters<typeof planOf>[2]>;
const able: More = { updatesDrafts: true, makesOrders: true };
const draft = { orders: { booking: "draft" as const } };
const sold: Sold = { lines: [mug("3"), book()], freight: [parcel()] };
const made = planOf(order(sold), draft, able);
const now = (more: Sold, patch: NonNullable<Parameters<typeof planOf>[1]> = draft, isBooked = false) =>
  planOf(order({ ...sold, ...more }), patch, { ...able, existing: inLedger(made, isBooked) });
const keys = (plan: typeof made) => plan.documents.map((one) => `${one.key} ${one.kind} ${one.gross}`);
const paymentsOf = (plan: typeof made) =>
  plan.documents.flatMap(({ key, payments }) =>
    payments.map((one) => `${key} ${one.direction} ${one.amount}`),
  );
const oneMug = refund({ lines: [["L1", "1", "249.00", "49.80"]], money: "249.00" });

describe("R16, a draft follows the order until somebody books it", () => {
  it("a returned mug leaves two of three, and no credit note is made", () => {
    const plan = now({ refunds: [oneMug] });
    expect(keys(plan)).toEqual(["invoice invoice 653.00"]);
    expect(documentOf(plan).rows.map((row) => `${row.quantity} x ${row.unitPrice} ${row.text}`)).toEqual([
      "2 x 249.00 Mug",
      "1 x 106.00 Book",
      "1 x 49.00 Parcel",
    ]);
    expect(sums(documentOf(plan))).toBe("net 537.60 + vat 115.40 = 653.00, rounding 0.00");
    expect(documentOf(plan).contains).toEqual(["refund-R1"]);
    expect(documentOf(plan).rows[0]?.why).toContain("returned or changed since (R16)");
  });

  it("is the same whether the refund came before or after the first transfer", () => {
    const late = planOf(order({ ...sold, refunds: [oneMug] }), draft, able);
    expect(documentOf(late)).toEqual(documentOf(now({ refunds: [oneMug] })));
  });

  it("a goodwill of 50.00 becomes rows of its own, spread over the rates", () => {
    const plan = now({ refunds: [refund({ money: "50.00" })] });
    expect(
      documentOf(plan)
        .rows.slice(3)
        .map((row) => row.gross),
    ).toEqual(["-44.12", "-5.88"]);
    expect(documentOf(plan).gross).toBe("852.00");
  });

  it("an edit adds its line and lowers a price within the draft", () => {
    const changes = [
      { added: [mug("1", { id: "A1", price: "100.00" })], prices: [["L1", "-30.00", "-6.00"]] as const },
    ];
    const plan = now({ changes });
    expect(keys(plan)).toEqual(["invoice invoice 972.00"]);
    expect(rowsOf(plan)).toContain("3001 25 % 717.00 of which 143.40");
    expect(documentOf(plan).rows[0]).toMatchObject({ quantity: "3", unitPrice: "239.00" });
  });

  it("an exchange swaps the goods within the draft", () => {
    const plan = now({
      refunds: [refund({ lines: [["L2", "1", "106.00", "6.00"]] })],
      exchanged: [mug("1", { id: "X1", title: "Bowl", price: "299.00" })],
    });
    expect(documentOf(plan).rows.map((row) => row.text)).toEqual(["Mug", "Parcel", "Bowl"]);
  });

  it("keeps its day and exchange rate, also when the period was locked since", () => {
    const existing = inLedger(made, false);
    const locked = facts({ lockedUntil: "2026-12-31" });
    const plan = planOf(order({ ...sold, refunds: [oneMug] }), draft, { ...able, existing, facts: locked });
    expect(documentOf(plan)).toMatchObject({ date: documentOf(made).date, gross: "653.00" });
    expect(codeOf(plan)).toBe("booked");
  });

  it("waits with money that is on its way, and takes no part of it in", () => {
    const pending = refund({
      lines: [["L1", "1", "249.00", "49.80"]],
      payments: [movement("refund", "249.00", { id: "T-R1", status: "pending" })],
    });
    const plan = now({ refunds: [pending] });
    expect(codeOf(plan)).toBe("REFUND_PENDING");
    expect(documentOf(plan).gross).toBe("902.00");
  });

  it("is removed when everything was given back, or when the order was cancelled before any money moved", () => {
    const all = refund({
      lines: [
        ["L1", "3", "747.00", "149.40"],
        ["L2", "1", "106.00", "6.00"],
      ],
      freight: [["SH1", "49.00", "9.80"]],
      money: "902.00",
    });
    const plan = now({ refunds: [all] });
    expect(plan).toMatchObject({
      documents: [],
      removals: ["invoice"],
      outcome: { code: "NOTHING_TO_BOOK" },
    });
    const cancelled = now({ status: "cancelled", payments: [], financialStatus: "voided" });
    expect(cancelled).toMatchObject({ removals: ["invoice"], outcome: { code: "CANCELLED_BEFORE_CAPTURE" } });
  });

  it("that cannot take in a refund stays as it is, and the order is held", () => {
    const much = refund({ lines: [["L1", "1", "900.00", "180.00"]], money: "900.00" });
    const plan = now({ refunds: [much] });
    expect(codeOf(plan)).toBe("REFUND_EXCEEDS_REMAINING");
    expect(documentOf(plan).gross).toBe("902.00");
  });

  it("booked with a returned mug in it is credited only what comes back later", () => {
    const existing = inLedger(now({ refunds: [oneMug] }));
    const later = refund({
      id: "R2",
      at: "2026-03-20T12:00:00Z",
      lines: [["L1", "1", "249.00", "49.80"]],
      money: "249.00",
    });
    const plan = planOf(order({ ...sold, refunds: [oneMug, later] }), draft, { ...able, existing });
    expect(keys(plan)).toEqual(["invoice invoice 653.00", "refund-R2 credit_note 249.00"]);
  });

  it("to be finished becomes the whole sale again, and the return its credit note, each with its money", () => {
    const existing = inLedger(now({ refunds: [oneMug] }), false);
    const plan = planOf(order({ ...sold, refunds: [oneMug] }), {}, { ...able, existing });
    expect(keys(plan)).toEqual(["invoice invoice 902.00", "refund-R1 credit_note 249.00"]);
    expect(documentOf(plan)).toMatchObject({ booking: "book" });
    expect(paymentsOf(plan)).toEqual(["invoice in 902.00", "refund-R1 out 249.00"]);
  });

  it("booked by somebody with a return in it takes what was paid less what went back", () => {
    const existing = inLedger(now({ refunds: [oneMug] }), true);
    const plan = planOf(order({ ...sold, refunds: [oneMug] }), {}, { ...able, existing });
    expect(keys(plan)).toEqual(["invoice invoice 653.00"]);
    expect(paymentsOf(plan)).toEqual(["invoice in 653.00"]);
  });

  it("booked already gets a credit note, and one of a ledger that takes no changes too", () => {
    expect(keys(now({ refunds: [oneMug] }, draft, true))).toEqual([
      "invoice invoice 902.00",
      "refund-R1 credit_note 249.00",
    ]);
    const frozen = planOf(order({ ...sold, refunds: [oneMug] }), draft, { existing: inLedger(made, false) });
    expect(frozen.documents).toHaveLength(2);
  });

  it("that waits for its booking follows settings, while refunds stay documents of their own", () => {
    const existing = inLedger(planOf(order(sold), {}, able), false);
    const patch = { products: { account_by_rate: { "25": "3041" } } };
    const plan = planOf(order({ ...sold, refunds: [oneMug] }), patch, { ...able, existing });
    expect(rowsOf(plan)[0]).toBe("3041 25 % 747.00 of which 149.40");
    expect(rowsOf(plan, "refund-R1")).toEqual(["3041 25 % 249.00 of which 49.80"]);
  });
});

describe("R16, sales orders in the ledger", () => {
  const asOrder = { orders: { document: "order" as const, booking: "draft" as const } };
  const left = planOf(order(sold), asOrder, able);

  it("left to people are one order without payments", () => {
    expect(keys(left)).toEqual(["order order 902.00"]);
    expect(documentOf(left, "order").payments).toEqual([]);
    expect(codeOf(left)).toBe("booked");
  });

  it("to be booked are an order and its invoice with the money", () => {
    const plan = planOf(order(sold), { orders: { document: "order" } }, able);
    expect(keys(plan)).toEqual(["order order 902.00", "invoice invoice 902.00"]);
    expect(documentOf(plan).payments.map((one) => one.amount)).toEqual(["902.00"]);
  });

  it("follow returns while nothing is invoiced, never with a credit note", () => {
    const existing = inLedger(left, false);
    const plan = planOf(order({ ...sold, refunds: [oneMug] }), asOrder, { ...able, existing });
    expect(keys(plan)).toEqual(["order order 653.00"]);
  });

  it("are cancelled with the shop's order", () => {
    const cancelled = order({ ...sold, status: "cancelled", payments: [], financialStatus: "voided" });
    const plan = planOf(cancelled, asOrder, { ...able, existing: inLedger(left, false) });
    expect(plan).toMatchObject({ removals: ["order"], outcome: { code: "CANCELLED_BEFORE_CAPTURE" } });
  });

  it("once invoiced and booked are credited by their invoice", () => {
    const existing = inLedger(planOf(order(sold), { orders: { document: "order" } }, able));
    const plan = planOf(
      order({ ...sold, refunds: [oneMug] }),
      { orders: { document: "order" } },
      { ...able, existing },
    );
    expect(keys(plan)).toEqual([
      "order order 902.00",
      "invoice invoice 902.00",
      "refund-R1 credit_note 249.00",
    ]);
    expect(documentOf(plan, "refund-R1").credits).toBe("invoice");
  });

  it("in the ledger as drafts are invoiced when the setting changes", () => {
    const plan = planOf(order(sold), {}, { ...able, existing: inLedger(left, false) });
    expect(keys(plan)).toEqual(["order order 902.00", "invoice invoice 902.00"]);
  });

  it("become invoices with a warning where the ledger has none", () => {
    const plan = planOf(order(sold), { orders: { document: "order" } }, { updatesDrafts: true });
    expect(keys(plan)).toEqual(["invoice invoice 902.00"]);
    expect(plan.warnings).toEqual(["ORDERS_NOT_SUPPORTED"]);
  });

  it("are not made of a negative total, which is a credit note", () => {
    const negative = order({
      lines: [mug("1", { price: "-249.00" })],
      payments: [movement("refund", "249.00")],
    });
    expect(
      planOf(negative, { orders: { document: "order" } }, able).documents.map((one) => one.kind),
    ).toEqual(["credit_note"]);
  });
});

describe("R16, documents that only a person can book", () => {
  const asked = { orders: { booking: "book" as const }, refunds: { booking: "book" as const } };
  const byHand = { ...able, leavesDrafts: "all" as const };

  it("are drafts that follow the order, whatever the settings ask for", () => {
    const plan = planOf(order(sold), asked, byHand);
    expect(documentOf(plan)).toMatchObject({ booking: "draft", gross: "902.00" });
    const existing = inLedger(plan, false);
    const later = planOf(order({ ...sold, refunds: [oneMug] }), asked, { ...byHand, existing });
    expect(keys(later)).toEqual(["invoice invoice 653.00"]);
  });

  it("are credited by a draft once a person has booked them", () => {
    const existing = inLedger(planOf(order(sold), asked, byHand), true);
    const plan = planOf(order({ ...sold, refunds: [oneMug] }), asked, { ...byHand, existing });
    expect(keys(plan)).toEqual(["invoice invoice 902.00", "refund-R1 credit_note 249.00"]);
    expect(documentOf(plan, "refund-R1").booking).toBe("draft");
  });

  it("may be the ledger's orders alone", () => {
    const orders = { ...able, leavesDrafts: "orders" as const };
    expect(keys(planOf(order(sold), { orders: { document: "order" } }, orders))).toEqual([
      "order order 902.00",
    ]);
    expect(documentOf(planOf(order(sold), asked, orders)).booking).toBe("book");
  });
});
