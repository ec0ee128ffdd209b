import { describe, expect, it } from "vitest";
import { countryName, isEuCountry, standardRate, vatPlace } from "../../../plugin/domain/countries.ts";

const goods = (country: string, zip: string | null = null, province: string | null = null) =>
  vatPlace(country, zip, "goods", province);

describe("the VAT place of an address", () => {
  it.each([
    ["DE", "10115"],
    ["FR", "75001"],
    ["ES", "28001"],
    ["FI", "00100"],
    ["PT", "9000-001"],
    ["GR", "10431"],
  ])("%s %s is in the EU", (country, zip) => {
    expect(goods(country, zip)).toEqual({ country, inEu: true, territory: null });
  });

  it.each([
    ["AX", "22100", "Åland"],
    ["FI", "22100", "Åland"],
    ["FI", "FI-22100", "Åland"],
    ["ES", "35001", "Canary Islands"],
    ["ES", "38 001", "Canary Islands"],
    ["ES", "51001", "Ceuta and Melilla"],
    ["ES", "52001", "Ceuta and Melilla"],
    ["FR", "97100", "French overseas"],
    ["FR", "97600", "French overseas"],
    ["FR", "98800", "French overseas"],
    ["DE", "27498", "Heligoland"],
    ["DE", "D-78266", "Büsingen"],
    ["IT", "23041", "Livigno"],
    ["IT", "22061", "Campione d'Italia"],
    ["GR", "63086", "Mount Athos"],
  ])("%s %s lies outside the EU VAT area", (country, zip, territory) => {
    expect(goods(country, zip)).toMatchObject({ inEu: false, territory });
  });

  it("knows the Canary Islands by their province when the postcode is missing", () => {
    expect(goods("ES", null, "GC").territory).toBe("Canary Islands");
    expect(goods("ES", null, "ES-TF").territory).toBe("Canary Islands");
    expect(goods("ES", null, "M").territory).toBeNull();
    expect(goods("DE", null, "TF").territory).toBeNull();
  });

  it("takes Northern Ireland as EU for goods and as GB for services", () => {
    expect(vatPlace("GB", "bt1 1aa", "goods")).toEqual({ country: "XI", inEu: true, territory: null });
    expect(vatPlace("XI", null, "goods").inEu).toBe(true);
    expect(vatPlace("GB", "BT1 1AA", "service")).toEqual({ country: "GB", inEu: false, territory: null });
    expect(vatPlace("GB", "B1 1TB", "goods").country).toBe("GB");
  });

  it("counts Monaco as France and the Isle of Man as Great Britain", () => {
    expect(goods("MC", "98000")).toEqual({ country: "FR", inEu: true, territory: null });
    expect(goods("IM")).toEqual({ country: "GB", inEu: false, territory: null });
  });

  it("never takes Greece or Great Britain for a third country because of another code", () => {
    expect(goods("EL")).toEqual({ country: "GR", inEu: true, territory: null });
    expect(goods("UK").country).toBe("GB");
  });

  it("has 27 member states, each with a standard rate", () => {
    const states = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(
      " ",
    );
    expect(states.filter(isEuCountry)).toHaveLength(27);
    for (const state of states) expect(Number(standardRate(state))).toBeGreaterThanOrEqual(17);
    expect(["NO", "GB", "CH", "XI", "AX"].some(isEuCountry)).toBe(false);
    expect([standardRate("FI"), standardRate("DE"), standardRate("EE")]).toEqual(["25.5", "19", "24"]);
    expect(standardRate("US")).toBeNull();
  });

  it("names countries for sentences", () => {
    expect([countryName("FI"), countryName("XI"), countryName("?")]).toEqual([
      "Finland",
      "Northern Ireland",
      "?",
    ]);
  });
});
