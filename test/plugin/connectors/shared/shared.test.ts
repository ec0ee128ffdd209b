import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  normaliseEmail,
  normaliseOrganisationNumber,
  normalisePhone,
  normaliseVatNumber,
} from "../../../../plugin/connectors/shared/identifiers.ts";
import { fromJsonNumber, toJsonNumber } from "../../../../plugin/connectors/shared/json-number.ts";

describe("amounts as JSON numbers", () => {
  it("come back as the very same cents, whatever the amount", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), (cents) => {
        const sign = cents < 0n ? "-" : "";
        const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
        const text = `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        return BigInt(Math.round(Number(JSON.stringify(toJsonNumber(text, 2))) * 100)) === cents;
      }),
    );
  });

  it("are refused where a number could not hold them exactly", () => {
    expect(() => toJsonNumber("12345678901234567.89", 2)).toThrow(RangeError);
    expect(() => toJsonNumber("1.005", 2)).toThrow("more than 2 decimals");
    expect(() => toJsonNumber("1e3", 2)).toThrow(RangeError);
  });

  it("may end in zeros and have no negative zero", () => {
    expect([toJsonNumber("12.500", 1), JSON.stringify(toJsonNumber("-0.00", 2))]).toEqual([12.5, "0"]);
  });

  it("of the ledger are read as what it wrote", () => {
    expect([
      fromJsonNumber(0.1 + 0.2),
      fromJsonNumber(1437.5),
      fromJsonNumber(1e-7),
      fromJsonNumber(-0),
    ]).toEqual(["0.3", "1437.5", "0.0000001", "0"]);
  });
});

describe("two spellings of one identifier", () => {
  it("are the same organisation number", () => {
    const spellings = ["556123-4567", "5561234567", "16556123-4567", " 16 5561234567 "];
    expect(new Set(spellings.map(normaliseOrganisationNumber))).toEqual(new Set(["5561234567"]));
  });

  it("are the same VAT number, e-mail address and telephone number", () => {
    expect(normaliseVatNumber("de 123.456-789")).toBe("DE123456789");
    expect(normaliseEmail(" Anna@Example.COM ")).toBe("anna@example.com");
    expect(normalisePhone("+46 70-123 45 67")).toBe(normalisePhone("0046701234567"));
  });

  it("are nobody's when nothing is left", () => {
    expect([normaliseOrganisationNumber("-"), normaliseVatNumber(" "), normalisePhone("n/a")]).toEqual([
      "",
      "",
      "",
    ]);
  });
});
