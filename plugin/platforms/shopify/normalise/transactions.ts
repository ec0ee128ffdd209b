import { absolute, add, type Money, negate, parseMoney, sum } from "../../../domain/money.ts";
import type { Payment } from "../../../domain/order.ts";
import type { ShopifyOrder, Transaction } from "../schema/order.ts";
import { seen } from "./amounts.ts";

const KINDS: Readonly<Record<string, Payment["kind"]>> = {
  AUTHORIZATION: "authorization",
  EMV_AUTHORIZATION: "authorization",
  CAPTURE: "capture",
  SALE: "sale",
  VOID: "void",
  REFUND: "refund",
};

/** Names of gateways the settings know by a word of their own. */
const GATEWAYS: Readonly<Record<string, string>> = { shopify_store_credit: "store_credit" };

const RECEIPTS = ["SALE", "CAPTURE"];

export function succeeded(order: ShopifyOrder, kinds: readonly string[]): Transaction[] {
  return order.transactions.filter((one) => one.status === "SUCCESS" && kinds.includes(one.kind));
}

/** What came in, and the same less the change that was given back: the two ways of counting cash. */
export function cashReceived(order: ShopifyOrder, currency: string): readonly [Money, Money] {
  const sumOf = (kinds: readonly string[]): Money =>
    sum(
      succeeded(order, kinds).map((one) => seen(one.amountSet)),
      currency,
    );
  const received = sumOf(RECEIPTS);
  return [received, add(received, negate(absolute(sumOf(["CHANGE"]))))];
}

/**
 * A movement of money as the customer saw it, cash with its rounding (R12); null for what moves nothing and for kinds
 * of a later version. `less` is the change given back of it.
 */
export function toPayment(transaction: Transaction, less: Money | null = null): Payment | null {
  const kind = KINDS[transaction.kind];
  if (kind === undefined) return null;
  const rounding = transaction.amountRoundingSet == null ? null : seen(transaction.amountRoundingSet);
  const stated = seen(transaction.amountSet);
  const amount = [rounding, less === null ? null : negate(less)].reduce<Money>(
    (all, one) => (one === null ? all : add(all, one)),
    stated,
  );
  const named = transaction.gateway ?? "unknown";
  const gateway = GATEWAYS[named] ?? named;
  return {
    id: transaction.id,
    kind,
    gateway,
    status: statusOf(transaction.status),
    amount: absolute(amount),
    processedAt: transaction.processedAt ?? transaction.createdAt,
    giftCardId: null,
    ...(gateway === "gift_card" ? { isUnnamedCard: true } : {}),
    fee: feeOf(transaction),
  };
}

function statusOf(status: string): Payment["status"] {
  if (status === "SUCCESS") return "success";
  return status === "FAILURE" || status === "ERROR" ? "failure" : "pending";
}

/** What the provider keeps, where it is one sum; null where Shopify does not say. */
function feeOf({ fees }: Transaction): Money | null {
  const amounts = (fees ?? []).map(({ amount }) => parseMoney(amount.amount, amount.currencyCode));
  const [first] = amounts;
  if (first === undefined || amounts.some((one) => one.currency !== first.currency)) return null;
  return sum(amounts, first.currency);
}
