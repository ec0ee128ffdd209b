import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MONEY_CODE } from "../../tools/mutation/money-code.ts";
import { resultsOf } from "../../tools/mutation/survivors.ts";

const root = join(import.meta.dirname, "..", "..");
const source = "const a = 1;\nreturn a <=\n  b ? a : b;\n";
const mutant = (status: string, startColumn: number) => ({
  status,
  replacement: "a < b",
  location: { start: { line: 2, column: startColumn }, end: { line: 3, column: 4 } },
});

describe("the result of mutation testing", () => {
  it("counts what the tests caught and shows what they did not, in one line each", () => {
    const mutants = ["Killed", "Timeout", "Survived", "NoCoverage", "Ignored"].map((one) => mutant(one, 8));
    expect(resultsOf({ files: { "money.ts": { source, mutants } } })).toEqual([
      { file: "money.ts", caught: 2, survivors: ["2:8 a <= b -> a < b", "2:8 a <= b -> a < b"] },
    ]);
  });

  it("is asked of files that exist", () => {
    expect(MONEY_CODE.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});
