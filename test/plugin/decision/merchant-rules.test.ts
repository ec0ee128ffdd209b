import { describe, expect, it } from "vitest";
import type { Condition, ConditionField } from "../../../plugin/settings/condition.ts";
import { book, business, mug, order, parcel } from "../../support/orders.ts";
import { codeOf, documentOf, inLedger, planOf, rowsOf } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

const is = (field: ConditionField, value: string): Condition[] => [{ field, op: "is", value }];

describe("a filter", () => {
  const filters = [
    { name: "Market", when: [...is("order.channel", "market"), ...is("order.currency", "SEK")] },
  ];

  it("leaves out an order that meets all its conditions, and says which it was", () => {
    const plan = planOf(order({ channel: "market" }), { orders: { filters } });
    expect(plan.outcome).toMatchObject({
      state: "skipped",
      code: "FILTERED",
      message:
        'The filter "Market" leaves this order out: order.channel is market and order.currency is SEK.',
    });
    expect(codeOf(planOf(order({ channel: "online" }), { orders: { filters } }))).toBe("booked");
  });

  it("does not touch an order that is in the ledger", () => {
    const existing = inLedger(planOf(order({ channel: "market" })));
    const plan = planOf(order({ channel: "market" }), { orders: { filters } }, { existing });
    expect(codeOf(plan)).toBe("booked");
  });
});

describe("an order a person left out", () => {
  it("is not booked while nothing of it is in the ledger, and bears the reason", () => {
    const plan = planOf(order({}), {}, { leftOut: "Paid in the shop" });
    expect(plan.outcome).toEqual({
      state: "skipped",
      code: "SKIPPED_BY_HAND",
      message: "Left out by hand: Paid in the shop",
    });
    expect(plan.documents).toEqual([]);
  });

  it("goes on as ever once it is in the ledger", () => {
    const existing = inLedger(planOf(order({})));
    expect(codeOf(planOf(order({}), {}, { existing, leftOut: "Too late" }))).toBe("booked");
  });
});

describe("dimensions", () => {
  const dimensions = [
    { when: is("line.sku", "B1"), cost_centre: "BOOKS", project: "7" },
    { when: is("line.kind", "line"), cost_centre: "GOODS", bi_code: "G" },
    { when: [], cost_centre: "ALL" },
  ];
  const sold = { lines: [mug(), book()], freight: [parcel()] };

  it("give each row the first entry that fits it", () => {
    const rows = documentOf(planOf(order(sold), { dimensions })).rows;
    expect(rows.map((row) => [row.costCentre, row.project, row.biCode])).toEqual([
      ["GOODS", null, "G"],
      ["BOOKS", "7", null],
      ["ALL", null, null],
    ]);
    expect(rows[1]?.why).toContain("dimension 1: cost centre BOOKS · dimension 1: project 7");
  });

  it("of a credit are those of what it credits, whatever the settings say by then", () => {
    const made = planOf(order(sold), { dimensions });
    const back = refund({ lines: [["L2", "1", "106.00", "6.00"]], money: "106.00" });
    const plan = planOf(order({ ...sold, refunds: [back] }), {}, { existing: inLedger(made) });
    expect(documentOf(plan, "refund-R1").rows[0]).toMatchObject({ costCentre: "BOOKS", project: "7" });
  });

  it("keep rows apart that would be merged otherwise", () => {
    const lines = [mug("1", { id: "a" }), mug("1", { id: "b", sku: "A2" }), mug("1", { id: "c" })];
    const apart = [{ when: is("line.sku", "A2"), cost_centre: "X" }];
    expect(rowsOf(planOf(order({ lines }), { dimensions: apart }, { maxRows: 2 }))).toEqual([
      "3001 25 % 498.00 of which 99.60",
      "3001 25 % 249.00 of which 49.80",
    ]);
  });
});

