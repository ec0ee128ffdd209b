import { describe, expect, it } from "vitest";
import { numberToCheck } from "../../../plugin/decision/vat/number-to-check.ts";
import type { VatNumberCheck } from "../../../plugin/domain/vat-number-check.ts";
import { business, mug, order, to } from "../../support/orders.ts";
import { documentOf, facts, inLedger, planOf, settings } from "../../support/plans.ts";

type Sold = NonNullable<Parameters<typeof order>[0]>;
type Patch = Parameters<typeof settings>[0];

const at = (rate: string | null, more = {}) => ({ lines: [mug("1", { price: "1000.00", rate, ...more })] });

describe("R10, a number checked in VIES", () => {
  const vies = { vat: { vat_number_check: "vies" } } as const;
  const bought = { ...at(null), ...to("DE"), customer: business("DE", "DE 136 695 976", null) };
  const said = (verdict: "valid" | "invalid"): VatNumberCheck => ({
    number: "DE136695976",
    verdict,
    requester: "SE556036079301",
    name: "Handel GmbH",
    consultation: "WAPIAAAAX1",
    checkedAt: "2026-03-03T10:00:00.000Z",
  });
  const silent: VatNumberCheck = { number: "DE136695976", verdict: "unknown", reason: "MS_UNAVAILABLE" };
  const decided = (check: VatNumberCheck | null, patch: Patch = vies, sold: Sold = bought) =>
    planOf(order(sold), patch, { vatNumberChecks: check === null ? [] : [check] });

  it("is good when VIES says so, and the answer is kept with the document", () => {
    const invoice = documentOf(decided(said("valid")));
    expect(invoice.rows[0]).toMatchObject({ treatment: "eu_goods", vatRule: 6 });
    expect(invoice.rows[0]?.why).toContain("DE136695976, valid in VIES on 2026-03-03");
    expect(invoice.vatEvidence).toEqual({
      rateTable: "2026-08-22",
      sellerCountry: "SE",
      shipTo: { country: "DE", zip: null, province: null },
      billTo: { country: "DE", zip: null, province: null },
      buyerNumber: "DE136695976",
      saidByPlatform: null,
      check: said("valid"),
    });
  });

  it("is not good when VIES says no, and charging would not make it so", () => {
    const charge = { vat: { ...vies.vat, unknown_number: "charge" } } as const;
    expect(decided(said("invalid"), charge).outcome).toMatchObject({
      code: "VAT_NUMBER_REQUIRED",
      message: "Sold without VAT to a company in Germany, but its VAT number DE136695976 is not valid.",
    });
  });

  it("is unknown, never wrong, when VIES does not answer: held, or charged as the merchant wishes", () => {
    expect(decided(silent).outcome).toMatchObject({
      code: "VAT_NUMBER_REQUIRED",
      message: expect.stringContaining("(it did not answer: MS_UNAVAILABLE). It is asked again by itself"),
    });
    const charged = decided(silent, { vat: { ...vies.vat, unknown_number: "charge" } });
    expect(documentOf(charged)).toMatchObject({ net: "800.00", vat: "200.00", gross: "1000.00" });
    expect(documentOf(charged).rows[0]).toMatchObject({ treatment: "domestic", vatRule: 9 });
  });

  it("outranks a check digit that does not fit, which alone is no ground", () => {
    const odd = { ...bought, customer: business("DE", "DE123456789", null) };
    const valid = { ...said("valid"), number: "DE123456789" };
    expect(documentOf(decided(valid, vies, odd)).rows[0]?.vatRule).toBe(6);
    expect(decided(null, { vat: { vat_number_check: "off" } }, odd).outcome).toMatchObject({
      message: expect.stringContaining("check digit of its VAT number DE123456789 is wrong"),
    });
  });

  it("is not asked about when its form is no VAT number's", () => {
    const plan = decided(null, vies, { ...bought, customer: business("DE", "DE12", true) });
    expect(plan.outcome).toMatchObject({
      code: "VAT_NUMBER_REQUIRED",
      message: "Sold without VAT to Germany, but DE12 has not the form of a VAT number of Germany.",
    });
  });

  it("is asked about only when the answer matters", () => {
    const asked = (sold: Sold, patch: Patch = vies, more = {}) =>
      numberToCheck({
        order: order(sold),
        settings: settings(patch),
        facts: facts(),
        existing: [],
        shopCountry: "SE",
        maxRows: 100,
        ledgerName: "Fortnox",
        ...more,
      })?.text ?? null;
    expect(asked(bought)).toBe("DE136695976");
    expect(asked(bought, {})).toBeNull();
    expect(asked({ ...bought, ...at("25") })).toBeNull();
    expect(asked({ ...bought, ...to("NO") })).toBeNull();
    expect(asked({ ...bought, ...to("SE") })).toBeNull();
    expect(asked({ ...bought, channel: "marketplace" })).toBeNull();
    expect(asked({ ...bought, financialStatus: "pending", payments: [] })).toBeNull();
    expect(asked({ ...bought, customer: business("DE", "DE12", null) })).toBeNull();
    const made = decided(said("valid"));
    expect(asked(bought, vies, { existing: inLedger(made) })).toBeNull();
    // A draft follows the order, so it is decided again and rests on the number again.
    expect(asked(bought, vies, { existing: inLedger(made, false), updatesDrafts: true })).toBe("DE136695976");
  });
});
