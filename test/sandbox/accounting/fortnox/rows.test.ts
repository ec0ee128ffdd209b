import { describe, expect, it } from "vitest";
import { connected } from "./connected.ts";

describe("an invoice row", () => {
  it.each([
    ["an article that does not exist", { ArticleNumber: "X", DeliveredQuantity: 1 }, 2001302],
    [
      "an account that does not exist",
      { Description: "A", DeliveredQuantity: 1, AccountNumber: 3999 },
      2001304,
    ],
    ["an account that is inactive", { Description: "A", DeliveredQuantity: 1, AccountNumber: 3002 }, 2000550],
    ["a unit that does not exist", { Description: "A", DeliveredQuantity: 1, Unit: "låda" }, 2000432],
    ["a project that does not exist", { Description: "A", DeliveredQuantity: 1, Project: "9" }, 2001161],
    ["a quantity but neither article nor text", { DeliveredQuantity: 1, Price: 10 }, 2003977],
    ["a text of 256 characters", { Description: "x".repeat(256), DeliveredQuantity: 1 }, undefined],
    ["a field it does not have", { Description: "A", Total: 10 }, 2001399],
  ])("is refused with %s", async (_what, row, code) => {
    const { api, customer } = await connected();
    await api("PUT", "/accounts/3002", { Account: { Active: false } });
    const Invoice = { CustomerNumber: await customer(), InvoiceRows: [row] };
    const answer = await api("POST", "/invoices", { Invoice });
    expect(answer.status).toBe(400);
    if (code !== undefined) expect(answer.code).toBe(code);
  });

  it("may be text alone", async () => {
    const { ledger, invoice } = await connected();
    await invoice({ InvoiceRows: [{ Description: "Tack för ditt köp" }] });
    expect(ledger.invoices()[0]?.InvoiceRows[0]).toMatchObject({
      AccountNumber: 0,
      DeliveredQuantity: "0.00",
      Total: "0.00",
    });
  });

  it("is one of 500 at most", async () => {
    const { api, customer } = await connected();
    const CustomerNumber = await customer();
    const create = (count: number) =>
      api("POST", "/invoices", {
        Invoice: { CustomerNumber, InvoiceRows: Array.from({ length: count }, () => ({ Description: "A" })) },
      });
    expect((await create(500)).status).toBe(201);
    expect((await create(501)).status).toBe(400);
  });

  it.each([
    ["SEVAT", 3001],
    ["EUVAT", 3106],
    ["EUREVERSEDVAT", 3108],
    ["EXPORT", 3105],
  ])("of a customer with %s goes to the article's account %i", async (VATType, account) => {
    const { api, ledger, customer, invoice } = await connected();
    await api("POST", "/articles", { Article: { Description: "Mugg", ArticleNumber: "A-1", Unit: "st" } });
    await api("POST", "/prices", { Price: { ArticleNumber: "A-1", PriceList: "A", Price: 80 } });
    await invoice({ CustomerNumber: await customer({ VATType }), InvoiceRows: [{ ArticleNumber: "A-1" }] });
    expect(ledger.invoices()[0]?.InvoiceRows[0]).toMatchObject({
      AccountNumber: account,
      Description: "Mugg",
      Unit: "st",
      DeliveredQuantity: "1.00",
      Price: "80.00",
    });
  });

  it("shows its quantity as text and takes the price of the customer's list", async () => {
    const { api, customer } = await connected();
    await api("POST", "/articles", { Article: { Description: "Mugg", ArticleNumber: "A-1" } });
    await api("POST", "/prices", { Price: { ArticleNumber: "A-1", PriceList: "B", Price: 60 } });
    const CustomerNumber = await customer({ PriceList: "B" });
    const answer = await api("POST", "/invoices", {
      Invoice: { CustomerNumber, InvoiceRows: [{ ArticleNumber: "A-1", DeliveredQuantity: 2 }] },
    });
    expect(answer.item("Invoice", "InvoiceRows", 0)).toMatchObject({
      DeliveredQuantity: "2.00",
      Price: 60,
      Total: 120,
    });
  });
});

describe("updating rows", () => {
  const rows = [
    { Description: "Första", DeliveredQuantity: 1, Price: 10, VAT: 25, Discount: 10 },
    { Description: "Andra", DeliveredQuantity: 1, Price: 20, VAT: 12 },
  ];

  async function withRows() {
    const fortnox = await connected();
    const number = await fortnox.invoice({ InvoiceRows: rows });
    const current = () =>
      fortnox.ledger.invoices().find((it) => it.DocumentNumber === number)?.InvoiceRows ?? [];
    const put = (InvoiceRows: object[]) =>
      fortnox.api("PUT", `/invoices/${number}`, { Invoice: { InvoiceRows } });
    return { current, put };
  }

  it("matches by position without row numbers, keeps what is not named and drops what is missing", async () => {
    const { current, put } = await withRows();
    expect((await put([{ Price: 30 }])).status).toBe(200);
    expect(current()).toMatchObject([
      { Description: "Första", Price: "30.00", Discount: "10.00", VAT: "25" },
    ]);
  });

  it("matches by row number when one is given; others are new", async () => {
    const { current, put } = await withRows();
    const [first, second] = current().map((row) => row.RowId);
    await put([{ RowId: second }, { Description: "Ny", DeliveredQuantity: 1, Price: 5, VAT: 6 }]);
    expect(current().map((row) => [row.Description, row.Price, row.VAT])).toEqual([
      ["Andra", "20.00", "12"],
      ["Ny", "5.00", "6"],
    ]);
    expect(current().map((row) => row.RowId)).not.toContain(second);
    expect((await put([{ RowId: first }])).status).toBe(400);
  });

  it("gives every row a new number, also when only the header changed", async () => {
    const fortnox = await connected();
    const number = await fortnox.invoice({ InvoiceRows: rows });
    const before = fortnox.ledger.invoices()[0]?.InvoiceRows.map((row) => row.RowId);
    await fortnox.api("PUT", `/invoices/${number}`, { Invoice: { VATIncluded: true } });
    const after = fortnox.ledger.invoices()[0];
    expect(after?.InvoiceRows.map((row) => row.RowId)).not.toEqual(before);
    expect(after?.Total).toBe("29.00");
  });

  it("starts over after an empty list", async () => {
    const { current, put } = await withRows();
    await put([]);
    expect(current()).toEqual([]);
    await put([{ Description: "Enda", DeliveredQuantity: 1, Price: 7, VAT: 25 }]);
    expect(current()).toMatchObject([{ Description: "Enda", Discount: "0.00", Total: "7.00" }]);
  });
});
