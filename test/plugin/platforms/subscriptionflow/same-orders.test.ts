import { describe, expect, it } from "vitest";
import { compare, formatMoney, parseMoney, sum } from "../../../../plugin/domain/money.ts";
import type { Order } from "../../../../plugin/domain/order.ts";
import type { Plan } from "../../../../plugin/domain/plan.ts";
import { normaliseOrder } from "../../../../plugin/platforms/manifest/normalise.ts";
import type { Site } from "../../../../sandbox/platforms/subscriptionflow/server.ts";
import { planOf } from "../../../support/plans.ts";
import { openShop } from "./open-shop.ts";

/** The day of the stand-in's clock. */
const AT = "2026-11-21T11:00:00+01:00";
const OSS = {
  vat: { registrations: ["OSS" as const], treatments: [{ treatment: "oss" as const, account: "3106" }] },
};

type Line = {
  sku: string;
  unit_price: string;
  quantity?: string;
  discount?: string;
  rate?: string;
  tax?: string;
};

interface Example {
  readonly name: string;
  readonly settings?: Parameters<typeof planOf>[1];
  readonly inclusive?: boolean;
  /** Country it is sold to, and the buyer's company and VAT number. */
  readonly country?: string;
  readonly company?: string;
  readonly vatNumber?: string;
  readonly currency?: string;
  readonly lines: readonly Line[];
  /** With VAT in it, per line, and what the whole comes to. */
  readonly taxes: readonly string[];
  readonly total: string;
  readonly period?: readonly [string, string];
  readonly payments?: readonly string[];
  readonly refunds?: readonly { readonly amount: string; readonly paid: boolean }[];
}

// The same sale told in both platforms' words has to become the same books.
const EXAMPLES: readonly Example[] = [
  {
    name: "a subscription at 25 %, paid by card",
    lines: [{ sku: "CLUB", unit_price: "199.00" }],
    taxes: ["49.75"],
    total: "248.75",
    payments: ["248.75"],
  },
  {
    name: "prices that contain VAT, two rates, a discount that keeps its line's rate (R5)",
    inclusive: true,
    lines: [
      { sku: "CLUB", unit_price: "249.00", quantity: "2", discount: "48.00" },
      { sku: "BOOK", unit_price: "106.00", rate: "6" },
    ],
    taxes: ["90.00", "6.00"],
    total: "556.00",
    payments: ["556.00"],
  },
  {
    name: "VAT as charged: 12.00 on 3 x 19.99, not the calculated 11.99 (R2)",
    inclusive: true,
    lines: [{ sku: "MAPS", unit_price: "19.99", quantity: "3", tax: "12.00" }],
    taxes: ["12.00"],
    total: "59.97",
    payments: ["59.97"],
  },
  {
    name: "a consumer in Germany through OSS (R9)",
    settings: OSS,
    country: "DE",
    lines: [{ sku: "CLUB", unit_price: "100.00", rate: "19" }],
    taxes: ["19.00"],
    total: "119.00",
    payments: ["119.00"],
  },
  {
    name: "a business in Germany without VAT, by its number (R10)",
    country: "DE",
    company: "Weber GmbH",
    vatNumber: "DE136695976",
    lines: [{ sku: "CLUB", unit_price: "100.00", rate: "0" }],
    taxes: ["0"],
    total: "100.00",
    payments: ["100.00"],
  },
  {
    name: "a service exported to Norway without VAT (R10)",
    country: "NO",
    lines: [{ sku: "CLUB", unit_price: "100.00", rate: "0" }],
    taxes: ["0"],
    total: "100.00",
    payments: ["100.00"],
  },
  {
    name: "an order in EUR at the ledger's rate (R11)",
    currency: "EUR",
    lines: [{ sku: "CLUB", unit_price: "100.00" }],
    taxes: ["25.00"],
    total: "125.00",
    payments: ["125.00"],
  },
  {
    name: "a part paid, which waits for the rest",
    lines: [{ sku: "CLUB", unit_price: "199.00" }],
    taxes: ["49.75"],
    total: "248.75",
    payments: ["100.00"],
  },
  {
    name: "two payments, each registered with its own amount (R4)",
    lines: [{ sku: "CLUB", unit_price: "199.00" }],
    taxes: ["49.75"],
    total: "248.75",
    payments: ["100.00", "148.75"],
  },
  {
    name: "an amount without lines given back, spread over two rates (R6)",
    inclusive: true,
    lines: [
      { sku: "CLUB", unit_price: "249.00" },
      { sku: "BOOK", unit_price: "212.00", rate: "6" },
    ],
    taxes: ["49.80", "12.00"],
    total: "461.00",
    payments: ["461.00"],
    refunds: [{ amount: "100.00", paid: true }],
  },
  {
    name: "a credit note of which no money has come back (R6)",
    lines: [{ sku: "CLUB", unit_price: "199.00" }],
    taxes: ["49.75"],
    total: "248.75",
    payments: ["248.75"],
    refunds: [{ amount: "48.75", paid: false }],
  },
  {
    name: "more given back than is left, which is held (R6)",
    lines: [{ sku: "CLUB", unit_price: "199.00" }],
    taxes: ["49.75"],
    total: "248.75",
    payments: ["248.75"],
    refunds: [{ amount: "300.00", paid: false }],
  },
  {
    name: "a year paid ahead, earned month by month (R18)",
    settings: { deferral: { enabled: true, account: "2970" } },
    lines: [{ sku: "CLUB", unit_price: "1200.00" }],
    taxes: ["300.00"],
    total: "1500.00",
    period: ["2026-11-01", "2027-10-31"],
    payments: ["1500.00"],
  },
  {
    name: "a total of zero, which is skipped (R13)",
    lines: [{ sku: "CLUB", unit_price: "0.00" }],
    taxes: ["0"],
    total: "0.00",
  },
];

