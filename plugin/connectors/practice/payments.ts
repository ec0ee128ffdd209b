import { compare, parseMoney } from "../../domain/money.ts";
import type { LedgerResult, Operation, Performed } from "../connector.ts";
import { type Books, openDay } from "./books.ts";
import { livePaper, refused } from "./live-paper.ts";
import { openAmount } from "./open-amount.ts";

/** Registers and books a payment by one write. More than is open is refused, as a ledger does. */
export async function pay(
  books: Books,
  operation: Extract<Operation, { step: "pay" }>,
): Promise<LedgerResult<Performed>> {
  const { payment, ref, reference = null } = operation;
  const live = await livePaper(books, ref);
  if (!live.ok) return live;
  const { state, currency } = live.value.value;
  if (state !== "booked") return refused(`Document ${ref.number} is not booked yet, so it takes no payment.`);
  const day = await openDay(books, payment.date);
  if (!day.ok) return day;
  const chart = books.chart();
  const account = payment.account ?? chart.clearing;
  const known = new Set(chart.accounts.map(({ number }) => number));
  const wanted = [account, payment.fee?.account, payment.surplus?.account];
  const unknown = wanted.find((one) => one !== undefined && !known.has(one));
  if (unknown !== undefined) return refused(`The practice books have no account ${unknown}.`);
  const before = reference === null ? null : await books.payments.byReference(reference);
  const open = openAmount(live.value, await books.payments.list());
  if (before === null && compare(parseMoney(payment.amount, currency), parseMoney(open, currency)) > 0) {
    return refused(`Only ${open} ${currency} of document ${ref.number} are open, not ${payment.amount}.`);
  }
  const { number } = await books.payments.add({
    reference,
    value: {
      paper: ref.id,
      direction: payment.direction,
      date: payment.date,
      method: payment.method,
      currency,
      amount: payment.amount,
      account,
      fee: payment.fee ?? null,
      surplus: payment.surplus ?? null,
    },
  });
  return { ok: true, value: { ref: { id: number, number, url: null } } };
}
