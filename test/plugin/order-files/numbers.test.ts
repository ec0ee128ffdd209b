import { describe, expect, it } from "vitest";
import { decimalSignOf, readNumber } from "../../../plugin/order-files/numbers.ts";

const value = (text: string, sign: "point" | "comma" | null): string => {
  const read = readNumber(text, sign);
  return read.ok ? read.value : read.reason;
};

describe("a number in a file", () => {
  it.each([
    ["249.00", "249.00"],
    ["249,00", "249.00"],
    ["1 249,50", "1249.50"],
    ["1\u00a0249,50", "1249.50"],
    ["1'249.50", "1249.50"],
    ["1.249,50", "1249.50"],
    ["1,249.50", "1249.50"],
    ["1,249,000", "1249000"],
    ["0.125", "0.125"],
    ["-49,80", "-49.80"],
    ["\u221249.80", "-49.80"],
    ["007", "7"],
    ["-0", "0"],
    ["12345.678", "12345.678"],
  ])("%s is read without being told the decimal sign", (text, read) => {
    expect(value(text, null)).toBe(read);
  });

  it.each(["1.234", "1,234", "12,500", "-1.234"])("%s can be two numbers, so it is asked for", (text) => {
    expect(value(text, null)).toBe("ambiguous");
  });

  it.each([
    ["1.234", "point", "1.234"],
    ["1.234", "comma", "1234"],
    ["1,234", "comma", "1.234"],
    ["1,234", "point", "1234"],
    ["12,50", "point", "not a number"],
    ["12.50", "comma", "not a number"],
  ] as const)("%s with a decimal %s is %s", (text, sign, read) => {
    expect(value(text, sign)).toBe(read);
  });

  it.each([
    "",
    "kr 12",
    "12 kr",
    "1e3",
    "0x10",
    "1.2.3",
    "12,34,56",
    "(12.00)",
    "12.00-",
    "1 23",
    "NaN",
    "=1+1",
    "--1",
    ".5",
  ])("%s is no number and is not made one", (text) => {
    expect(value(text, null)).toBe("not a number");
  });
});

describe("the decimal sign of a file", () => {
  it("is what its numbers agree on", () => {
    expect(decimalSignOf(["1", "1.234", "12,50"])).toBe("comma");
    expect(decimalSignOf(["1,234", "12.5"])).toBe("point");
  });

  it("is open while each of them could be either", () => {
    expect(decimalSignOf(["1.234", "1000", "2.000"])).toBeNull();
  });

  it("is a conflict when they contradict each other", () => {
    expect(decimalSignOf(["12.50", "12,50"])).toBe("conflict");
  });
});
