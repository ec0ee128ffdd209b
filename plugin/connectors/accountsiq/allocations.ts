import type { LedgerRef, LedgerResult } from "../connector.ts";
import { allocations } from "./answers.ts";
import { asDateTime, asReference } from "./assumptions.ts";
import { type Client, nothing, type Reply } from "./client.ts";
import type { About } from "./refusal.ts";

/** Two transactions of one card that settle each other, in either order. */
export interface Allocation {
  readonly pair: readonly [string, string];
  /** Decimal text in the card's currency. */
  readonly amount: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly orderNumber: string;
}

/** Sets two posted transactions off against each other, up to an amount. */
export async function allocate(
  client: Client,
  { pair: [first, second], amount, date, orderNumber }: Allocation,
  about: About,
): Promise<Reply<unknown>> {
  const inside = {
    transactionID_1: first,
    transactionID_2: second,
    allocationReference: asReference(`ORDER-${orderNumber}`),
    allocationAmount: amount,
    allocationDate: asDateTime(date),
  };
  return await client.call("AllocateTransactions", inside, nothing, { ...about, write: true });
}

/** Whether a transaction has been set off against another, by whomever. */
export async function findAllocation(
  client: Client,
  [transaction, against]: readonly [string, string],
  ref: LedgerRef,
  subject: string,
): Promise<LedgerResult<{ ref: LedgerRef } | null>> {
  const inside = { transactionId: transaction };
  const reply = await client.call("GetAllocationsByTransactionId", inside, allocations, { subject });
  if (!reply.ok) return reply;
  // Whether the list is of the one that was asked for, or of those it was set off against, is not told.
  const isThere = reply.value.some(({ TransactionID: id, AllocationEntries: entries }) =>
    entries.some(
      (entry) =>
        (id === transaction && entry.AllocatedToTransactionID === against) ||
        (id === against && entry.AllocatedToTransactionID === transaction),
    ),
  );
  return { ok: true, value: isThere ? { ref } : null };
}
