import { describe, expect, it } from "vitest";
import type { ChangedDocument } from "../../../plugin/connectors/connector.ts";
import { isSameChange } from "../../../plugin/domain/ledger-change.ts";
import { changeOf, creditOf, isAsMade } from "../../../plugin/pipeline/watch/ledger-change.ts";
import { aDocument } from "../connectors/plans.ts";

const ref = { id: "12", number: "12", url: null };
const asBooked: ChangedDocument = {
  id: "12",
  number: "12",
  reference: "LR-1",
  currency: "SEK",
  total: "125.00",
  isBooked: true,
  isCancelled: false,
};
const changed = (seen: Partial<ChangedDocument>, planned = aDocument(), isRemoved = false) =>
  changeOf({ planned, ref, isRemoved, seen: { ...asBooked, ...seen }, ledgerName: "Fortnox" });

describe("what a person changed", () => {
  it("is nothing while the document stands as it was charged", () => {
    expect(changed({})).toBeNull();
    expect(changed({ total: "125" })).toBeNull();
    // 125.00 in rows and one öre of rounding.
    expect(changed({ total: "125.01" }, aDocument({ rounding: "0.01" }))).toBeNull();
    expect(changed({ total: "-125.00" }, aDocument({ kind: "credit_note" }))).toBeNull();
  });

  it("is another total or currency of a booked document, told with both amounts", () => {
    expect(changed({ total: "124.99" })?.message).toBe(
      "Invoice 12 comes to 124.99 SEK in Fortnox; the shop charged 125.00 SEK.",
    );
    expect(changed({ currency: "EUR" })).toMatchObject({ what: "total" });
  });

  it("is no draft that somebody is still working on, but a draft that was cancelled", () => {
    expect(changed({ isBooked: false, total: "1.00" })).toBeNull();
    expect(changed({ isBooked: false, isCancelled: true })).toMatchObject({
      what: "cancelled",
      message: "Invoice 12 was cancelled in Fortnox.",
    });
    expect(changed({ isCancelled: true }, aDocument(), true)).toBeNull();
  });

  it("is a credit note by hand, which is the same finding at every look", () => {
    const seen = { ...asBooked, id: "15", number: "15", total: "-100.00" };
    const credit = creditOf({ planned: aDocument(), ref, seen, ledgerName: "Fortnox" });
    expect(credit).toMatchObject({
      what: "credited",
      creditNote: "15",
      message: "Invoice 12 was credited by hand in Fortnox: credit note 15 over 100.00 SEK.",
    });
    expect(isSameChange({ ...credit, isAccepted: true }, credit)).toBe(true);
    expect(isSameChange(credit, null)).toBe(false);
    expect(isSameChange({ ...credit, creditNote: "16" }, credit)).toBe(false);
  });
});

describe("an echo of our own write", () => {
  const totals = { currency: "SEK", gross: "124.99", vat: "25.00", rounding: "0.01" };
  it("is known by what we stored, without another look", () => {
    expect(isAsMade(totals, true, asBooked)).toBe(true);
    expect(isAsMade(null, false, { ...asBooked, isBooked: false })).toBe(true);
    expect(isAsMade(totals, false, asBooked)).toBe(false);
    expect(isAsMade(totals, true, { ...asBooked, total: "125.01" })).toBe(false);
    expect(isAsMade(totals, true, { ...asBooked, isCancelled: true })).toBe(false);
  });
});
