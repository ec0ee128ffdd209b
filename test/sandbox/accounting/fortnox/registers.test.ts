import { describe, expect, it } from "vitest";
import { connected } from "./connected.ts";

describe("the registers a settings page reads", () => {
  it.each([
    ["/modesofpayments", "ModesOfPayments", "KORT"],
    ["/termsofpayments", "TermsOfPayments", "30"],
    ["/wayofdeliveries", "WayOfDeliveries", "P"],
    ["/termsofdeliveries", "TermsOfDeliveries", "FV"],
    ["/units", "Units", "st"],
    ["/currencies", "Currencies", "EUR"],
    ["/pricelists", "PriceLists", "A"],
    ["/costcenters", "CostCenters", "WEBB"],
    ["/projects", "Projects", "COMPLETED"],
    ["/labels", "Labels", "Webbutik"],
    ["/voucherseries", "VoucherSeriesCollection", "A"],
    ["/predefinedvoucherseries", "PreDefinedVoucherSeriesCollection", "INVOICE"],
    ["/predefinedaccounts", "PreDefinedAccounts", "ROUNDOFF"],
    ["/financialyears", "FinancialYears", "2026-12-31"],
    ["/accounts", "Accounts", "MP1"],
    ["/printtemplates?type=invoice", "PrintTemplates", "invoice_standard"],
  ])("%s answers under the key %s", async (path, key, word) => {
    const { api } = await connected();
    const answer = await api("GET", path);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.item(key))).toContain(`"${word}"`);
  });

  it("name the connected company and its tenant", async () => {
    const { api, faults } = await connected({ company: { name: "Muggbolaget AB", databaseNumber: 77 } });
    expect((await api("GET", "/companyinformation")).item("CompanyInformation")).toMatchObject({
      CompanyName: "Muggbolaget AB",
      DatabaseNumber: 77,
    });
    expect((await api("GET", "/settings/company")).item("CompanySettings")).toMatchObject({
      DatabaseNumber: "77",
      BG: "5050-1055",
    });
    faults.set({ noBankDetails: true });
    expect((await api("GET", "/settings/company")).item("CompanySettings", "BG")).toBe("");
  });

  it("take new entries once, and let them go", async () => {
    const { api } = await connected();
    const body = { Unit: { Code: "ask", Description: "Ask" } };
    expect((await api("POST", "/units", body)).status).toBe(201);
    expect((await api("POST", "/units", body)).status).toBe(400);
    expect((await api("POST", "/units", { Unit: { Code: "x" } })).status).toBe(400);
    expect(
      (await api("PUT", "/units/ask", { Unit: { Description: "Askar" } })).item("Unit", "Description"),
    ).toBe("Askar");
    expect((await api("DELETE", "/units/ask")).status).toBe(204);
    expect((await api("GET", "/units/ask")).code).toBe(2000432);
  });

  it("show rates as numbers and take new ones", async () => {
    const { api } = await connected();
    expect(
      (await api("PUT", "/currencies/EUR", { Currency: { BuyRate: 11.5 } })).item("Currency", "BuyRate"),
    ).toBe(11.5);
    expect(
      (await api("POST", "/currencies", { Currency: { Code: "CHF", Description: "Franc", BuyRate: 11.9 } }))
        .status,
    ).toBe(201);
    expect((await api("GET", "/currencies/CHF")).item("Currency", "BuyRate")).toBe(11.9);
  });
});

describe("accounts", () => {
  it("belong to a year", async () => {
    const { api } = await connected();
    const Account = { Number: 3107, Description: "Försäljning Finland" };
    expect((await api("POST", "/accounts?financialyear=3", { Account })).item("Account", "Year")).toBe(3);
    expect((await api("GET", "/accounts/3107?financialyear=3")).status).toBe(200);
    expect((await api("GET", "/accounts/3107")).code).toBe(2000423);
    expect((await api("GET", "/accounts/3107?financialyeardate=2025-05-05")).status).toBe(200);
    expect((await api("GET", "/accounts?financialyear=99")).code).toBe(2000588);
  });

  it("must exist in the year of the document", async () => {
    const { api, customer } = await connected();
    await api("POST", "/accounts?financialyear=3", { Account: { Number: 3107, Description: "Finland" } });
    const CustomerNumber = await customer();
    const create = (InvoiceDate: string) =>
      api("POST", "/invoices", {
        Invoice: {
          CustomerNumber,
          InvoiceDate,
          InvoiceRows: [{ Description: "A", DeliveredQuantity: 1, Price: 1, AccountNumber: 3107 }],
        },
      });
    expect((await create("2025-12-31")).status).toBe(201);
    expect((await create("2026-01-01")).code).toBe(2001304);
  });

  it("are numbered once and know only VAT codes that exist", async () => {
    const { api } = await connected();
    expect((await api("POST", "/accounts", { Account: { Number: 3001, Description: "Igen" } })).status).toBe(
      400,
    );
    const unknown = await api("POST", "/accounts", {
      Account: { Number: 3109, Description: "A", VATCode: "DE19" },
    });
    expect(unknown.text).toContain("Kunde inte hitta moms");
    expect((await api("POST", "/accounts", { Account: { Number: 30010, Description: "A" } })).status).toBe(
      400,
    );
  });

  it("can be predefined for a purpose", async () => {
    const { api } = await connected();
    expect((await api("GET", "/predefinedaccounts/ROUNDOFF")).item("PreDefinedAccount", "Account")).toBe(
      3740,
    );
    const put = (Account: number) =>
      api("PUT", "/predefinedaccounts/ROUNDOFF", { PreDefinedAccount: { Account } });
    expect((await put(37)).code).toBe(2002462);
    expect((await put(3799)).code).toBe(2001304);
    expect((await put(3730)).item("PreDefinedAccount", "Account")).toBe(3730);
    expect((await api("GET", "/predefinedaccounts/COFFEE")).code).toBe(2001403);
  });
});

