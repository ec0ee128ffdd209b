import { compare, isNegative, isZero, minus, negated, sum } from "./amounts.ts";
import type { ShopOrder, Transaction } from "./order.ts";
import { conflict, invalid } from "./refusal.ts";

type Kind = Transaction["kind"];

/** What the customer has to pay: the total and its cash rounding. */
export function owedFor(order: ShopOrder): string {
  return sum([order.total, order.payment_rounding ?? "0"], order.decimals);
}

/** Every movement of money on the order, those of its refunds too. */
export function movementsOf(order: ShopOrder): Transaction[] {
  return [...order.transactions, ...order.refunds.flatMap((refund) => refund.transactions)];
}

function moved(order: ShopOrder, kinds: readonly Kind[]): string {
  const hits = movementsOf(order).filter((each) => each.status === "success" && kinds.includes(each.kind));
  return sum(
    hits.map((each) => each.amount),
    order.decimals,
  );
}

/** Money that came in and was not charged back. */
export function chargedOn(order: ShopOrder): string {
  const received = moved(order, ["sale", "capture", "chargeback_reversal"]);
  return minus(received, moved(order, ["chargeback"]), order.decimals);
}

export function paidBackOn(order: ShopOrder): string {
  return moved(order, ["refund"]);
}

/** The contract's `financial_status`, derived from the movements of money alone. */
export function financialStatus(order: ShopOrder): ShopOrder["financial_status"] {
  const owed = owedFor(order);
  const charged = chargedOn(order);
  const paidBack = paidBackOn(order);
  if (isNegative(owed)) return compare(paidBack, negated(owed, order.decimals)) >= 0 ? "paid" : "pending";
  if (!isZero(paidBack)) return compare(paidBack, charged) >= 0 ? "refunded" : "partially_refunded";
  if (compare(charged, owed) >= 0 && order.cancelled_at === null) return "paid";
  if (!isZero(charged)) return compare(charged, owed) >= 0 ? "paid" : "partially_paid";
  if (order.cancelled_at !== null) return "voided";
  return hasAuthorization(order) ? "authorized" : "pending";
}

function hasAuthorization(order: ShopOrder): boolean {
  const succeeded = order.transactions.filter((each) => each.status === "success");
  const isVoided = succeeded.some((each) => each.kind === "void");
  return !isVoided && succeeded.some((each) => each.kind === "authorization");
}

/** Adds one successful movement to the order and returns it. */
function addMovement(
  order: ShopOrder,
  movement: Pick<Transaction, "kind" | "gateway" | "amount">,
  at: string,
) {
  const added: Transaction = {
    id: `T${order.id}-${movementsOf(order).length + 1}`,
    kind: movement.kind,
    gateway: movement.gateway,
    status: "success",
    amount: movement.amount,
    currency: order.currency,
    processed_at: at,
    gift_card_id: null,
    fee: null,
  };
  order.transactions.push(added);
  order.financial_status = financialStatus(order);
  return added;
}

/** Takes what is still owed: captures a reservation, else makes a sale, or pays a credit out. */
export function takePayment(order: ShopOrder, gateway: string, at: string): Transaction {
  if (order.cancelled_at !== null) throw conflict(`Order ${order.number} is cancelled.`);
  const owed = owedFor(order);
  const isCredit = isNegative(owed);
  const open = isCredit
    ? minus(negated(owed, order.decimals), paidBackOn(order), order.decimals)
    : minus(owed, chargedOn(order), order.decimals);
  if (compare(open, "0") <= 0) throw conflict(`Nothing is left to pay on order ${order.number}.`);
  const kind = isCredit ? "refund" : hasAuthorization(order) ? "capture" : "sale";
  return addMovement(order, { kind, gateway, amount: open }, at);
}

/** Takes a part of what the card was reserved for; refused when nothing is left of it. */
export function capture(order: ShopOrder, amount: string, currency: string, at: string): Transaction {
  const reserved = hasAuthorization(order) ? moved(order, ["authorization"]) : "0";
  const open = minus(reserved, moved(order, ["capture"]), order.decimals);
  if (compare(open, "0") <= 0) throw conflict(`Nothing is left to capture on order ${order.number}.`);
  if (currency !== order.currency) throw invalid(`The order is in ${order.currency}, not in ${currency}.`);
  if (compare(amount, "0") <= 0) throw invalid("The amount must be positive.");
  if (compare(amount, open) > 0) throw invalid(`Only ${open} ${order.currency} can be captured.`);
  const gateway = order.transactions.find((each) => each.kind === "authorization")?.gateway ?? "card";
  return addMovement(order, { kind: "capture", gateway, amount: sum([amount], order.decimals) }, at);
}

/** Cancels the order and releases a reservation; money already taken stays until it is refunded. */
export function cancelOrder(order: ShopOrder, at: string): void {
  if (order.cancelled_at !== null) throw conflict(`Order ${order.number} is cancelled already.`);
  const isReserved = hasAuthorization(order) && isZero(chargedOn(order));
  order.status = "cancelled";
  order.cancelled_at = at;
  if (isReserved) {
    const reservation = order.transactions.find((each) => each.kind === "authorization");
    addMovement(
      order,
      { kind: "void", gateway: reservation?.gateway ?? "card", amount: moved(order, ["authorization"]) },
      at,
    );
  }
  order.financial_status = financialStatus(order);
}
