import { z } from "zod";
import { isDecimalText } from "../../domain/money.ts";

/** Every value of an answer is a text; nil and empty are the same. Unknown elements are left alone. */
export const text = z.string();
export const empty = z.literal("");
const amount = z.string().refine(isDecimalText);
const flag = z.string().transform((value) => value === "true");
const day = z.string().transform((value) => value.slice(0, 10));
const optionalText = z.string().default("");

/** The entries of a list; an empty list is an empty element. */
export function listOf<T>(key: string, item: z.ZodType<T>): z.ZodType<T[]> {
  return z.union([
    z.object({ [key]: z.array(item).optional() }).transform((list): T[] => list[key] ?? []),
    empty.transform((): T[] => []),
    z.undefined().transform((): T[] => []),
  ]);
}

/** A record we change and send back: its single values by name. */
export const wireRecord = z.record(z.string(), z.unknown()).transform(singleValues);
export type WireRecord = z.output<typeof wireRecord>;

function singleValues(record: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]): [string, string][] =>
      typeof value === "string" ? [[name, value]] : [],
    ),
  );
}

export const entity = z.object({ EntityID: text, EntityName: optionalText, BaseCurrency: optionalText });
export const company = z.object({
  CompanyName: optionalText,
  LocaleName: optionalText,
  BaseCurrencyCode: text,
  TaxRegistrationNumber: optionalText,
});

export const account = z.object({
  Code: text,
  Description: optionalText,
  AccountType: optionalText,
  IsActive: flag.default(true),
});
export const tax = z.object({
  Code: text,
  Description: optionalText,
  Rate: amount,
  EuropeanCommunitySales: flag.default(false),
  IsGoods: flag.default(true),
  PartialReclaim: flag.default(false),
  IsDefault: flag.default(false),
  IsTaxExclude: flag.default(false),
  IsStandardRate: flag.default(false),
  SalesTaxInclude: flag.default(true),
  PurchasesTaxInclude: flag.default(false),
});
export const bank = z.object({ Code: text, Name: optionalText, CurrencyCode: optionalText });
export const term = z.object({
  Code: text,
  Description: optionalText,
  CreditDays: z.string().regex(/^\d+$/).transform(Number),
  EndOfMonth: flag.default(false),
});
export const currency = z.object({
  CurrencyCode: text,
  IsBaseCurrency: flag.default(false),
  Description: optionalText,
});
export const period = z.object({
  FinancialYear: text,
  StartDate: day,
  EndDate: day,
  SalesLedgerClosed: flag,
  FinancialYearClosed: flag.default(false),
});
export const department = z.object({
  DepartmentID: text,
  Description: optionalText,
  IsActive: flag.default(true),
});
export const customerDefaults = z.object({ GLAccountCode: optionalText });
export const rate = amount;

/** An item invoice or credit note with its lines. */
export const savedDocument = z
  .object({ Lines: listOf("InvoiceLine", wireRecord) })
  .catchall(z.unknown())
  .transform(({ Lines, ...record }) => ({ head: singleValues(record), lines: Lines }));
export type SavedDocument = z.output<typeof savedDocument>;

export const combined = z.object({
  InvoiceTransactionID: text.regex(/^\d+$/),
  ReceiptTransactionID: z.string().optional(),
});

export const transaction = z.object({
  TransactionID: text,
  TransactionType: text,
  AccountCode: optionalText,
  InternalNumber: optionalText,
  ExternalReference: optionalText,
  ControlAmount: amount,
  OutstandingAmount: amount,
  CurrencyCode: text,
  LineDetails: listOf("WSTransactionDetail", z.object({ IsTaxLine: flag, Amount: amount })),
});
export type Transaction = z.output<typeof transaction>;

/** The lines of one transaction; its own number stands on each. */
export const transactionLines = z.object({
  Lines: listOf("TransactionLine", z.object({ TransactionID: text, ExchangeRate: amount.optional() })),
});

export const allocations = listOf(
  "WSAllocationTransactionDTO",
  z.object({
    AllocationEntries: listOf("WSAllocationEntryDTO", z.object({ AllocatedToTransactionID: text })),
  }),
);

export const stockInformation = z.object({
  StockItemID: text,
  OnHandQuantity: amount,
  ReservedForSalesQuantity: amount.default("0"),
});
export const locationStatus = z.object({ StockItemID: text, TrackQuantity: flag });
export const documentHeader = z.object({ Filename: text });
export const savedInvoice = z.object({ InvoiceID: text.regex(/^\d+$/) });
