import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  allocate,
  baseOfVat,
  compare,
  convert,
  divideEvenly,
  formatDecimal,
  formatMoney,
  isDecimalText,
  minorUnit,
  negate,
  parseDecimal,
  parseMoney,
  ratio,
  roundToMinorUnit,
  scale,
  scaleTogether,
  sum,
  times,
  vatInGross,
  vatOnNet,
} from "../../../plugin/domain/money.ts";

const sek = (text: string) => parseMoney(text, "SEK");
const rounded = (text: string) => formatMoney(roundToMinorUnit(sek(text)));
const öre = fc.bigInt({ min: -1_000_000_00n, max: 1_000_000_00n });

describe("money", () => {
  it("refuses floating-point numbers, exponents, blanks and thousands separators", () => {
    expect(() => parseMoney(JSON.parse("19.99"), "SEK")).toThrow();
    expect(() => parseDecimal(JSON.parse("25"))).toThrow();
    for (const text of [
      "1e3",
      " 1.00",
      "1,00",
      "1.",
      ".5",
      "",
      "NaN",
      "Infinity",
      "+1",
      "--1",
      "1\n",
      "0x10",
    ]) {
      expect(isDecimalText(text), text).toBe(false);
      expect(() => sek(text), text).toThrow(RangeError);
      expect(() => parseDecimal(text), text).toThrow(RangeError);
    }
    expect(() => parseMoney("1.00", "sek")).toThrow(RangeError);
  });

  it("does not mix currencies", () => {
    expect(() => add(sek("1.00"), parseMoney("1.00", "EUR"))).toThrow(TypeError);
    expect(() => sum([parseMoney("1.00", "EUR")], "SEK")).toThrow(TypeError);
    expect(() => compare(sek("1.00"), parseMoney("1.00", "EUR"))).toThrow(TypeError);
    // 10.00 EUR at 112.50 SEK for 10.00 EUR: a price in kronor is not what is converted.
    const [kronor, euro] = [sek("112.50"), parseMoney("10.00", "EUR")];
    expect(() => scale(kronor, kronor, euro)).toThrow(TypeError);
    expect(() => scaleTogether([kronor], kronor, euro)).toThrow(TypeError);
    expect(formatMoney(scale(euro, kronor, euro))).toBe("112.50");
  });

  it("rounds half up, away from zero on both sides", () => {
    expect([rounded("1.005"), rounded("1.004"), rounded("2.675")]).toEqual(["1.01", "1.00", "2.68"]);
    expect([rounded("-1.005"), rounded("-1.004"), rounded("-0.001")]).toEqual(["-1.01", "-1.00", "0.00"]);
  });

  it("mirrors every rounding, so that a credit equals its invoice", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -1_000_000_000_000n, max: 1_000_000_000_000n }), (thousandths) => {
        const amount = times(sek(String(thousandths)), parseDecimal("0.001"));
        expect(formatMoney(roundToMinorUnit(negate(amount)))).toBe(
          formatMoney(negate(roundToMinorUnit(amount))),
        );
      }),
    );
  });

  it("prints the minor units of the currency and never a negative zero", () => {
    expect(formatMoney(sek("5"))).toBe("5.00");
    expect(formatMoney(parseMoney("1000", "JPY"))).toBe("1000");
    expect(formatMoney(parseMoney("1.25", "KWD"))).toBe("1.250");
    expect(formatMoney(sek("-0.00"))).toBe("0.00");
    expect(formatMoney(parseMoney("-0", "JPY"))).toBe("0");
    expect(formatMoney(times(sek("-1.00"), parseDecimal("0")))).toBe("0.00");
    expect(JSON.stringify({ total: sek("9.9") })).toBe('{"total":"9.90"}');
    expect(["SEK", "JPY", "KWD"].map((code) => formatMoney(minorUnit(code)))).toEqual(["0.01", "1", "0.001"]);
  });

  it("finds the VAT in a price and on a price", () => {
    const in25 = (text: string) => formatMoney(vatInGross(sek(text), parseDecimal("25")));
    expect([in25("249.00"), in25("19.99"), in25("59.97"), in25("0.99")]).toEqual([
      "49.80",
      "4.00",
      "11.99",
      "0.20",
    ]);
    expect(formatMoney(vatOnNet(sek("2.50"), parseDecimal("25")))).toBe("0.63");
    expect(formatMoney(vatOnNet(sek("1.50"), parseDecimal("23")))).toBe("0.35");
    expect(formatMoney(vatOnNet(sek("129.99"), parseDecimal("25.5")))).toBe("33.15");
    expect(formatMoney(baseOfVat(sek("42.90"), parseDecimal("6.6")))).toBe("650.00");
    expect(formatMoney(vatInGross(parseMoney("1100", "JPY"), parseDecimal("10")))).toBe("100");
  });

  it("divides only where it comes out even", () => {
    const third = parseDecimal("3");
    expect(divideEvenly(sek("59.97"), third, 2)?.toJSON()).toBe("19.99");
    expect(divideEvenly(sek("487.46"), third, 2)).toBeNull();
    expect(divideEvenly(sek("1.00"), parseDecimal("0"), 2)).toBeNull();
  });

  it("converts with a rate and finds the rate of two amounts", () => {
    expect(formatMoney(convert(parseMoney("59.97", "EUR"), parseDecimal("11.2345"), "SEK"))).toBe("673.73");
    expect(formatDecimal(ratio(sek("112.50"), parseMoney("10.00", "EUR")))).toBe("11.25");
  });
});

