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

describe("cancelling and crediting", () => {
  it("cancels only what is not booked, once", async () => {
    const { api, invoice } = await connected();
    const number = await invoice({ InvoiceRows: rows });
    expect((await api("PUT", `/invoices/${number}/cancel`, {})).item("Invoice", "Cancelled")).toBe(true);
    for (const action of ["cancel", "bookkeep", "externalprint"])
      expect((await api("PUT", `/invoices/${number}/${action}`, {})).status).toBe(400);
  });

  it("mirrors a booked invoice as an unbooked credit, linked both ways, references included", async () => {
    const { api, ledger, bookedInvoice } = await connected();
    const number = await bookedInvoice({ ExternalInvoiceReference1: "shop-1", Freight: 40 });
    const answer = await api("PUT", `/invoices/${number}/credit`, {});
    expect(answer.item("Invoice", "DocumentNumber")).toBe(number);
    const credit = String(answer.item("Invoice", "CreditInvoiceReference"));
    expect(ledger.invoices().find((it) => it.DocumentNumber === credit)).toMatchObject({
      Booked: false,
      Credit: true,
      CreditInvoiceReference: number,
      ExternalInvoiceReference1: "shop-1",
      Freight: "-40.00",
      Total: "-175.00",
      TotalVAT: "-35.00",
    });
    expect((await api("GET", `/invoices/${credit}`)).item("Invoice", "Credit")).toBe("true");
    expect((await api("GET", "/invoices?credit=true")).item("Invoices", 0, "DocumentNumber")).toBe(credit);
  });

  it("credits once, and only what is booked", async () => {
    const { api, invoice, bookedInvoice } = await connected();
    expect((await api("PUT", `/invoices/${await invoice({ InvoiceRows: rows })}/credit`, {})).status).toBe(
      400,
    );
    const number = await bookedInvoice();
    const credited = await api("PUT", `/invoices/${number}/credit`, {});
    const credit = String(credited.item("Invoice", "CreditInvoiceReference"));
    expect((await api("PUT", `/invoices/${number}/credit`, {})).status).toBe(400);
    expect((await api("PUT", `/invoices/${credit}/credit`, {})).status).toBe(400);
  });

  it("lets a linked credit be cut down to a part before it is booked", async () => {
    const { api, bookedInvoice } = await connected();
    const number = await bookedInvoice();
    const credited = await api("PUT", `/invoices/${number}/credit`, {});
    const credit = String(credited.item("Invoice", "CreditInvoiceReference"));
    const InvoiceRows = [{ DeliveredQuantity: -1, Price: 40 }, { Description: "Kredit av faktura 1" }];
    const answer = await api("PUT", `/invoices/${credit}`, {
      Invoice: { InvoiceDate: "2026-03-12", InvoiceRows },
    });
    expect(answer.item("Invoice")).toMatchObject({
      Total: -50,
      CreditInvoiceReference: number,
      Credit: "true",
    });
    expect((await api("PUT", `/invoices/${credit}/bookkeep`, {})).item("Invoice", "Booked")).toBe(true);
  });

  it("takes a negative invoice on its own for a credit", async () => {
    const { api, ledger, bookedInvoice } = await connected();
    const number = await bookedInvoice({
      InvoiceRows: [{ Description: "Retur", DeliveredQuantity: -1, Price: 100, VAT: 25 }],
    });
    expect((await api("GET", `/invoices/${number}`)).item("Invoice")).toMatchObject({
      Credit: "true",
      CreditInvoiceReference: "0",
    });
    expect(ledger.vouchers()[0]?.VoucherRows[0]).toMatchObject({ Account: 1510, Credit: "125.00" });
  });

  it("lets the credit link of a booked invoice be set, and nothing else", async () => {
    const { api, bookedInvoice, invoice } = await connected();
    const number = await bookedInvoice();
    const credit = await invoice({
      InvoiceRows: [{ Description: "Retur", DeliveredQuantity: -1, Price: 100, VAT: 25 }],
    });
    const linked = await api("PUT", `/invoices/${number}`, { Invoice: { CreditInvoiceReference: credit } });
    expect(linked.item("Invoice", "CreditInvoiceReference")).toBe(credit);
  });
});

describe("sending an invoice", () => {
  it("happens on a GET, marks it sent and is kept in the outbox", async () => {
    const { api, ledger, invoice } = await connected();
    const EmailInformation = {
      EmailSubject: "Faktura {no}",
      EmailBody: "Hej {name}!",
      EmailAddressCC: "chef@example.se",
    };
    const number = await invoice({ EmailInformation, InvoiceRows: rows });
    const answer = await api("GET", `/invoices/${number}/email`);
    expect(answer.item("Invoice", "Sent")).toBe(true);
    expect(ledger.emails()).toEqual([
      {
        DocumentNumber: number,
        EmailAddressFrom: null,
        EmailAddressTo: "anna@example.se",
        EmailAddressCC: "chef@example.se",
        EmailAddressBCC: null,
        EmailSubject: `Faktura ${number}`,
        EmailBody: "Hej Anna Ek!",
        at: "2026-03-10 10:00:00",
      },
    ]);
  });

  it("needs bank details and a recipient", async () => {
    const { api, faults, ledger, customer, invoice } = await connected();
    const number = await invoice({ CustomerNumber: await customer({ Email: null }), InvoiceRows: rows });
    expect((await api("GET", `/invoices/${number}/email`)).status).toBe(400);
    faults.set({ noBankDetails: true });
    expect((await api("GET", `/invoices/${await invoice({})}/email`)).text).toContain("Bankuppgifter saknas");
    expect(ledger.emails()).toEqual([]);
    expect(ledger.invoices().map((it) => it.Sent)).toEqual([false, false]);
  });

  it("can be noted without sending, printed, or previewed without a trace", async () => {
    const { api, ledger, invoice } = await connected();
    const number = await invoice({ InvoiceRows: rows });
    const preview = await api("GET", `/invoices/${number}/preview`);
    expect(preview.headers.get("content-type")).toBe("application/pdf");
    expect(preview.text.slice(0, 5)).toBe("%PDF-");
    expect(ledger.invoices()[0]?.Sent).toBe(false);
    await api("GET", `/invoices/${number}/print`);
    expect(ledger.invoices()[0]?.Sent).toBe(true);
    const other = await invoice({});
    expect((await api("PUT", `/invoices/${other}/externalprint`, {})).item("Invoice", "Sent")).toBe(true);
  });
});
