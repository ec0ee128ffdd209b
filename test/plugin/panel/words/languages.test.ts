import { describe, expect, it } from "vitest";
import { codes } from "../../../../plugin/domain/problem.ts";
import { sentencesOf, textsOf } from "../../../../tools/texts/catalogue.ts";
import { gapsOf } from "../../../../tools/texts/gaps.ts";
import { keysOfForms } from "../../../../tools/texts/ledger-texts.ts";

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

describe("English", () => {
  it("has a text for every group, list and choice of the settings, those of each ledger too", () => {
    const texts = textsOf("en");
    expect(keysOfForms().filter((keys) => !keys.some((key) => key in texts))).toEqual([]);
  });

  it("has a sentence that says what to do for every code", () => {
    const texts = textsOf("en");
    expect(Object.keys(codes).filter((code) => !(`code.${code}.action` in texts))).toEqual([]);
  });
});

/** What the glossary calls otherwise, or is no word of the language as it is written here. */
const NOT_SAID = {
  sv: /bokföringsprogram|(?<!referens)\bmomsnummer|öresutjämning|sajt|\bhålls (?:ordern|ordrarna)(?! kvar)|["“]|\b(?:the|and|your|ledger(?! Relay)|refund|payout)\b/gi,
  da: /refusion|\bshoppen\b|\bf\.eks\.|\blagertal|\b(?:lav|laver|laves|lavet)\b|modregnet|bogføringsprogram|["“”]|(?:^|\. )Tom: |\b(?:the|and|your|ledger(?! Relay)|payout)\b/gi,
} as const;

describe.each(["sv", "da"] as const)("the words of the glossary in %s", (language) => {
  const said = { ...textsOf(language), ...sentencesOf(language) };

  it("are said everywhere, in marks of the language", () => {
    const wrong = Object.entries(said)
      .map(([key, text]) => ({ key, found: text.replace(/\{\{\w+\}\}/g, "").match(NOT_SAID[language]) }))
      .filter(({ found }) => found !== null)
      .map(({ key, found }) => `${key}: ${found?.join()}`);
    expect(wrong).toEqual([]);
  });
});
