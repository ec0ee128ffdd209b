import { allocate } from "./allocations.ts";
import { postBatchInvoice } from "./batch.ts";
import { decimal } from "./decimal.ts";
import type { Entity } from "./entity.ts";
import type { Given } from "./given.ts";
import { postReceipt } from "./money-moves.ts";
import { Refused } from "./refused.ts";
import type { Out } from "./xml.ts";

/** Invoice, receipt and allocation in one: all of it or nothing. */
export function postPayAndAllocate(entity: Entity, clock: () => Date, query: Given): Out {
  const invoice = query.record("BatchInvoice");
  const receipt = query.record("Receipt");
  const wantsAllocation = query.flag("PerformAllocation");
  if (invoice === null && receipt === null) throw new Refused("MISSING_QUERY_PARAMETER");
  if (wantsAllocation && (invoice === null || receipt === null)) {
    throw new Refused("MISSING_QUERY_PARAMETER_CANNOT_ALLOCATE_WITHOUT_BOTH_INVOICE_AND_RECEIPT");
  }
  const details = ["AllocationDate", "AllocationAmount", "AllocationReference"];
  if (!wantsAllocation && details.some((name) => query.text(name) !== null)) {
    throw new Refused("ALLOCATION_DETAILS_PRESENT_BUT_ALLOCATION_NOT_REQUESTED");
  }
  if (query.flag("PerformExternalReferenceDuplicateCheckOnInvoice")) {
    checkNew(entity, "SI", invoice?.text("ExternalReference"), "INVOICE_EXTERNAL_REFERENCE_ALREADY_EXISTS");
  }
  if (query.flag("PerformExternalReferenceDuplicateCheckOnReceipt")) {
    checkNew(entity, "SR", receipt?.text("CheckReference"), "RECEIPT_EXTERNAL_REFERENCE_ALREADY_EXISTS");
  }
  return allOrNothing(entity, () => {
    const posted = invoice === null ? null : postBatchInvoice(entity, clock, invoice);
    if (posted !== null && query.flag("EnforceCreditLimit")) checkCredit(entity, posted.accountCode);
    const paid = receipt === null ? null : postReceipt(entity, clock, receipt);
    if (wantsAllocation && posted !== null && paid !== null) {
      allocate(entity, {
        first: posted.id,
        second: paid.id,
        amount: query.amount("AllocationAmount"),
        date: query.day("AllocationDate"),
        reference: query.text("AllocationReference"),
      });
    }
    return {
      InvoiceTransactionID: posted?.id ?? null,
      ReceiptTransactionID: paid?.id ?? null,
      ClientUniqueReference: query.text("ClientUniqueReference") ?? undefined,
    };
  });
}

function checkNew(entity: Entity, type: string, reference: string | null | undefined, code: string): void {
  if (reference === undefined || reference === null) {
    throw new Refused("MISSING_QUERY_PARAMETER_CANNOT_CHECK_REFERENCE_DUPLICATE_WHEN_TRANSACTION_IS_MISSING");
  }
  const isTaken = [...entity.transactions.values()].some(
    (one) => one.type === type && one.externalReference === reference,
  );
  if (isTaken) throw new Refused(code);
}

/** Which code the vendor gives is not published. */
function checkCredit(entity: Entity, code: string | null): void {
  const limit = decimal(entity.customers.get(code ?? "")?.["CreditLimit"] ?? "0");
  if (limit.gt("0") && owed(entity, code).gt(limit)) throw new Refused("CREDIT_LIMIT_EXCEEDED");
}

/** What a customer owes. */
export function owed(entity: Entity, code: string | null) {
  return [...entity.transactions.values()]
    .filter((one) => one.accountCode === code)
    .reduce((sum, one) => sum.plus(one.outstanding), decimal("0"));
}

function allOrNothing<T>(entity: Entity, work: () => T): T {
  const before = new Set(entity.transactions.keys());
  try {
    return work();
  } catch (error) {
    for (const id of entity.transactions.keys()) if (!before.has(id)) entity.transactions.delete(id);
    throw error;
  }
}
