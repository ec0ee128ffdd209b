/** Documents with lines: where they and their lines are kept. Orders and drafts of both kinds have the same shape. */
export interface Paper {
  readonly table: "debtor_invoice" | "debtor_creditnote" | "debtor_order" | "enclosure";
  readonly lines: string;
  /** Column of a line that names its document by the internal key. */
  readonly parent: string;
  /** Columns that tell the document's state and what it came to. */
  readonly totals: readonly string[];
  /** Columns that are written besides our own: an update sends all (D18). */
  readonly head: readonly string[];
  /** Columns of a line by which it is known again, with the amounts among them. */
  readonly compared: readonly string[];
  readonly amounts: readonly string[];
  /** The column that says YES once nothing can be changed any more. */
  readonly finished: "is_booked" | "is_invoiced";
  /** How it is called in messages. */
  readonly name: string;
}

const SALE_LINE = ["product_id_", "vatcode_name", "qty", "price", "name"] as const;
const ADDRESS = ["attention", "address", "zip", "city", "ref_country_name"] as const;
const DELIVERY = [
  "dlv_attention",
  "dlv_name",
  "dlv_address",
  "dlv_zip",
  "dlv_city",
  "dlv_ref_country_name",
] as const;
const SALE = [
  "module_id_",
  "dimension_name",
  "time",
  "currency_name",
  "time_delivery",
  "discount_percent",
  "requisition",
  "lang",
  ...ADDRESS,
  ...DELIVERY,
  "txt",
] as const;

const sale = { compared: SALE_LINE, amounts: ["qty", "price"] } as const;

export const papers = {
  invoice: {
    ...sale,
    table: "debtor_invoice",
    lines: "debtor_invoice_product",
    parent: "invoice_id",
    totals: [
      "is_booked",
      "invoice_id_",
      "module_id",
      "currency_name",
      "total_amount",
      "vat_amount",
      "public_url",
    ],
    head: [...SALE, "payment_name"],
    finished: "is_booked",
    name: "Invoice",
  },
  /** D3: everything but the invoice, the day and our reference is taken over from the invoice. */
  credit_note: {
    ...sale,
    table: "debtor_creditnote",
    lines: "debtor_creditnote_product",
    parent: "invoice_id",
    totals: ["is_booked", "invoice_id_", "module_id", "total_amount", "vat_amount"],
    head: ["credit_invoice_id", "time", "requisition"],
    finished: "is_booked",
    name: "Credit note",
  },
  order: {
    ...sale,
    table: "debtor_order",
    lines: "debtor_order_product",
    parent: "order_id",
    totals: ["is_invoiced", "order_id_", "module_id", "currency_name", "total_amount", "vat_amount"],
    head: SALE,
    finished: "is_invoiced",
    name: "Order",
  },
  voucher: {
    table: "enclosure",
    lines: "accounting",
    parent: "enclosure_id",
    totals: ["is_booked", "balance_amount", "vat_amount"],
    head: ["time", "draft_id", "dimension_name", "enc_id_", "txt", "note"],
    compared: [
      "type",
      "account_id_",
      "accountoff_id_",
      "vatcode_name",
      "invoice_id_",
      "currency_name",
      "amount",
    ],
    amounts: ["amount"],
    finished: "is_booked",
    name: "Voucher",
  },
} as const satisfies Record<string, Paper>;

/** The kind of paper an id of ours names: `debtor_invoice/17`. Null for an id of another kind. */
export function readPaperId(id: string): { readonly paper: Paper; readonly key: string } | null {
  const [, table, key] = /^([a-z_]+)\/(\d{1,18})$/.exec(id) ?? [];
  const paper = Object.values(papers).find((one) => one.table === table);
  return paper === undefined || key === undefined ? null : { paper, key };
}

export const paperId = (paper: Paper, key: string): string => `${paper.table}/${key}`;
