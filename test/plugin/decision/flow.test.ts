import { describe, expect, it } from "vitest";
import type { Plan } from "../../../plugin/domain/plan.ts";
import { mug, order, parcel } from "../../support/orders.ts";
import { codeOf, documentOf, facts, inLedger, planOf, rowsOf } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

type Sold = NonNullable<Parameters<typeof order>[0]>;
type Patch = NonNullable<Parameters<typeof planOf>[1]>;
type More = NonNullable<Parameters<typeof planOf>[2]>;
type Flow = NonNullable<NonNullable<Patch["orders"]>["flow"]>;

const able: More = { updatesDrafts: true, makesOrders: true };
const flowing = (flow: Flow): Patch => ({ orders: { flow } });

/** Order when paid, invoiced and booked when shipped. */
const ORDER_THEN_INVOICE: Flow = [
  { when: "paid", do: ["order"] },
  { when: "fulfilled", do: ["invoice", "book", "payment"] },
];
/** Invoiced when shipped, and the reserved money taken. */
const CAPTURE_WHEN_SHIPPED: Flow = [
  { when: "authorized", do: ["order"] },
  { when: "fulfilled", do: ["invoice", "book", "capture", "payment"] },
];
/** A mug and a parcel, 298.00 with 59.60 of VAT, paid on 3 March. */
const sold: Sold = { lines: [mug()], freight: [parcel()] };
/** The same, shipped on 6 March. */
const shipped: Sold = { ...sold, fulfillmentStatus: "fulfilled", updatedAt: "2026-03-06T08:00:00+01:00" };
const reserved: Sold = {
  ...sold,
  financialStatus: "authorized",
  payments: [movement("authorization", "298.00", { id: "A1" })],
};

const documentsOf = (plan: Plan): string[] =>
  plan.documents.map((one) => `${one.key} ${one.date} ${one.gross} ${one.booking}`);
const paymentsOf = (plan: Plan): string[] =>
  plan.documents.flatMap((one) => one.payments.map(({ direction, amount }) => `${direction} ${amount}`));
const capturesOf = (plan: Plan): string[] =>
  (plan.flow?.captures ?? []).map((one) => `${one.authorization} ${one.amount} ${one.currency}`);

