import { describe, expect, it } from "vitest";
import { OUTSIDE_VAT_AREA, OWN_STANDARD_RATE, vatPlace } from "../../../plugin/domain/vat-territories.ts";

const goods = (country: string, zip: string | null = null, province: string | null = null) =>
  vatPlace(country, zip, "goods", province);
const inside = { inEu: true, territory: null, ownStandardRate: null };

describe("the VAT place of an address", () => {
  it.each([
    ["DE", "10115"],
    ["FR", "75001"],
    ["ES", "28001"],
    ["FI", "00100"],
    ["GR", "10431"],
    ["IT", "00118"],
    ["DK", "3700"],
    ["AT", "6690"],
  ])("%s %s is in the EU", (country, zip) => {
    expect(goods(country, zip)).toEqual({ country, ...inside });
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
    ["IT", "47890", "San Marino"],
    ["IT", "00120", "Vatican City"],
    ["GR", "63086", "Mount Athos"],
    ["DK", "FO-100", "Faroe Islands"],
    ["DK", "3900", "Greenland"],
    ["GB", "JE2 3AB", "Jersey"],
    ["GB", "GY1 1AA", "Guernsey"],
    ["GB", "GX11 1AA", "Gibraltar"],
  ])("%s %s lies outside the VAT area", (country, zip, territory) => {
    expect(goods(country, zip)).toMatchObject({ inEu: false, territory });
  });

  it("has an example of every territory in the list", () => {
    const examples = ["22100", "35001", "51001", "97100", "27498", "78266", "23041", "22061", "47890"];
    examples.push("00120", "63086", "FO-100", "3900", "JE23AB", "GY11AA", "GX111AA");
    for (const { name, zip } of OUTSIDE_VAT_AREA) {
      expect(examples.filter((one) => zip?.test(one) === true).length, name).toBeGreaterThan(0);
    }
  });

  it.each("GP GF MQ RE YT MF NC PF WF PM BL TF FO GL SM VA AD GI JE GG AX NO CH".split(" "))(
    "%s has a code of its own and is no member state",
    (country) => {
      expect(goods(country)).toMatchObject({ country, inEu: false });
    },
  );

  it("knows the Canary Islands and others by their province when the postcode is missing", () => {
    expect(goods("ES", null, "GC").territory).toBe("Canary Islands");
    expect(goods("ES", null, "ES-TF").territory).toBe("Canary Islands");
    expect(goods("FI", null, "FI-01").territory).toBe("Åland");
    expect(goods("FR", null, "RE").territory).toBe("French overseas");
    expect(goods("ES", null, "M").territory).toBeNull();
    expect(goods("DE", null, "TF").territory).toBeNull();
  });

  it("finds Madeira, the Azores and Jungholz inside the EU with rates of their own", () => {
    expect(goods("PT", "9000-001")).toEqual({ country: "PT", ...inside, ownStandardRate: "22" });
    expect(goods("PT", "9500-321").ownStandardRate).toBe("16");
    expect(goods("PT", null, "PT-30").ownStandardRate).toBe("22");
    expect(goods("PT", "1000-001").ownStandardRate).toBeNull();
    expect(goods("AT", "6691").ownStandardRate).toBe("19");
    expect(OWN_STANDARD_RATE.every((one) => one.zip !== null)).toBe(true);
  });

  it("takes Northern Ireland as EU for goods and as GB for services", () => {
    expect(vatPlace("GB", "bt1 1aa", "goods")).toEqual({ country: "XI", ...inside });
    expect(vatPlace("XI", null, "goods").inEu).toBe(true);
    expect(vatPlace("GB", "BT1 1AA", "service")).toMatchObject({ country: "GB", inEu: false });
    expect(vatPlace("GB", "B1 1TB", "goods").country).toBe("GB");
  });

  it("counts Monaco as France and the Isle of Man as Great Britain", () => {
    expect(goods("MC", "98000")).toEqual({ country: "FR", ...inside });
    expect(goods("IM", "IM1 1AA")).toMatchObject({ country: "GB", inEu: false, territory: null });
  });

  it("never takes Greece or Great Britain for a third country because of another code", () => {
    expect(goods("EL")).toEqual({ country: "GR", ...inside });
    expect(goods("UK").country).toBe("GB");
  });
});
