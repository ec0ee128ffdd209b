import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { captureStep, messageStep, type TakenMoney } from "../../../plugin/domain/flow.ts";
import type { Order } from "../../../plugin/domain/order.ts";
import type { Plan, PlannedDocument } from "../../../plugin/domain/plan.ts";
import { eventfulOrder, kronor, öreOf } from "../../support/arbitrary-orders.ts";
import { codeOf, inLedger, planOf } from "../../support/plans.ts";
import { movement } from "../../support/refunds.ts";

type Patch = NonNullable<Parameters<typeof planOf>[1]>;
type Flow = NonNullable<NonNullable<Patch["orders"]>["flow"]>;

const webhook = { url: "https://wms.example/in", awaited: true };
/** Captures before, with and after the invoice; every state is reached by an order that is shipped and closed. */
const flows: readonly Flow[] = [
  [
    { when: "created", do: ["order", "capture"] },
    { when: "fulfilled", do: ["invoice", "book", "payment"] },
  ],
  [
    { when: "created", do: ["draft"] },
    { when: "fulfilled", do: ["book", "capture", "payment"] },
  ],
  [
    { when: "created", do: ["webhook"], webhook },
    { when: "fulfilled", do: ["order"] },
    { when: "completed", do: ["invoice", "book", "payment", "capture"] },
  ],
];
const common = { refunded_before_transfer: "book", zero_total: "book" } as const;
const able = { updatesDrafts: true, makesOrders: true };

/** Runs until nothing more is asked for; the shop shows what was taken every second time only. */
function runThrough(sold: Order, flow: Flow): { plan: Plan; order: Order; taken: readonly TakenMoney[] } {
  const patch = { orders: { ...common, flow } };
  const flowDone: string[] = [];
  const taken: TakenMoney[] = [];
  let order = sold;
  let existing: ReturnType<typeof inLedger> = [];
  for (let run = 0; ; run++) {
    const plan = planOf(order, patch, { ...able, existing, flowDone, taken });
    const { captures = [], messages = [] } = plan.flow ?? {};
    for (const { authorization, amount, currency } of captures) {
      const reserved = order.payments.find((one) => one.id === authorization)?.amount.toJSON() ?? "0.00";
      expect(öreOf(amount)).toBeLessThanOrEqual(öreOf(reserved));
      expect(flowDone).not.toContain(captureStep(authorization));
      flowDone.push(captureStep(authorization));
      taken.push({ movement: `C-${authorization}`, amount, currency });
    }
    flowDone.push(...messages.map((one) => messageStep(one.when)));
    if (run > 3 && captures.length + messages.length === 0) return { plan, order, taken };
    const isInvoiced = plan.documents.some((one) => one.key === "invoice");
    existing = inLedger(plan).map(({ planned }) => {
      const isBooked = planned.kind === "order" ? isInvoiced : planned.booking === "book";
      return { planned: { ...planned, payments: isBooked ? planned.payments : [] }, isBooked };
    });
    if (run % 2 === 1) order = showing(order, taken);
  }
}

function showing(order: Order, taken: readonly TakenMoney[]): Order {
  const hidden = taken.filter((one) => order.payments.every(({ id }) => id !== one.movement));
  const shown = hidden.map(({ movement: id, amount, currency }) =>
    movement("capture", amount, { id, currency, at: "2027-01-05T12:00:00Z" }),
  );
  return { ...order, payments: [...order.payments, ...shown] };
}

/** What invoices less credit notes come to, in öre; the ledger's order is no entry in the books. */
function charged({ documents }: Plan): readonly [gross: number, vat: number] {
  const sum = (of: (one: PlannedDocument) => number): number =>
    documents
      .filter((one) => one.kind !== "order")
      .reduce((all, one) => all + (one.kind === "invoice" ? of(one) : -of(one)), 0);
  return [sum((one) => öreOf(one.gross) + öreOf(one.rounding)), sum((one) => öreOf(one.vat))];
}

describe("for every order that runs through a flow", () => {
  it("nothing waits at its end, money is taken within its reservations, and the books are those without a flow", () => {
    const reserved = fc.array(fc.integer({ min: 1, max: 40_000 }), { maxLength: 3 });
    fc.assert(
      fc.property(eventfulOrder, fc.constantFrom(...flows), reserved, (told, flow, amounts) => {
        const unpaid = told.refunds.flatMap((one) => one.payments).some((one) => one.status !== "success");
        fc.pre(!unpaid);
        // A shop gives each movement an id of its own.
        fc.pre(new Set(told.payments.map(({ id }) => id)).size === told.payments.length);
        // Reserved and taken are compared as they stand, so in one currency.
        fc.pre(told.payments.every(({ amount }) => amount.currency === told.currency));
        const reservations = amounts.map((öre, index) =>
          movement("authorization", kronor(öre), { id: `A${index}`, currency: told.currency }),
        );
        const payments = [...told.payments, ...reservations];
        const sold: Order = { ...told, payments, fulfillmentStatus: "fulfilled", status: "closed" };
        const { plan, order } = runThrough(sold, flow);
        if (plan.outcome.state === "held" || plan.outcome.state === "skipped") return;
        expect(codeOf(plan)).toBe("booked");
        const plain = planOf(order, { orders: { ...common, trigger: ["created"] } }, able);
        if (codeOf(plain) === "booked") expect(charged(plan)).toEqual(charged(plain));
      }),
      { numRuns: 200 },
    );
  });
});
