import { describe, expect, it } from "vitest";
import { formatFor } from "../../../../plugin/panel/words/format.ts";

const NOW = Date.parse("2026-10-31T12:00:00Z");
const spaced = (text: string): string => text.replaceAll("\u00a0", " ");

describe("an amount", () => {
  it("is written with its currency and the reader's separators", () => {
    expect(spaced(formatFor("en-GB", "UTC", NOW).money("812440.50", "SEK"))).toBe("SEK 812,440.50");
    expect(spaced(formatFor("sv-SE", "UTC", NOW).money("-1234.5", "EUR"))).toMatch(/1 234,50 EUR$/);
    expect(spaced(formatFor("da-DK", "UTC", NOW).money("1234.50", "DKK"))).toBe("1.234,50 DKK");
  });

  it("keeps every digit, also where a float could not", () => {
    expect(spaced(formatFor("en-GB", "UTC", NOW).money("90071992547409931.13", "SEK"))).toBe(
      "SEK 90,071,992,547,409,931.13",
    );
  });

  it("has as many decimals as its currency", () => {
    const { money } = formatFor("en-GB", "UTC", NOW);
    expect(spaced(money("1200", "JPY"))).toBe("JPY 1,200");
    expect(spaced(money("1200.00", "HUF"))).toBe("HUF 1,200.00");
    expect(spaced(money("1.5", "KWD"))).toBe("KWD 1.500");
  });
});

describe("a time", () => {
  const { when, day, instant } = formatFor("en-GB", "Europe/Stockholm", NOW);

  it("is relative under a day and absolute beyond", () => {
    expect(when("2026-10-31T11:58:00Z")).toBe("2 minutes ago");
    expect(when("2026-10-31T02:00:00Z")).toBe("10 hours ago");
    expect(when("2026-10-30T11:00:00Z")).toBe("30 Oct 2026, 12:00");
  });

  it("is the shop's own time, and a day stays the day it is", () => {
    expect(instant("2026-07-01T22:30:00Z")).toBe("2 Jul 2026, 00:30");
    expect(day("2026-07-01")).toBe("1 Jul 2026");
  });
});
