import { describe, expect, it } from "vitest";
import { locationNumber } from "../../../plugin/domain/gln.ts";
import { organisationNumber } from "../../../plugin/domain/organisation-number.ts";

describe("an organisation number", () => {
  it.each([
    ["SE", "5561234567", "556123-4567"],
    ["SE", "16556123-4567", "556123-4567"],
    ["SE", "SE556123456701", "556123-4567"],
    ["SE", " 556123 – 4567 ", "556123-4567"],
    ["SE", "19640823-3234", "640823-3234"],
    ["DK", "DK 13 58 56 28", "13585628"],
    ["NO", "NO 988 077 917 MVA", "988077917"],
    ["FI", "20774740", "2077474-0"],
    ["AX", "2077474-0", "2077474-0"],
    ["IS", "4504013150", "450401-3150"],
    ["DE", " HRB  1234 ", "HRB 1234"],
    [null, "12345-6", "12345-6"],
  ])("of %s written %j is kept as %s", (country, written, kept) => {
    expect(organisationNumber(written, country)).toBe(kept);
  });

  it.each([
    ["SE", "556123-4568"],
    ["SE", "12345"],
    ["SE", "640823-3235"],
    ["DK", "13585629"],
    ["NO", "988077918"],
    ["FI", "2077474-1"],
    ["DE", "n/a"],
    ["DE", "🏢 1234"],
    ["US", "1".repeat(31)],
    ["constructor", ""],
  ])("of %s written %j is nobody's", (country, written) => {
    expect(organisationNumber(written, country)).toBeNull();
  });
});

describe("a location number", () => {
  it("is kept without blanks when its check digit is right", () => {
    expect(locationNumber(" 5798 0098 11578 ")).toBe("5798009811578");
  });

  it.each([
    "5798009811579",
    "579800981157",
    "57980098115780",
    "579800981157X",
    "",
    "５７９８００９８１１５７８",
  ])("%j is none", (text) => {
    expect(locationNumber(text)).toBeNull();
  });
});
