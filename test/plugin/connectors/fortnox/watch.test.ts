import { describe, expect, it } from "vitest";
import { swedishMinute } from "../../../../plugin/connectors/fortnox/watch.ts";

const at = (text: string) => Date.parse(text);

describe("the time from which changes are asked for", () => {
  it("is Sweden's wall clock to the minute, in winter and in summer", () => {
    expect(swedishMinute(at("2026-01-15T10:04:59Z"), at("2026-01-15T10:10:00Z"))).toBe("2026-01-15 11:04");
    expect(swedishMinute(at("2026-07-15T22:30:00Z"), at("2026-07-15T22:35:00Z"))).toBe("2026-07-16 00:30");
  });

  it("misses nothing of the hour that comes twice in October", () => {
    // 02:55 summer time; five minutes later it is 02:00 again.
    expect(swedishMinute(at("2026-10-25T00:55:00Z"), at("2026-10-25T01:00:00Z"))).toBe("2026-10-25 02:00");
  });
});
