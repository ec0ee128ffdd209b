import type { PlannedJournal } from "../../domain/journal.ts";
import {
  add,
  formatMoney,
  isZero,
  type Money,
  negate,
  parseMoney,
  subtract,
  sum,
  zero,
} from "../../domain/money.ts";
import type { PlannedDocument, PlannedPayment, PlannedRow } from "../../domain/plan.ts";
import type { WrittenDocument } from "../connector.ts";
import { entryWords } from "../shared/entry-words.ts";
import { type Assumptions, lengths } from "./assumptions.ts";
import { draftKey } from "./catalogue.ts";
import { type Registers, vatCodeOf } from "./map-lines.ts";
import { BASE_CURRENCY } from "./options.ts";
import { papers } from "./papers.ts";
import { timeOf } from "./rows.ts";
import type { Sheet } from "./sheets.ts";
import type { Fields } from "./signature.ts";
import { text } from "./text.ts";

/** Whose payment it is: the debtor, and the document's visible number where it has one. */
export interface Payer {
  readonly customerNumber: string;
  readonly invoiceNumber: string;
}

/**
 * A sale or its credit as a voucher in a draft (way A). Rows credit their accounts, so their amounts are negative; the
 * debtor stands on the contra side, where a negative amount debits him. A VAT code takes its VAT out of the amount, so
 * no row of VAT is sent (D19).
 */
export function saleVoucher(written: WrittenDocument, registers: Registers): Sheet {
  const { document, reference, customerNumber } = written;
  const isCredit = document.kind === "credit_note";
  const sign = (amount: Money): Money => (isCredit ? amount : negate(amount));
  const { currency } = document;
  const rows = document.rows
    .map((row) => ({ row, amount: parseMoney(row.gross, currency) }))
    .filter(({ amount }) => !isZero(amount));
  const total = sum(
    rows.map(({ amount }) => amount),
    currency,
  );
  const words = entryWords(document);
  const kind = isCredit ? words.credit : words.sale;
  return voucher(registers, null, {
    day: document.date,
    text: `${kind} ${document.orderNumber} ${document.customer.bill.name}`,
    note: reference,
    lines: [
      ...rows.map(({ row, amount }) => entryOf(row, sign(amount), registers)),
      entry({ type: "DEBTOR_INVOICE", accountoff_id_: customerNumber }, sign(total)),
    ],
  });
}

function entryOf(row: PlannedRow, amount: Money, registers: Registers): Fields {
  return entry(
    {
      type: "LEDGER",
      account_id_: row.account ?? "",
      vatcode_name: vatCodeOf(row, registers) ?? "",
      dimension_name: row.costCentre ?? "",
    },
    amount,
  );
}

/** Money on its account against the debtor: what he pays, less a fee, with what he paid too much (R4). */
export function paymentVoucher(
  { document, payment, reference }: { document: PlannedDocument; payment: PlannedPayment; reference: string },
  payer: Payer,
  registers: Registers,
  names: Assumptions,
): Sheet {
  const { currency } = payment;
  const sign = (amount: Money): Money => (payment.direction === "out" ? negate(amount) : amount);
  const amount = parseMoney(payment.amount, currency);
  const part = (share: PlannedPayment["fee"]) => parseMoney(share?.amount ?? "0", currency);
  // A fee is taken off whichever way the money goes; a surplus goes with the money.
  const [fee, surplus] = [part(payment.fee), sign(part(payment.surplus))];
  const moved = subtract(add(sign(amount), surplus), fee);
  const ledger = (account: string | null, value: Money) =>
    isZero(value) ? [] : [entry({ type: "LEDGER", account_id_: account ?? "" }, value)];
  const debtor = {
    type: names["words.debtor_payment"],
    accountoff_id_: payer.customerNumber,
    invoice_id_: payer.invoiceNumber,
  };
  return voucher(registers, null, {
    day: payment.date,
    text: `${entryWords(document).payment} ${document.orderNumber} ${payment.method}`,
    note: reference,
    lines: [
      ...ledger(payment.account, moved),
      ...ledger(payment.fee?.account ?? null, fee),
      ...ledger(payment.surplus?.account ?? null, negate(surplus)),
      entry(debtor, sign(amount)),
    ],
  });
}

/** By what a payment without a reference of ours is found again: the document's id and the movement's in the shop. */
export function paymentReference(documentId: string, { id }: Pick<PlannedPayment, "id">): string {
  return text(`Payment ${id} of ${documentId}`, lengths.print);
}

/** A voucher of our own (R15, R18); it waits in the draft that its series names. */
export function journalVoucher(journal: PlannedJournal, reference: string, registers: Registers): Sheet {
  const { currency } = journal;
  const lines = journal.lines.map((line) => {
    const debit = subtract(parseMoney(line.debit, currency), parseMoney(line.credit, currency));
    return { line, debit };
  });
  return voucher(registers, journal.series, {
    day: journal.date,
    text: journal.text,
    note: reference,
    lines: lines
      .filter(({ debit }) => !isZero(debit))
      .map(({ line, debit }) =>
        entry({ type: "LEDGER", account_id_: line.account, dimension_name: line.costCentre ?? "" }, debit),
      ),
  });
}

interface Voucher {
  readonly day: string;
  readonly text: string;
  /** Our reference, which an equality filter finds. */
  readonly note: string;
  readonly lines: readonly Fields[];
}

function voucher({ catalogue, settings }: Registers, series: string | null, told: Voucher): Sheet {
  return {
    paper: papers.voucher,
    head: {
      time: timeOf(told.day),
      draft_id: draftKey(series, catalogue, settings) ?? "",
      txt: text(told.text, lengths.text),
      note: told.note,
    },
    lines: told.lines,
    where: { note: told.note },
    mark: null,
  };
}

/** A row of a voucher with every column, since all rows of a bulk have the same. */
function entry(fields: Fields, amount: Money): Fields {
  return {
    type: "LEDGER",
    account_id_: "",
    accountoff_id_: "",
    vatcode_name: "",
    dimension_name: "",
    invoice_id_: "",
    // The client of the vendor leaves it empty; only another currency is named.
    currency_name: amount.currency === BASE_CURRENCY ? "" : amount.currency,
    ...fields,
    amount: formatMoney(amount),
  };
}

/** What the debtor of a voucher owes by it, for reading it back. */
export function voucherTotal({ rows, currency }: Pick<PlannedDocument, "rows" | "currency">): Money {
  return rows.reduce((total, row) => add(total, parseMoney(row.gross, currency)), zero(currency));
}
