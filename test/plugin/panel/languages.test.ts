import { describe, expect, it } from "vitest";
import { gapsOf } from "../../../tools/texts/gaps.ts";

// `node tools/missing-texts.ts` prints the same lines.
describe.each([
  ["Swedish", "sv"],
  ["Danish", "da"],
])("%s", (_name, language) => {
  const gaps = gapsOf(language);

  it("has every text that English has, and no other", () => {
    expect(gaps.missing).toEqual([]);
    expect(gaps.unknown).toEqual([]);
  });

  it("fills the same values into each text", () => {
    expect(gaps.placeholders).toEqual([]);
  });

  it("has nothing left in English", () => {
    expect(gaps.english).toEqual([]);
  });

  it("knows every sentence that the code can say to a merchant", () => {
    expect(gaps.sentences).toEqual([]);
  });
});