describe("R16, a flow over the states of an order", () => {
  const patch = flowing(ORDER_THEN_INVOICE);
  const paid = planOf(order(sold), patch, able);

  it("makes the ledger's order when it is paid, and waits for the parcel", () => {
    expect(documentsOf(paid)).toEqual(["order 2026-03-03 298.00 draft"]);
    expect(paymentsOf(paid)).toEqual([]);
    expect(paid.outcome).toEqual({
      state: "waiting",
      code: "FLOW_WAITING",
      message: "Step 1 of 2 of the flow is reached. The next waits until the order is fulfilled.",
    });
  });

  it("invoices, books and pays it on the day it is shipped", () => {
    const plan = planOf(order(shipped), patch, { ...able, existing: inLedger(paid, false) });
    expect(documentsOf(plan)).toEqual(["order 2026-03-03 298.00 draft", "invoice 2026-03-06 298.00 book"]);
    expect(paymentsOf(plan)).toEqual(["in 298.00"]);
    expect(codeOf(plan)).toBe("booked");
    expect(rowsOf(plan)).toEqual(["3001 25 % 249.00 of which 49.80", "3001 25 % 49.00 of which 9.80"]);
    expect(documentOf(plan).why).toEqual([
      "flow, step 2 of 2, fulfilled on 2026-03-06: invoice, booking, payments",
    ]);
  });

  it("makes both at once of an order that was shipped before it was first looked at", () => {
    expect(documentsOf(planOf(order(shipped), patch, able))).toEqual([
      "order 2026-03-03 298.00 draft",
      "invoice 2026-03-06 298.00 book",
    ]);
  });

  it("takes its steps in their order: shipped before it is paid, an order waits for the money", () => {
    const unpaid = planOf(order({ ...shipped, financialStatus: "pending", payments: [] }), patch, able);
    expect(unpaid.documents).toEqual([]);
    expect(unpaid.outcome).toMatchObject({
      code: "TRIGGER_NOT_REACHED",
      message: "The order is booked when it is paid.",
    });
    const payments = [movement("sale", "298.00", { at: "2026-03-20T10:00:00+01:00" })];
    expect(documentsOf(planOf(order({ ...shipped, payments }), patch, able))).toEqual([
      "order 2026-03-20 298.00 draft",
      "invoice 2026-03-20 298.00 book",
    ]);
  });

  it("takes what is returned before the invoice into the order, and credits what is returned after it", () => {
    const back = refund({ lines: [["L1", "1", "249.00", "49.80"]], money: "249.00" });
    const before = planOf(order({ ...sold, refunds: [back] }), patch, {
      ...able,
      existing: inLedger(paid, false),
    });
    expect(documentsOf(before)).toEqual(["order 2026-03-03 49.00 draft"]);
    const invoiced = planOf(order(shipped), patch, able);
    const after = planOf(order({ ...shipped, refunds: [back] }), patch, {
      ...able,
      existing: inLedger(invoiced),
    });
    expect(after.documents.map((one) => `${one.kind} ${one.gross}`)).toEqual([
      "order 298.00",
      "invoice 298.00",
      "credit_note 249.00",
    ]);
  });

  it("leaves a draft until the step that books it, and the draft keeps its day", () => {
    const flow: Flow = [
      { when: "created", do: ["draft"] },
      { when: "paid", do: ["book", "payment"] },
    ];
    const unpaid = planOf(order({ ...sold, financialStatus: "pending", payments: [] }), flowing(flow), able);
    expect(documentsOf(unpaid)).toEqual(["invoice 2026-03-02 298.00 draft"]);
    expect(codeOf(unpaid)).toBe("FLOW_WAITING");
    const later = planOf(order(sold), flowing(flow), { ...able, existing: inLedger(unpaid, false) });
    expect(documentsOf(later)).toEqual(["invoice 2026-03-02 298.00 book"]);
    expect(paymentsOf(later)).toEqual(["in 298.00"]);
  });

  it("registers payments at their step, not before", () => {
    const flow: Flow = [
      { when: "paid", do: ["invoice", "book"] },
      { when: "fulfilled", do: ["payment"] },
    ];
    const open = planOf(order(sold), flowing(flow), able);
    expect(documentsOf(open)).toEqual(["invoice 2026-03-03 298.00 book"]);
    expect(paymentsOf(open)).toEqual([]);
    expect(codeOf(open)).toBe("FLOW_WAITING");
    expect(paymentsOf(planOf(order(shipped), flowing(flow), { ...able, existing: inLedger(open) }))).toEqual([
      "in 298.00",
    ]);
  });

  it("writes the e-mail's texts onto the invoice from the beginning, and sends it at its step", () => {
    const flow: Flow = [
      { when: "paid", do: ["invoice", "book"] },
      { when: "fulfilled", do: ["email"] },
    ];
    const buyer = { customer: { email: "anna@example.se" } };
    const made = planOf(order({ ...sold, ...buyer }), flowing(flow), able);
    expect(documentOf(made).email).toMatchObject({ to: "anna@example.se" });
    expect(made.flow?.sendsEmail).toBe(false);
    expect(codeOf(made)).toBe("booked");
    const sent = planOf(order({ ...shipped, ...buyer }), flowing(flow), {
      ...able,
      existing: inLedger(made),
    });
    expect(sent.flow?.sendsEmail).toBe(true);
  });

  it("holds the invoice when its own day is locked, and leaves the order as it is", () => {
    const plan = planOf(order(shipped), patch, {
      ...able,
      existing: inLedger(paid, false),
      facts: facts({ lockedUntil: "2026-03-10" }),
    });
    expect(codeOf(plan)).toBe("PERIOD_LOCKED");
    expect(plan.documents.map((one) => one.key)).toEqual(["order"]);
  });

  it("removes the order of a sale that is cancelled before any money moved", () => {
    const made = planOf(order(reserved), flowing(CAPTURE_WHEN_SHIPPED), able);
    const cancelled: Sold = {
      ...reserved,
      status: "cancelled",
      cancelledAt: "2026-03-05T08:00:00+01:00",
      financialStatus: "voided",
    };
    const plan = planOf(order(cancelled), flowing(CAPTURE_WHEN_SHIPPED), {
      ...able,
      existing: inLedger(made, false),
    });
    expect(plan.removals).toEqual(["order"]);
    expect(codeOf(plan)).toBe("CANCELLED_BEFORE_CAPTURE");
  });

  it("asks neither the trigger nor the e-mails of the settings", () => {
    const plan = planOf(
      order(sold),
      {
        orders: {
          flow: [{ when: "paid", do: ["invoice", "book"] }],
          trigger: ["completed"],
          booking: "draft",
        },
      },
      able,
    );
    expect(documentsOf(plan)).toEqual(["invoice 2026-03-03 298.00 book"]);
  });
});

