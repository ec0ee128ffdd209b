import { isNegative, isZero, type Money, smaller, subtract, sum, zero } from "../../domain/money.ts";
import type { Order, Payment } from "../../domain/order.ts";

/** Money that the customer's bank holds for the shop and that nobody has taken yet. */
export interface Reservation {
  /** The platform's id of the authorization. */
  readonly id: string;
  readonly open: Money;
}

/**
 * What is left of each reservation in the order's currency: captures, also those under way, and releases take from the
 * oldest first.
 */
export function openReservations(order: Order): Reservation[] {
  const own = order.payments.filter(({ amount }) => amount.currency === order.currency);
  const isTaking = ({ kind, status }: Payment): boolean =>
    kind === "capture" ? status !== "failure" : kind === "void" && status === "success";
  let taken = sum(
    own.filter(isTaking).map((payment) => payment.amount),
    order.currency,
  );
  const reserved = own.filter(({ kind, status }) => kind === "authorization" && status === "success");
  return reserved.flatMap(({ id, amount }): Reservation[] => {
    const used = smaller(taken, amount);
    taken = subtract(taken, used);
    const open = subtract(amount, used);
    return isZero(open) || isNegative(open) ? [] : [{ id, open }];
  });
}

/** What came in, also what is under way, less what went back. */
export function received(order: Order): Money {
  const own = (payments: readonly Payment[], kinds: readonly Payment["kind"][]): Money =>
    sum(
      payments
        .filter(
          ({ kind, status, amount }) =>
            kinds.includes(kind) && status !== "failure" && amount.currency === order.currency,
        )
        .map((payment) => payment.amount),
      order.currency,
    );
  const back = own(
    order.refunds.flatMap((refund) => refund.payments),
    ["refund"],
  );
  const left = subtract(own(order.payments, ["sale", "capture"]), back);
  return isNegative(left) ? zero(order.currency) : left;
}
