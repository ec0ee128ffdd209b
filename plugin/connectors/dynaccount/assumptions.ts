/**
 * What the connector takes for granted although no public document says so; the numbers are those of the reference the
 * connector was written from (README.md). A merchant's setting `ledger.assumptions` puts a wrong name right without a
 * release: `actions.book_invoice` -> `approve_debtor_invoice`.
 */
export const assumed = {
  /** D1: the actions that book, by the pattern of the one known action (verb, table). Never tried before it is confirmed. */
  "actions.book_invoice": "book_debtor_invoice",
  "actions.book_credit_note": "book_debtor_creditnote",
  /** D3: a credit note names its invoice by the internal key. */
  "columns.credited_invoice": "credit_invoice_id",
  /** D3: the lines of a credit note name it as those of an invoice name theirs. */
  "columns.credit_note_of_line": "invoice_id",
  /** D5: the row of a voucher that pays a debtor's invoice. Matching is automatic when it bears the number. */
  "words.debtor_payment": "DEBTOR_PAYMENT",
  /** D7: the document that is an invoice as PDF, by its visible number. */
  "documents.invoice": "debtor_invoice",
  "documents.credit_note": "debtor_creditnote",
  /** D16: where our reference stands on documents; an equality filter finds it. */
  "columns.reference": "requisition",
} as const;

export type AssumedName = keyof typeof assumed;
export type Assumptions = Readonly<Record<AssumedName, string>>;

export const assumedNames = Object.keys(assumed) as AssumedName[];

/** The assumptions with what the merchant has put right. */
export function assumptionsWith(overrides: Readonly<Record<string, string>>): Assumptions {
  return { ...assumed, ...overrides };
}

const TIMEOUT_MS = 30_000;

export const limits = {
  /** D2, D9: prices are without VAT and keep this many decimals. */
  priceDecimals: 4,
  /** D12: digits of a debtor number, which has to be given. */
  debtorDigits: 9,
  /** D13: rows of a page. */
  pageRows: 500,
  /** How long an answer is waited for. */
  timeoutMs: TIMEOUT_MS,
  /** D15: calls of one company in a while and at the same time, over all processes; nothing is documented. */
  calls: { calls: 25, perMs: 1_000, atOnce: { calls: 2, longestMs: TIMEOUT_MS + 5_000 } },
  /** D15: how long to rest after a call too many when the answer does not say. */
  restMs: 4_000,
  /** D16: characters of `requisition`. */
  reference: 50,
} as const;

/** Lengths nobody has published; what is longer is refused by the server or was never seen. */
export const lengths = { text: 255, phone: 35, number: 50, print: 2000 } as const;

/**
 * Columns that are written (D2, D4, D18): an update reads the row, changes it and sends all of these, since what an
 * update leaves out may be blanked. Everything else of a row only the server writes.
 */
export const writable = {
  debtor: [
    "module_id_",
    "module_group_name",
    "vatcode_name",
    "payment_name",
    "discount_percent",
    "payment_method",
    "bank_name",
    "name",
    "attention_name",
    "attention_position",
    "attention_phone",
    "attention_email",
    "address",
    "zip",
    "city",
    "ref_country_name",
    "phone",
    "email",
    "email_invoice",
    "email_statement",
    "vatno",
    "ean",
    "ean_contact",
    "lang",
    "ref_currency_name",
    "dlv_attention",
    "dlv_name",
    "dlv_address",
    "dlv_zip",
    "dlv_city",
    "dlv_ref_country_name",
    "dlv_phone",
    "dlv_email",
    "note",
    "credit_max",
    "invoicing_module_id_",
    "invoicing_module_attention",
  ],
  product: ["product_id_", "name", "product_group_name", "unit_name", "price", "txt", "weight"],
} as const;

/** D6: names of the column that holds the rate of a VAT code; the first numeric one that fits is taken. */
const RATE_COLUMN = /percent|procent|rate|sats|pct/i;

/** The rate of a VAT code as its row shows it; null when no column looks like one (D6). */
export function rateIn(row: Readonly<Record<string, string>>): string | null {
  const found = Object.entries(row).find(
    ([column, value]) => RATE_COLUMN.test(column) && /^\d{1,2}(\.\d{1,4})?$/.test(value),
  );
  return found?.[1] ?? null;
}

/**
 * D11: how a wrong key is refused is not known. Everything is that answers 401 or 403, and so is a refusal of the plainest
 * question that is not about one of its columns.
 */
export function looksLikeWrongKeys(
  status: number,
  columns: readonly string[],
  asked: readonly string[],
): boolean {
  if (status === 401 || status === 403) return true;
  return columns.length > 0 && !columns.some((column) => asked.includes(column));
}
