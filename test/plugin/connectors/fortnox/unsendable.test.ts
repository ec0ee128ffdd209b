import { describe, expect, it } from "vitest";
import { unsendable } from "../../../../plugin/connectors/fortnox/unsendable.ts";
import type { PlannedPayment, PlannedRow } from "../../../../plugin/domain/plan.ts";
import { aDocument, aPayment, aRow } from "../plans.ts";

const ref = { id: "1", number: "1", url: null };
const create = (row: Partial<PlannedRow>, currency = "SEK") =>
  unsendable({
    step: "create",
    document: aDocument({ currency, rows: [aRow(row)] }),
    reference: "r",
    customerNumber: "1",
    articles: {},
    credits: null,
  });
const pay = (payment: Partial<PlannedPayment>) =>
  unsendable({ step: "pay", document: aDocument(), ref, payment: aPayment(payment), known: [] });

describe("before anything is sent to Fortnox", () => {
  it("an ordinary sale and its payment are fine", () => {
    expect([create({}), create({ account: null }), pay({}), pay({ account: null, mode: "KORT" })]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it("an account that is no Fortnox account is sent to the settings", () => {
    expect(create({ account: "30010" })).toMatchObject({
      code: "VAT_UNMAPPED",
      message: "Fortnox has accounts of four digits; 30010 is none.",
      fix: { place: "settings", field: "vat.treatments" },
    });
  });

  it("a fractional rate needs an account or a code", () => {
    const finnish = { vatRate: "25.5", country: "FI" };
    expect(create({ ...finnish, account: null })).toMatchObject({
      code: "VAT_UNMAPPED",
      message: "Fortnox needs an account or a VAT code for the rate 25.5 % of FI.",
    });
    expect(create({ ...finnish, account: null, vatCode: "FI255" })).toBeNull();
    expect(create({ ...finnish, account: "3011" })).toBeNull();
  });

  it("an amount with three decimals is held rather than rounded", () => {
    expect(create({ unitPrice: "1.125", gross: "1.125" }, "KWD")).toMatchObject({ code: "LEDGER_REJECTED" });
    expect(create({ unitPrice: "1.120", gross: "1.120" }, "KWD")).toBeNull();
  });

  it("a payment in another currency than its invoice is held", () => {
    expect(pay({ currency: "EUR" })).toMatchObject({ code: "LEDGER_REJECTED", fix: { place: "order" } });
  });

  it("a payment without account or mode is sent to the payment methods", () => {
    for (const account of [null, "PAYPAL"]) {
      expect(pay({ account })).toMatchObject({ fix: { place: "settings", field: "payments.methods" } });
    }
  });
});
