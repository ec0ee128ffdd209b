import { type Company, ordersOf } from "./company.ts";
import type {
  ArticleRecord,
  AttachmentRecord,
  CallRecord,
  CustomerRecord,
  EmailRecord,
  FileRecord,
  InvoiceRecord,
  OrderRecord,
  PaymentRecord,
  PriceRecord,
  VoucherRecord,
} from "./records.ts";

/** What the books hold, read-only; amounts are decimal texts with two decimals. */
export interface LedgerView {
  customers(): readonly Readonly<CustomerRecord>[];
  articles(): readonly Readonly<ArticleRecord>[];
  prices(): readonly Readonly<PriceRecord>[];
  invoices(): readonly Readonly<InvoiceRecord>[];
  orders(): readonly Readonly<OrderRecord>[];
  payments(): readonly Readonly<PaymentRecord>[];
  vouchers(): readonly Readonly<VoucherRecord>[];
  emails(): readonly Readonly<EmailRecord>[];
  attachments(): readonly Readonly<AttachmentRecord & { file: Readonly<FileRecord> | undefined }>[];
  /** Every call to the API and the token endpoint, oldest first; status 0 never got an answer. */
  calls(): readonly Readonly<CallRecord>[];
  resetCalls(): void;
}

/** A view of the default company. */
export function ledgerView(companyOf: () => Company, line: { calls: CallRecord[] }): LedgerView {
  return {
    customers: () => [...companyOf().customers.values()],
    articles: () => [...companyOf().articles.values()],
    prices: () => [...companyOf().prices],
    invoices: () => [...companyOf().invoices.values()],
    orders: () => [...ordersOf(companyOf()).values()],
    payments: () => [...companyOf().payments.values()],
    vouchers: () => [...companyOf().vouchers],
    emails: () => [...companyOf().emails],
    attachments: () =>
      (companyOf().attachments ?? []).map((one) => ({ ...one, file: companyOf().files?.get(one.fileId) })),
    calls: () => line.calls.map((call) => ({ ...call })),
    resetCalls: () => {
      line.calls.length = 0;
    },
  };
}
