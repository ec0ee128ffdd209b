import { describe, expect, it } from "vitest";
import { gapsOf } from "../../../plugin/decision/gaps.ts";
import { book, mug, order } from "../../support/orders.ts";
import { codeOf, documentOf, facts, inLedger, planOf, rowsOf, settings, sums } from "../../support/plans.ts";
import { movement, refund } from "../../support/refunds.ts";

const listed = { liabilities: { gift_card_account: "2421", single_purpose_vouchers: ["V25"] } };
const byVoucher = (amount: string) =>
  movement("sale", amount, { id: "T1", gateway: "gift_card", giftCardId: "V25" });
/** A mug of 249.00, 200.00 of it paid with the voucher and 49.00 by card. */
const mixed = { payments: [byVoucher("200.00"), movement("sale", "49.00", { id: "T2" })] };
const keep = { ...listed, orders: { refunded_before_transfer: "book" as const } };

describe("R8, single-purpose vouchers", () => {
  it("are sold with their VAT when their SKU is on the list", () => {
    const card = mug("1", { sku: "V25", title: "Voucher", price: "500.00", giftCard: true });
    expect(rowsOf(planOf(order({ lines: [card] }), listed))).toEqual(["3001 25 % 500.00 of which 100.00"]);
    // The same card without VAT is no such voucher: it may be used for anything.
    expect(codeOf(planOf(order({ lines: [{ ...card, rate: null }] }), listed))).toBe("VAT_GROUND_MISSING");
  });

  it("are not taxed again when they pay: a row takes the VAT of their sale off", () => {
    const plan = planOf(order(mixed), listed);
    expect(rowsOf(plan)).toEqual(["3001 25 % 249.00 of which 49.80", "3001 25 % -200.00 of which -40.00"]);
    // 49.00 is left, and so is its VAT of 9.80.
    expect(sums(documentOf(plan))).toBe("net 39.20 + vat 9.80 = 49.00, rounding 0.00");
    expect(documentOf(plan).payments.map((one) => `${one.amount} ${one.account}`)).toEqual(["49.00 1686"]);
    expect(documentOf(plan).rows[1]?.text).toBe("Voucher V25, sold with its VAT");
  });

  it("that pay everything leave a document over nothing, which is booked", () => {
    const plan = planOf(order({ payments: [byVoucher("249.00")] }), listed);
    expect(plan.outcome.state).toBe("booked");
    expect(sums(documentOf(plan))).toBe("net 0.00 + vat 0.00 = 0.00, rounding 0.00");
    expect(documentOf(plan).payments).toEqual([]);
  });

  it("pay without VAT in prices that exclude it, too", () => {
    // 199.20 + 49.80 = 249.00; 200.00 with VAT is 160.00 without.
    const lines = [mug("1", { price: "199.20" })];
    const plan = planOf(order({ ...mixed, lines, pricesIncludeTax: false }), listed);
    expect(sums(documentOf(plan))).toBe("net 39.20 + vat 9.80 = 49.00, rounding 0.00");
  });

  it("get back what they paid when the goods come back", () => {
    const back = refund({
      lines: [["L1", "1", "249.00", "49.80"]],
      payments: [
        movement("refund", "200.00", { id: "T3", gateway: "gift_card", giftCardId: "V25" }),
        movement("refund", "49.00", { id: "T4" }),
      ],
    });
    const existing = inLedger(planOf(order(mixed), keep));
    const plan = planOf(order({ ...mixed, refunds: [back] }), keep, { existing });
    expect(rowsOf(plan, "refund-R1")).toEqual([
      "3001 25 % 249.00 of which 49.80",
      "3001 25 % -200.00 of which -40.00",
    ]);
    expect(documentOf(plan, "refund-R1")).toMatchObject({ kind: "credit_note", gross: "49.00", vat: "9.80" });
    expect(documentOf(plan, "refund-R1").payments.map((one) => one.amount)).toEqual(["49.00"]);
  });

  it("need their rate beside an order of several rates, and are held without it", () => {
    const sold = order({
      lines: [mug(), book()],
      payments: [byVoucher("200.00"), movement("sale", "155.00", { id: "T2" })],
    });
    expect(planOf(sold, listed).outcome).toMatchObject({
      state: "held",
      code: "VAT_UNMAPPED",
      message:
        "The order is sold at 25 and 6 % and paid with the single-purpose voucher V25: say at which rate it was sold, as V25=25.",
      fix: { place: "settings", field: "liabilities.single_purpose_vouchers" },
    });
    const asked = { order: sold, settings: settings(listed), facts: facts(), existing: [] };
    const gaps = gapsOf({ ...asked, shopCountry: "SE", maxRows: 1000, ledgerName: "Fortnox" });
    expect(gaps.map((gap) => gap.code)).toEqual(["VAT_UNMAPPED"]);
    const stated = { liabilities: { ...listed.liabilities, single_purpose_vouchers: ["V25=25"] } };
    expect(rowsOf(planOf(sold, stated))).toEqual([
      "3001 25 % 249.00 of which 49.80",
      "3003 6 % 106.00 of which 6.00",
      "3001 25 % -200.00 of which -40.00",
    ]);
  });

  it("are told from multi-purpose ones, which stay a debt and a payment", () => {
    const other = movement("sale", "249.00", { gateway: "gift_card", giftCardId: "M1" });
    const plan = planOf(order({ payments: [other] }), listed);
    expect(rowsOf(plan)).toEqual(["3001 25 % 249.00 of which 49.80"]);
    expect(documentOf(plan).payments).toMatchObject([{ amount: "249.00", account: "2421" }]);
    const sold = mug("1", { price: "500.00", rate: null, voucher: "multi_purpose", sku: null });
    expect(rowsOf(planOf(order({ lines: [sold] }), listed))).toEqual(["2421 0 % 500.00 of which 0.00"]);
  });
});