describe("a voucher", () => {
  const voucher = {
    Description: "Utbetalning",
    TransactionDate: "2026-03-10",
    VoucherSeries: "A",
    Year: 4,
    VoucherRows: [
      { Account: 1930, Debit: 95 },
      { Account: 6040, Debit: 5 },
      { Account: 1580, Credit: 100 },
    ],
  };

  it("is numbered within its series and year and can be read back", async () => {
    const { api } = await connected();
    const created = await api("POST", "/vouchers", { Voucher: voucher });
    expect([created.status, created.item("Voucher", "VoucherNumber")]).toEqual([201, 1]);
    expect(
      (await api("GET", "/vouchers/A/1?financialyear=4")).item("Voucher", "VoucherRows", 2, "Credit"),
    ).toBe(100);
    expect((await api("GET", "/vouchers/sublist/A")).item("Vouchers", "length")).toBe(1);
    expect((await api("GET", "/vouchers?financialyear=3")).item("Vouchers")).toEqual([]);
    expect((await api("PUT", "/vouchers/A/1", { Voucher: voucher })).code).toBe(2000764);
  });

  it.each([
    [
      "that does not balance",
      {
        VoucherRows: [
          { Account: 1930, Debit: 95 },
          { Account: 1580, Credit: 100 },
        ],
      },
    ],
    ["with one row", { VoucherRows: [{ Account: 1930, Debit: 0 }] }],
    [
      "with a row on both sides",
      {
        VoucherRows: [
          { Account: 1930, Debit: 1, Credit: 1 },
          { Account: 1580, Credit: 0, Debit: 0 },
        ],
      },
    ],
    ["in a series the system keeps", { VoucherSeries: "B" }],
    ["in a series that does not exist", { VoucherSeries: "Q" }],
    ["in another year than its date", { Year: 3 }],
    ["outside every year", { TransactionDate: "2031-01-01" }],
    ["without a description", { Description: "" }],
    [
      "on an account that does not exist",
      {
        VoucherRows: [
          { Account: 1931, Debit: 1 },
          { Account: 1580, Credit: 1 },
        ],
      },
    ],
  ])("%s is refused", async (_what, fields) => {
    const { api, ledger } = await connected();
    expect((await api("POST", "/vouchers", { Voucher: { ...voucher, ...fields } })).status).toBe(400);
    expect(ledger.vouchers()).toEqual([]);
  });

  it("is refused in a locked period", async () => {
    const { api, faults } = await connected();
    faults.set({ lockedUntil: "2026-03-31" });
    expect((await api("POST", "/vouchers", { Voucher: voucher })).code).toBe(2000401);
  });
});

describe("the threshold for sales to consumers in the union", () => {
  it("counts booked sales to private customers in other member states", async () => {
    const { api, customer, bookedInvoice } = await connected();
    const InvoiceRows = [{ Description: "Mugg", DeliveredQuantity: 1, Price: 90_000, VAT: 25 }];
    await bookedInvoice({
      CustomerNumber: await customer({ Type: "PRIVATE", CountryCode: "DE" }),
      InvoiceRows,
    });
    await bookedInvoice({
      CustomerNumber: await customer({ Type: "PRIVATE", CountryCode: "SE" }),
      InvoiceRows,
    });
    const answer = await api("GET", "/euvatlimitregulation?year=2026");
    expect(answer.item("EUVatLimitRegulation")).toEqual({
      IsOverLimit: false,
      Limit: 99680,
      TotalExclVat: 90_000,
      Year: "2026",
    });
  });
});
