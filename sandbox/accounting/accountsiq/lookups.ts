import { decimal } from "./decimal.ts";
import type { Entity } from "./entity.ts";
import { Refused } from "./refused.ts";
import { customerDefaults, terms } from "./seed.ts";
import type { Out } from "./xml.ts";

export function company(entity: Entity): Out {
  return {
    CompanyName: entity.name,
    LocaleName: entity.currency === "EUR" ? "en-IE" : "en-GB",
    BaseCurrencyCode: entity.currency,
    AutoNumberingSettings: { UseAutoSalesInvoiceNumbering: true, UseAutoSalesCreditNoteNumbering: true },
    PrecisionSettings: { PricePrecisionDecimals: 4, QuantityPrecisionDecimals: 2 },
    TaxRegistrationNumber: entity.currency === "EUR" ? "IE1234567FA" : "GB123456789",
  };
}

export function chartLines({ chart }: Entity): Out {
  return {
    WSChartOfAccountLine: [...chart.values()].map((account) => ({
      Code: account.code,
      Description: account.description,
      AccountType:
        account.kind === "posting" ? "Posting" : account.kind === "control" ? "Control" : "Heading",
      GLCategory: account.category,
      IsDepartmental: account.isDepartmental,
      IsActive: account.isActive,
    })),
  };
}

export function taxCodes({ taxes, switches }: Entity): Out {
  return {
    Tax: [...taxes.values()].map((tax) => ({
      ID: tax.code,
      Code: tax.code,
      Description: tax.description,
      Rate: switches.ratesInPercent ? decimal(tax.rate).times("100").toFixed() : tax.rate,
      EuropeanCommunitySales: tax.isEuSale,
      EuropeanCommunityPurchases: false,
      EUTrade: tax.isEuSale,
      ReverseCharge: null,
      IsGoods: tax.isGoods,
      PartialReclaim: tax.isPartial,
      PartialReclaimRate: tax.isPartial ? "0.2" : "0",
      IsDefault: tax.isStandard,
      IsTaxExclude: tax.isExcluded,
      IsStandardRate: tax.isStandard,
      SalesTaxInclude: tax.isSales,
      PurchasesTaxInclude: !tax.isSales,
    })),
  };
}

export const creditTerms = (): Out => ({
  CreditTerm: terms.map((term) => ({
    ID: term.id,
    Code: term.code,
    Description: term.description,
    CreditDays: term.days,
    EndOfMonth: term.endOfMonth,
  })),
});

export function bankList({ banks }: Entity): Out {
  return {
    Bank: [...banks.values()].map((bank) => ({
      BankID: bank.id,
      Code: bank.code,
      BankAccountCode: `0000${bank.id}`,
      Name: bank.name,
      CurrencyCode: bank.currency,
      InternationalBankAccountNumber: bank.iban,
    })),
  };
}

export function currencies({ rates, currency }: Entity): Out {
  return {
    WSCurrency: [...rates].map(([code, rate], index) => ({
      CurrencyID: index + 1,
      CurrencyCode: code,
      IsBaseCurrency: code === currency,
      ExchangeRate: rate,
      Description: code,
    })),
  };
}

export function exchangeRate({ rates }: Entity, code: string | null): string {
  const rate = rates.get(code ?? "");
  if (rate === undefined) throw new Refused("CURRENCY_CODE_DOES_NOT_EXIST");
  return rate;
}

/** Months of last year, this and the next; a period is closed when it ends before the lock does. */
export function periods({ switches }: Entity, today: Date): Out {
  const year = today.getUTCFullYear();
  const months = [year - 1, year, year + 1].flatMap((one) =>
    Array.from({ length: 12 }, (_, month) => ({ year: one, month: month + 1 })),
  );
  return {
    WSFinancialPeriodDTO: months.map(({ year: one, month }, index) => {
      const end = new Date(Date.UTC(one, month, 0)).toISOString().slice(0, 10);
      const isClosed = switches.lockedUntil !== null && end <= switches.lockedUntil;
      return {
        PeriodID: index + 1,
        PeriodNumber: month,
        PeriodName: `${one}-${String(month).padStart(2, "0")}`,
        FinancialYear: one,
        StartDate: `${one}-${String(month).padStart(2, "0")}-01T00:00:00`,
        EndDate: `${end}T00:00:00`,
        SalesLedgerClosed: isClosed,
        PurchasesLedgerClosed: isClosed,
        GeneralLedgerClosed: isClosed,
        FinancialYearClosed: false,
      };
    }),
  };
}

export function departmentList({ departments }: Entity): Out {
  return {
    Department: [...departments.values()].map(({ id, description, codes, isActive }) => ({
      DepartmentID: id,
      Description: description,
      ...Object.fromEntries(codes.map((code, index) => [`AnalysisCode${index + 1}`, code])),
      IsActive: isActive,
    })),
  };
}

export function customerDefaultsOf(entity: Entity): Out {
  return {
    AccountGroupID: customerDefaults.GroupID,
    ControlGLAccountCode: customerDefaults.ControlGLAccountCode,
    CreditTermID: customerDefaults.CreditTermID,
    CurrencyCode: entity.currency,
    GLAccountCode: customerDefaults.DefaultGLAccountCode,
    TaxID: customerDefaults.DefaultTaxCode,
  };
}

export const reportStyles = (): Out => ({
  WSReportStyles: {
    ReportName: "Sales Invoice",
    ReportStyles: [
      { WSReportStyle: { ReportName: "Sales Invoice", StyleName: "Standard", DefaultStyle: true } },
    ],
  },
});

/** Each of two books knows the other as a customer and a supplier. */
export function interCompany(entity: Entity, others: readonly Entity[]): Out {
  const side = (one: Entity, account: string): Out => ({
    EntityID: one.id,
    EntityName: one.name,
    EntityBaseCurrencyCode: one.currency,
    AccountID: 1,
    AccountCode: account,
    AccountName: account,
    AccountCurrencyCode: one.currency,
  });
  return {
    WSInterCompanyConnection: others
      .filter((other) => other.id !== entity.id)
      .map((other) => ({ Local: side(entity, other.id), Remote: side(other, entity.id) })),
  };
}
