import { decimal } from "./decimal.ts";
import { CONTROL, type Entity } from "./entity.ts";
import type { Given } from "./given.ts";
import {
  checkAccount,
  checkOpen,
  checkRate,
  customerOf,
  dayOf,
  departmentOf,
  descriptionOf,
  line,
  negative,
  post,
} from "./posting.ts";
import type { TransactionRecord } from "./records.ts";
import { checkReference, Refused } from "./refused.ts";

/** Money in: the bank's account gets it, the customer owes that much less. */
export function postReceipt(entity: Entity, clock: () => Date, given: Given): TransactionRecord {
  const customer = customerOf(entity, given.text("CustomerCode"));
  const externalReference = checkReference(given.text("CheckReference"), "CHECK_REFERENCE");
  const amount = given.amount("PaymentAmount") ?? decimal("0");
  if (amount.lt("0")) throw new Refused("PAYMENT_AMOUNT_CANNOT_BE_NEGATIVE");
  if (amount.eq("0")) throw new Refused("PAYMENT_AMOUNT_CANNOT_BE_ZERO");
  const bank = given.text("BankAccountCode") ?? "";
  if (!entity.banks.has(bank)) throw new Refused("BANK_ACCOUNT_DOES_NOT_EXIST");
  if ((given.text("LodgmentNumber") ?? "").length > 50) throw new Refused("LODGMENT_NUMBER_IS_TOO_LONG");
  const rate = checkRate(given.amount("ExchangeRate"));
  checkRate(given.amount("BankExchangeRate"));
  const description = descriptionOf(given);
  const department = departmentOf(entity, given);
  return post(entity, clock, {
    type: "SR",
    accountCode: customer.code,
    currency: customer.currency,
    date: dayOf(given, "PaymentDate"),
    externalReference,
    description,
    exchangeRate: rate.toFixed(),
    isBatch: false,
    invoiceId: null,
    dueDate: null,
    amount: negative(amount).toFixed(2),
    lines: [
      line("control", CONTROL.debtors, negative(amount), { description }),
      line("bank", bank, amount, { description, department }),
    ],
  });
}

/** A debit journal on a customer: here, money that went back. Whether a bank's account is taken is an assumption. */
export function postDebitJournal(entity: Entity, clock: () => Date, given: Given): TransactionRecord {
  const customer = customerOf(entity, given.text("AccountCode"));
  const externalReference = checkReference(given.text("ExternalReference"), "INVOICE_EXTERNAL_REFERENCE");
  const rate = checkRate(given.amount("ExchangeRate"));
  const date = dayOf(given, "TransactionDate");
  checkOpen(entity, date);
  const lines = given.records("Lines").map((one) => {
    const department = departmentOf(entity, one);
    const account = one.text("GLAccountCode") ?? "";
    checkAccount(entity, account, department);
    const amount = one.amount("Amount") ?? decimal("0");
    if (amount.lte("0")) throw new Refused("GROSS_AMOUNT_IS_NEGATIVE");
    checkRate(one.amount("BankExchangeRate"));
    return line("net", account, negative(amount), { department, description: descriptionOf(one) });
  });
  if (lines.length === 0) throw new Refused("TRANSACTION_LINE_COUNT_IS_INVALID");
  const total = lines.reduce((sum, one) => sum.minus(one.amount), decimal("0"));
  return post(entity, clock, {
    type: "SD",
    accountCode: customer.code,
    currency: customer.currency,
    date,
    externalReference,
    description: lines[0]?.description ?? "",
    exchangeRate: rate.toFixed(),
    isBatch: false,
    invoiceId: null,
    dueDate: null,
    amount: total.toFixed(2),
    lines: [line("control", CONTROL.debtors, total), ...lines],
  });
}

/** A journal of the general ledger: amounts are positive in debit and negative in credit, and come to nothing. */
export function postGeneralJournal(entity: Entity, clock: () => Date, given: Given): TransactionRecord {
  const internal = given.text("InternalReference") ?? "";
  const external = given.text("ExternalReference") ?? "";
  if (internal === "" || external === "" || internal.length > 50 || external.length > 50) {
    throw new Refused("JOURNAL_ENTRY_MUST_HAVE_A_REFERENCE");
  }
  const lines = given.records("Lines");
  if (lines.length < 2) throw new Refused("JOURNAL_ENTRY_MUST_HAVE_MORE_THEN_ONE_ROW");
  const date = dayOf(given, "TransactionDate");
  checkOpen(entity, date);
  const entries = lines.map((one) => {
    const department = departmentOf(entity, one);
    const account = one.text("GLAccountCode") ?? "";
    checkAccount(entity, account, department);
    const amount = one.amount("Amount") ?? decimal("0");
    const side = (one.amount("Debit") ?? decimal("0")).minus(one.amount("Credit") ?? decimal("0"));
    if (!side.eq(amount)) throw new Refused("JOURNAL_ENTRY_LINES_ARE_NOT_BALANCED");
    return line("net", account, amount, { department, description: descriptionOf(one) });
  });
  if (!entries.reduce((sum, one) => sum.plus(one.amount), decimal("0")).eq("0")) {
    throw new Refused("JOURNAL_ENTRY_LINES_ARE_NOT_BALANCED");
  }
  return post(entity, clock, {
    type: "GA",
    accountCode: null,
    currency: entity.currency,
    date,
    internalNumber: internal,
    externalReference: checkReference(external, "INVOICE_EXTERNAL_REFERENCE"),
    description: entries[0]?.description ?? "",
    exchangeRate: "1",
    isBatch: false,
    invoiceId: null,
    dueDate: null,
    amount: "0.00",
    lines: entries,
  });
}
