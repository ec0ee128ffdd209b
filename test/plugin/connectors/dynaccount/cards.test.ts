import { describe, expect, it } from "vitest";
import { anArticle } from "../plans.ts";
import { connected, danish, failed, sale, worked } from "./connected.ts";

const company = (vatNumber: string | null, organisationNumber: string | null = null) =>
  danish({ type: "B2B", company: "Firma ApS", email: null, vatNumber, organisationNumber });

describe("debtors", () => {
  it("get the numbers of the merchant's series one after the other, past those that are taken (D12)", async () => {
    const { ledger, open, debtor, standIn } = await connected();
    expect(debtor).toBe("20001");
    const make = async (at: typeof ledger, n: number) => {
      const customer = danish({ email: `b${n}@example.dk` });
      return worked(await at.perform({ step: "customer", customer, reference: `LR-${n}` })).ref.number;
    };
    // Another process has given 20002 meanwhile.
    expect(await make(open(), 1)).toBe("20002");
    expect(await make(ledger, 2)).toBe("20003");
    const taken = standIn.books.rows("debtor").at(-1)?.["id"] ?? "";
    standIn.byHand.change("debtor", taken, { module_id_: "20005" });
    expect([await make(ledger, 3), await make(ledger, 4)]).toEqual(["20004", "20006"]);
  });

  it("have the defaults of their group, which the server does not hand down", async () => {
    const { ledger, standIn } = await connected();
    const customer = company("DK12345678");
    worked(await ledger.perform({ step: "customer", customer, reference: "LR-firm" }));
    expect(standIn.books.rows("debtor").at(-1)).toMatchObject({
      module_group_name: "Erhverv",
      payment_name: "Netto 14 dage",
      vatcode_name: "S25",
      bank_name: "Bank",
      lang: "da",
      ref_currency_name: "DKK",
      name: "Firma ApS",
      attention_name: "Anna Svensson",
      vatno: "DK12345678",
      note: "LR-firm",
    });
  });

  it.each([
    ["DK12345678", "12345678"],
    ["12345678", "DK 12 34 56 78"],
    ["12345678", "12345678"],
  ])("registered as %s are recognised by %s", async (written, wanted) => {
    const { ledger } = await connected();
    const made = { step: "customer", customer: company(written), reference: "LR-firm" } as const;
    const { ref } = worked(await ledger.perform(made));
    worked(await ledger.perform({ ...made, customer: company("DK87654321"), reference: "LR-other" }));
    for (const key of ["vat_number", "organisation_number"] as const) {
      const found = worked(await ledger.matchCustomers(company(wanted, wanted), [key]));
      expect([key, found.map((one) => one.number)]).toEqual([key, [ref.number]]);
    }
  });

  it("keep what a person wrote on them when they are brought up to date (D18)", async () => {
    const { ledger, debtor, standIn } = await connected();
    const id = standIn.books.rows("debtor")[0]?.["id"] ?? "";
    standIn.byHand.change("debtor", id, { credit_max: "5000", attention_phone: "12345678", phone: "1" });
    const customer = danish({ name: "Anna Berg", phone: null });
    worked(await ledger.perform({ step: "update-customer", customer, number: debtor }));
    expect(standIn.books.rows("debtor")[0]).toMatchObject({
      name: "Anna Berg",
      credit_max: "5000",
      attention_phone: "12345678",
      phone: "1",
      note: "LR-customer",
    });
  });

  it("that Dynaccount will not change do not stop anything; those that are gone are said to be", async () => {
    const { ledger, debtor } = await connected();
    const card = { terms: "No such terms", priceList: null, vatCode: null };
    const update = { step: "update-customer", customer: danish({ card }), number: debtor } as const;
    expect(worked(await ledger.perform(update))).toMatchObject({ warning: "CUSTOMER_NOT_UPDATED" });
    expect(failed(await ledger.perform({ ...update, number: "99999" }))).toMatchObject({
      code: "CUSTOMER_NOT_FOUND",
    });
  });

  it("that are gone when their invoice is made are made anew; one that is blocked is a person's matter", async () => {
    const { ledger, create, booked, standIn } = await connected();
    const lost = { ...create(), customerNumber: "77777" };
    expect(failed(await ledger.perform(lost))).toMatchObject({ code: "CUSTOMER_NOT_FOUND" });
    const id = standIn.books.rows("debtor")[0]?.["id"] ?? "";
    standIn.byHand.change("debtor", id, { is_blocked: "YES" });
    await expect(booked()).rejects.toThrow(/refuses the debtor.*blocked/);
  });

  it("go into the group that the buyer's settings name, and nowhere when it does not exist", async () => {
    const { ledger, standIn } = await connected();
    const card = { terms: null, priceList: null, vatCode: null };
    const made = (group: string) =>
      ledger.perform({
        step: "customer",
        customer: { ...company("DK12345678"), card: { ...card, group } },
        reference: `LR-${group}`,
      });
    worked(await made("Privat"));
    expect(standIn.books.rows("debtor").at(-1)).toMatchObject({ module_group_name: "Privat" });
    expect(failed(await made("Wholesale"))).toMatchObject({
      message: "Dynaccount has no debtor group named Wholesale.",
      fix: { place: "settings", field: "customers.b2b.group" },
    });
  });

  it("are not made while several groups are there and none is named", async () => {
    const own = { group_b2c: undefined, group_b2b: undefined, group_ean: "Offentlig" };
    const make = async () => connected(own);
    await expect(make()).rejects.toThrow("ledger.group_b2c");
  });
});

