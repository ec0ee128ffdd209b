import { describe, expect, it } from "vitest";
import { countryName, isEuCountry } from "../../../plugin/domain/countries.ts";
import { standardRate } from "../../../plugin/domain/vat-rates.ts";

describe("countries", () => {
  it("has 27 member states, each with a standard rate", () => {
    const states = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(
      " ",
    );
    expect(states.filter(isEuCountry)).toHaveLength(27);
    for (const state of states) expect(Number(standardRate(state, "2026-11-21"))).toBeGreaterThanOrEqual(17);
    expect(["NO", "GB", "CH", "XI", "AX"].some(isEuCountry)).toBe(false);
  });

  it("names countries for sentences", () => {
    expect([countryName("FI"), countryName("XI"), countryName("?")]).toEqual([
      "Finland",
      "Northern Ireland",
      "?",
    ]);
  });
});
