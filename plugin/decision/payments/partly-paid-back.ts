import { formatMoney, isZero, larger, type Money, smaller, subtract, sum, zero } from "../../domain/money.ts";
import type { Refund } from "../../domain/order.ts";
import type { Notice } from "../../domain/plan.ts";
import { moneyOf, successful } from "../credits/refund-money.ts";
import { dayIn } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import type { Step } from "../step.ts";
import type { Ledgered } from "./ledgered.ts";

/**
 * Says which refunds leave their credit note open, because the shop shows less money than they credit (R6). What an
 * open invoice of the order can take is no loss: the two settle each other. Money in an unknown currency may be the rest.
 */
export function partlyPaidBack(paid: Ledgered, done: readonly Step[], input: DecisionInput): Notice[] {
  if (paid.notices.some((one) => one.code === "PAYMENT_CURRENCY_DIFFERS")) return [];
  const nothing = zero(input.order.currency);
  let takers = sum(
    paid.documents
      .filter((one) => one.kind === "invoice")
      .map((one) => larger(nothing, paid.open.get(one.key) ?? nothing)),
    input.order.currency,
  );
  return done.flatMap(({ key, refund }): Notice[] => {
    const isCredit = paid.documents.some((one) => one.key === key && one.kind === "credit_note");
    if (refund === null || !isCredit) return [];
    const open = larger(nothing, paid.open.get(key) ?? nothing);
    const taken = smaller(open, takers);
    takers = subtract(takers, taken);
    const rest = subtract(open, taken);
    return isZero(rest) ? [] : [leftOpen(refund, rest, input)];
  });
}

function leftOpen(refund: Refund, rest: Money, { order }: DecisionInput): Notice {
  const day = dayIn(order.timeZone, refund.createdAt);
  const money = moneyOf(successful(refund), order.currency);
  const shown = isZero(money) ? "no money" : `only ${formatMoney(money)} ${order.currency}`;
  const message = `The shop shows ${shown} paid back for the refund of ${day}, so ${formatMoney(rest)} ${order.currency} of its credit note is open.`;
  return { code: "REFUND_PARTLY_PAID", message };
}
