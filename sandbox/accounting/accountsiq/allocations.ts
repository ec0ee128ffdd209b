import type Big from "big.js";
import { decimal, moneyText } from "./decimal.ts";
import { type Entity, takeId } from "./entity.ts";
import type { AllocationRecord, TransactionRecord, TransactionType } from "./records.ts";
import { Refused } from "./refused.ts";

const DEBITS: ReadonlySet<TransactionType> = new Set(["SI", "SD", "PN"]);
const CREDITS: ReadonlySet<TransactionType> = new Set(["SN", "SR", "PI"]);

export interface Allocating {
  readonly first: number;
  readonly second: number;
  readonly amount: Big | null;
  readonly date: string | null;
  readonly reference: string | null;
}

/** Sets a debit and a credit of one customer or supplier off against each other, in either order. */
export function allocate(entity: Entity, wanted: Allocating): AllocationRecord {
  const pair = [find(entity, wanted.first), find(entity, wanted.second)];
  const debit = pair.find((one) => DEBITS.has(one.type));
  const credit = pair.find((one) => CREDITS.has(one.type));
  // The first letter is the ledger: what a supplier of the same code owes settles nothing of a customer's.
  if (debit === undefined || credit === undefined || debit.type[0] !== credit.type[0]) {
    throw new Refused("TRANSACTION_CANNOT_BE_ALLOCATED_INCOMPATIBLE_TYPES");
  }
  if (wanted.reference === null) throw new Refused("TRANSACTION_ALLOCATION_REFERENCE_IS_NULL");
  const amount = wanted.amount ?? decimal("0");
  if (amount.lte("0")) throw new Refused("TRANSACTION_ALLOCATION_AMOUNT_CANNOT_BE_NEGATIVE_OR_ZERO");
  if (debit.accountCode !== credit.accountCode)
    throw new Refused("TRANSACTION_CANNOT_ALLOCATE_CROSS_ACCOUNT");
  for (const one of pair) {
    const left = decimal(one.outstanding).abs();
    if (left.eq("0")) throw new Refused("TRANSACTION_CANNOT_ALLOCATE_FULLY_ALLOCATED_TRANSACTION");
    if (amount.gt(left)) throw new Refused("TRANSACTION_CANNOT_ALLOCATE_MORE_THAN_OUTSTANSING_AMOUNT");
  }
  debit.outstanding = moneyText(decimal(debit.outstanding).minus(amount));
  credit.outstanding = moneyText(decimal(credit.outstanding).plus(amount));
  const made = {
    id: takeId(entity),
    debit: debit.id,
    credit: credit.id,
    amount: moneyText(amount),
    date: wanted.date ?? "0001-01-01",
    reference: wanted.reference,
  };
  entity.allocations.push(made);
  return made;
}

function find(entity: Entity, id: number): TransactionRecord {
  const found = entity.transactions.get(id);
  if (found === undefined) throw new Refused("TRANSACTION_NOT_FOUND");
  return found;
}
