import { describe, expect, it } from "vitest";
import { connected } from "./connected.ts";

const rows = [{ Description: "Mugg", DeliveredQuantity: 1, Price: 100, VAT: 25 }];

describe("an invoice's header", () => {
  it("takes from the customer's card what the order leaves out", async () => {
    const { api, customer, invoice } = await connected();
    const CustomerNumber = await customer({
      Address1: "Norra vägen 3",
      CountryCode: "NO",
      TermsOfPayment: "10",
      YourReference: "Bo",
      InvoiceRemark: "Tack",
      Currency: "NOK",
      WayOfDelivery: "P",
      CostCenter: "WEBB",
    });
    const answer = await api("GET", `/invoices/${await invoice({ CustomerNumber, InvoiceRows: rows })}`);
    expect(answer.item("Invoice")).toMatchObject({
      CustomerName: "Anna Ek",
      Address1: "Norra vägen 3",
      Country: "Norge",
      TermsOfPayment: "10",
      InvoiceDate: "2026-03-10",
      DueDate: "2026-03-20",
      YourReference: "Bo",
      Remarks: "Tack",
      Currency: "NOK",
      CurrencyRate: 0.965,
      WayOfDelivery: "P",
      CostCenter: "WEBB",
    });
  });

  it("shows flags and absent references the way the vendor does", async () => {
    const { api, invoice } = await connected();
    const number = await invoice({ InvoiceRows: rows });
    expect((await api("GET", `/invoices/${number}`)).item("Invoice")).toMatchObject({
      DocumentNumber: "1",
      Credit: "false",
      CreditInvoiceReference: "0",
      OrderReference: "0",
      FinalPayDate: null,
      AccountingMethod: "ACCRUAL",
    });
    const listed = await api("GET", "/invoices");
    expect(listed.item("Invoices", 0, "CurrencyRate")).toBe("1");
    expect(listed.item("Invoices", 0)).not.toHaveProperty("Credit");
  });

  it.each([
    ["a currency that is not set up", { Currency: "CHF" }, 2000427],
    ["terms that do not exist", { TermsOfPayment: "999" }, 2001700],
    ["a way of delivery that does not exist", { WayOfDelivery: "X" }, 2001412],
    ["terms of delivery that do not exist", { TermsOfDelivery: "X" }, 2001411],
    ["a project that does not exist", { Project: "9" }, 2001161],
    ["a price list that does not exist", { PriceList: "Z" }, 2000431],
    ["a credit reference to nothing", { CreditInvoiceReference: "99" }, 2000434],
    ["a total of one's own", { Total: 125 }, 2001399],
    ["a country by its code", { Country: "SE" }, undefined],
    ["a template that does not exist", { PrintTemplate: "fancy" }, undefined],
    ["a cost centre that does not exist", { CostCenter: "X" }, undefined],
    ["a day that does not exist", { InvoiceDate: "2026-02-30" }, undefined],
    ["an own number that is not a number", { DocumentNumber: "SO-1" }, undefined],
    ["a reference of 81 characters", { ExternalInvoiceReference1: "x".repeat(81) }, undefined],
    ["an order number of 76 characters", { YourOrderNumber: "x".repeat(76) }, undefined],
    ["a rate of zero", { Currency: "EUR", CurrencyRate: 0 }, undefined],
  ])("is refused with %s", async (_what, fields, code) => {
    const { api, customer, ledger } = await connected();
    const answer = await api("POST", "/invoices", {
      Invoice: { CustomerNumber: await customer(), ...fields },
    });
    expect(answer.status).toBe(400);
    if (code !== undefined) expect(answer.code).toBe(code);
    expect(ledger.invoices()).toEqual([]);
  });

  it.each(["Sverige", "Norway", "United Kingdom", "Tyskland"])("knows the country %s", async (Country) => {
    const { api, invoice } = await connected();
    expect((await api("GET", `/invoices/${await invoice({ Country })}`)).item("Invoice", "Country")).toBe(
      Country,
    );
  });

  it("is refused for an inactive customer", async () => {
    const { api, customer } = await connected();
    const Invoice = { CustomerNumber: await customer({ Active: false }) };
    expect((await api("POST", "/invoices", { Invoice })).status).toBe(400);
  });

  it("takes an own number that is free", async () => {
    const { api, customer, invoice } = await connected();
    expect(await invoice({ DocumentNumber: "1001" })).toBe("1001");
    const Invoice = { CustomerNumber: await customer(), DocumentNumber: "1001" };
    expect((await api("POST", "/invoices", { Invoice })).status).toBe(400);
  });

  it("uses no number when it is refused", async () => {
    const { api, customer, invoice } = await connected();
    await api("POST", "/customers", { Customer: { Name: "A", Currency: "CHF" } });
    const CustomerNumber = await customer();
    await api("POST", "/invoices", { Invoice: { CustomerNumber, Project: "9" } });
    await api("POST", "/invoices", { Invoice: { CustomerNumber, InvoiceRows: [{ DeliveredQuantity: 1 }] } });
    expect([CustomerNumber, await invoice({ CustomerNumber })]).toEqual(["1", "1"]);
  });

  it("has a payment reference of its own", async () => {
    const { api, customer, invoice } = await connected();
    const CustomerNumber = await customer();
    await invoice({ CustomerNumber, OCR: "12345" });
    const again = await api("POST", "/invoices", { Invoice: { CustomerNumber, OCR: "12345" } });
    expect([again.status, again.text.includes("OCR-numret används redan")]).toEqual([400, true]);
  });

  it("clears with API_BLANK and keeps what is empty or absent", async () => {
    const { api, invoice } = await connected();
    const number = await invoice({ Comments: "intern", Remarks: "tack", Freight: 40, InvoiceRows: rows });
    const Invoice = { Comments: "API_BLANK", Remarks: "", Freight: "API_BLANK" };
    const answer = await api("PUT", `/invoices/${number}`, { Invoice });
    expect(answer.item("Invoice")).toMatchObject({ Comments: "", Remarks: "tack", Freight: 0, Total: 125 });
  });

  it("is found by parts of its references, so that callers must compare", async () => {
    const { api, invoice } = await connected();
    for (const reference of ["100", "1001", "2"]) await invoice({ ExternalInvoiceReference1: reference });
    const found = await api("GET", "/invoices?externalinvoicereference1=100");
    expect(found.item("MetaInformation", "@TotalResources")).toBe(2);
  });

  it("is listed by state and by date", async () => {
    const { api, bookedInvoice, invoice } = await connected();
    await bookedInvoice({ InvoiceDate: "2026-01-05" });
    const second = await invoice({ InvoiceRows: rows });
    await api("PUT", `/invoices/${await invoice({})}/cancel`, {});
    const numbers = async (query: string) =>
      (await api("GET", `/invoices?${query}`)).item("MetaInformation", "@TotalResources");
    expect(await numbers("filter=unbooked")).toBe(1);
    expect(await numbers("filter=cancelled")).toBe(1);
    expect(await numbers("filter=unpaid")).toBe(2);
    expect(await numbers("filter=unpaidoverdue")).toBe(1);
    expect(await numbers("filter=fullypaid")).toBe(0);
    expect(await numbers("fromdate=2026-01-01&todate=2026-01-31")).toBe(1);
    expect(await numbers(`documentnumber=${second}`)).toBe(1);
    expect((await api("GET", "/invoices?filter=lost")).code).toBe(2000587);
  });
});