describe("the same sale on both platforms becomes the same books", () => {
  it.each(EXAMPLES)("$name", async (example) => {
    const { site, order } = await openShop();
    const own = planOf(await order(await placed(site, example)), example.settings);
    const theirs = planOf(contractOrder(example), example.settings);
    expect(books(own)).toEqual(books(theirs));
    expect(own.outcome.state).toBe(theirs.outcome.state);
  });
});

/** What stands in the ledger in the end: everything of a plan but names, numbers and ids of the two platforms. */
function books({ outcome, documents, journals }: Plan) {
  return {
    code: outcome.state === "booked" ? null : outcome.code,
    documents: documents.map(({ kind, currency, exchangeRate, date, rows, payments }) => ({
      kind,
      currency,
      exchangeRate,
      date,
      rows: rows.map(({ kind: row, quantity, net, vat, gross, vatRate, treatment, account }) => ({
        row,
        quantity,
        net,
        vat,
        gross,
        vatRate,
        treatment,
        account,
      })),
      // Of two in the same second either may come first.
      payments: payments
        .map(({ amount, direction, date: day, account }) => ({ amount, direction, day, account }))
        .toSorted((a, b) => Number(a.amount) - Number(b.amount)),
    })),
    journals: (journals ?? []).map(({ date, lines }) => ({
      date,
      lines: lines.map(({ account, debit, credit }) => ({ account, debit, credit })),
    })),
  };
}

async function placed(site: Site, example: Example): Promise<string> {
  const { country = "SE", company = null, vatNumber = null, currency = "SEK", payments = [] } = example;
  const [from = null, to = null] = example.period ?? [];
  const customer = site.addCustomer({ name: "Kim Weber", company, vat_id: vatNumber, country, currency });
  const { id } = site.placeInvoice({
    customer: customer.id,
    arithmetic: example.inclusive === true ? "inclusive" : "on top",
    lines: example.lines.map((line) => ({ ...line, service_from: from, service_to: to })),
  });
  for (const amount of payments) site.pay(id, { amount });
  const [payment] = site.transactions();
  for (const { amount, paid } of example.refunds ?? []) {
    if (paid) site.refund(payment?.id ?? "", { amount });
    else site.addCreditNote({ amount, invoice: id });
  }
  return id;
}

function contractOrder(example: Example): Order {
  const { country = "SE", currency = "SEK", payments = [], refunds = [] } = example;
  const address = { name: "Kim Weber", country };
  const sumOf = (amounts: readonly string[]) =>
    sum(
      amounts.map((one) => parseMoney(one, currency)),
      currency,
    );
  const isWhole = compare(sumOf(payments), parseMoney(example.total, currency)) >= 0;
  const read = normaliseOrder(
    {
      id: "1",
      created_at: AT,
      currency,
      prices_include_tax: example.inclusive === true,
      shop_timezone: "Europe/Stockholm",
      kind: "renewal",
      financial_status: payments.length === 0 ? "pending" : isWhole ? "paid" : "partially_paid",
      subscription: { id: "S1", state: "active" },
      customer: {
        id: "c1",
        type: example.company === undefined ? "B2C" : "B2B",
        name: "Kim Weber",
        company: example.company ?? null,
        country,
        vat_number: example.vatNumber ?? null,
      },
      bill_to: address,
      ship_to: address,
      lines: example.lines.map(({ sku, unit_price, quantity = "1", discount = "0", rate = "25" }, index) => ({
        id: `L${index}`,
        sku,
        title: sku,
        quantity,
        unit_price,
        discount,
        nature: "service",
        ...(example.period === undefined
          ? {}
          : { period: { start: example.period[0], end: example.period[1] } }),
        tax_lines:
          rate === "0" || example.taxes[index] === "0" ? [] : [{ rate, amount: example.taxes[index] }],
      })),
      total_tax: formatMoney(sumOf(example.taxes)),
      total: example.total,
      transactions: payments.map((amount, index) => ({
        id: `T${index}`,
        kind: "sale",
        gateway: "card",
        status: "success",
        amount,
        processed_at: AT,
      })),
      refunds: refunds.map(({ amount, paid: isPaid }, index) => ({
        id: `R${index}`,
        created_at: AT,
        adjustments: [{ kind: "other", gross: amount, tax: null }],
        transactions: isPaid
          ? [
              {
                id: `B${index}`,
                kind: "refund",
                gateway: "card",
                status: "success",
                amount,
                processed_at: AT,
              },
            ]
          : [],
      })),
    },
    { timeZone: "Europe/Stockholm", currency: "SEK" },
  );
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}