describe("R4, reserved money is taken at its step", () => {
  const patch = flowing(CAPTURE_WHEN_SHIPPED);
  const shippedReserved: Sold = { ...shipped, ...reserved, fulfillmentStatus: "fulfilled" };

  it("in full when the parcel leaves: 298.00 of a reservation of 298.00", () => {
    expect(capturesOf(planOf(order(reserved), patch, able))).toEqual([]);
    const plan = planOf(order(shippedReserved), patch, able);
    expect(capturesOf(plan)).toEqual(["A1 298.00 SEK"]);
    expect(paymentsOf(plan)).toEqual([]);
  });

  it("only what is owed: of 298.00 reserved, 49.00 after a mug was taken off the order", () => {
    const back = refund({ lines: [["L1", "1", "249.00", "49.80"]] });
    const drafted = planOf(order(reserved), patch, able);
    const existing = inLedger(drafted, false);
    const folded = planOf(order({ ...reserved, refunds: [back], financialStatus: "authorized" }), patch, {
      ...able,
      existing,
    });
    expect(documentsOf(folded)).toEqual(["order 2026-03-03 49.00 draft"]);
    const plan = planOf(order({ ...shippedReserved, refunds: [back] }), patch, { ...able, existing });
    expect(capturesOf(plan)).toEqual(["A1 49.00 SEK"]);
  });

  it("from the oldest reservation first, and nothing of what was released: 200.00 and 98.00", () => {
    const payments = [
      movement("authorization", "200.00", { id: "A1" }),
      movement("authorization", "150.00", { id: "A2" }),
    ];
    expect(capturesOf(planOf(order({ ...shippedReserved, payments }), patch, able))).toEqual([
      "A1 200.00 SEK",
      "A2 98.00 SEK",
    ]);
    const released = [...payments, movement("void", "350.00", { id: "V1" })];
    expect(capturesOf(planOf(order({ ...shippedReserved, payments: released }), patch, able))).toEqual([]);
  });

  it("once: what was taken and does not show yet is not taken again", () => {
    const plan = planOf(order(shippedReserved), patch, { ...able, flowDone: ["capture:A1"] });
    expect(capturesOf(plan)).toEqual([]);
  });

  it("also for what is added later, from a reservation of its own: 49.00 taken of 298.00, then 100.00", () => {
    const back = refund({ lines: [["L1", "1", "249.00", "49.80"]] });
    const payments = [
      movement("authorization", "298.00", { id: "A1" }),
      movement("capture", "49.00", { id: "C1", at: "2026-03-06T09:00:00+01:00" }),
      movement("authorization", "100.00", { id: "A2", at: "2026-03-07T09:00:00+01:00" }),
    ];
    const added = { id: "E1", at: "2026-03-07T08:00:00+01:00", added: [{ id: "X1", price: "100.00" }] };
    const more: Sold = { ...shippedReserved, payments, changes: [added], refunds: [back] };
    const taken = [{ movement: "C1", amount: "49.00", currency: "SEK" }];
    const plan = planOf(order(more), patch, { ...able, flowDone: ["capture:A1"], taken });
    expect(capturesOf(plan)).toEqual(["A2 100.00 SEK"]);
    // The shop does not show it yet: nothing is owed beyond what is under way.
    const hidden = { ...more, payments: payments.filter((one) => one.kind === "authorization") };
    const last = { movement: "C2", amount: "100.00", currency: "SEK" };
    const again = { ...able, flowDone: ["capture:A1", "capture:A2"], taken: [...taken, last] };
    expect(capturesOf(planOf(order(hidden), patch, again))).toEqual([]);
  });

  it("and what is reserved beyond what is owed keeps no step waiting", () => {
    const flow: Flow = [
      { when: "authorized", do: ["capture"] },
      { when: "fulfilled", do: ["invoice", "book", "payment"] },
    ];
    // Somebody took the 298.00 in the shop, from the first of two reservations.
    const payments = [
      movement("authorization", "298.00", { id: "A1" }),
      movement("capture", "298.00", { id: "C1", at: "2026-03-03T11:00:00+01:00" }),
      movement("authorization", "50.00", { id: "A2" }),
    ];
    const plan = planOf(order({ ...shippedReserved, payments }), flowing(flow), able);
    expect(capturesOf(plan)).toEqual([]);
    expect(documentsOf(plan)).toEqual(["invoice 2026-03-06 298.00 book"]);
    expect(paymentsOf(plan)).toEqual(["in 298.00"]);
    expect(codeOf(plan)).toBe("booked");
  });

  it("and registered as any payment when the shop shows it", () => {
    const payments = [
      movement("authorization", "298.00", { id: "A1" }),
      movement("capture", "298.00", { id: "C1", at: "2026-03-06T09:00:00+01:00" }),
    ];
    const plan = planOf(order({ ...shippedReserved, financialStatus: "paid", payments }), patch, {
      ...able,
      flowDone: ["capture:A1"],
    });
    expect(capturesOf(plan)).toEqual([]);
    expect(paymentsOf(plan)).toEqual(["in 298.00"]);
  });

  it("before there is any document, when the flow says so", () => {
    const flow: Flow = [
      { when: "fulfilled", do: ["capture"] },
      { when: "paid", do: ["invoice", "book", "payment"] },
    ];
    const plan = planOf(order(shippedReserved), flowing(flow), able);
    expect(plan.documents).toEqual([]);
    expect(capturesOf(plan)).toEqual(["A1 298.00 SEK"]);
    expect(plan.outcome).toMatchObject({
      code: "FLOW_WAITING",
      message: "Step 1 of 2 of the flow is reached. The next waits until all of it is done.",
    });
  });
});