describe("booking an invoice", () => {
  it("makes a balanced voucher and closes the invoice to changes", async () => {
    const { api, ledger, bookedInvoice } = await connected();
    const number = await bookedInvoice({ Freight: 40 });
    expect((await api("GET", `/invoices/${number}`)).item("Invoice")).toMatchObject({
      Booked: true,
      VoucherSeries: "B",
      VoucherNumber: 1,
      Balance: 175,
    });
    expect(ledger.vouchers()[0]?.VoucherRows.map((row) => [row.Account, row.Debit, row.Credit])).toEqual([
      [1510, "175.00", "0.00"],
      [3001, "0.00", "100.00"],
      [2611, "0.00", "25.00"],
      [3520, "0.00", "40.00"],
      [2611, "0.00", "10.00"],
    ]);
    expect((await api("PUT", `/invoices/${number}`, { Invoice: { Comments: "för sent" } })).status).toBe(400);
    expect((await api("PUT", `/invoices/${number}/bookkeep`, {})).status).toBe(400);
    expect((await api("PUT", `/invoices/${number}/cancel`, {})).status).toBe(400);
  });

  it("posts foreign currency in kronor at the invoice's rate", async () => {
    const { ledger, bookedInvoice } = await connected();
    await bookedInvoice({ Currency: "EUR", CurrencyRate: 11.1234, CurrencyUnit: 1 });
    expect(ledger.vouchers()[0]?.VoucherRows.map((row) => [row.Account, row.Debit, row.Credit])).toEqual([
      [1510, "1390.43", "0.00"],
      [3001, "0.00", "1112.34"],
      [2611, "0.00", "278.09"],
    ]);
    expect(ledger.invoices()[0]).toMatchObject({ Total: "125.00", CurrencyRate: "11.1234" });
  });

  it("is refused in a locked period, shown or hidden", async () => {
    const { api, faults, invoice } = await connected();
    const number = await invoice({ InvoiceDate: "2026-02-28", InvoiceRows: rows });
    faults.set({ lockedUntil: "2026-02-28" });
    expect((await api("GET", "/settings/lockedperiod")).item("LockedPeriod", "EndDate")).toBe("2026-02-28");
    const refused = await api("PUT", `/invoices/${number}/bookkeep`, {});
    expect([refused.status, refused.code]).toEqual([400, 2000401]);
    faults.set({ lockHidden: true });
    expect((await api("GET", "/settings/lockedperiod")).item("LockedPeriod", "EndDate")).toBeNull();
    expect((await api("PUT", `/invoices/${number}/bookkeep`, {})).code).toBe(2000401);
    await api("PUT", `/invoices/${number}`, { Invoice: { InvoiceDate: "2026-03-01" } });
    expect((await api("PUT", `/invoices/${number}/bookkeep`, {})).status).toBe(200);
  });

  it("is refused outside every financial year until the year is opened", async () => {
    const { api, invoice } = await connected();
    const number = await invoice({ InvoiceDate: "2027-01-02", InvoiceRows: rows });
    expect((await api("GET", "/financialyears?date=2027-01-02")).item("FinancialYears")).toEqual([]);
    const refused = await api("PUT", `/invoices/${number}/bookkeep`, {});
    expect([refused.status, refused.text.includes("Räkenskapsår saknas")]).toEqual([400, true]);
    const FinancialYear = { FromDate: "2027-01-01", ToDate: "2027-12-31", AccountingMethod: "ACCRUAL" };
    await api("POST", "/financialyears", { FinancialYear });
    expect((await api("PUT", `/invoices/${number}/bookkeep`, {})).status).toBe(200);
  });

  it("is refused under the cash method and for drafts", async () => {
    const { api, faults, invoice } = await connected();
    const draft = await invoice({ NotCompleted: true, InvoiceRows: rows });
    expect((await api("PUT", `/invoices/${draft}/bookkeep`, {})).status).toBe(400);
    faults.set({ cashMethod: true });
    const number = await invoice({ InvoiceRows: rows });
    expect((await api("PUT", `/invoices/${number}/bookkeep`, {})).code).toBe(2003007);
    expect((await api("GET", "/financialyears")).item("FinancialYears", 0, "AccountingMethod")).toBe("CASH");
  });

  it("makes an invoice over nothing paid at once", async () => {
    const { ledger, bookedInvoice } = await connected();
    await bookedInvoice({ InvoiceRows: [{ Description: "Gåva", DeliveredQuantity: 1, Price: 0, VAT: 25 }] });
    expect(ledger.invoices()[0]?.FinalPayDate).toBe("2026-03-10");
  });
});
