import {
  absolute,
  compare,
  convert,
  formatMoney,
  isNegative,
  type Money,
  negate,
  parseDecimal,
  sum,
} from "../../domain/money.ts";
import { methodOf } from "../payments/payment-methods.ts";
import { inShop, Refusal, settingsField } from "../refusal.ts";
import type { PayoutInput, SettledLine } from "./payout-input.ts";

/** What a customer's movement left on the clearing account, in the ledger's currency: positive for a charge. */
export interface Clearing {
  readonly account: string;
  readonly method: string;
  readonly amount: Money;
}

/** The clearing account of a charge or refund, and the amount that brings it back to zero (T14). */
export function clearingOf(settled: SettledLine, input: PayoutInput): Clearing {
  const amount = clearedAmount(settled, input);
  const isOut = settled.kind === "refund";
  return {
    account: clearingAccount(settled, input),
    method: settled.method,
    amount: isOut === isNegative(amount) ? amount : negate(amount),
  };
}

/**
 * As it was registered, share by share, where that is the same movement in whole; else the line itself at the rate its
 * order was booked at.
 */
function clearedAmount({ line, registered, orderRate }: SettledLine, input: PayoutInput): Money {
  const { currency } = line.amount;
  const shares = registered.map((one) => one.amount);
  const isForeign = shares.some((share) => share.currency !== currency);
  const isSame = !isForeign && compare(sum(shares, currency), absolute(line.amount)) === 0;
  if (registered.length > 0 && (isForeign || isSame)) {
    return sum(
      registered.map((one) => toBase(one.amount, one.exchangeRate, input)),
      input.facts.baseCurrency,
    );
  }
  return toBase(line.amount, registered[0]?.exchangeRate ?? orderRate, input);
}

/** Where payments of the method wait for their payout. */
function clearingAccount({ line, method, registered }: SettledLine, input: PayoutInput): string {
  const known = registered.find((one) => one.account !== null)?.account;
  const account = known ?? methodOf(method, input.settings)?.account;
  if (account !== undefined && account !== null) return account;
  throw new Refusal(
    "PAYOUT_UNMAPPED",
    `Payments by ${method} (order ${line.orderId ?? "unknown"}) have no account that the payout could empty.`,
    settingsField("payments.methods"),
  );
}

/** An amount in the ledger's currency: at the given rate, else at the ledger's own of the day. */
export function toBase(amount: Money, rate: string | null, { facts, ledgerName }: PayoutInput): Money {
  if (amount.currency === facts.baseCurrency) return amount;
  const known = rate ?? facts.currencies?.find((one) => one.code === amount.currency)?.rate ?? null;
  if (known !== null) return convert(amount, parseDecimal(known), facts.baseCurrency);
  throw new Refusal("CURRENCY_NOT_ENABLED", `${ledgerName} has no exchange rate for ${amount.currency}.`, {
    place: "ledger",
  });
}

/** Throws what holds a payout with a line nobody can explain. */
export function explained(settled: SettledLine): SettledLine {
  if (settled.kind !== "unknown") return settled;
  const { amount, orderId, transactionId, refundId } = settled.line;
  const movement = transactionId ?? refundId ?? "without a number";
  throw new Refusal(
    "TOTAL_MISMATCH",
    `The payout settles ${formatMoney(amount)} ${amount.currency} (movement ${movement} of order ${orderId ?? "unknown"}), which the shop does not know.`,
    inShop,
  );
}
