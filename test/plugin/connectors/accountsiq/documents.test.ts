import { describe, expect, it } from "vitest";
import type { PlannedRow } from "../../../../plugin/domain/plan.ts";
import { irish, money, mug, openBooks, problem, sale, worked } from "./open-books.ts";

const linesOf = (
  posted: { lines: readonly { account: string; taxCode: string | null; amount: string }[] } | undefined,
) => posted?.lines.map((line) => `${line.account} ${line.taxCode ?? "-"} ${line.amount}`);

describe("a batch invoice", () => {
  it("and the payment that settles it are one call, and are found again with each other", async () => {
    const { ledger, create, calls, posted } = await openBooks();
    const operation = create(sale(), { paid: { payment: money(), reference: "LR-PAY-1" } });
    const made = worked(await ledger.perform(operation));
    expect(calls()).toEqual(["PostPayAndAllocateSalesInvoice"]);
    expect(made).toMatchObject({ isBooked: true, payment: { id: expect.stringMatching(/^T\d+$/) } });
    expect(posted(made.ref)).toMatchObject({ outstanding: "0.00", description: "Order 1001" });
    expect(worked(await ledger.find(operation))).toMatchObject({
      ref: made.ref,
      payment: made.payment,
      totals: { gross: "123.00", vat: "23.00", currency: "EUR" },
    });
    // A second worker who does not know of the first adopts what is there.
    expect(worked(await ledger.perform(operation))).toMatchObject({ ref: made.ref, payment: made.payment });
  });

  it("is not posted where the account of one of its payments is no bank, and names the setting", async () => {
    const { ledger, create, standIn, calls } = await openBooks();
    const gift = money({ id: "P2", method: "gift_card", account: "2400", amount: "50.00" });
    const document = sale({ payments: [money({ amount: "73.00" }), gift] });
    expect(problem(await ledger.perform(create(document)))).toMatchObject({
      code: "LEDGER_REJECTED",
      message: expect.stringMatching("^Account 2400 of the payment method gift_card is no bank account"),
      fix: { place: "settings", field: "payments.methods" },
    });
    expect(calls()).toEqual([]);
    expect(standIn.ledger.transactions()).toEqual([]);
  });

  it("may be paid back from any account", async () => {
    const { ledger, create } = await openBooks();
    const back = money({ direction: "out", account: "4010" });
    worked(await ledger.perform(create(sale({ kind: "credit_note", credits: "invoice", payments: [back] }))));
  });

  it("whose payment is refused after all names the account as the thing to mend", async () => {
    const { ledger, create, standIn } = await openBooks();
    const paid = { payment: money({ account: "4010" }), reference: "LR-PAY-1" };
    expect(problem(await ledger.perform(create(sale(), { paid })))).toMatchObject({
      code: "LEDGER_REJECTED",
      fix: { place: "settings", field: "payments.methods" },
    });
    expect(standIn.ledger.transactions()).toEqual([]);
  });

  it("has no negative line: a discount comes off the largest row of its VAT code", async () => {
    // 100 + 50 at 23 % less 20 at 23 % = 80 + 50; the 9 % row is left alone.
    const { ledger, create, posted } = await openBooks();
    const rows = [
      mug(),
      mug({ text: "Bowl", net: "50.00", vat: "11.50", gross: "61.50" }),
      mug({ text: "Book", vatRate: "9", net: "200.00", vat: "18.00", gross: "218.00" }),
      mug({ kind: "adjustment", text: "Discount", net: "-20.00", vat: "-4.60", gross: "-24.60" }),
    ];
    const document = sale({ rows, net: "330.00", vat: "47.90", gross: "377.90" });
    const { ref } = worked(await ledger.perform(create(document)));
    expect(linesOf(posted(ref))).toEqual([
      "1100 - 377.90",
      "4000 S23 -80.00",
      "2200 S23 -18.40",
      "4000 S23 -50.00",
      "2200 S23 -11.50",
      "4000 S9 -200.00",
      "2200 S9 -18.00",
    ]);
  });

  it("takes a negative rounding off the largest row without touching its VAT, and books a positive one apart", async () => {
    const { ledger, create, posted } = await openBooks();
    const rounding = (amount: string): PlannedRow =>
      mug({
        kind: "rounding",
        text: "Rounding",
        net: amount,
        vat: "0.00",
        gross: amount,
        vatRate: "0",
        account: "6800",
      });
    const down = sale({ rows: [mug(), rounding("-0.02")], rounding: "-0.02" });
    expect(linesOf(posted(worked(await ledger.perform(create(down))).ref))).toEqual([
      "1100 - 122.98",
      "4000 S23 -99.98",
      "2200 S23 -23.00",
    ]);
    const up = sale({ rows: [mug(), rounding("0.02")], rounding: "0.02" });
    expect(linesOf(posted(worked(await ledger.perform(create(up))).ref))).toEqual([
      "1100 - 123.02",
      "4000 S23 -100.00",
      "2200 S23 -23.00",
      "6800 NT -0.02",
      "2200 NT 0.00",
    ]);
  });

  it("is held where a negative row has nothing of its VAT to come off", async () => {
    const { ledger, create } = await openBooks();
    const off = mug({
      kind: "adjustment",
      text: "Voucher",
      vatRate: "9",
      net: "-10.00",
      vat: "-0.90",
      gross: "-10.90",
    });
    const refused = problem(await ledger.perform(create(sale({ rows: [mug(), off] }))));
    expect(refused).toMatchObject({ act: "fix", code: "LEDGER_REJECTED" });
  });

  it("of another country's rate needs its code from the VAT map, and bears it then", async () => {
    const { ledger, create, posted } = await openBooks();
    const german = mug({
      treatment: "oss",
      country: "DE",
      vatRate: "19",
      net: "100.00",
      vat: "19.00",
      gross: "119.00",
    });
    expect(problem(await ledger.perform(create(sale({ rows: [german] }))))).toMatchObject({
      code: "VAT_UNMAPPED",
      fix: { field: "vat.treatments" },
    });
    const mapped = sale({ rows: [{ ...german, vatCode: "OSSDE19" }] });
    const { ref } = worked(await ledger.perform(create(mapped)));
    expect(linesOf(posted(ref))?.[1]).toBe("4000 OSSDE19 -100.00");
  });

  it("is due by the days or the credit term of the settings", async () => {
    const { ledger, create, posted } = await openBooks();
    const due = async (changes: Parameters<typeof sale>[0]) =>
      posted(worked(await ledger.perform(create(sale(changes)))).ref)?.dueDate;
    expect(await due({ termsDays: 14 })).toBe("2026-04-14");
    expect(await due({ terms: "30" })).toBe("2026-04-30");
    expect(await due({ terms: "EOM", date: "2026-02-10" })).toBe("2026-02-28");
    expect(await due({})).toBeNull();
  });

  it("is called by AccountsIQ's own number where an e-mail will tell it, or where the merchant wants it read back", async () => {
    const { ledger, create, calls } = await openBooks({ read_back: true });
    const made = worked(await ledger.perform(create(sale())));
    expect(calls()).toEqual(["PostPayAndAllocateSalesInvoice", "GetTransactionsByExternalReference"]);
    expect(made).toMatchObject({
      ref: { number: expect.stringMatching(/^SI\d+$/) },
      totals: { vat: "23.00" },
    });
  });

  it("of a collective customer is made out to the one of its currency", async () => {
    const books = await openBooks({ currency_customers: { GBP: "CASH-GBP" } });
    const { ledger, create, posted, standIn, customer } = books;
    const [euros = {}] = standIn.ledger.customers();
    standIn.editCustomer("CASH-GBP", {
      ...texts(euros),
      Code: "CASH-GBP",
      CurrencyCode: "GBP",
      AccountID: "9",
    });
    const collective = irish({ fixedNumber: customer });
    const inEuros = worked(await ledger.perform(create(sale({ customer: collective }))));
    expect(posted(inEuros.ref)).toMatchObject({ accountCode: customer, currency: "EUR" });
    const pounds = sale({ customer: irish({ fixedNumber: customer, currency: "GBP" }), currency: "GBP" });
    expect(posted(worked(await ledger.perform(create(pounds))).ref)).toMatchObject({
      accountCode: "CASH-GBP",
      currency: "GBP",
      exchangeRate: "1.17",
    });
    const dollars = sale({ customer: irish({ fixedNumber: customer, currency: "USD" }), currency: "USD" });
    expect(problem(await ledger.perform(create(dollars)))).toMatchObject({
      code: "CUSTOMER_NOT_FOUND",
      fix: { field: "ledger.currency_customers" },
    });
  });

  it("on account keeps to the customer's credit limit where the merchant wants that; a paid one never does", async () => {
    const { ledger, create, standIn, customer } = await openBooks({ enforce_credit_limit: true });
    standIn.editCustomer(customer, { CreditLimit: "100" });
    expect(problem(await ledger.perform(create(sale())))).toMatchObject({
      act: "fix",
      code: "LEDGER_REJECTED",
    });
    expect(standIn.ledger.transactions()).toEqual([]);
    const payment = money();
    const paid = create(sale({ payments: [payment] }), { paid: { payment, reference: "LR-PAY-1" } });
    worked(await ledger.perform(paid));
    expect(standIn.ledger.transactions()).toHaveLength(2);
  });
});

describe("a credit note", () => {
  it("in a foreign currency has the rate of what it credits, also after the rate moved", async () => {
    const { ledger, create, posted, standIn, clock, customer } = await openBooks();
    standIn.editCustomer(customer, { CurrencyCode: "GBP" });
    const pounds = sale({ currency: "GBP", exchangeRate: "1.21" });
    const { ref } = worked(await ledger.perform(create(pounds)));
    expect(posted(ref)?.exchangeRate).toBe("1.21");
    clock.forward(3_600_000);
    const credit = sale({ key: "refund-R1", kind: "credit_note", credits: "invoice", currency: "GBP" });
    const back = worked(await ledger.perform(create(credit, { credits: ref })));
    expect(posted(back.ref)).toMatchObject({ type: "SN", exchangeRate: "1.21", amount: "-123.00" });
    expect(posted(back.ref)?.description).toBe(`Order 1001. credits ${ref.number}`);
  });
});

const texts = (record: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
