import {
  absolute,
  add,
  convert,
  formatMoney,
  isNegative,
  isZero,
  type Money,
  negate,
  parseDecimal,
  parseMoney,
  sum,
} from "../../domain/money.ts";
import type { PracticeLine, PracticeVoucher } from "../../domain/practice-books.ts";
import type { Chart } from "./chart.ts";
import type { Journal, Kept, Paper, Payment } from "./records.ts";

/** Debits are positive, credits negative. */
interface Posting {
  readonly account: string;
  readonly amount: Money;
}

/** The books' own currency and accounts. */
export interface Keeping {
  readonly chart: Chart;
  readonly currency: string;
}

/** An invoice debits the customer and credits sales and VAT; a credit note the other way round. */
export function paperVoucher(keeping: Keeping, { number, value }: Kept<Paper>): PracticeVoucher {
  const { kind, currency, rows } = value;
  const money = (text: string) => parseMoney(text, currency);
  const postings: Posting[] = [
    { account: keeping.chart.receivables, amount: money(value.gross) },
    ...rows.flatMap((row) => [
      { account: row.account, amount: negate(money(row.net)) },
      { account: row.vatAccount, amount: negate(money(row.vat)) },
    ]),
  ];
  const signed = kind === "invoice" ? postings : postings.map(reversed);
  const text = value.orderNumber;
  return voucher(keeping, { kind, number, date: value.date, text }, inBooks(keeping, signed, value.rate));
}

/** Money in debits where it lies, less the fee, and credits the customer; money out the other way round. */
export function paymentVoucher(
  keeping: Keeping,
  { number, value }: Kept<Payment>,
  rate: string,
): PracticeVoucher {
  const { currency, direction, fee, surplus } = value;
  const money = (text: string) => parseMoney(text, currency);
  const paid = money(value.amount);
  const less = fee === null ? money("0") : money(fee.amount);
  const more = surplus === null ? money("0") : money(surplus.amount);
  // A fee is a cost whichever way the money went.
  const isIn = direction === "in";
  const moved = isIn ? add(add(paid, negate(less)), more) : negate(add(paid, less));
  const postings: Posting[] = [
    { account: value.account, amount: moved },
    { account: keeping.chart.receivables, amount: isIn ? negate(paid) : paid },
    ...(fee === null ? [] : [{ account: fee.account, amount: less }]),
    ...(surplus === null ? [] : [{ account: surplus.account, amount: negate(more) }]),
  ];
  const head = { kind: "payment", number, date: value.date, text: value.method } as const;
  return voucher(keeping, head, inBooks(keeping, postings, rate));
}

export function journalVoucher(keeping: Keeping, { number, value }: Kept<Journal>): PracticeVoucher {
  const { currency } = keeping;
  const postings = value.lines.map(({ account, debit, credit }) => ({
    account,
    amount: add(parseMoney(debit, currency), negate(parseMoney(credit, currency))),
  }));
  return voucher(keeping, { kind: "journal", number, date: value.date, text: value.text }, postings);
}

const reversed = ({ account, amount }: Posting): Posting => ({ account, amount: negate(amount) });

/** In the books' own currency. What converting line by line leaves over is a difference of exchange. */
function inBooks({ chart, currency }: Keeping, postings: readonly Posting[], rate: string): Posting[] {
  const own = postings.map(({ account, amount }) => ({
    account,
    amount: amount.currency === currency ? amount : convert(amount, parseDecimal(rate), currency),
  }));
  const left = sum(
    own.map(({ amount }) => amount),
    currency,
  );
  return isZero(left) ? own : [...own, { account: chart.exchange, amount: negate(left) }];
}

/** One line per account, in the order they first appear; accounts that come to nothing are left out. */
function voucher(
  { chart, currency }: Keeping,
  head: Omit<PracticeVoucher, "lines" | "currency">,
  postings: readonly Posting[],
): PracticeVoucher {
  const sums = new Map<string, Money>();
  for (const { account, amount } of postings) {
    const before = sums.get(account);
    sums.set(account, before === undefined ? amount : add(before, amount));
  }
  const lines = [...sums].flatMap(([account, amount]): PracticeLine[] => {
    if (isZero(amount)) return [];
    const [nothing, size] = [formatMoney(parseMoney("0", currency)), formatMoney(absolute(amount))];
    const sides = isNegative(amount) ? { debit: nothing, credit: size } : { debit: size, credit: nothing };
    return [{ account, name: nameOf(chart, account), ...sides }];
  });
  return { ...head, currency, lines };
}

export function nameOf({ accounts }: Chart, number: string): string {
  return accounts.find((account) => account.number === number)?.name ?? "";
}
