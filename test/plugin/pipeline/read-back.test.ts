import { describe, expect, it } from "vitest";
import { compareTotals } from "../../../plugin/pipeline/effects/read-back.ts";
import { settings } from "../../support/plans.ts";
import { aDocument, aRow } from "../connectors/plans.ts";

/** What the ledger came to for an invoice of 100.00 + VAT 25.00 = 125.00 in one row. */
const ledger = (gross: string, vat = "25.00", rounding = "0.00", currency = "SEK") => ({
  gross,
  vat,
  rounding,
  currency,
});
const compared = (totals: ReturnType<typeof ledger>, changes: Parameters<typeof aDocument>[0] = {}) =>
  compareTotals(aDocument(changes), totals, settings());
const says = (message: string) => ({ kind: "differs", message });

describe("R3, what the ledger came to", () => {
  it("is the charge, to the öre", () => {
    expect(compared(ledger("125.00"))).toEqual({ kind: "equal" });
    // 124.95 of rows and 0.05 of rounding, which the ledger has as one more row.
    expect(compared(ledger("125.00"), { gross: "124.95", rounding: "0.05" })).toEqual({ kind: "equal" });
  });

  it("is met with a rounding row up to the tolerance of 0.10, up or down", () => {
    expect(compared(ledger("124.90"))).toEqual({ kind: "round", difference: "0.10" });
    expect(compared(ledger("125.10"))).toEqual({ kind: "round", difference: "-0.10" });
  });

  it("holds the document when it is more", () => {
    expect(compared(ledger("124.89"))).toEqual(
      says("The ledger came to 124.89 SEK, the shop charged 125.00."),
    );
    expect(compared(ledger("125.11"))).toEqual(
      says("The ledger came to 125.11 SEK, the shop charged 125.00."),
    );
  });

  it("may bear VAT that is 0.01 and half an öre for each row off, of the rows as the shop had them", () => {
    expect(compared(ledger("125.00", "25.01"))).toEqual({ kind: "equal" });
    expect(compared(ledger("125.00", "25.02"))).toEqual(
      says("The ledger came to 25.02 SEK of VAT, the shop charged 25.00."),
    );
    // Two rows explain 0.02, also when they were merged into one.
    const two = { specification: [aRow(), aRow()] };
    expect(compared(ledger("125.00", "24.98"), two)).toEqual({ kind: "equal" });
    expect(compared(ledger("125.00", "24.97"), two).kind).toBe("differs");
  });

  it("is not mended where the ledger rounds to whole units by itself, or took another currency", () => {
    expect(compared(ledger("124.60", "25.00", "0.44"))).toEqual(
      says(
        "The ledger rounds invoices to whole units: 125.04 SEK instead of 125.00. Switch that off in the ledger.",
      ),
    );
    expect(compared(ledger("125.00", "25.00", "0.00", "EUR"))).toEqual(
      says("The ledger made the document in EUR instead of SEK."),
    );
  });
});
