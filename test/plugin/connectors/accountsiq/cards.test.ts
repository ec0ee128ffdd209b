import { describe, expect, it } from "vitest";
import { anArticle } from "../plans.ts";
import { irish, openBooks, problem, worked } from "./open-books.ts";

describe("a customer's card", () => {
  it("is made of the entity's defaults, under a code of ours, with what the shop says of the buyer", async () => {
    const { ledger, standIn, calls } = await openBooks({ customer_prefix: "SHOP-" });
    const buyer = irish({
      type: "EAN",
      name: "City Council",
      vatNumber: "IE1234567FA",
      organisationNumber: "123456",
      ean: "5098765000017",
      currency: "GBP",
      card: { terms: "3", priceList: null, vatCode: "SZ" },
    });
    const operation = { step: "customer", customer: buyer, reference: "LR-0a1b2c3d4e5f60718293" } as const;
    expect(worked(await ledger.find(operation))).toBeNull();
    calls();
    const { ref } = worked(await ledger.perform(operation));
    expect(ref.number).toBe("SHOP-0A1B2C3D4E5F6071");
    expect(calls()).toEqual(["GetNewCustomerFromDefaults", "UpdateCustomer"]);
    expect(worked(await ledger.find(operation))).toMatchObject({ ref });
    expect(standIn.ledger.customers().at(-1)).toMatchObject({
      Code: ref.number,
      CurrencyCode: "GBP",
      CreditTermID: "3",
      DefaultTaxCode: "SZ",
      DefaultGLAccountCode: "4000",
      ControlGLAccountCode: "1100",
      VATRegistrationNumber: "IE1234567FA",
      EDICentralID: "5098765000017",
      Notes: "Organisation number: 123456 EAN: 5098765000017",
      UseAccountTaxCode: "false",
    });
    expect(standIn.ledger.calls().flatMap((call) => call.dropped)).toEqual([]);
  });

  it("keeps names with every sign, and leaves an address out that it would have to cut", async () => {
    const { ledger, standIn } = await openBooks();
    const email = `${"long".repeat(12)}@example.ie`;
    const buyer = irish({ name: `Síle & "Sons" <${"x".repeat(60)}>`, email });
    const made = worked(
      await ledger.perform({ step: "customer", customer: buyer, reference: "LR-0000000009" }),
    );
    expect(made.leftOut).toHaveLength(1);
    const card = standIn.ledger.customers().at(-1);
    expect(card?.["Name"]).toBe(`Síle & "Sons" <${"x".repeat(60)}>`.slice(0, 50));
    expect(card?.["Email"]).toBeUndefined();
  });

  it("is matched in its own currency only, by e-mail in one call and by numbers through the list", async () => {
    const { ledger, calls, customer } = await openBooks();
    expect(worked(await ledger.matchCustomers(irish(), ["email"]))).toEqual([{ number: customer, age: 0 }]);
    expect(calls()).toEqual(["GetCustomersBy"]);
    expect(worked(await ledger.matchCustomers(irish({ currency: "GBP" }), ["email"]))).toEqual([]);
    const byPhone = irish({ phone: "+353 1 555 0100" });
    expect(worked(await ledger.matchCustomers(byPhone, ["phone", "vat_number"]))).toEqual([]);
    expect(calls()).toEqual(["GetCustomersBy", "GetActiveCustomerList"]);
  });

  it("that two change at once is read once more; what AccountsIQ refuses does not stop the order", async () => {
    const { ledger, standIn, customer, calls } = await openBooks();
    const update = {
      step: "update-customer",
      customer: irish({ name: "Anna Burke" }),
      number: customer,
    } as const;
    worked(await ledger.perform(update));
    expect(calls()).toEqual(["GetCustomer", "UpdateCustomer"]);
    expect(standIn.ledger.customers()[0]?.["Name"]).toBe("Anna Burke");
    for (const result of await Promise.all([ledger.perform(update), ledger.perform(update)])) {
      expect(worked(result)).not.toHaveProperty("warning");
    }
    standIn.editCustomer(customer, { ControlGLAccountCode: "4000" });
    expect(worked(await ledger.perform(update))).toMatchObject({ warning: "CUSTOMER_NOT_UPDATED" });
    const gone = problem(await ledger.perform({ ...update, number: "NOBODY" }));
    expect(gone).toMatchObject({ code: "CUSTOMER_NOT_FOUND" });
  });

  it("cannot be made while the defaults are missing, and the pre-flight says so", async () => {
    const { ledger, standIn } = await openBooks();
    standIn.faults.set({ brokenDefaults: true });
    const operation = { step: "customer", customer: irish(), reference: "LR-0000000010" } as const;
    expect(problem(await ledger.perform(operation))).toMatchObject({ fix: { place: "ledger" } });
    expect(worked(await ledger.check()).map((one) => one.message)).toEqual([
      expect.stringContaining("defaults of new customers"),
    ]);
  });
});

