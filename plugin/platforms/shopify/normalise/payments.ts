import { absolute, compare, type Money } from "../../../domain/money.ts";
import type { Payment } from "../../../domain/order.ts";
import type { ShopifyOrder, Transaction } from "../schema/order.ts";
import { seen } from "./amounts.ts";
import { cashReceived, succeeded, toPayment } from "./transactions.ts";

/** The movements of the order itself; those of refunds stand with their refunds. */
export function paymentsOf(order: ShopifyOrder): Payment[] {
  const change = changeTaken(order);
  return order.transactions.flatMap((transaction) => {
    if (transaction.kind === "REFUND") return [];
    return toPayment(transaction, change.get(transaction.id) ?? null) ?? [];
  });
}

/** Refunds of money that no refund of the order lists. */
export function strayRefunds(order: ShopifyOrder): Transaction[] {
  const known = new Set(order.refunds.flatMap((refund) => refund.transactions.nodes.map((one) => one.id)));
  return order.transactions.filter((one) => one.kind === "REFUND" && !known.has(one.id));
}

/** Cash given back as change, by the payment it was given back of, where the total received is counted without it. */
function changeTaken(order: ShopifyOrder): Map<string, Money> {
  const received = seen(order.totalReceivedSet);
  const [all] = cashReceived(order, received.currency);
  if (compare(all, received) === 0) return new Map();
  const cash = succeeded(order, ["SALE", "CAPTURE"]);
  return new Map(
    succeeded(order, ["CHANGE"]).flatMap((change) => {
      const of = change.parentTransaction?.id ?? cash.findLast((one) => one.gateway === change.gateway)?.id;
      return of === undefined ? [] : [[of, absolute(seen(change.amountSet))]];
    }),
  );
}
