import { add, formatMoney, parseMoney, subtract, sum } from "../../domain/money.ts";
import type {
  PracticeAccount,
  PracticeLedger,
  PracticePaper,
  PracticeVoucher,
} from "../../domain/practice-books.ts";
import type { LedgerPages } from "../connector.ts";
import type { Books } from "./books.ts";
import { openAmount } from "./open-amount.ts";
import { journalVoucher, type Keeping, nameOf, paperVoucher, paymentVoucher } from "./postings.ts";
import type { Kept, Paper, Payment } from "./records.ts";

/** What the merchant is shown of the books. */
export function practicePages(books: Books): LedgerPages {
  return {
    paper: (number) => readPaper(books, number),
    ledger: () => readLedger(books),
  };
}

async function readPaper(books: Books, number: string): Promise<PracticePaper | null> {
  const kept = await books.papers.get(number);
  if (kept === null || kept.value.state === "removed") return null;
  const payments = (await books.payments.list()).filter(({ value }) => value.paper === number);
  const { value } = kept;
  const { date, currency, orderId, orderNumber, reference, legalTexts, rows, net, vat, gross, credits } =
    value;
  return {
    ...headOf(kept, payments),
    date,
    currency,
    orderId,
    orderNumber,
    customer: (await books.cards.get(value.customer))?.value.name ?? null,
    reference,
    legalTexts,
    rows,
    net,
    vat,
    gross,
    credits,
    vouchers: vouchersOf(keepingOf(books), [kept], payments),
  };
}

async function readLedger(books: Books): Promise<PracticeLedger> {
  const keeping = keepingOf(books);
  const payments = await books.payments.list();
  const papers = (await books.papers.list()).filter(({ value }) => value.state !== "removed");
  const journals = await books.journals.list();
  const vouchers = [
    ...vouchersOf(keeping, papers, payments),
    ...journals.map((kept) => journalVoucher(keeping, kept)),
  ];
  const accounts = accountsOf(keeping, vouchers);
  const total = (side: "debit" | "credit"): string =>
    formatMoney(
      sum(
        accounts.map((one) => parseMoney(one[side], keeping.currency)),
        keeping.currency,
      ),
    );
  return {
    currency: keeping.currency,
    accounts,
    debit: total("debit"),
    credit: total("credit"),
    papers: papers
      .map((kept) => {
        const { date, currency, gross, orderId, orderNumber } = kept.value;
        return { ...headOf(kept, payments), date, currency, gross, orderId, orderNumber };
      })
      .reverse(),
    vouchers: vouchers.length,
  };
}

const keepingOf = (books: Books): Keeping => ({ chart: books.chart(), currency: books.company.currency });

function headOf(kept: Kept<Paper>, payments: readonly Kept<Payment>[]) {
  const { kind, state } = kept.value;
  return { number: kept.number, kind, isBooked: state === "booked", open: openAmount(kept, payments) };
}

/** A draft has none yet. */
function vouchersOf(
  keeping: Keeping,
  papers: readonly Kept<Paper>[],
  payments: readonly Kept<Payment>[],
): PracticeVoucher[] {
  return papers
    .filter(({ value }) => value.state === "booked")
    .flatMap((kept) => [
      paperVoucher(keeping, kept),
      ...payments
        .filter(({ value }) => value.paper === kept.number)
        .map((payment) => paymentVoucher(keeping, payment, kept.value.rate)),
    ]);
}

function accountsOf({ chart, currency }: Keeping, vouchers: readonly PracticeVoucher[]): PracticeAccount[] {
  const nothing = parseMoney("0", currency);
  const sums = new Map<string, { debit: typeof nothing; credit: typeof nothing }>();
  for (const { account, debit, credit } of vouchers.flatMap(({ lines }) => lines)) {
    const before = sums.get(account) ?? { debit: nothing, credit: nothing };
    sums.set(account, {
      debit: add(before.debit, parseMoney(debit, currency)),
      credit: add(before.credit, parseMoney(credit, currency)),
    });
  }
  return [...sums]
    .map(([account, { debit, credit }]) => ({
      account,
      name: nameOf(chart, account),
      debit: formatMoney(debit),
      credit: formatMoney(credit),
      balance: formatMoney(subtract(debit, credit)),
    }))
    .sort((a, b) => (a.account < b.account ? -1 : 1));
}
