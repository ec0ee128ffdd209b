import { createHash } from "node:crypto";
import { formatDecimal, formatMoney, parseDecimal, parseMoney } from "../../domain/money.ts";
import type { PlannedDocument, PlannedRow } from "../../domain/plan.ts";
import { fix } from "../../domain/problem.ts";
import type { LedgerResult, Performed, WrittenDocument } from "../connector.ts";
import type { Books } from "./books.ts";
import { salesAccount, vatAccount } from "./chart.ts";
import { currenciesFor } from "./currencies.ts";
import type { Kept, Paper } from "./records.ts";
import { amountsOf, inWords, totalOf } from "./totals.ts";

type Fresh = Pick<WrittenDocument, "document" | "customerNumber" | "credits">;

/** The invoice or credit note of a planned document, its sums made anew from its rows. */
export async function paperOf(books: Books, written: Fresh): Promise<LedgerResult<Paper>> {
  const { document, customerNumber, credits } = written;
  const { currency } = document;
  const unknown = unknownAccount(books, document);
  if (unknown !== null) {
    const message = `The practice books have no account ${unknown}.`;
    return {
      ok: false,
      problem: fix("LEDGER_REJECTED", message, { place: "settings", field: "vat.treatments" }),
    };
  }
  const rate = await rateOf(books, document, credits?.id ?? null);
  if (!rate.ok) return rate;
  const amounts = document.rows.map((row) => amountsOf(row, document));
  return {
    ok: true,
    value: {
      kind: document.kind === "credit_note" ? "credit_note" : "invoice",
      state: "draft",
      date: document.date,
      currency,
      rate: rate.value,
      orderId: document.orderId,
      orderNumber: document.orderNumber,
      customer: customerNumber,
      reference: document.reference,
      legalTexts: [...document.legalTexts],
      rows: document.rows.map((row, index) => ({
        text: row.text,
        quantity: row.quantity,
        ...inWords(amounts[index] ?? totalOf([], currency)),
        vatRate: row.vatRate,
        ...accountsOf(books, row),
        isText: row.kind === "text",
      })),
      ...inWords(totalOf(amounts, currency)),
      credits: credits?.id ?? null,
      fingerprint: fingerprintOf(written),
    },
  };
}

/** Whether two documents would be written alike. What only names the buyer is left out: it may be erased meanwhile. */
export function fingerprintOf({ document, customerNumber, credits }: Fresh): string {
  const { rows, rowForm, date, currency, exchangeRate, reference, legalTexts } = document;
  const written = rows.map(({ text, quantity, unitPrice, vatRate, account, vatCode }) => [
    text,
    formatDecimal(parseDecimal(quantity)),
    formatMoney(parseMoney(unitPrice, currency)),
    formatDecimal(parseDecimal(vatRate)),
    account,
    vatCode,
  ]);
  const all = [
    written,
    rowForm,
    date,
    currency,
    exchangeRate,
    reference,
    legalTexts,
    customerNumber,
    credits?.id,
  ];
  return createHash("sha256").update(JSON.stringify(all)).digest("hex");
}

/** What a document came to, as it is read back. */
export function performed({ number, value }: Kept<Paper>): Performed {
  const { currency, gross, vat } = value;
  return {
    ref: { id: number, number, url: null },
    totals: { currency, gross, vat, rounding: formatMoney(parseMoney("0", currency)) },
  };
}

function accountsOf(books: Books, { account, treatment, vatRate }: PlannedRow) {
  const chart = books.chart();
  return {
    account: account ?? salesAccount(chart, treatment, vatRate),
    vatAccount: vatAccount(chart, treatment, vatRate),
  };
}

function unknownAccount(books: Books, { rows }: PlannedDocument): string | null {
  const known = new Set(books.chart().accounts.map(({ number }) => number));
  return rows.find(({ account }) => account !== null && !known.has(account))?.account ?? null;
}

/** The plan's rate; else that of what is credited (R6); else the books' own. */
async function rateOf(
  books: Books,
  { currency, exchangeRate }: PlannedDocument,
  credits: string | null,
): Promise<LedgerResult<string>> {
  const listed = currenciesFor(books.company.currency).find(({ code }) => code === currency);
  if (listed === undefined) {
    const message = `The practice books do not have the currency ${currency}.`;
    return { ok: false, problem: fix("CURRENCY_NOT_ENABLED", message, { place: "order" }) };
  }
  const original = credits === null ? null : await books.papers.get(credits);
  return { ok: true, value: exchangeRate ?? original?.value.rate ?? listed.rate };
}
