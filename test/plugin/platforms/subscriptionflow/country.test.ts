import { expect, it } from "vitest";
import { countryCode } from "../../../../plugin/platforms/subscriptionflow/country.ts";

it("reads countries as people type them", () => {
  const read: Record<string, string> = {
    SE: "SE",
    swe: "SE",
    Sverige: "SE",
    " sweden ": "SE",
    Tyskland: "DE",
    Deutschland: "DE",
    UK: "GB",
    England: "GB",
    "United States": "US",
    USA: "US",
    "Czech Republic": "CZ",
    Suomi: "FI",
    Frankrig: "FR",
    XI: "XI",
  };
  expect(Object.keys(read).map(countryCode)).toEqual(Object.values(read));
});

it("guesses at none", () => {
  for (const typed of ["Neverland", "EU", "ZZ", "X", "Swedenn", "SE / NO"]) {
    expect(countryCode(typed), typed).toBeNull();
  }
});
