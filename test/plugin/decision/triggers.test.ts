import { describe, expect, it } from "vitest";
import { order } from "../../support/orders.ts";
import { codeOf, documentOf, planOf, type settings } from "../../support/plans.ts";
import { movement } from "../../support/refunds.ts";

type Trigger = ReturnType<typeof settings>["orders"]["trigger"][number];
const when = (trigger: Trigger[], sold: Parameters<typeof order>[0]) => {
  const plan = planOf(order(sold), { orders: { trigger } });
  return plan.documents[0]?.date ?? codeOf(plan);
};
const waits = "TRIGGER_NOT_REACHED";
const unpaid = { payments: [], financialStatus: "pending" } as const;
const authorised = {
  payments: [movement("authorization", "249.00", { at: "2026-03-04T10:00:00Z" })],
  financialStatus: "authorized",
} as const;
const partly = {
  payments: [movement("sale", "100.00", { at: "2026-03-05T10:00:00Z" })],
  financialStatus: "partially_paid",
} as const;

describe("an order is booked", () => {
  it("when it is created, on the day it was placed", () => {
    expect(when(["created"], unpaid)).toBe("2026-03-02");
  });

  it("when it is authorised, and not before", () => {
    expect(when(["authorized"], authorised)).toBe("2026-03-04");
    expect(when(["authorized"], unpaid)).toBe(waits);
    expect(when(["authorized"], { ...authorised, payments: [] })).toBe("2026-03-02");
    expect(when(["authorized"], { payments: [] })).toBe("2026-03-02");
  });

  it("when a part is paid, and not when it is only authorised", () => {
    expect(when(["partially_paid"], partly)).toBe("2026-03-05");
    expect(when(["partially_paid"], authorised)).toBe(waits);
  });

  it("when it is paid in full, on the day of the last movement it needed", () => {
    expect(when(["paid"], {})).toBe("2026-03-03");
    expect(when(["paid"], partly)).toBe(waits);
    expect(when(["paid"], { ...partly, financialStatus: "partially_refunded" })).toBe(waits);
    expect(when(["paid"], { payments: [] })).toBe("2026-03-02");
    expect(when(["paid"], { payments: [movement("sale", "249.00", { status: "pending" })] })).toBe(waits);
  });

  it("when it is fulfilled altogether", () => {
    const sent = { ...unpaid, updatedAt: "2026-03-09T10:00:00Z" };
    expect(when(["fulfilled"], { ...sent, fulfillmentStatus: "fulfilled" })).toBe("2026-03-09");
    expect(when(["fulfilled"], { ...sent, fulfillmentStatus: "partial" })).toBe(waits);
  });

  it("when it is completed", () => {
    expect(when(["completed"], { status: "closed", updatedAt: "2026-03-11T10:00:00Z" })).toBe("2026-03-11");
    expect(when(["completed"], {})).toBe(waits);
  });

  it("by the first of several triggers it reaches", () => {
    expect(when(["fulfilled", "authorized", "paid"], authorised)).toBe("2026-03-04");
  });

  it("by the trigger of its payment method, also when that is the one for all others", () => {
    const klarna = { ...authorised, payments: [movement("authorization", "249.00", { gateway: "klarna" })] };
    for (const name of ["klarna", "*"]) {
      const methods = { [name]: { register: true, account: "1580", trigger: ["authorized" as const] } };
      expect(codeOf(planOf(order(klarna), { payments: { methods } }))).toBe("booked");
    }
  });

  it("by the method that worked, not by one that failed before", () => {
    const payments = [
      movement("sale", "249.00", {
        id: "T0",
        gateway: "klarna",
        status: "failure",
        at: "2026-03-03T09:00:00Z",
      }),
      movement("authorization", "249.00", { gateway: "card", at: "2026-03-03T09:05:00Z" }),
    ];
    const methods = {
      card: { register: true, account: "1686", terms: "KORT", trigger: ["authorized" as const] },
    };
    const plan = planOf(order({ payments, financialStatus: "authorized" }), { payments: { methods } });
    expect(documentOf(plan).terms).toBe("KORT");
  });

  it("only from the start date on, by the shop's own calendar", () => {
    const from = (start_date: string) =>
      codeOf(planOf(order({ createdAt: "2026-03-01T23:30:00Z" }), { orders: { start_date } }));
    expect(from("2026-03-02")).toBe("booked");
    expect(from("2026-03-03")).toBe("BEFORE_START_DATE");
  });

  it("or says what it waits for", () => {
    const plan = planOf(order(unpaid), { orders: { trigger: ["paid", "fulfilled"] } });
    expect(plan.outcome).toMatchObject({ message: "The order is booked when it is paid or fulfilled." });
  });
});
