import { describe, expect, it } from "vitest";
import { aDocument, aRow } from "../plans.ts";
import { openPracticeBooks } from "./open-practice-books.ts";

const DENMARK = { country: "DK", currency: "DKK" };

describe("practice books put on the accounts", () => {
  it("a sale of 125.00 with 25 % VAT: 125.00 owed by the customer, 100.00 sold, 25.00 of VAT; the card pays it", async () => {
    const { book, pay, vouchers } = openPracticeBooks();
    const ref = await book(aDocument());
    expect((await pay(ref)).ok).toBe(true);
    expect(await vouchers(ref)).toEqual([
      ["1510 125.00 0.00", "3001 0.00 100.00", "2611 0.00 25.00"],
      ["1580 125.00 0.00", "1510 0.00 125.00"],
    ]);
  });

  it("a card payment of 125.00 less a fee of 3.10, and 5.00 paid too much", async () => {
    const { book, pay, vouchers } = openPracticeBooks();
    const ref = await book(aDocument());
    const fee = { amount: "3.10", account: "6570" };
    await pay(ref, { fee, surplus: { amount: "5.00", account: "2420" } });
    expect((await vouchers(ref))[1]).toEqual([
      "1580 126.90 0.00",
      "1510 0.00 125.00",
      "6570 3.10 0.00",
      "2420 0.00 5.00",
    ]);
  });

  it("a credit note the other way round, and money paid back less what the provider keeps", async () => {
    const { book, pay, vouchers } = openPracticeBooks();
    const ref = await book(aDocument({ key: "refund-R1", kind: "credit_note", credits: "invoice" }));
    await pay(ref, { direction: "out", fee: { amount: "1.00", account: "6570" } });
    expect(await vouchers(ref)).toEqual([
      ["1510 0.00 125.00", "3001 100.00 0.00", "2611 25.00 0.00"],
      ["1580 0.00 126.00", "1510 125.00 0.00", "6570 1.00 0.00"],
    ]);
  });

  it("three rows of 0.99 EUR at 11.255 in kronor, with the cent that converting leaves over on the exchange account", async () => {
    const { book, vouchers } = openPracticeBooks();
    const row = aRow({ unitPrice: "0.99", net: "0.79", vat: "0.20", gross: "0.99" });
    const ref = await book(aDocument({ currency: "EUR", exchangeRate: "11.255", rows: [row, row, row] }));
    // 2.97 EUR are 33.43 (33.42735); three times 0.79 are 3 * 8.89 (8.89145), three times 0.20 are 3 * 2.25 (2.251).
    expect(await vouchers(ref)).toEqual([
      ["1510 33.43 0.00", "3001 0.00 26.67", "2611 0.00 6.75", "7960 0.00 0.01"],
    ]);
  });

  it("nothing of a draft, and nothing of what was removed", async () => {
    const { create, ledger, vouchers } = openPracticeBooks();
    const document = aDocument();
    const ref = await create(document, "ours");
    expect(await vouchers(ref)).toEqual([]);
    await ledger.perform({ step: "remove", document, ref });
    expect(await ledger.pages?.paper(ref.id)).toBeNull();
    expect(await ledger.pages?.ledger()).toMatchObject({ accounts: [], papers: [], debit: "0.00" });
    // The number stays with the one that was removed; our reference is free for the next.
    expect((await create(document, "ours")).number).toBe("2");
  });

  it("every krone on both sides: debits of the general ledger equal its credits", async () => {
    const { book, pay, ledger } = openPracticeBooks();
    await pay(await book(aDocument()), {});
    await book(aDocument({ key: "refund-R1", kind: "credit_note" }));
    expect(await ledger.pages?.ledger()).toMatchObject({
      debit: "375.00",
      credit: "375.00",
      accounts: [
        { account: "1510", debit: "125.00", credit: "250.00", balance: "-125.00" },
        { account: "1580", balance: "125.00" },
        { account: "2611", balance: "0.00" },
        { account: "3001", balance: "0.00" },
      ],
    });
  });
});

