import { describe, expect, it } from "vitest";
import { connected, credit, failed, money, mug, sale, worked } from "./connected.ts";

const amounts = ({ standIn }: Awaited<ReturnType<typeof connected>>, voucher: number) => {
  const id = standIn.books.rows("enclosure")[voucher]?.["id"];
  return standIn.books
    .rows("accounting")
    .filter((row) => row["enclosure_id"] === id)
    .map((row) =>
      [row["account_id_"] || `debtor ${row["accountoff_id_"]}`, row["amount"], row["vatcode_name"]]
        .join(" ")
        .trim(),
    );
};

describe("a sale as a voucher (way A)", () => {
  const parcel = mug({
    text: "Parcel",
    account: "1200",
    unitPrice: "50.00",
    net: "40.00",
    vat: "10.00",
    gross: "50.00",
  });

  it("credits its accounts with VAT in the amount and debits the debtor: 125.00 and 50.00 make 175.00 (D19)", async () => {
    const books = await connected({ way: "voucher" });
    const { totals, ref } = await books.made(sale({ rows: [mug(), parcel] }));
    expect(totals).toEqual({ currency: "DKK", gross: "175.00", vat: "35.00", rounding: "0.00" });
    expect(amounts(books, 0)).toEqual([
      "1100 -125.00 S25",
      "1200 -50.00 S25",
      `debtor ${books.debtor} -175.00`,
    ]);
    worked(await books.ledger.perform({ step: "book", document: sale(), ref }));
    books.bookkeep?.();
    expect(books.standIn.books.rows("debtor")[0]).toMatchObject({ balance: "175.00" });
  });

  it("is refunded by a voucher with the signs turned, and paid by one on the debtor", async () => {
    const books = await connected({ way: "voucher" });
    const { ref } = await books.made();
    await books.made(credit(), ref);
    expect(amounts(books, 1)).toEqual(["1100 125.00 S25", `debtor ${books.debtor} 125.00`]);
    const pay = { step: "pay", document: sale(), ref, payment: money(), known: [] } as const;
    worked(await books.ledger.perform(pay));
    expect(amounts(books, 2)).toEqual(["5700 125.00", `debtor ${books.debtor} 125.00`]);
    // Another process does not remember whose the voucher is.
    expect(worked(await books.open().find(pay))).toHaveProperty("ref.number");
  });

  it("needs an account for each row: none is guessed where it would be booked as it was sent", async () => {
    const { ledger, create } = await connected({ way: "voucher" });
    expect(worked(await ledger.facts()).defaultAccounts).toEqual([]);
    const rows = [mug({ account: null, vatCode: "S25" })];
    expect(failed(await ledger.perform(create(sale({ rows }))))).toMatchObject({ code: "VAT_UNMAPPED" });
  });
});

describe("a payment by voucher", () => {
  it("less a fee of 3.75 brings 121.25 to the account and settles 125.00", async () => {
    const books = await connected();
    const ref = await books.booked();
    const payment = money({ fee: { amount: "3.75", account: "4300" } });
    worked(await books.ledger.perform({ step: "pay", document: sale(), ref, payment, known: [] }));
    expect(amounts(books, 0)).toEqual(["5700 121.25", "4300 3.75", `debtor ${books.debtor} 125.00`]);
    books.bookkeep?.();
    expect(books.standIn.books.rows("debtor_invoice")[0]).toMatchObject({ open: "0.00", is_matched: "YES" });
  });

  it("with 10.00 too much brings 135.00 to the account and owes the 10.00", async () => {
    const books = await connected();
    const ref = await books.booked();
    const payment = money({ surplus: { amount: "10.00", account: "6600" } });
    worked(await books.ledger.perform({ step: "pay", document: sale(), ref, payment, known: [] }));
    expect(amounts(books, 0)).toEqual(["5700 135.00", "6600 -10.00", `debtor ${books.debtor} 125.00`]);
  });

  it("back to the buyer takes 125.00 off the account and settles the credit note", async () => {
    const books = await connected();
    const ref = await books.booked(credit(), await books.booked());
    const payment = money({ direction: "out" });
    worked(await books.ledger.perform({ step: "pay", document: credit(), ref, payment, known: [] }));
    expect(amounts(books, 0)).toEqual(["5700 -125.00", `debtor ${books.debtor} -125.00`]);
    books.bookkeep?.();
    expect(books.standIn.books.rows("debtor_creditnote")[0]).toMatchObject({ open: "0.00" });
  });

  it("in euros says so on every row", async () => {
    const books = await connected();
    const document = sale({ currency: "EUR" });
    const ref = await books.booked(document);
    const payment = money({ currency: "EUR" });
    worked(await books.ledger.perform({ step: "pay", document, ref, payment, known: [] }));
    expect(books.standIn.books.rows("accounting").map((row) => row["currency_name"])).toEqual(["EUR", "EUR"]);
  });

  it.each([
    ["no account", {}, money({ account: null, mode: "KORT" }), "payments.methods"],
    ["no draft among several", { draft: undefined }, money(), "ledger.draft"],
    ["a draft there is not", { draft: "Nowhere" }, money(), "ledger.draft"],
  ])("with %s names the setting, before anything is sent", async (_what, own, payment, field) => {
    const { ledger, booked, standIn } = await connected(own);
    const ref = await booked();
    const pay = { step: "pay", document: sale(), ref, payment, known: [] } as const;
    expect(failed(await ledger.perform(pay))).toMatchObject({ fix: { place: "settings", field } });
    expect(standIn.books.rows("enclosure")).toEqual([]);
  });
});
