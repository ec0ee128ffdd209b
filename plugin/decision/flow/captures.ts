import { captureStep, type PlannedCapture } from "../../domain/flow.ts";
import {
  formatMoney,
  isNegative,
  isZero,
  type Money,
  parseMoney,
  smaller,
  subtract,
  sum,
} from "../../domain/money.ts";
import type { DecisionInput } from "../input.ts";
import { openReservations, received } from "./reservations.ts";

/**
 * The money to take now: of each reservation what is still owed, once. `owed` is what the order's documents charge; a
 * reservation beyond that is left to run out.
 */
export function capturesOf(
  owed: Money,
  { order, flow, flowDone, taken = [] }: DecisionInput,
): PlannedCapture[] {
  if (flow?.has("capture") !== true || owed.currency !== order.currency) return [];
  const done = flowDone ?? [];
  const reservations = openReservations(order);
  const isTaken = ({ id }: { readonly id: string }): boolean => done.includes(captureStep(id));
  // Taken, although the shop does not show it yet.
  const shown = new Set(order.payments.map((payment) => payment.id));
  const underWay = sum(
    taken
      .filter(({ movement, currency }) => !shown.has(movement) && currency === order.currency)
      .map(({ amount, currency }) => parseMoney(amount, currency)),
    order.currency,
  );
  let left = subtract(subtract(owed, received(order)), underWay);
  return reservations
    .filter((one) => !isTaken(one))
    .flatMap(({ id, open }): PlannedCapture[] => {
      if (isZero(left) || isNegative(left)) return [];
      const amount = smaller(left, open);
      left = subtract(left, amount);
      const text = formatMoney(amount);
      const why = `${text} ${order.currency} of the reserved ${formatMoney(open)} is owed and taken in the shop · setting orders.flow`;
      return [{ authorization: id, amount: text, currency: order.currency, why }];
    });
}