describe("practice books refuse", () => {
  it("what a plan adds up wrongly: the totals that are read back come from the rows", async () => {
    const { ledger } = openPracticeBooks();
    const row = aRow({ quantity: "3", unitPrice: "10.00", net: "1.00", vat: "1.00", gross: "2.00" });
    const wrong = aDocument({ rows: [row], rowForm: "net", net: "1.00", vat: "1.00", gross: "2.00" });
    const create = {
      step: "create",
      document: wrong,
      reference: "r",
      customerNumber: "1",
      articles: {},
    } as const;
    expect(await ledger.perform({ ...create, credits: null })).toMatchObject({
      value: { totals: { currency: "SEK", gross: "37.50", vat: "7.50", rounding: "0.00" } },
    });
  });

  it("a payment of more than is open, and one of a draft", async () => {
    const { book, create, pay } = openPracticeBooks();
    const ref = await book(aDocument());
    expect((await pay(ref, { amount: "100.00" })).ok).toBe(true);
    expect(await pay(ref, { amount: "25.01" })).toMatchObject({
      problem: { code: "LEDGER_REJECTED", message: "Only 25.00 SEK of document 1 are open, not 25.01." },
    });
    expect(await pay(await create(aDocument()))).toMatchObject({
      problem: { message: "Document 2 is not booked yet, so it takes no payment." },
    });
  });

  it("an account that is not in the chart", async () => {
    const { create } = openPracticeBooks();
    const rows = [aRow({ account: "9999" })];
    await expect(create(aDocument({ rows }))).rejects.toThrow("The practice books have no account 9999.");
  });

  it("a day that the merchant has locked, also for payments", async () => {
    const { ledger, create, book, pay } = openPracticeBooks(undefined, { locked_until: "2026-03-31" });
    const document = aDocument({ date: "2026-03-31" });
    const ref = await create(document);
    expect(await ledger.perform({ step: "book", document, ref })).toMatchObject({
      problem: {
        code: "PERIOD_LOCKED",
        lockedUntil: "2026-03-31",
        fix: { place: "settings", field: "ledger.locked_until" },
      },
    });
    const later = await book(aDocument({ date: "2026-04-01" }));
    expect((await pay(later, { date: "2026-03-31" })).ok).toBe(false);
    expect((await pay(later, { date: "2026-04-01" })).ok).toBe(true);
  });
});

describe("practice books of another country", () => {
  it("have that country's rates, each with a sales account and a VAT account of its own", async () => {
    const { ledger, book, vouchers } = openPracticeBooks(DENMARK);
    const facts = await ledger.facts();
    expect(facts).toMatchObject({ value: { baseCurrency: "DKK", roundingAccount: "3740" } });
    const rows = [aRow({ account: "3001" })];
    const ref = await book(aDocument({ currency: "DKK", rows }));
    expect(await vouchers(ref)).toEqual([["1500 125.00 0.00", "3001 0.00 100.00", "2210 0.00 25.00"]]);
    const finland = await openPracticeBooks({ country: "FI", currency: "EUR" }).ledger.facts();
    const domestic = finland.ok
      ? finland.value.defaultAccounts.filter((one) => one.treatment === "domestic")
      : [];
    expect(domestic.map(({ rate, account }) => `${rate} ${account}`)).toEqual([
      "25.5 3001",
      "10 3002",
      "13.5 3003",
      "0 3040",
    ]);
  });

  it("of which we know no rates have at least their own currency and sales without VAT", async () => {
    const facts = await openPracticeBooks({ country: "BR", currency: "BRL" }).ledger.facts();
    expect(facts).toMatchObject({
      value: {
        currencies: [{ code: "BRL", rate: "1" }],
        defaultAccounts: [{ treatment: "domestic", rate: "0", account: "3040" }, {}, {}, {}],
      },
    });
  });
});
