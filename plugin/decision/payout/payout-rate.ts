import {
  absolute,
  compare,
  convert,
  type Decimal,
  formatMoney,
  isNegative,
  isZero,
  type Money,
  ratio,
  subtract,
  sum,
} from "../../domain/money.ts";
import { inShop, Refusal } from "../refusal.ts";
import type { PayoutInput, SettledLine } from "./payout-input.ts";
import { toBase } from "./settled-line.ts";

/** A payout in the ledger's currency, at the rate at which the money arrived. */
export interface SettledAmounts {
  readonly net: Money;
  readonly fee: Money;
  amountOf(line: SettledLine): Money;
  /** Gross of what moved in another currency than the ledger's or the payout's: only that can make a difference. */
  readonly foreign: Money;
}

/**
 * Charges less refunds less fees must be what arrived (T14): to the cent where all lines are in the payout's currency.
 * Lines in one other currency were exchanged by the provider, at the rate that what arrived tells.
 */
export function settledAmounts(lines: readonly SettledLine[], input: PayoutInput): SettledAmounts {
  const { payout, facts } = input;
  const { currency } = payout.net;
  const others = [...new Set(lines.map(({ line }) => line.amount.currency))].filter(
    (one) => one !== currency,
  );
  const [other, ...more] = others;
  if (more.length > 0) {
    const message = `Payout ${payout.id} in ${currency} settles ${others.join(" and ")} at once, so nobody can tell at which rates.`;
    throw new Refusal("TOTAL_MISMATCH", message, inShop);
  }
  const own = netOf(lines, currency);
  if (other === undefined && compare(own, payout.net) !== 0) {
    throw new Refusal(
      "TOTAL_MISMATCH",
      `The lines of payout ${payout.id} come to ${formatMoney(own)} ${currency} after fees, but ${formatMoney(payout.net)} was paid out.`,
      inShop,
    );
  }
  const rate =
    other === undefined ? null : providerRate(subtract(payout.net, own), netOf(lines, other), input);
  const arrived = (amount: Money): Money => {
    const inPayout = amount.currency === currency || rate === null ? amount : convert(amount, rate, currency);
    return toBase(inPayout, null, input);
  };
  return {
    net: toBase(payout.net, null, input),
    fee: sum(
      lines.map(({ line }) => arrived(line.fee)),
      facts.baseCurrency,
    ),
    amountOf: ({ line }) => arrived(line.amount),
    foreign: sum(
      lines.filter((one) => isForeign(one, input)).map(({ line }) => absolute(arrived(line.amount))),
      facts.baseCurrency,
    ),
  };
}

/** What the lines of one currency come to after fees. */
function netOf(lines: readonly SettledLine[], currency: string): Money {
  const own = lines.filter(({ line }) => line.amount.currency === currency);
  return sum(
    own.map(({ line }) => subtract(line.amount, line.fee)),
    currency,
  );
}

/** Units of the payout's currency the provider gave for one of the other. */
function providerRate(arrived: Money, settled: Money, { payout }: PayoutInput): Decimal {
  const isPossible = !isZero(settled) && !isZero(arrived) && isNegative(settled) === isNegative(arrived);
  if (isPossible) return ratio(arrived, settled);
  throw new Refusal(
    "TOTAL_MISMATCH",
    `Payout ${payout.id} paid ${formatMoney(arrived)} ${arrived.currency} for ${formatMoney(settled)} ${settled.currency}: that is no exchange.`,
    inShop,
  );
}

function isForeign({ line, registered }: SettledLine, { payout, facts }: PayoutInput): boolean {
  const currencies = [payout.net, line.amount, ...registered.map((one) => one.amount)].map(
    (one) => one.currency,
  );
  return currencies.some((one) => one !== facts.baseCurrency);
}
