import type { CallRecord } from "./delivery.ts";
import type { Entity } from "./entity.ts";
import type {
  AllocationRecord,
  DocumentRecord,
  EmailRecord,
  ItemDocumentRecord,
  TransactionRecord,
  WireRecord,
} from "./records.ts";

/** What the books hold, read-only, of the first entity unless another is named. */
export interface LedgerView {
  customers(entity?: string): readonly Readonly<WireRecord>[];
  items(): readonly Readonly<WireRecord>[];
  transactions(entity?: string): readonly Readonly<TransactionRecord>[];
  allocations(): readonly Readonly<AllocationRecord>[];
  itemDocuments(): readonly Readonly<ItemDocumentRecord>[];
  documents(): readonly Readonly<DocumentRecord>[];
  emails(): readonly Readonly<EmailRecord>[];
  stock(item: string): string;
  /** Every call to the interface, oldest first. */
  calls(): readonly Readonly<CallRecord>[];
  resetCalls(): void;
}

export function ledgerView(entityOf: (id?: string) => Entity, line: { calls: CallRecord[] }): LedgerView {
  return {
    customers: (entity) => [...entityOf(entity).customers.values()],
    items: () => [...entityOf().items.values()],
    transactions: (entity) => [...entityOf(entity).transactions.values()],
    allocations: () => [...entityOf().allocations],
    itemDocuments: () => [...entityOf().itemDocuments.values()],
    documents: () => [...entityOf().documents],
    emails: () => [...entityOf().emails],
    stock: (item) => entityOf().onHand.get(item) ?? "0",
    calls: () => line.calls.map((call) => ({ ...call })),
    resetCalls: () => {
      line.calls.length = 0;
    },
  };
}
