import { describe, expect, it } from "vitest";
import { parseDecimal } from "../../../plugin/domain/money.ts";
import { isKnownRate, standardRate } from "../../../plugin/domain/vat-rates.ts";

const on = (day: string) => ({ from: day, to: day });
const known = (country: string, rate: string, day: string) =>
  isKnownRate(country, parseDecimal(rate), on(day));

describe("VAT rates", () => {
  it("change on a day", () => {
    expect(standardRate("EE", "2025-06-30")).toBe("22");
    expect(standardRate("EE", "2025-07-01")).toBe("24");
    expect(standardRate("FI", "2024-08-31")).toBe("24");
    expect(standardRate("FI", "2026-11-21")).toBe("25.5");
    expect(standardRate("RO", "2025-07-31")).toBe("19");
    expect([standardRate("DE", "2026-03-03"), standardRate("XI", "2026-03-03")]).toEqual(["19", "20"]);
    expect(standardRate("US", "2026-03-03")).toBeNull();
  });

  it("are known by country and day, fractions and reduced ones included", () => {
    expect(known("FI", "25.5", "2026-03-03")).toBe(true);
    expect(known("FI", "25.50", "2026-03-03")).toBe(true);
    expect(known("FI", "14", "2025-12-31")).toBe(true);
    expect(known("FI", "14", "2026-01-01")).toBe(false);
    expect(known("FI", "13.5", "2026-01-01")).toBe(true);
    expect(known("FR", "5.5", "2026-03-03")).toBe(true);
    expect(known("PT", "22", "2026-03-03")).toBe(true);
    expect(known("DE", "25", "2026-03-03")).toBe(false);
  });

  it("may be the old or the new one when they change between order and supply", () => {
    const span = { from: "2025-06-29", to: "2025-07-02" };
    expect(["22", "24", "20"].map((rate) => isKnownRate("EE", parseDecimal(rate), span))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("are left alone where the table cannot tell", () => {
    expect(known("US", "8.875", "2026-03-03")).toBeNull();
    expect(known("DE", "16", "2020-10-01")).toBeNull();
    expect(known("constructor", "20", "2026-03-03")).toBeNull();
  });
});
