import { describe, expect, it } from "vitest";
import { settingsSchema } from "../../../plugin/settings/schema.ts";

/** Every name that settings have had from the first release: names are added, never renamed. */
const vocabulary: Readonly<Record<string, unknown>> = {
  orders: {
    trigger: ["created", "authorized", "partially_paid", "paid", "fulfilled", "completed"],
    document: "order",
    booking: "draft",
    start_date: "2026-01-01",
    zero_total: "book",
    document_currency: "shop",
    rounding_tolerance: "0.10",
    rounding_account: "3740",
    cash_rounding_account: "3741",
    row_mode: "gross",
    refunded_before_transfer: "book",
    locked_period: "next_open_day",
    reference_text: "{{order.number}}",
    comment_text: "x",
    too_many_rows: "hold",
    filters: [],
  },
  customers: {
    mode: "single",
    single_customer: "1",
    match_by: ["organisation_number", "vat_number", "email", "phone", "customer_number"],
    ambiguous: "newest",
    b2c: { create: true, update: true, group: "1", price_list: "A", terms: "30", vat_code: "SE" },
    b2b: { create: true, update: false, group: "1", price_list: "A", terms: "30", vat_code: "X" },
    ean: { create: true, update: true, group: "1", price_list: "A", terms: "30", vat_code: "X" },
  },
  products: {
    mode: "create",
    match_by: "barcode",
    fallback_article: "1",
    shipping_article: "2",
    fee_article: "3",
    account_by_rate: { "25": "3001" },
  },
  payments: {
    methods: {
      "*": {
        register: true,
        account: "1930",
        terms: "30",
        terms_days: 14,
        layout: "x",
        mail_text: "hi",
        fee_account: "6570",
        trigger: ["paid"],
      },
      card: { register: false, mode: "BG" },
    },
  },
  payouts: {
    enabled: true,
    bank_account: "1930",
    fee_account: "6570",
    fee_vat: "reverse_charge",
    exchange_account: "3960",
    dispute_account: "1689",
  },
  vat: {
    seller_country: "SE",
    registrations: ["OSS", "IOSS", "VOEC", "GB"],
    treatments: [
      { treatment: "oss", country: "*", rate: "25.5", account: 3106, vat_code: "x" },
      { treatment: "domestic" },
      { treatment: "eu_goods" },
      { treatment: "eu_service" },
      { treatment: "export" },
      { treatment: "outside" },
      { treatment: "deemed_supplier" },
      { treatment: "local_foreign", country: "GB" },
    ],
    vat_number_check: "vies",
    unknown_number: "charge",
  },
  refunds: { enabled: true, booking: "draft", register_payment: false, restocking_fee_account: "3990" },
  liabilities: {
    gift_card_account: "2421",
    store_credit_account: "2422",
    tip_account: "2899",
    channel_tax_account: "2610",
    single_purpose_vouchers: ["G1"],
  },
  deferral: { enabled: true, account: "2972", method: "monthly_equal" },
  stock: { enabled: true, interval_minutes: 60, location: "x" },
  email: { send: "after_booking", from: "own_server", subject: "x", body: "y", attach_pdf: true },
  notifications: { recipients: ["a@b.se"], errors: "hourly", digest: "weekly" },
  dimensions: [{ when: [], cost_centre: "1", project: "2", bi_code: "3" }],
  rules: [{ when: [{ field: "customer.type", op: "is", value: "B2B" }], set: { account: "3010" } }],
};

describe("the vocabulary of the settings", () => {
  it.each(Object.entries(vocabulary))("has every name of %s, and keeps what they say", (group, said) => {
    const read = settingsSchema.parse({ [group]: said });
    expect(read).toMatchObject({ [group]: asKept(said) });
  });
});

/** Accounts may be told as numbers and are kept as text. */
function asKept(said: unknown): unknown {
  return JSON.parse(JSON.stringify(said), (name, value) =>
    name === "account" && typeof value === "number" ? String(value) : value,
  );
}
