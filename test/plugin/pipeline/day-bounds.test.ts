import { describe, expect, it } from "vitest";
import { endOf, startOf } from "../../../plugin/pipeline/day-bounds.ts";

describe("a day in the shop's time zone", () => {
  it.each([
    ["Europe/Stockholm", "2026-01-15", "2026-01-14T23:00:00.000Z", "2026-01-15T23:00:00.000Z"],
    ["Europe/Stockholm", "2026-07-15", "2026-07-14T22:00:00.000Z", "2026-07-15T22:00:00.000Z"],
    ["America/New_York", "2026-01-15", "2026-01-15T05:00:00.000Z", "2026-01-16T05:00:00.000Z"],
    ["Asia/Kolkata", "2026-01-15", "2026-01-14T18:30:00.000Z", "2026-01-15T18:30:00.000Z"],
    ["UTC", "2026-12-31", "2026-12-31T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
  ])("%s: %s goes from %s up to %s", (zone, day, from, to) => {
    expect(startOf(day, zone)).toBe(from);
    expect(endOf(day, zone)).toBe(to);
  });

  it("has 23 or 25 hours when the clocks change", () => {
    const hours = (day: string) =>
      (Date.parse(endOf(day, "Europe/Stockholm")) - Date.parse(startOf(day, "Europe/Stockholm"))) / 3_600_000;
    expect([hours("2026-03-29"), hours("2026-10-25"), hours("2026-10-26")]).toEqual([23, 25, 24]);
  });

  it("given as an instant is that instant, whatever its offset", () => {
    expect(startOf("2026-01-15T12:00:00+01:00", "America/New_York")).toBe("2026-01-15T11:00:00.000Z");
    expect(endOf("2026-01-15T12:00:00+01:00", "America/New_York")).toBe("2026-01-15T11:00:00.000Z");
  });
});
