import * as files from "./files.ts";
import * as lookups from "./lookups.ts";
import { none, type Operations, read, write } from "./operation.ts";
import * as shape from "./shapes.ts";

const { fields } = shape;

/** Lists for settings, files, e-mail and BI codes. */
export const listOperations: Operations = {
  GetCompanyInformation: read(none, ({ entity }) => lookups.company(entity)),
  GetChartOfAccounts: read(none, ({ entity }) => lookups.chartLines(entity)),
  GetTaxCodeList: read(none, ({ entity }) => lookups.taxCodes(entity)),
  GetCreditTermList: read(none, () => lookups.creditTerms()),
  GetBankList: read(none, ({ entity }) => lookups.bankList(entity)),
  GetCurrencies: read(none, ({ entity }) => lookups.currencies(entity)),
  // The vendor counts this one among those that write.
  GetCurrencyExchangeRate: write(fields("currencyCode"), ({ entity, given }) => ({
    result: lookups.exchangeRate(entity, given.text("currencyCode")),
  })),
  GetPeriodList: read(fields("pointInTime:dateTime"), ({ entity, clock }) =>
    lookups.periods(entity, clock()),
  ),
  GetDepartmentList: read(none, ({ entity }) => lookups.departmentList(entity)),
  GetCustomerDefaults: read(none, ({ entity }) => lookups.customerDefaultsOf(entity)),
  CheckCustomerDefaultsValidity: read(none, ({ entity }) => !entity.switches.brokenDefaults),
  GetReportStyles: read(none, () => lookups.reportStyles()),
  GetInterCompanyConnectionList: read(none, ({ entity, others }) => lookups.interCompany(entity, others)),

  GetInvoicePDFByTransactionID: read(fields("transactionID:int"), ({ entity, given }) =>
    files.pdfOf(entity, given.int("transactionID")),
  ),
  AttachDocument: write(fields(["document", shape.document]), ({ entity, given }) => {
    files.attach(entity, given.record("document"));
    return {};
  }),
  GetAttachedDocumentList: read(fields("masterType masterID"), ({ entity, given }) =>
    files.attachedTo(entity, given.text("masterType"), given.text("masterID")),
  ),
  SendEmail: write(fields(["email", shape.email]), ({ entity, given }) => {
    files.sendEmail(entity, given.record("email"));
    return {};
  }),
  CreateDepartment: write(
    fields(
      "id description analysisCode1 analysisCode2 analysisCode3 analysisCode4 analysisCode5 analysisCode6",
    ),
    ({ entity, given }) => {
      files.createDepartment(entity, given);
      return {};
    },
  ),
};