describe("payment methods", () => {
  it("whose account is none of the entity's banks are named before the first order", async () => {
    const { ledger } = await openBooks();
    const receipts = [
      { method: "card", mode: null, account: "1210" },
      { method: "giro", mode: null, account: "2400" },
      { method: "invoice", mode: null, account: null },
    ];
    expect(worked(await ledger.check({ receipts }))).toMatchObject([
      {
        message:
          "Account 2400 of the payment method giro is no bank account in AccountsIQ. Choose one of its bank accounts.",
        fix: { place: "settings", field: "payments.methods", row: { method: "giro" } },
      },
    ]);
    expect(worked(await ledger.check({ receipts: [] }))).toEqual([]);
  });
});

describe("items and stock", () => {
  it("have codes in capitals, and what can be sold of them is told once each", async () => {
    const { ledger, standIn } = await openBooks();
    const article = anArticle({ sku: " mug-é 1 ", title: "Mug" });
    const made = worked(await ledger.perform({ step: "article", article, product: null, reference: "LR-1" }));
    expect(made.ref.number).toBe("MUG-E 1");
    expect(ledger.articleNumber("ü", "-1a")).toBe("U-1A");
    expect(ledger.articleNumber("漢字")).toBeNull();
    standIn.stockUp("MUG-E 1", "7.5");
    expect(worked((await ledger.stock?.levels()) ?? { ok: true, value: [] })).toEqual([
      { article: "MUG-E 1", available: "7.5" },
    ]);
    expect(worked((await ledger.stock?.isTracked("MUG-E 1")) ?? { ok: true, value: false })).toBe(true);
  });

  it("are brought up to date on the card that is there", async () => {
    const { ledger, standIn } = await openBooks();
    const article = anArticle({ sku: "MUG-1" });
    worked(await ledger.perform({ step: "article", article, product: null, reference: "LR-1" }));
    const renamed = { ...article, title: "Large mug", barcode: "7310001234567" };
    const update = {
      step: "update-article",
      article: renamed,
      product: null,
      number: "MUG-1",
      reactivate: false,
    } as const;
    worked(await ledger.perform(update));
    expect(standIn.ledger.items()).toMatchObject([
      { Description: "Large mug", UniversalResourceNumber: "7310001234567", TaxCode: "S23" },
    ]);
  });
});

describe("what settings page and decision read", () => {
  it("are accounts that take entries, sales codes, terms, banks, currencies and BI codes", async () => {
    const { ledger } = await openBooks();
    const values = async (list: string) => worked(await ledger.choices(list)).map((one) => one.value);
    expect(await values("accounts")).toContain("4000");
    for (const hidden of ["1100", "3999", "4900"]) expect(await values("accounts")).not.toContain(hidden);
    expect(await values("vat_codes")).toContain("S23");
    expect(await values("vat_codes")).not.toContain("PR20");
    expect(await values("payment_modes")).toEqual(["1200", "1210", "1220"]);
    expect(await values("payment_terms")).toEqual(["CASH", "30", "EOM"]);
    expect(await values("bi_codes")).toEqual(["WEB", "TRADE"]);
  });

  it("give each rate its one VAT code, whether rates are told as fractions or in per cent", async () => {
    const { ledger, standIn, clock } = await openBooks();
    const codes = async () =>
      worked(await ledger.facts()).defaultAccounts.map(
        (one) => `${one.treatment} ${one.rate} ${one.vatCode}`,
      );
    // 19 % and 25 % are Germany's and Sweden's: no Irish rates, so nothing is sold at home with them.
    const expected = [
      "domestic 23 S23",
      "domestic 13.5 S135",
      "domestic 9 S9",
      "domestic 0 SZ",
      "eu_goods 0 EUG",
      "eu_service 0 EUS",
      "export 0 SZ",
    ];
    expect(await codes()).toEqual(expected);
    standIn.faults.set({ ratesInPercent: true });
    clock.forward(16 * 60_000);
    expect(await codes()).toEqual(expected);
  });
});
