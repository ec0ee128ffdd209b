import { partsOf } from "../ids.ts";
import { compare } from "../money.ts";
import { Refusal } from "../refusal.ts";
import { moneyOf, openAuthorizations } from "../trade/totals.ts";
import type { MutationParts } from "./mutations.ts";
import { transactionView } from "./views/transaction-view.ts";

export interface CaptureInput {
  id: string;
  parentTransactionId: string;
  amount: string;
  currency?: string | null;
}

/** Takes a part of a reservation; a currency is demanded where the customer paid in another than the shop's. */
export function captureOrder(input: CaptureInput, { store, trade }: MutationParts) {
  const refused = (message: string, field: string | null = null) => ({
    transaction: null,
    userErrors: [{ field: field === null ? null : ["input", field], message }],
  });
  const subject = partsOf(input.id);
  const order = subject?.type === "Order" ? store.state.orders.get(subject.id) : undefined;
  if (order === undefined) return refused("Order does not exist", "id");
  const parent = partsOf(input.parentTransactionId);
  const reservation = openAuthorizations(order).find((each) => each.id === parent?.id);
  if (reservation === undefined) return refused("The transaction cannot be captured", "parentTransactionId");
  const { shop, buyer } = order.currencies;
  if (input.currency == null ? shop !== buyer : input.currency !== buyer) {
    return refused("Currency must be the presentment currency of the order", "currency");
  }
  if (compare(input.amount, "0") <= 0) return refused("Amount must be greater than zero", "amount");
  if (compare(input.amount, moneyOf(order).capturable.buyer) > 0) {
    return refused("Amount exceeds the capturable amount", "amount");
  }
  try {
    const paid = trade.pay(order.id, { kind: "CAPTURE", amount: input.amount });
    const made = paid.transactions.at(-1);
    return { transaction: made === undefined ? null : transactionView(paid, made), userErrors: [] };
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message);
    throw error;
  }
}