describe("R17, a flow waits for the answer to its webhook", () => {
  const flow = (awaited: boolean): Flow => [
    { when: "paid", do: ["webhook"], webhook: { url: "https://wms.example/in", awaited } },
    { when: "fulfilled", do: ["invoice", "book"] },
  ];

  it("before it takes the next step, and goes on when it has come", () => {
    const waiting = planOf(order(shipped), flowing(flow(true)), able);
    expect(waiting.documents).toEqual([]);
    expect(waiting.flow?.messages).toMatchObject([{ when: "paid", isAwaited: true, day: "2026-03-03" }]);
    expect(waiting.flow?.steps.map((step) => step.stands)).toEqual(["answering", "later"]);
    const answered = planOf(order(shipped), flowing(flow(true)), { ...able, flowDone: ["message:paid"] });
    expect(documentsOf(answered)).toEqual(["invoice 2026-03-06 298.00 book"]);
    expect(answered.flow?.messages).toEqual([]);
  });

  it("unless nothing is to wait for it", () => {
    const plan = planOf(order(shipped), flowing(flow(false)), able);
    expect(documentsOf(plan)).toEqual(["invoice 2026-03-06 298.00 book"]);
    expect(plan.flow?.messages).toMatchObject([{ isAwaited: false }]);
  });
});