describe("R8, gift cards the shop does not name", () => {
  const unnamed = (kind: "sale" | "refund", amount: string, id = "T1") =>
    ({ ...movement(kind, amount, { id, gateway: "gift_card" }), isUnnamedCard: true }) as const;
  const paid = { payments: [unnamed("sale", "200.00"), movement("sale", "49.00", { id: "T2" })] };
  const taken = (unnamed_vouchers: "single_purpose" | "multi_purpose", list = ["V25"]) => ({
    ...keep,
    liabilities: { ...listed.liabilities, single_purpose_vouchers: list, unnamed_vouchers },
  });

  it("are held beside single-purpose vouchers: their VAT may be booked already", () => {
    expect(planOf(order(paid), listed).outcome).toMatchObject({
      state: "held",
      code: "VAT_UNMAPPED",
      fix: { place: "settings", field: "liabilities.unnamed_vouchers" },
    });
  });

  it("are none of the list where the platform names those that are", () => {
    const named = movement("sale", "200.00", { gateway: "gift_card" });
    const plan = planOf(order({ payments: [named, movement("sale", "49.00", { id: "T2" })] }), listed);
    expect(plan.outcome).toEqual({ state: "booked" });
    expect(documentOf(plan).payments).toMatchObject([
      { amount: "200.00", account: "2421" },
      { amount: "49.00" },
    ]);
  });

  it("are a debt and a payment where no single-purpose vouchers are sold, or the merchant says so", () => {
    const plans = [
      planOf(order(paid), { liabilities: { gift_card_account: "2421" } }),
      planOf(order(paid), taken("multi_purpose")),
    ];
    for (const plan of plans) {
      expect(rowsOf(plan)).toEqual(["3001 25 % 249.00 of which 49.80"]);
      expect(documentOf(plan).payments).toMatchObject([
        { amount: "200.00", account: "2421" },
        { amount: "49.00" },
      ]);
    }
  });

  it("are not taxed again where the merchant sells no others than single-purpose ones, and go back the same way", () => {
    const settings = taken("single_purpose");
    const plan = planOf(order(paid), settings);
    expect(rowsOf(plan)).toEqual(["3001 25 % 249.00 of which 49.80", "3001 25 % -200.00 of which -40.00"]);
    expect(documentOf(plan).rows[1]?.text).toBe("Voucher, sold with its VAT");
    const back = refund({
      lines: [["L1", "1", "249.00", "49.80"]],
      payments: [unnamed("refund", "200.00", "T3"), movement("refund", "49.00", { id: "T4" })],
    });
    const refunded = planOf(order({ ...paid, refunds: [back] }), settings, { existing: inLedger(plan) });
    expect(documentOf(refunded, "refund-R1")).toMatchObject({ gross: "49.00", vat: "9.80" });
    // The card's own 49.00 is money that goes back, not a voucher.
    expect(documentOf(refunded, "refund-R1").payments.map((one) => one.amount)).toEqual(["49.00"]);
  });

  it("take the rate the whole list names beside an order of several rates, and are held without one", () => {
    const sold = order({
      lines: [mug(), book()],
      payments: [unnamed("sale", "200.00"), movement("sale", "155.00", { id: "T2" })],
    });
    expect(planOf(sold, taken("single_purpose", ["V25=25", "W=12"])).outcome).toMatchObject({
      state: "held",
      code: "VAT_UNMAPPED",
      message: expect.stringContaining("a voucher the shop does not name"),
    });
    expect(rowsOf(planOf(sold, taken("single_purpose", ["V25=25", "W=25"]))).at(-1)).toBe(
      "3001 25 % -200.00 of which -40.00",
    );
  });
});

describe("R8, store credit", () => {
  const credit = { liabilities: { store_credit_account: "2890" } };

  it("is owed to the customer when a refund gives it, and taken from there when it pays", () => {
    const back = refund({
      lines: [["L1", "1", "249.00", "49.80"]],
      payments: [movement("refund", "249.00", { id: "T2", gateway: "store_credit" })],
    });
    const existing = inLedger(planOf(order(), credit));
    const refunded = planOf(order({ refunds: [back] }), credit, { existing });
    expect(documentOf(refunded, "refund-R1").payments).toMatchObject([
      { direction: "out", amount: "249.00", account: "2890" },
    ]);
    const paid = planOf(
      order({ payments: [movement("sale", "249.00", { gateway: "store_credit" })] }),
      credit,
    );
    expect(documentOf(paid).payments).toMatchObject([{ amount: "249.00", account: "2890" }]);
  });
});
