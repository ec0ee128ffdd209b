import {
  formatMoney,
  isNegative,
  isZero,
  type Money,
  smaller,
  subtract,
  sum,
  zero,
} from "../../domain/money.ts";
import type { DecisionInput } from "../input.ts";
import type { Ledgered, Placed } from "./ledgered.ts";

/**
 * What customers paid beyond their documents, less what went back beyond the credit notes: it is kept on the account
 * the settings name, together with the payment it came with, else the order says how much is not in the ledger.
 * A payment of which nothing is left to register cannot keep anything: ledgers take payments on open documents only.
 */
export function withSurplus(
  placed: readonly Placed[],
  paid: Ledgered,
  input: DecisionInput,
): readonly Placed[] {
  const { currency } = input.order;
  const account = input.settings.payments.overpayment_account;
  const back = restOf(
    placed.filter((one) => one.movement.direction === "out"),
    currency,
  );
  const incoming = placed.filter((one) => one.movement.direction === "in" && one.standing === "registered");
  const surplus = restOf(incoming, currency);
  let owed = positive(subtract(surplus, back));
  const result = placed.map((one): Placed => {
    const last = one.shares.at(-1);
    const isKeepable = account !== undefined && input.splitsPayments === true && incoming.includes(one);
    if (!isKeepable || last === undefined || isZero(one.rest) || isZero(owed)) return one;
    const kept = smaller(one.rest, owed);
    owed = subtract(owed, kept);
    return { ...one, shares: [...one.shares.slice(0, -1), { ...last, surplus: kept }] };
  });
  if (!isZero(owed)) {
    const message = `The customer paid ${formatMoney(owed)} ${currency} more than the order comes to; that is not in the ledger.`;
    paid.notices.push({ code: "PAYMENT_EXCEEDS_TOTAL", message });
  }
  notePaidBack(placed, positive(subtract(back, surplus)), paid, currency);
  return result;
}

/** An overpayment that the ledger keeps on an account went back to the customer: no document could say so. */
function notePaidBack(placed: readonly Placed[], back: Money, paid: Ledgered, currency: string): void {
  const kept = sum(
    placed.map((one) => one.kept),
    currency,
  );
  const gone = smaller(back, kept);
  if (isZero(gone)) return;
  const account = placed.find((one) => one.keptOn !== null)?.keptOn ?? "";
  const message = `${formatMoney(gone)} ${currency} paid too much went back to the customer; take it off account ${account} in the ledger.`;
  paid.notices.push({ code: "SURPLUS_PAID_BACK", message });
}

function restOf(placed: readonly Placed[], currency: string): Money {
  return sum(
    placed.map((one) => one.rest),
    currency,
  );
}

export function positive(amount: Money): Money {
  return isNegative(amount) ? zero(amount.currency) : amount;
}
