import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { codes } from "../../../plugin/domain/problem.ts";

const page = readFileSync(new URL("../../../docs/reference/booking.md", import.meta.url), "utf8");
/** The rules the decision answers for. */
const SCOPE = [
  "R1",
  "R2",
  "R3",
  "R4",
  "R5",
  "R6",
  "R7",
  "R8",
  "R9",
  "R10",
  "R11",
  "R12",
  "R13",
  "R14",
  "R15",
  "R16",
  "R17",
  "R18",
  "R19",
];

const rows = page
  .split("\n")
  .filter((line) => /^\| R\d/.test(line))
  .map((line) => {
    const cells = line.split(" | ").map((cell) => cell.replace(/^\||\|$/g, "").trim());
    return { rule: cells[0]?.split(" ")[0] ?? "", test: cells[3] ?? "" };
  });

/** The table of states: a code and the test that holds its example. */
const states = page
  .split("\n")
  .flatMap((line) => [...line.matchAll(/^\| `([A-Z_]+)` \|.* \| (.+) \|$/g)])
  .map(([, code = "", test = ""]) => ({ code, test }));

/** Codes that no decision gives: they come from carrying the plan out, or from reading what the shop or ledger says. */
const NOT_DECIDED = new Set([
  "RETRYING",
  "NOT_CONNECTED",
  "PAUSED",
  "QUEUED",
  "CUSTOMER_AMBIGUOUS",
  "PRODUCT_NOT_FOUND",
  "LEDGER_TOTAL_DIFFERS",
  "CHANGED_IN_LEDGER",
  "PERMISSION_MISSING",
  "BOOKING_UNCONFIRMED",
  "LEDGER_IN_DOUBT",
  "CAPTURE_REFUSED",
  "WEBHOOK_UNANSWERED",
  "INTERNAL",
]);

const tests = readdirSync(new URL(".", import.meta.url))
  .filter((name) => name.endsWith(".test.ts"))
  .flatMap((name) => testNames(readFileSync(new URL(name, import.meta.url), "utf8")));

/** "group › test" for every test of a file. */
function testNames(source: string): string[] {
  let group = "";
  return [...source.matchAll(/^ {0,2}(describe|it)\((["'`])(.*?)\2,/gm)].flatMap(([, word, , name = ""]) => {
    if (word === "describe") group = name;
    return word === "it" ? [`${group} › ${name}`] : [];
  });
}

describe("the page of examples", () => {
  it("has an example of every rule", () => {
    expect([...new Set(rows.map((row) => row.rule))]).toEqual(SCOPE);
  });

  it("names only tests that exist", () => {
    expect(tests.length).toBeGreaterThan(100);
    expect(rows.map((row) => row.test).filter((name) => !tests.includes(name))).toEqual([]);
  });

  it("has an example of every code that the decision gives", () => {
    const decided = Object.keys(codes).filter((code) => !NOT_DECIDED.has(code));
    expect(states.map((state) => state.code).sort()).toEqual(decided.sort());
    expect(states.map((state) => state.test).filter((name) => !tests.includes(name))).toEqual([]);
  });

  it("shows something of every group of tests that is about a rule", () => {
    const groups = new Set(
      tests.map((name) => name.split(" › ")[0] ?? "").filter((name) => /^R\d/.test(name)),
    );
    const shown = new Set(rows.map((row) => row.test.split(" › ")[0]));
    expect([...groups].filter((name) => !shown.has(name))).toEqual([]);
  });
});
