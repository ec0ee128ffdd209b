/** What a column takes. Lengths and forms the reference does not know are the stricter guess (README.md). */
export type Column =
  | { readonly kind: "text"; readonly max: number }
  | { readonly kind: "digits"; readonly max: number }
  | { readonly kind: "decimal"; readonly decimals: number }
  | { readonly kind: "time" }
  | { readonly kind: "word"; readonly of: readonly string[] }
  /** The value of a column of another table: a name, a number or a key. */
  | { readonly kind: "of"; readonly table: string; readonly column: string };

export interface Table {
  /** Columns a caller may write. */
  readonly writable: Readonly<Record<string, Column>>;
  /** Columns only the server writes. */
  readonly readOnly: readonly string[];
  readonly required: readonly string[];
  /** A number that no second row may have. */
  readonly unique?: string;
  /** The table of the document a line belongs to, and the column that names it. */
  readonly parent?: { readonly table: string; readonly column: string };
  /** The lines that go with a document. */
  readonly lines?: string;
}

const text = (max: number): Column => ({ kind: "text", max });
const named = (table: string): Column => ({ kind: "of", table, column: "name" });
const keyed = (table: string): Column => ({ kind: "of", table, column: "id" });
const word = (...of: string[]): Column => ({ kind: "word", of });
const time: Column = { kind: "time" };
const price: Column = { kind: "decimal", decimals: 4 };
const customer: Column = { kind: "of", table: "debtor", column: "module_id_" };
const language = word("da", "en", "sv", "no", "de");

const address = {
  attention: text(255),
  address: text(255),
  zip: text(35),
  city: text(255),
  ref_country_name: text(2),
  dlv_attention: text(255),
  dlv_name: text(255),
  dlv_address: text(255),
  dlv_zip: text(35),
  dlv_city: text(255),
  dlv_ref_country_name: text(2),
};

const sale = {
  module_id_: customer,
  dimension_name: named("dimension"),
  time,
  currency_name: named("currency"),
  time_delivery: time,
  discount_percent: price,
  requisition: text(50),
  lang: language,
  ...address,
  txt: text(2000),
};

const line = {
  product_id_: { kind: "of", table: "product", column: "product_id_" },
  vatcode_name: named("vatcode"),
  product_type: text(20),
  qty: price,
  discount_type: text(20),
  discount_value: price,
  price,
  name: text(255),
  txt: text(2000),
} as const;

const lineSums = ["product_id", "is_list_listing", "is_list_pricing", "vat_amount", "total_amount"];
const sums = ["vat_amount", "total_amount", "total_weight", "profit_amount"];

