import {
  absolute,
  add,
  compare,
  formatMoney,
  isNegative,
  isZero,
  type Money,
  negate,
  sum,
} from "../../domain/money.ts";
import { movementOf, type SettledMovement } from "../../domain/payout.ts";
import { inShop, Refusal } from "../refusal.ts";
import type { PayoutInput, SettledKind, SettledLine } from "./payout-input.ts";

export interface SettledOnce {
  /** With the kind that what was settled before makes of them. */
  readonly lines: readonly SettledLine[];
  /** What this payout settles, for the payouts to come. */
  readonly settles: readonly SettledMovement[];
}

/**
 * Each movement is settled once (R15). What earlier payouts, and earlier lines of this one, have settled of an order
 * tells what a line is: a charge that comes a second time is a dispute that was won while one is open, and held
 * otherwise. Platforms that list no chargebacks report both on the charge's own number, or on one the shop never saw.
 */
export function settledOnce(input: PayoutInput): SettledOnce {
  const settles: SettledMovement[] = [];
  const lines = input.lines.map((one): SettledLine => {
    const { orderId, amount } = one.line;
    // A fee charged later bears the number of its charge and moves nothing of it.
    if (orderId === null || isZero(amount)) return one;
    const known = [...input.settled, ...settles].filter(
      (past) => past.orderId === orderId && past.amount.currency === amount.currency,
    );
    const kind = kindAfter(one, known, input);
    if (kind === "fee" || kind === "unknown") return { ...one, kind };
    settles.push({
      orderId,
      turn: 0,
      payoutId: input.payout.id,
      paidAt: input.payout.paidAt,
      movement: movementOf(one.line),
      kind,
      amount,
    });
    return { ...one, kind };
  });
  return { lines, settles };
}

/** `known`: what was settled of the line's order before, in the line's currency. */
function kindAfter(one: SettledLine, known: readonly SettledMovement[], input: PayoutInput): SettledKind {
  const own = known.filter((past) => past.movement === movementOf(one.line));
  switch (one.kind) {
    case "fee":
      return "fee";
    case "unknown":
      return isWin(one, openDispute(one, known)) ? "won_dispute" : "unknown";
    case "charge":
      return chargeAfter(one, known, own, input);
    case "refund":
      return once(one, "refund", own);
    case "dispute":
    case "won_dispute":
      return isNegative(one.line.amount) ? disputeAfter(one, own) : wonAfter(one, own);
  }
}

function chargeAfter(
  one: SettledLine,
  known: readonly SettledMovement[],
  own: readonly SettledMovement[],
  { payout }: PayoutInput,
): SettledKind {
  // A win under a number the shop never saw is no movement's own: it closes a dispute of the order.
  const isWon = [own, known].every((past) => isWin(one, openDispute(one, past)));
  if (ofKind(own, "charge").length > 0) {
    return isWon && !hasRoom(one, ofKind(own, "charge")) ? "won_dispute" : once(one, "charge", own);
  }
  // Its charge may have been settled before the start date; a charge that comes late was paid out before its dispute.
  const opened = ofKind(own, "dispute").some((past) => Date.parse(past.paidAt) < Date.parse(payout.paidAt));
  return isWon && opened ? "won_dispute" : "charge";
}

/** One that has no number cannot be told from another. */
function disputeAfter(one: SettledLine, own: readonly SettledMovement[]): SettledKind {
  const open = openDispute(one, own);
  const isAnother = movementOf(one.line) === "" || !isPositive(open);
  if (isAnother || fits(one, open)) return "dispute";
  throw repeated(one, ofKind(own, "dispute"));
}

/** The bank's win bears the number of its dispute, or one of its own. */
function wonAfter(one: SettledLine, own: readonly SettledMovement[]): SettledKind {
  return isWin(one, openDispute(one, own)) ? "won_dispute" : once(one, "won_dispute", own);
}

/** The kind itself, unless all of the movement was settled before. */
function once(one: SettledLine, kind: SettledMovement["kind"], own: readonly SettledMovement[]): SettledKind {
  const before = ofKind(own, kind);
  if (before.length > 0 && !hasRoom(one, before)) throw repeated(one, before);
  return kind;
}

/** A movement may be paid out in parts, as long as they do not come to more than it was. */
function hasRoom(one: SettledLine, before: readonly SettledMovement[]): boolean {
  return fits(one, absolute(total(before, one.line.amount.currency)));
}

function fits({ line, whole }: SettledLine, before: Money): boolean {
  if (whole === null || whole.currency !== before.currency) return false;
  return compare(add(before, absolute(line.amount)), absolute(whole)) <= 0;
}

const ofKind = (movements: readonly SettledMovement[], kind: SettledMovement["kind"]): SettledMovement[] =>
  movements.filter((one) => one.kind === kind);

const total = (movements: readonly SettledMovement[], currency: string): Money =>
  sum(
    movements.map((one) => one.amount),
    currency,
  );

/** What banks took back and have not returned: negative when they returned more. */
function openDispute({ line }: SettledLine, movements: readonly SettledMovement[]): Money {
  const disputes = [...ofKind(movements, "dispute"), ...ofKind(movements, "won_dispute")];
  return negate(total(disputes, line.amount.currency));
}

/** True for money that came in and is no more than what is open. */
function isWin({ line }: SettledLine, open: Money): boolean {
  return isPositive(line.amount) && compare(line.amount, open) <= 0;
}

const isPositive = (amount: Money): boolean => !isZero(amount) && !isNegative(amount);

function repeated({ line }: SettledLine, before: readonly SettledMovement[]): Refusal {
  const { amount, orderId, transactionId, refundId } = line;
  const what = transactionId === null ? `refund ${refundId ?? ""}` : `transaction ${transactionId}`;
  const money = `${formatMoney(amount)} ${amount.currency}`;
  const payouts = [...new Set(before.map((past) => past.payoutId))].join(" and ");
  const message = `The payout settles ${money} (${what} of order ${orderId ?? "unknown"}), which payout ${payouts} has settled already.`;
  return new Refusal("ALREADY_SETTLED", message, inShop);
}
