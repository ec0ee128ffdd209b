import type { JournalLine, PlannedJournal } from "../../domain/journal.ts";
import {
  formatMoney,
  isNegative,
  isZero,
  type Money,
  negate,
  subtract,
  sum,
  zero,
} from "../../domain/money.ts";
import type { SettledMovement } from "../../domain/payout.ts";
import type { Outcome } from "../../domain/plan.ts";
import { dayIn, documentDate } from "../dates.ts";
import { booked, guarded, held, skip } from "../outcomes.ts";
import { Refusal } from "../refusal.ts";
import { type PayoutEntry, payoutAccount } from "./payout-accounts.ts";
import { exchangeEntry, feeVatEntries } from "./payout-extras.ts";
import type { PayoutInput, SettledLine } from "./payout-input.ts";
import { settledAmounts } from "./payout-rate.ts";
import { PAYOUT_WORDS, type PayoutWords, payoutWords } from "./payout-words.ts";
import { clearingOf, explained } from "./settled-line.ts";
import { settledOnce } from "./settled-once.ts";

export interface PayoutPlan {
  /** Null when nothing is to be booked. */
  readonly journal: PlannedJournal | null;
  readonly outcome: Outcome;
  /** What the voucher settles; nothing without one. */
  readonly settles: readonly SettledMovement[];
}

/**
 * The voucher of a payout (R15): the bank gets what arrived, the clearing accounts give what was sold and take what was
 * refunded, gross; fees, disputes and the exchange difference stand apart. What does not add up is held (T14).
 */
export function decidePayout(input: PayoutInput): PayoutPlan {
  const day = dayIn(input.timeZone, input.payout.paidAt);
  if (day < input.settings.orders.start_date) {
    const message = "The payout is older than the start date in the settings.";
    return { journal: null, outcome: skip("BEFORE_START_DATE", message), settles: [] };
  }
  const made = guarded(() => {
    const { lines, settles } = settledOnce(input);
    return { journal: journalOf(day, lines, input), settles };
  });
  if (made instanceof Refusal) return { journal: null, outcome: held(made), settles: [] };
  if (made.journal === null) {
    return { journal: null, outcome: skip("ZERO_TOTAL", "Nothing moved in this payout."), settles: [] };
  }
  return { ...made, outcome: booked };
}

function journalOf(day: string, settled: readonly SettledLine[], input: PayoutInput): PlannedJournal | null {
  const { payout, settings, facts, ledgerName } = input;
  const entries = entriesOf(settled, input).filter((entry) => !isZero(entry.amount));
  if (entries.length === 0) return null;
  return {
    key: "payout",
    date: documentDate(day, facts, settings, ledgerName),
    text: payoutWords(input).payout(payout.id, payout.gateway),
    currency: facts.baseCurrency,
    series: settings.payouts.voucher_series ?? null,
    lines: entries.map(lineOf),
  };
}

function entriesOf(settled: readonly SettledLine[], input: PayoutInput): PayoutEntry[] {
  const { payout, settings, facts } = input;
  const lines = settled.map(explained);
  const { net, fee, amountOf, foreign } = settledAmounts(lines, input);
  const disputed = sum(lines.filter(isDispute).map(amountOf), facts.baseCurrency);
  const words = payoutWords(input);
  const entries = [
    entry(net, "bank_account", words.paidOut, "what arrived at the bank (R15)", input),
    ...(isZero(fee)
      ? []
      : [
          entry(fee, "fee_account", words.fees, "what the provider keeps, apart from the sales (R15)", input),
        ]),
    ...clearingEntries(lines, input),
    ...(isZero(disputed)
      ? []
      : [
          entry(
            negate(disputed),
            "dispute_account",
            words.disputes,
            "taken back by the customers' banks, or returned after a dispute was won (R15)",
            input,
          ),
        ]),
  ];
  const difference = sum(
    entries.map((one) => one.amount),
    facts.baseCurrency,
  );
  const vat = settings.payouts.fee_vat === "reverse_charge" ? feeVatEntries(fee, input) : [];
  return [...entries, ...exchangeEntry(difference, foreign, payout, input), ...vat];
}

const isDispute = ({ kind }: SettledLine): boolean => kind === "dispute" || kind === "won_dispute";

/** Gross per account and direction: what was sold leaves the clearing account, what was refunded returns to it. */
function clearingEntries(lines: readonly SettledLine[], input: PayoutInput): PayoutEntry[] {
  const moved = lines
    .filter((one) => one.kind === "charge" || one.kind === "refund")
    .map((one) => clearingOf(one, input));
  const groups = Map.groupBy(moved, (one) =>
    JSON.stringify([one.account, one.method, isNegative(one.amount)]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const amount = sum(
      group.map((one) => one.amount),
      first.amount.currency,
    );
    const said = (words: PayoutWords): string =>
      isNegative(amount) ? words.refunds(first.method) : words.payments(first.method);
    const why = `${said(PAYOUT_WORDS.en)}, gross, off the clearing account (R15) · setting payments.methods`;
    const text = said(payoutWords(input));
    return [{ account: first.account, amount: negate(amount), text, why }];
  });
}

type AccountSetting = "bank_account" | "fee_account" | "dispute_account";

const NAMES: Readonly<Record<AccountSetting, string>> = {
  bank_account: "the bank",
  fee_account: "the provider's fees",
  dispute_account: "disputes",
};

function entry(
  amount: Money,
  setting: AccountSetting,
  text: string,
  why: string,
  input: PayoutInput,
): PayoutEntry {
  const account = payoutAccount(setting, NAMES[setting], input);
  return { account, amount, text, why: `${why} · setting payouts.${setting}` };
}

function lineOf({ account, amount, text, why }: PayoutEntry): JournalLine {
  const nothing = zero(amount.currency);
  const isCredit = isNegative(amount);
  return {
    account,
    debit: formatMoney(isCredit ? nothing : amount),
    credit: formatMoney(isCredit ? subtract(nothing, amount) : nothing),
    costCentre: null,
    project: null,
    text,
    why,
    source: null,
  };
}