describe("amounts converted together", () => {
  const converted = (parts: readonly string[], kronor: string, euro: string) =>
    scaleTogether(
      parts.map((part) => parseMoney(part, "EUR")),
      sek(kronor),
      parseMoney(euro, "EUR"),
    ).map(formatMoney);

  it("give the missing öre to the part that rounding took most from", () => {
    // At 501.00 SEK for 500.00 EUR: 1.002, 1.503 and 2.004, together 4.509, so 4.51.
    expect(converted(["1.00", "1.50", "2.00"], "501.00", "500.00")).toEqual(["1.00", "1.50", "2.01"]);
    expect(converted(["2.00", "1.50", "1.00"], "501.00", "500.00")).toEqual(["2.01", "1.50", "1.00"]);
    // At 499.00 for 500.00: 0.998, 1.497 and 1.996, together 4.491, so 4.49.
    expect(converted(["1.00", "1.50", "2.00"], "499.00", "500.00")).toEqual(["1.00", "1.50", "1.99"]);
  });

  it("give it to the earlier of two that lost the same", () => {
    expect(converted(["10.00", "10.00", "10.00"], "100.00", "30.00")).toEqual(["33.34", "33.33", "33.33"]);
  });
});

describe("allocation by largest remainder", () => {
  const parts = (total: string, weights: readonly string[], currency = "SEK") =>
    allocate(
      parseMoney(total, currency),
      weights.map((weight) => parseMoney(weight, currency)),
    ).map(formatMoney);

  it("spreads 10.00 over three equal lines as 3.34, 3.33 and 3.33", () => {
    expect(parts("10.00", ["50", "50", "50"])).toEqual(["3.34", "3.33", "3.33"]);
    expect(parts("-10.00", ["50", "50", "50"])).toEqual(["-3.34", "-3.33", "-3.33"]);
  });

  it("spreads 100 over 199, 299 and 99 as 33.33, 50.09 and 16.58", () => {
    expect(parts("100.00", ["199", "299", "99"])).toEqual(["33.33", "50.09", "16.58"]);
  });

  it("works in the minor unit of the currency", () => {
    expect(parts("100", ["1", "1", "1"], "JPY")).toEqual(["34", "33", "33"]);
    expect(parts("1.000", ["1", "2"], "KWD")).toEqual(["0.333", "0.667"]);
  });

  it("refuses what no parts could meet", () => {
    expect(() => parts("1.00", ["0", "0"])).toThrow(RangeError);
    expect(() => parts("1.00", [])).toThrow(RangeError);
    expect(() => parts("1.00", ["2", "-1"])).toThrow(RangeError);
    expect(() => parts("1.005", ["1"])).toThrow(RangeError);
  });

  it("always sums to the total, and no part is a whole unit off its share", () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10_000_000n }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(öre, weights, (total, raw) => {
        const whole = raw.reduce((a, b) => a + b, 0n);
        fc.pre(whole > 0n);
        const cents = (count: bigint) => times(sek(String(count)), parseDecimal("0.01"));
        const shares = allocate(cents(total), raw.map(cents));
        expect(formatMoney(sum(shares, "SEK"))).toBe(formatMoney(cents(total)));
        shares.forEach((share, index) => {
          const got = BigInt(formatMoney(share).replace(".", ""));
          const off = got * whole - total * (raw[index] ?? 0n);
          expect((off < 0n ? -off : off) < whole).toBe(true);
        });
      }),
    );
  });
});
