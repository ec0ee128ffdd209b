import type { Columns } from "./columns.ts";

/** Of the tables in `plugin/store/tables/books.ts`. */
export const booksColumns: Columns<
  | "products"
  | "product_reads"
  | "stock_runs"
  | "stock_levels"
  | "practice_records"
  | "oss_rows"
  | "payout_movements"
  | "vat_number_checks"
> = {
  products: {
    installation_id: true,
    sku: true,
    product: true,
    updated_at: true,
  },
  product_reads: {
    installation_id: true,
    due_at: true,
    read_to: true,
    completed_at: true,
  },
  stock_runs: {
    installation_id: true,
    connection_id: true,
    due_at: true,
    report: true,
    created_at: true,
    updated_at: true,
  },
  stock_levels: {
    installation_id: true,
    connection_id: true,
    article: true,
    available: true,
    state: true,
    updated_at: true,
  },
  practice_records: {
    installation_id: true,
    connection_id: true,
    kind: true,
    number: true,
    position: true,
    reference: true,
    revision: true,
    content: true,
    created_at: true,
    updated_at: true,
  },
  oss_rows: {
    installation_id: true,
    connection_id: true,
    order_id: true,
    document: true,
    country: true,
    rate: true,
    nature: true,
    day: true,
    supply_day: true,
    currency: true,
    net: true,
    vat: true,
  },
  payout_movements: {
    installation_id: true,
    connection_id: true,
    order_id: true,
    turn: true,
    payout_id: true,
    paid_at: true,
    movement: true,
    kind: true,
    amount: true,
    currency: true,
  },
  vat_number_checks: {
    id: true,
    installation_id: true,
    number: true,
    requester: true,
    verdict: true,
    name: true,
    consultation: true,
    checked_at: true,
  },
};
