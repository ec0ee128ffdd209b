import { describe, expect, it } from "vitest";
import { meanings } from "../../../../plugin/connectors/fortnox/errors.ts";
import { isAbsent, problemOf, readRefusal } from "../../../../plugin/connectors/fortnox/refusal.ts";

/**
 * Every code of the vendor's lists that customers, articles, invoices, payments and settings can meet; those of
 * orders, vouchers, supplier invoices and housework are left out, for nothing calls them.
 */
const MET = {
  ours: [
    1000030, 1000031, 2000106, 2000108, 2000134, 2000587, 2000588, 2000729, 2000764, 2001200, 2001392,
    2001399, 2001740, 2002115, 2003977,
  ],
  outage: [1000003],
  login: [2000310, 2000311, 2000719, 2004054, 2000663],
  merchant: [2001101, 2001103, 2001339, 2001393],
  accounts: [2000423, 2000550, 2001265, 2001303, 2001304, 2001403, 2002462, 2004052, 2004167],
  customers: [2000204, 2000433],
  articles: [2000428, 2000513, 2001302],
  currency: [2000427],
  locked: [2000401, 2002141],
  changed: [2000434, 2001350, 2003125, 2003399],
  other: [
    2000013, 2000166, 2000342, 2000359, 2000429, 2000430, 2000431, 2000432, 2000435, 2000517, 2000637,
    2000762, 2001161, 2001411, 2001412, 2001700, 2001846, 2003007, 2003127, 2003241, 2003275, 2003277,
    2003055, 2003498,
  ],
};

const about = { subject: "the invoice of 2026-03-31 for order 1001", write: true };
const refusal = (code: number | null, words = "", status = 400) => ({ status, code, words });

describe("Fortnox's error codes", () => {
  it("are all known, and no code is explained that nothing can meet", () => {
    const met = Object.values(MET).flat();
    expect(new Set(Object.keys(meanings).map(Number))).toEqual(new Set(met));
  });

  it.each(MET.ours)("%i is a mistake of ours and thrown with its code", (code) => {
    expect(() => problemOf(refusal(code), about)).toThrow(String(code));
  });

  it.each(MET.ours)("%i about a file is said to the merchant: the document goes through", (code) => {
    const file = { subject: "the file rows.csv", write: true, file: true };
    expect(problemOf(refusal(code, "Felaktigt"), file)).toMatchObject({
      code: "LEDGER_REJECTED",
      message: "Fortnox did not take the file rows.csv.",
      theirs: `400 ${code}: Felaktigt`,
    });
  });

  it("1000003 is an outage after which a write is in doubt", () => {
    expect(problemOf(refusal(1000003), about)).toMatchObject({ act: "retry", inDoubt: true });
    expect(problemOf(refusal(1000003), { subject: "x" })).toMatchObject({ act: "retry", inDoubt: false });
  });

  const held: [string, number[], string, string][] = [
    ["a lost login", MET.login, "NOT_CONNECTED", "connection"],
    ["a missing licence", MET.merchant, "LEDGER_REJECTED", "ledger"],
    ["a missing account or VAT code", MET.accounts, "VAT_UNMAPPED", "settings"],
    ["a missing customer", MET.customers, "CUSTOMER_NOT_FOUND", "order"],
    ["a missing article", MET.articles, "PRODUCT_NOT_FOUND", "ledger"],
    ["a missing currency", MET.currency, "CURRENCY_NOT_ENABLED", "ledger"],
    ["a locked period", MET.locked, "PERIOD_LOCKED", "ledger"],
    ["somebody's change in the ledger", MET.changed, "CHANGED_IN_LEDGER", "order"],
  ];
  it.each(held)("of %s hold the order and say where to mend it", (_, codes, code, place) => {
    for (const each of codes) {
      expect(problemOf(refusal(each, "ord"), about)).toMatchObject({
        act: "fix",
        code,
        fix: { place },
        theirs: `400 ${each}: ord`,
      });
    }
  });

  it("leave no placeholder in a sentence and name the document", () => {
    for (const code of Object.keys(meanings)
      .map(Number)
      .filter((each) => !MET.ours.includes(each))) {
      const { message } = problemOf(refusal(code), about);
      expect(message).toMatch(/^[A-Z].*\.$/);
      expect(message).not.toContain("{");
    }
    expect(problemOf(refusal(2000401), about).message).toBe(
      "The period of the invoice of 2026-03-31 for order 1001 is locked in Fortnox.",
    );
  });

  it("send a payment's missing account to the payment methods", () => {
    expect(problemOf(refusal(2001304), { ...about, payment: true })).toMatchObject({
      code: "LEDGER_REJECTED",
      fix: { place: "settings", field: "payments.methods" },
    });
  });

  it("that nobody has published are told in the ledger's own words", () => {
    expect(problemOf(refusal(2000798, "Något är fel"), about)).toMatchObject({
      code: "LEDGER_REJECTED",
      message: "Fortnox refused the invoice of 2026-03-31 for order 1001: Något är fel",
    });
  });

  it.each([
    ["Kunde inte hitta moms", "VAT_UNMAPPED"],
    ["Kunde inte hitta valuta", "CURRENCY_NOT_ENABLED"],
    ["Bankuppgifter saknas", "LEDGER_REJECTED"],
    ["Angivet betaldatum måste vara inom fakturans räkenskapsår", "PERIOD_LOCKED"],
  ])("that are known only as %s are recognised by these words", (words, code) => {
    expect(problemOf(refusal(2999999, words), about)).toMatchObject({ code });
  });

  it("win over words", () => {
    expect(problemOf(refusal(2000433, "Kunde inte hitta moms"), about)).toMatchObject({
      code: "CUSTOMER_NOT_FOUND",
    });
  });
});

describe("a refusal of Fortnox", () => {
  it("is read in both spellings, with the code as number or text", () => {
    const upper = { ErrorInformation: { Error: 1, Message: "Kan inte hitta kunden.", Code: 2000433 } };
    const lower = { ErrorInformation: { error: 1, message: "Felaktigt fältnamn", code: "2001399" } };
    expect(readRefusal(404, upper)).toEqual({ status: 404, code: 2000433, words: "Kan inte hitta kunden." });
    expect(readRefusal(400, lower)).toEqual({ status: 400, code: 2001399, words: "Felaktigt fältnamn" });
  });

  it("without a login is one whatever its body", () => {
    const refused = readRefusal(401, { message: "unauthorized" });
    expect(refused).not.toBeNull();
    expect(problemOf(readRefusal(403, undefined) ?? refusal(0), about)).toMatchObject({
      code: "NOT_CONNECTED",
    });
  });

  it("is none when a proxy wrote it", () => {
    expect(readRefusal(404, undefined)).toBeNull();
  });

  it("means absent only with 404 and the object's own code", () => {
    const codes = [2000434];
    expect(isAbsent(refusal(2000434, "", 404), codes)).toBe(true);
    expect(isAbsent(refusal(2000434, "", 400), codes)).toBe(false);
    expect(isAbsent(refusal(2000764, "", 404), codes)).toBe(false);
    expect(isAbsent(refusal(null, "", 404), codes)).toBe(false);
  });
});
