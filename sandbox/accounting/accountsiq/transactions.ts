import type { Entity } from "./entity.ts";
import type { Given } from "./given.ts";
import type { TransactionRecord } from "./records.ts";
import { Refused } from "./refused.ts";
import type { Out } from "./xml.ts";

const NAMES: Readonly<Record<TransactionRecord["type"], string>> = {
  SI: "SalesInvoice",
  SN: "SalesCreditNote",
  SR: "SalesReceipt",
  SD: "SalesDebitJournal",
  GA: "GeneralJournal",
  PI: "PurchasesInvoice",
  PN: "PurchasesDebitNote",
};
const BATCH_NAMES: Partial<typeof NAMES> = {
  SI: "SalesBatchInvoice",
  SN: "SalesBatchCreditNote",
  PI: "PurchasesBatchInvoice",
  PN: "PurchasesBatchDebitNote",
};

const wordOf = (one: TransactionRecord): string =>
  (one.isBatch ? BATCH_NAMES[one.type] : undefined) ?? NAMES[one.type];

/** Lists name kinds by two letters or by words: the vendor's document gives both. */
const kindOf = ({ switches }: Entity, one: TransactionRecord): string =>
  switches.typesInWords ? wordOf(one) : one.type;

/** What bears a reference, whole or narrowed down to kinds and days. */
export function byExternalReference(entity: Entity, query: Given | null): Out {
  const reference = query?.text("ExternalReference") ?? null;
  if (query === null || reference === null || reference === "") {
    throw new Refused("INVALID_QUERY_MISSING_EXTERNAL_REFERENCE");
  }
  const types = query.texts("TypesFilter");
  const from = query.day("FromDate");
  const to = query.day("ToDate");
  const found = [...entity.transactions.values()].filter(
    (one) =>
      one.externalReference === reference &&
      (types.length === 0 || types.includes(one.type)) &&
      (from === null || one.date >= from) &&
      (to === null || one.date <= to),
  );
  return { WSTransactionSummary: found.slice(0, 2000).map((one) => summary(entity, one)) };
}

function summary(entity: Entity, one: TransactionRecord): Out {
  const isPurchase = one.type === "PI" || one.type === "PN";
  const cards = isPurchase ? entity.suppliers : entity.customers;
  const card = one.accountCode === null ? undefined : cards.get(one.accountCode);
  return {
    AccountID: card?.["AccountID"] ?? 0,
    AccountCode: one.accountCode ?? undefined,
    Ledger: one.type === "GA" ? "General" : isPurchase ? "Purchases" : "Sales",
    TransactionType: kindOf(entity, one),
    TransactionID: one.id,
    IsBatchInvoiceOrNote: one.isBatch,
    InvoiceID: one.invoiceId ?? 0,
    InternalNumber: one.internalNumber,
    ExternalReference: one.externalReference,
    ControlAmount: one.amount,
    OutstandingAmount: one.outstanding,
    ControlBCAmount: one.amount,
    TransactionDate: `${one.date}T00:00:00`,
    FinancialYear: one.date.slice(0, 4),
    PeriodNumber: String(Number(one.date.slice(5, 7))),
    PeriodName: one.date.slice(0, 7),
    CreationDate: one.createdAt,
    LineDetails: {
      WSTransactionDetail: one.lines.map((line) => ({
        GLAccountCode: line.account,
        IsControlLine: line.kind === "control",
        IsTaxLine: line.kind === "tax",
        IsStockLine: false,
        Amount: line.amount,
        BCAmount: line.amount,
        TaxID: line.taxCode ?? undefined,
        DepartmentID: line.department ?? undefined,
        CurrencyCode: one.currency,
        IsReconciled: false,
        Description: line.description,
        TransactionDate: `${one.date}T00:00:00`,
        PeriodDate: `${one.date}T00:00:00`,
        ExchangeRate: one.exchangeRate,
      })),
    },
    CurrencyCode: one.currency,
    PeriodDate: `${one.date}T00:00:00`,
    CreatedBy: "integration",
    AccountName: card?.["Name"] ?? undefined,
    IsReversed: false,
    IsInDispute: false,
    NumberOfAttachments: entity.documents.filter((file) => file.masterId === String(one.id)).length,
    DueDate: one.dueDate === null ? null : `${one.dueDate}T00:00:00`,
  };
}

export function transactionOf(entity: Entity, id: number | null): TransactionRecord {
  const found = entity.transactions.get(id ?? 0);
  if (found === undefined) throw new Refused("TRANSACTION_NOT_FOUND");
  return found;
}

/** One transaction with its lines. */
export function readTransaction(entity: Entity, id: number | null): Out {
  const one = transactionOf(entity, id);
  return {
    Lines: {
      TransactionLine: one.lines.map((line, index) => ({
        TransactionLineID: one.id * 100 + index,
        TransactionID: one.id,
        CurrencyCode: one.currency,
        TaxCode: line.taxCode ?? undefined,
        GLAccountCode: line.account,
        TransactionLineType: line.kind,
        Description: line.description,
        InternalNumber: one.internalNumber,
        ExternalReference: one.externalReference,
        TransactionDate: `${one.date}T00:00:00`,
        Amount: line.amount,
        ExchangeRate: one.exchangeRate,
        InvoiceID: one.invoiceId ?? 0,
        DepartmentID: line.department ?? undefined,
        IsBankLine: line.kind === "bank",
        IsAccountControlLine: line.kind === "control",
      })),
    },
    TransactionType: wordOf(one),
  };
}

/** What a transaction was set off against. */
export function readAllocations(entity: Entity, text: string | null): Out {
  const one = transactionOf(entity, Number(text ?? "0"));
  const own = entity.allocations.filter(({ debit, credit }) => debit === one.id || credit === one.id);
  return {
    WSAllocationTransactionDTO: {
      TransactionID: one.id,
      TransactionType: kindOf(entity, one),
      InternalNumber: one.internalNumber,
      ExternalReference: one.externalReference,
      AllocationEntries: {
        WSAllocationEntryDTO: own.map((entry) => {
          const other = transactionOf(entity, entry.debit === one.id ? entry.credit : entry.debit);
          return {
            AllocatedToTransactionID: other.id,
            AllocatedToTransactionType: kindOf(entity, other),
            AllocatedToInternalNumber: other.internalNumber,
            AllocatedToExternalReference: other.externalReference,
            AllocationAmount: entry.amount,
            AllocationDate: `${entry.date}T00:00:00`,
            AllocationId: entry.id,
          };
        }),
      },
      AccountID: 0,
      AccountCode: one.accountCode ?? undefined,
    },
  };
}