describe("a rule", () => {
  it("chooses account, VAT code, article and text of the rows it fits, and is named in their reason", () => {
    const rules = [
      {
        name: "Wholesale",
        when: [...is("customer.type", "B2B"), ...is("line.kind", "line")],
        set: {
          account: "3010",
          vat_code: "MP1",
          article: "W1",
          text: "{{line.title}} for {{customer.company}}",
        },
      },
    ];
    const plan = planOf(order({ customer: business("SE", null), freight: [parcel()] }), { rules });
    const [goods, freight] = documentOf(plan).rows;
    expect(goods).toMatchObject({
      account: "3010",
      vatCode: "MP1",
      article: { sku: "W1", fixed: true },
      text: "Mug for Handel GmbH",
    });
    expect(goods?.why).toContain('rule "Wholesale": account 3010');
    expect(freight).toMatchObject({ account: "3001", text: "Parcel" });
    expect(rowsOf(planOf(order(), { rules }))).toEqual(["3001 25 % 249.00 of which 49.80"]);
  });

  it("that comes first decides each field it sets", () => {
    const rules = [
      { when: [], set: { account: "3010" } },
      { when: [], set: { account: "3011", project: "9" } },
    ];
    expect(documentOf(planOf(order(), { rules })).rows[0]).toMatchObject({ account: "3010", project: "9" });
  });

  it("gives an account where no other setting has one", () => {
    const lines = [mug("1", { rate: "10" })];
    expect(codeOf(planOf(order({ lines })))).toBe("VAT_UNMAPPED");
    expect(rowsOf(planOf(order({ lines }), { rules: [{ when: [], set: { account: "3010" } }] }))).toEqual([
      "3010 10 % 249.00 of which 22.64",
    ]);
  });

  it("for all rows leaves sold gift cards and tips on their own accounts", () => {
    const lines = [mug(), mug("1", { id: "g", giftCard: true, rate: null, sku: null })];
    const rules = [{ when: [], set: { account: "3010" } }];
    expect(documentOf(planOf(order({ lines }), { rules })).rows.map((row) => row.account)).toEqual([
      "3010",
      "2421",
    ]);
  });

  it("chooses texts, terms, booking and document of an order, and is named on the document", () => {
    const set = {
      terms: "45",
      reference_text: "PO {{order.number}}",
      comment_text: "Hej",
      booking: "draft" as const,
    };
    const rules = [{ name: "Firms", when: is("customer.type", "B2B"), set }];
    const made = documentOf(planOf(order({ customer: business("SE", null) }), { rules }));
    expect(made).toMatchObject({ terms: "45", reference: "PO #1001", comment: "Hej", booking: "draft" });
    expect(made.why).toContain('rule "Firms": booking draft');
    expect(documentOf(planOf(order(), { rules }))).toMatchObject({ terms: null, booking: "book" });
  });

  it("chooses the trigger, also before that of the payment method", () => {
    const methods = { card: { register: true, account: "1686", trigger: ["fulfilled" as const] } };
    const rules = [{ when: is("order.source", "pos"), set: { trigger: ["created" as const] } }];
    const unpaid = { payments: [movement("authorization", "249.00")], financialStatus: "pending" } as const;
    const settings = { payments: { methods }, rules };
    expect(codeOf(planOf(order({ ...unpaid, source: "pos" }), settings))).toBe("booked");
    expect(codeOf(planOf(order(unpaid), settings))).toBe("TRIGGER_NOT_REACHED");
  });

  it("is mirrored by the credit of what it booked", () => {
    const rules = [{ when: [], set: { account: "3010" } }];
    const made = planOf(order(), { rules });
    const back = refund({ lines: [["L1", "1", "249.00", "49.80"]], money: "249.00" });
    const plan = planOf(order({ refunds: [back] }), {}, { existing: inLedger(made) });
    expect(rowsOf(plan, "refund-R1")).toEqual(["3010 25 % 249.00 of which 49.80"]);
  });
});