/** Tables that can be written, with the columns of sections 7 to 11 of the reference. */
const tables: Readonly<Record<string, Table>> = {
  debtor: {
    writable: {
      module_id_: { kind: "digits", max: 9 },
      module_group_name: named("debtor_group"),
      vatcode_name: named("vatcode"),
      payment_name: named("payment"),
      discount_percent: price,
      payment_method: word("BANK_ACCOUNT"),
      bank_name: named("bank"),
      name: text(255),
      attention_name: text(255),
      attention_position: text(255),
      attention_phone: text(35),
      attention_email: text(255),
      address: text(255),
      zip: text(35),
      city: text(255),
      ref_country_name: text(2),
      phone: text(35),
      email: text(255),
      email_invoice: text(255),
      email_statement: text(255),
      vatno: text(35),
      ean: { kind: "digits", max: 13 },
      ean_contact: text(255),
      lang: language,
      ref_currency_name: named("currency"),
      dlv_attention: text(255),
      dlv_name: text(255),
      dlv_address: text(255),
      dlv_zip: text(35),
      dlv_city: text(255),
      dlv_ref_country_name: text(2),
      dlv_phone: text(35),
      dlv_email: text(255),
      note: text(2000),
      credit_max: price,
      invoicing_module_id_: customer,
      invoicing_module_attention: text(255),
    },
    readOnly: ["id", "contact_id", "balance", "due", "is_blocked", "invoicing_module_name", "bs_mandate"],
    required: ["module_id_", "module_group_name", "name", "ref_currency_name"],
    unique: "module_id_",
  },
  product: {
    writable: {
      product_id_: text(50),
      name: text(255),
      product_group_name: named("product_group"),
      unit_name: named("unit"),
      price,
      txt: text(2000),
      weight: price,
    },
    readOnly: ["id", "type", "product_group_id", "in_stock", "in_order", "time_stock_change", "is_stocked"],
    required: ["product_id_", "name", "product_group_name"],
    unique: "product_id_",
  },
  debtor_invoice: {
    writable: { ...sale, payment_name: named("payment") },
    readOnly: [
      "id",
      "is_booked",
      "is_matched",
      "is_credited",
      "is_credited_complete",
      "module_id",
      "time_due",
      "invoice_id_",
      "currency_rate",
      "public_url",
      ...sums,
    ],
    required: ["module_id_", "time", "currency_name"],
    lines: "debtor_invoice_product",
  },
  debtor_invoice_product: {
    writable: { invoice_id: keyed("debtor_invoice"), ...line },
    readOnly: ["id", "qty_credited", "vatcode_type", ...lineSums],
    required: ["invoice_id", "product_id_", "vatcode_name", "qty", "price", "name"],
    parent: { table: "debtor_invoice", column: "invoice_id" },
  },
  debtor_order: {
    writable: sale,
    readOnly: ["id", "is_approved", "is_invoiced", "module_id", "order_id_", ...sums],
    required: ["module_id_", "time", "currency_name"],
    lines: "debtor_order_product",
  },
  debtor_order_product: {
    writable: { order_id: keyed("debtor_order"), ...line },
    readOnly: ["id", "qty_invoiced", ...lineSums],
    required: ["order_id", "product_id_", "vatcode_name", "qty", "price", "name"],
    parent: { table: "debtor_order", column: "order_id" },
  },
  debtor_creditnote: {
    writable: { credit_invoice_id: keyed("debtor_invoice"), time, requisition: text(50) },
    readOnly: [
      "id",
      "is_booked",
      "module_id",
      "module_id_",
      "invoice_id_",
      "credit_invoice_id_",
      "currency_name",
      "lang",
      "attention",
      "address",
      "zip",
      "city",
      "txt",
      ...sums,
    ],
    required: ["credit_invoice_id", "time"],
    lines: "debtor_creditnote_product",
  },
  debtor_creditnote_product: {
    writable: { invoice_id: keyed("debtor_creditnote"), ...line },
    readOnly: ["id", "qty_credited", ...lineSums],
    required: ["invoice_id", "product_id_", "vatcode_name", "qty", "price", "name"],
    parent: { table: "debtor_creditnote", column: "invoice_id" },
  },
  enclosure: {
    writable: {
      time,
      draft_id: keyed("draft"),
      dimension_name: named("dimension"),
      enc_id_: { kind: "digits", max: 9 },
      txt: text(255),
      note: text(2000),
    },
    readOnly: ["id", "is_booked", "system", "dimension_id", "balance_amount", "vat_amount", "profit_amount"],
    required: ["time", "draft_id"],
    lines: "accounting",
  },
  accounting: {
    writable: {
      enclosure_id: keyed("enclosure"),
      type: word("LEDGER", "DEBTOR_INVOICE", "DEBTOR_PAYMENT"),
      account_id_: { kind: "of", table: "account", column: "account_id_" },
      accountoff_id_: text(20),
      vatcode_name: named("vatcode"),
      dimension_name: named("dimension"),
      dimensionoff_name: named("dimension"),
      invoice_id_: text(20),
      invoice_time_due: time,
      fi_payment_id_: text(20),
      currency_name: named("currency"),
      amount: { kind: "decimal", decimals: 2 },
      currency_rate: { kind: "decimal", decimals: 10 },
    },
    readOnly: ["id", "time", "bank_recon_id", "currency_amount", "is_readonly"],
    required: ["enclosure_id", "type", "amount"],
    parent: { table: "enclosure", column: "enclosure_id" },
  },
};

/** Tables a caller reads, with the columns of section 14; names beyond it are guesses of the stand-in. */
const registers: Readonly<Record<string, readonly string[]>> = {
  account: [
    "id",
    "account_id_",
    "name",
    "type",
    "vatcode_name",
    "ref_currency_name",
    "is_dimension",
    "is_bank",
  ],
  vatcode: ["id", "name", "type", "percent"],
  payment: ["id", "name"],
  debtor_group: [
    "id",
    "name",
    "payment_name",
    "vatcode_name",
    "ref_currency_name",
    "payment_method",
    "bank_name",
    "lang",
  ],
  product_group: ["id", "name"],
  unit: ["id", "name"],
  location: ["id", "name"],
  bank: ["id", "account_id", "name"],
  currency: ["id", "name"],
  dimension: ["id", "name"],
  draft: ["id", "name"],
  year: ["id", "is_closed", "time_start", "time_end", "enc_next_id_"],
};

/** Columns of a table in the order they are shown; undefined for a table that does not exist. */
export function columnsOf(name: string): readonly string[] | undefined {
  const register = Object.hasOwn(registers, name) ? registers[name] : undefined;
  const table = tableOf(name);
  if (table === undefined) return register;
  return [...new Set([...table.readOnly, ...Object.keys(table.writable)])];
}

/** A table that can be written. */
export function tableOf(name: string): Table | undefined {
  return Object.hasOwn(tables, name) ? tables[name] : undefined;
}
