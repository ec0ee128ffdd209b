import {
  compare,
  formatMoney,
  isNegative,
  isZero,
  type Money,
  parseMoney,
  smaller,
  subtract,
  zero,
} from "../../domain/money.ts";
import type { Notice, PlannedDocument, PlannedPayment } from "../../domain/plan.ts";
import { moneyOf } from "../credits/refund-money.ts";
import { paymentDay } from "../dates.ts";
import type { DecisionInput } from "../input.ts";
import { amountDue, isSettled, moneyIn } from "../trigger.ts";
import type { Ledgered } from "./ledgered.ts";

/**
 * Sets an open credit note off against an open invoice of the same order when no money moves between them: an exchange,
 * or a credit for what nobody has paid. Both get a payment of the same amount on the same account, so that they cancel
 * out; ledgers that set them off themselves need no account. Without one both stay open and the order says so.
 */
export function setOff(paid: Ledgered, input: DecisionInput): void {
  completeHalves(paid);
  if (input.settings.refunds.register_payment && isPlain(paid, input)) settle(paid, input);
}

/** The same for whatever is open, without asking what the shop's movements of money say. */
export function setOffAll(paid: Ledgered, input: DecisionInput): void {
  completeHalves(paid);
  settle(paid, input);
}

function settle(paid: Ledgered, input: DecisionInput): void {
  const account = input.setsOff === true ? null : input.settings.refunds.offset_account;
  for (const credit of paid.documents.filter((one) => one.kind === "credit_note")) {
    for (const invoice of invoicesFor(credit, paid)) {
      const amount = smaller(openOf(paid, credit), openOf(paid, invoice));
      if (isZero(amount) || isNegative(amount)) continue;
      if (account === undefined) {
        paid.notices.push(leftOpen(amount, credit, input));
        return;
      }
      enter(credit, invoice, amount, account, paid, input);
    }
  }
}

/** Only where the movements tell the whole story: nothing in an unknown currency, nothing paid outside the platform. */
function isPlain(paid: Ledgered, input: DecisionInput): boolean {
  const { order } = input;
  if (paid.notices.some((one) => one.code === "PAYMENT_CURRENCY_DIFFERS")) return false;
  return !isSettled(order) || compare(moneyOf(moneyIn(order), order.currency), amountDue(order)) >= 0;
}

/** What the credit reduces comes first. A draft bears no payment. */
function invoicesFor(credit: PlannedDocument, paid: Ledgered): PlannedDocument[] {
  if (credit.booking !== "book") return [];
  const invoices = paid.documents.filter((one) => one.kind === "invoice" && one.booking === "book");
  return [
    ...invoices.filter((one) => one.key === credit.credits),
    ...invoices.filter((one) => one.key !== credit.credits),
  ];
}

function enter(
  credit: PlannedDocument,
  invoice: PlannedDocument,
  amount: Money,
  account: string | null,
  paid: Ledgered,
  input: DecisionInput,
): void {
  const later = [credit.date, invoice.date].sort().at(-1) ?? credit.date;
  const common = {
    id: freeId(`set-off-${credit.key}-${invoice.key}`, paid),
    method: "set off",
    amount: formatMoney(amount),
    currency: amount.currency,
    date: paymentDay(later, input.facts, input.settings),
    account,
    mode: null,
    why: `no money moved: credit note and invoice settle each other · ${account === null ? "the ledger sets them off" : "setting refunds.offset_account"}`,
  };
  add(paid, credit, { ...common, direction: "out", setOff: invoice.key });
  add(paid, invoice, { ...common, direction: "in", setOff: credit.key });
}

/** A set-off of which an earlier run registered one half gets its other half, whatever has happened since. */
function completeHalves(paid: Ledgered): void {
  for (const document of paid.documents) {
    for (const half of document.payments) {
      const other = paid.documents.find((one) => one.key === half.setOff);
      if (other === undefined || other.payments.some((one) => one.id === half.id)) continue;
      add(paid, other, {
        ...half,
        direction: half.direction === "in" ? "out" : "in",
        setOff: document.key,
      });
    }
  }
}

function add(paid: Ledgered, document: PlannedDocument, payment: PlannedPayment): void {
  paid.payments.get(document.key)?.push(payment);
  const amount = parseMoney(payment.amount, document.currency);
  paid.open.set(document.key, subtract(openOf(paid, document), amount));
}

const openOf = (paid: Ledgered, document: PlannedDocument): Money =>
  paid.open.get(document.key) ?? zero(document.currency);

function freeId(id: string, paid: Ledgered): string {
  const taken = [...paid.payments.values()].flat().map((one) => one.id);
  let free = id;
  for (let count = 2; taken.includes(free); count++) free = `${id}-${count}`;
  return free;
}

function leftOpen(amount: Money, credit: PlannedDocument, input: DecisionInput): Notice {
  const message = `${formatMoney(amount)} ${amount.currency} of the credit of ${credit.date} is open against an invoice of this order; settle them in ${input.ledgerName}, or name an account in the settings.`;
  return { code: "OPEN_AGAINST_EACH_OTHER", message };
}