describe("products", () => {
  it("bear the SKU letter by letter, the shop's price and the merchant's group", async () => {
    const { ledger, standIn } = await connected();
    const article = anArticle({ sku: "Mug/Blå 1", title: "Blå krus" });
    const product = {
      sku: "",
      title: "",
      barcode: null,
      price: "99.96",
      cost: null,
      currency: "DKK",
      updatedAt: "",
    };
    const made = worked(await ledger.perform({ step: "article", article, product, reference: "LR-a" }));
    expect(made.ref.number).toBe("Mug/Blå 1");
    expect(standIn.books.rows("product").at(-1)).toMatchObject({
      product_id_: "Mug/Blå 1",
      name: "Blå krus",
      product_group_name: "Varer",
      price: "99.96",
    });
    const id = standIn.books.rows("product").at(-1)?.["id"] ?? "";
    standIn.byHand.change("product", id, { weight: "0.4" });
    const renamed = { ...article, title: "Blåt krus" };
    const update = { step: "update-article", article: renamed, product: null, reactivate: false } as const;
    worked(await ledger.perform({ ...update, number: "Mug/Blå 1" }));
    expect(standIn.books.rows("product").at(-1)).toMatchObject({
      name: "Blåt krus",
      weight: "0.4",
      price: "99.96",
    });
    expect(failed(await ledger.perform({ ...update, number: "gone" }))).toMatchObject({
      code: "PRODUCT_NOT_FOUND",
    });
  });

  it("that are gone are said to be when an invoice names one", async () => {
    const { ledger, create } = await connected();
    const [row] = sale().rows;
    if (row === undefined) throw new Error("a sale has a row");
    const rows = [{ ...row, article: anArticle({ sku: "GONE" }) }];
    const operation = { ...create(sale({ rows })), articles: { GONE: "GONE" } };
    expect(failed(await ledger.perform(operation))).toMatchObject({ code: "PRODUCT_NOT_FOUND" });
  });

  it("of more than 50 letters are cut, with the suffix that tells them apart", async () => {
    const { ledger } = await connected();
    expect(ledger.articleNumber("x".repeat(60), "-abc123")).toBe(`${"x".repeat(43)}-abc123`);
    expect(ledger.articleNumber("  \u0000 ")).toBeNull();
  });

  it("tell what can be sold of them: 12 in stock less 5 ordered are 7", async () => {
    const { ledger, standIn } = await connected();
    const id = standIn.books.rows("product")[0]?.["id"] ?? "";
    standIn.byHand.change("product", id, { in_stock: "12", in_order: "5", is_stocked: "YES" });
    const levels = worked(await (ledger.stock?.levels() ?? failing()));
    expect(levels).toContainEqual({ article: "SALG", available: "7" });
    expect(worked(await (ledger.stock?.isTracked("SALG") ?? failing()))).toBe(true);
    expect(worked(await (ledger.stock?.isTracked("FRAGT") ?? failing()))).toBe(false);
  });
});

function failing(): never {
  throw new Error("Dynaccount keeps stock");
}
