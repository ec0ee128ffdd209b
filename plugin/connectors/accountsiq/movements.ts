import type { PlannedDocument, PlannedPayment } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import { entryWords } from "../shared/entry-words.ts";
import { asDateTime, asReference } from "./assumptions.ts";
import type { Books } from "./books.ts";
import { failed, type Reply } from "./client.ts";
import { fitted } from "./text.ts";
import type { Xml } from "./xml.ts";

/** What a movement of money is made of. */
interface Parts {
  readonly payment: PlannedPayment;
  readonly document: PlannedDocument;
  readonly customer: string;
  readonly rate: string;
  readonly reference: string;
}

/** Money in, with the account of its method; `mode` names the bank where the method has one. */
export async function receiptOf(books: Books, parts: Parts): Promise<Reply<Xml>> {
  const { payment, customer, rate } = parts;
  const account = payment.mode ?? payment.account;
  if (account === null) return failed(noAccount(payment));
  const bankRate = await books.rates.ofBank(account);
  if (!bankRate.ok) return bankRate;
  const { bi_code: department } = await books.settings();
  return {
    ok: true,
    value: {
      CustomerCode: customer,
      CheckReference: asReference(parts.reference),
      PaymentAmount: payment.amount,
      BankAccountCode: account,
      PaymentDate: asDateTime(payment.date),
      ExchangeRate: rate,
      BankExchangeRate: bankRate.value,
      Description: textOf(parts),
      DepartmentID: department,
    },
  };
}

/** Money back: a debit journal on the customer, from the account of the payment's method. */
export async function journalOf(books: Books, parts: Parts): Promise<Reply<Xml>> {
  const { payment, customer, rate } = parts;
  const account = payment.mode ?? payment.account;
  if (account === null) return failed(noAccount(payment));
  const bankRate = await books.rates.ofBank(account);
  if (!bankRate.ok) return bankRate;
  const { bi_code: department } = await books.settings();
  const line = {
    GLAccountCode: account,
    Description: textOf(parts),
    Amount: payment.amount,
    DepartmentID: department,
    BankExchangeRate: bankRate.value,
  };
  return {
    ok: true,
    value: {
      AccountCode: customer,
      ExchangeRate: rate,
      ExternalReference: asReference(parts.reference),
      TransactionDate: asDateTime(payment.date),
      Lines: { WSLedgerJournalLine: [line] },
    },
  };
}

function textOf({ payment, document }: Parts): string {
  const words = entryWords(document);
  const said = payment.direction === "in" ? words.paidBy : words.paidBackBy;
  return fitted(said(payment.method, document.orderNumber), "description");
}

const noAccount = ({ method }: PlannedPayment) =>
  fix("LEDGER_REJECTED", `The payment method ${method} has no account.`, {
    place: "settings",
    field: "payments.methods",
  });
