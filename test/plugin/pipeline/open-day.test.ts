import { describe, expect, it } from "vitest";
import { movedAfter } from "../../../plugin/pipeline/effects/open-day.ts";
import { aDocument } from "../connectors/plans.ts";

describe("a document whose own day is locked", () => {
  const swedish = aDocument({ date: "2026-01-30", legalTexts: [], language: "sv" });

  it("names the day of its supply in its own language on the first open day", () => {
    expect(movedAfter(swedish, "2026-01-31")).toMatchObject({
      date: "2026-02-01",
      legalTexts: ["Leveransdatum: 2026-01-30."],
    });
  });

  it("names the first day still when it has to move once more", () => {
    const moved = movedAfter(movedAfter(swedish, "2026-01-31"), "2026-02-28");
    expect(moved).toMatchObject({ date: "2026-03-01", legalTexts: ["Leveransdatum: 2026-01-30."] });
  });
});
