import { formatMoney, parseMoney, subtract } from "../../domain/money.ts";
import { asDateTime, asReference } from "./assumptions.ts";
import { type Books, done, type Found, type Of, type Outcome } from "./books.ts";
import { postedRef } from "./refs.ts";
import { subjectOf } from "./subjects.ts";
import { fitted } from "./text.ts";
import { postedUnder } from "./transactions.ts";
import type { Xml } from "./xml.ts";

/** A journal of the general ledger: final once written. Debits are positive amounts, credits negative ones. */
export async function writeJournal(books: Books, operation: Of<"journal">): Outcome {
  const { journal } = operation;
  const reference = asReference(operation.reference);
  const { bi_code: department } = await books.settings();
  const lines = journal.lines.map((line): Xml => {
    const amount = subtract(
      parseMoney(line.debit, journal.currency),
      parseMoney(line.credit, journal.currency),
    );
    return {
      GLAccountCode: line.account,
      Description: fitted(line.text || journal.text, "description") || "-",
      DepartmentID: department,
      Debit: line.debit,
      Credit: line.credit,
      Amount: formatMoney(amount),
    };
  });
  const inside = {
    journal: {
      InternalReference: reference,
      ExternalReference: reference,
      TransactionDate: asDateTime(journal.date),
      Lines: { GeneralJournalLine: lines },
    },
  };
  const operationName = "CreateGeneralJournalGetBackTransactionID";
  const made = await books.client.made(operationName, inside, "transactionID", {
    subject: subjectOf(operation),
  });
  return made.ok ? done(postedRef(made.value)) : made;
}

export async function findJournal({ client }: Books, operation: Of<"journal">): Found {
  const posted = await postedUnder(client, operation.reference, "journal", subjectOf(operation));
  if (!posted.ok || posted.value === null || posted.value === "unfindable") return posted;
  return done(postedRef(posted.value.TransactionID));
}
