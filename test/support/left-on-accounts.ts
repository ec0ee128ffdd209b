import {
  add,
  formatMoney,
  isZero,
  type Money,
  negate,
  parseMoney,
  subtract,
  zero,
} from "../../plugin/domain/money.ts";
import type { Plan, PlannedPayment } from "../../plugin/domain/plan.ts";

type Post = (account: string, amount: Money) => void;

/**
 * What a plan leaves on each account when all of it is in the ledger: sales by account, VAT by rate and country, the
 * customer, and the accounts of payments and vouchers. Accounts that are even are left out. One currency only.
 */
export function leftOnAccounts(plan: Plan, currency = "SEK"): Record<string, string> {
  const accounts = new Map<string, Money>();
  const money = (text: string): Money => parseMoney(text, currency);
  const post: Post = (account, amount) => {
    accounts.set(account, add(accounts.get(account) ?? zero(currency), amount));
  };
  for (const document of plan.documents.filter((one) => one.kind !== "order")) {
    const debit = (amount: Money): Money => (document.kind === "invoice" ? amount : negate(amount));
    post("customer", debit(add(money(document.gross), money(document.rounding))));
    for (const row of document.specification ?? document.rows) {
      post(row.account ?? "sales", negate(debit(money(row.net))));
      post(`VAT ${row.country} ${row.vatRate} ${row.treatment}`, negate(debit(money(row.vat))));
    }
    for (const payment of document.payments) postPayment(payment, currency, post);
  }
  for (const line of (plan.journals ?? []).flatMap((one) => one.lines)) {
    post(line.account, subtract(money(line.debit), money(line.credit)));
  }
  const left = [...accounts].filter(([, amount]) => !isZero(amount));
  return Object.fromEntries(left.map(([name, amount]) => [name, formatMoney(amount)]));
}

/** A fee is taken off whichever way the money goes; a surplus goes with the money and is owed on its own account. */
function postPayment(payment: PlannedPayment, currency: string, post: Post): void {
  const { direction, account, mode, fee, surplus } = payment;
  const signed = (text: string): Money =>
    direction === "in" ? parseMoney(text, currency) : negate(parseMoney(text, currency));
  const paid = signed(payment.amount);
  const over = signed(surplus?.amount ?? "0");
  const charged = parseMoney(fee?.amount ?? "0", currency);
  post("customer", negate(paid));
  post(account ?? mode ?? "set off", subtract(add(paid, over), charged));
  if (fee !== undefined) post(fee.account, charged);
  if (surplus !== undefined) post(surplus.account, negate(over));
}
