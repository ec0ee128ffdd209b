import { z } from "zod";
import { isDecimalText } from "../../domain/money.ts";

/** Every value of an answer is a text; nil and empty are the same. Unknown elements are left alone. */
export const text = z.string();
export const empty = z.literal("");
const amount = z.string().refine(isDecimalText);
/** XML's truth has two spellings. */
const isTrue = (value: string): boolean => /^(true|1)$/i.test(value.trim());
export const isFalse = (value: string | undefined): boolean => /^(false|0)$/i.test((value ?? "").trim());
const flag = z.string().transform(isTrue);
const day = z.string().transform((value) => value.slice(0, 10));
const optionalText = z.string().default("");
const code = z.string().transform((value) => value.trim().toUpperCase());

/** The entries of a list; an empty list is an empty element. */
export function listOf<T>(key: string, item: z.ZodType<T>): z.ZodType<T[]> {
  return z.union([
    z.object({ [key]: z.array(item).optional() }).transform((list): T[] => list[key] ?? []),
    empty.transform((): T[] => []),
    z.undefined().transform((): T[] => []),
  ]);
}

/**
 * As `listOf`, for lists whose emptiness lets a write be repeated: one that has entries under another name is not read as
 * empty.
 */
export function foundBy<T>(key: string, item: z.ZodType<T>): z.ZodType<T[]> {
  const isPlain = (list: unknown) =>
    typeof list !== "object" || list === null || Object.hasOwn(list, key) || Object.keys(list).length === 0;
  return z.unknown().refine(isPlain).pipe(listOf(key, item));
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
export const bank = z.object({
  Code: text,
  BankAccountCode: optionalText,
  Name: optionalText,
  CurrencyCode: optionalText,
});
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
  TransactionType: optionalText,
  InternalNumber: optionalText,
  ExternalReference: optionalText,
  ControlAmount: amount,
  CurrencyCode: code,
  LineDetails: listOf("WSTransactionDetail", z.object({ IsTaxLine: flag, Amount: amount })),
});
export type Transaction = z.output<typeof transaction>;

/** The lines of one transaction; its own number stands on each. */
export const transactionLines = z.object({
  Lines: listOf("TransactionLine", z.object({ TransactionID: text, ExchangeRate: amount.optional() })),
});

export const allocations = foundBy(
  "WSAllocationTransactionDTO",
  z.object({
    TransactionID: text,
    AllocationEntries: foundBy("WSAllocationEntryDTO", z.object({ AllocatedToTransactionID: text })),
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
