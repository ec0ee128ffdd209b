import { describe, expect, it } from "vitest";
import { gapsOf } from "../../../plugin/decision/gaps.ts";
import { address, business, mug, order, to } from "../../support/orders.ts";
import { facts, settings } from "../../support/plans.ts";
import { movement } from "../../support/refunds.ts";

type Sold = NonNullable<Parameters<typeof order>[0]>;

const oss = { vat: { registrations: ["OSS"] } };

function gaps(sold: Sold, patch: Parameters<typeof settings>[0] = {}, known = facts()): string[] {
  return gapsOf({
    order: order(sold),
    settings: settings(patch),
    facts: known,
    existing: [],
    shopCountry: "SE",
    maxRows: 100,
    ledgerName: "Fortnox",
  }).map((gap) => `${gap.code}: ${gap.message}`);
}

describe("what an order would lack", () => {
  it("is nothing where it could be booked, paid or not", () => {
    expect(gaps({})).toEqual([]);
    expect(gaps({ payments: [], financialStatus: "pending" })).toEqual([]);
  });

  it("is named all at once, each thing once", () => {
    const lines = [
      mug("1", { rate: "25.5" }),
      mug("2", { id: "L2", rate: "25.5" }),
      mug("1", { id: "L3", rate: "13.5" }),
    ];
    const sold = {
      lines,
      ...to("FI"),
      currency: "PLN",
      payments: [movement("sale", "996.00", { currency: "PLN" })],
    };
    expect(gaps(sold, { ...oss, payments: { methods: {} } })).toEqual([
      "VAT_UNMAPPED: Finland 25.5 % (OSS) has no account yet.",
      "VAT_UNMAPPED: Finland 13.5 % (OSS) has no account yet.",
      "CURRENCY_NOT_ENABLED: Fortnox has no currency PLN. Switch it on there, then release the order.",
      "PAYMENT_METHOD_UNMAPPED: Payments by card have no account, so their invoices stay open.",
    ]);
  });

  it("names a missing ground of the order itself, and the OSS registration where there is none", () => {
    expect(gaps({ lines: [mug("1", { rate: null })] })).toEqual([
      "VAT_GROUND_MISSING: Sold without VAT within Sweden, but nothing in the order or the settings justifies it.",
    ]);
    expect(gaps({ lines: [mug("1", { rate: "19" })], billTo: address("SE"), shipTo: address("DE") })).toEqual(
      ["VAT_UNMAPPED: Germany 19 % has no account: you are not registered for OSS in the settings."],
    );
  });

  it("does not count a number that VIES has not been asked about, for asking is left to the booking", () => {
    const sold = {
      lines: [mug("1", { rate: null })],
      ...to("DE"),
      customer: business("DE", "DE136695976", null),
    };
    expect(gaps(sold, { vat: { vat_number_check: "vies" } })).toEqual([]);
  });

  it("names the lock of the ledger, not each day before it", () => {
    expect(gaps({}, {}, facts({ lockedUntil: "2026-03-31" }))).toEqual([
      "PERIOD_LOCKED: Fortnox is locked up to 2026-03-31, and these are dated before.",
    ]);
    expect(
      gaps({}, { orders: { locked_period: "next_open_day" } }, facts({ lockedUntil: "2026-03-31" })),
    ).toEqual([]);
  });

  it("takes a redeemed gift card for paid out of its debt, and a method nobody wants registered as settled", () => {
    const card = { payments: [movement("sale", "249.00", { gateway: "gift_card", giftCardId: "G1" })] };
    expect(gaps(card, { payments: { methods: {} } })).toEqual([]);
    expect(gaps({}, { payments: { methods: { card: { register: false } } } })).toEqual([]);
  });
});
