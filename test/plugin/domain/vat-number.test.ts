import { describe, expect, it } from "vitest";
import { readVatNumber } from "../../../plugin/domain/vat-number.ts";

const form = (text: string, country = "DE") => readVatNumber(text, country)?.form;

describe("a VAT number", () => {
  it.each([
    ["DE", "DE 136.695.976"],
    ["SE", "SE556036079301"],
    ["DK", "DK13585628"],
    ["FI", "FI-20774740"],
    ["GR", "EL094259216"],
    ["FR", "FR40303265045"],
    ["NL", "NL004495445B01"],
    ["ES", "ESA28015865"],
    ["IE", "IE6433435F"],
    ["AT", "ATU13585627"],
    ["XI", "XI980780684"],
  ])("of %s is right in form: %s", (state, text) => {
    expect(readVatNumber(text, "??")).toMatchObject({ state, form: "right" });
  });

  it("is written with its prefix, Greece's being EL", () => {
    expect(readVatNumber("de 136.695.976", "SE")?.text).toBe("DE136695976");
    expect(readVatNumber("094259216", "GR")).toEqual({
      state: "GR",
      national: "094259216",
      text: "EL094259216",
      form: "right",
    });
    expect(readVatNumber("136695976", "DE")?.text).toBe("DE136695976");
  });

  it("tells a wrong check digit from what is no number at all", () => {
    expect(form("DE123456789")).toBe("wrong check digit");
    expect(form("DE123")).toBe("malformed");
    expect(form("DE")).toBe("malformed");
    expect(form("SE5560360793")).toBe("malformed");
    expect(form("XI980780685")).toBe("wrong check digit");
  });

  it("of another part of the world is not looked at", () => {
    expect(readVatNumber("NO123456789MVA", "DE")).toMatchObject({ state: "NO", form: "foreign" });
    expect(form("GB980780684")).toBe("foreign");
    expect(readVatNumber(" - ", "DE")).toBeNull();
  });
});
