import { data } from "currency-codes";
import { describe, expect, it } from "vitest";
import { isCurrencyCode, minorUnits } from "../../../plugin/domain/currency.ts";

const METAL = "a metal, traded by weight: ISO names no minor unit";
const UNIT_OF_ACCOUNT = "a unit of account between banks: ISO names no minor unit";
const NO_CURRENCY = "no currency at all: reserved by ISO";

/** Where the package says 0 for want of a minor unit and nobody is charged. An entry that no longer differs must go. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  XAG: METAL,
  XAU: METAL,
  XPD: METAL,
  XPT: METAL,
  XBA: UNIT_OF_ACCOUNT,
  XBB: UNIT_OF_ACCOUNT,
  XBC: UNIT_OF_ACCOUNT,
  XBD: UNIT_OF_ACCOUNT,
  XDR: UNIT_OF_ACCOUNT,
  XSU: UNIT_OF_ACCOUNT,
  XUA: UNIT_OF_ACCOUNT,
  XTS: NO_CURRENCY,
  XXX: NO_CURRENCY,
};

describe("minor units", () => {
  it("agree with ISO 4217 for every currency in use", () => {
    const different = data.filter((one) => minorUnits(one.code) !== one.digits).map((one) => one.code);
    expect(different.sort()).toEqual(Object.keys(DIFFERENCES).sort());
  });

  it("are those of ISO where browsers say otherwise: the forint has two", () => {
    expect(minorUnits("HUF")).toBe(2);
    expect([minorUnits("JPY"), minorUnits("ISK"), minorUnits("KWD")]).toEqual([0, 0, 3]);
  });

  it("are asked by three capital letters", () => {
    expect(isCurrencyCode("SEK")).toBe(true);
    for (const text of ["sek", "SE", "SEKK", "S K", "__proto__", ""])
      expect(isCurrencyCode(text)).toBe(false);
  });
});
