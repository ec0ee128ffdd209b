import { isNegative } from "../../domain/money.ts";
import type { Order } from "../../domain/order.ts";
import { type FixProblem, fix } from "../../domain/problem.ts";
import type { Installation, ShopResult } from "../platform.ts";
import { arithmeticOf, headerProblem } from "./arithmetic.ts";
import { refundsOf } from "./credits.ts";
import { exactAmount } from "./exact-amount.ts";
import { invoiceCredits, reversalsOf } from "./invoice-credits.ts";
import { linesOf } from "./lines.ts";
import { sumsOfInvoice } from "./listed-sums.ts";
import { financialStatus, movementsOf } from "./movements.ts";
import { partiesOf } from "./parties.ts";
import type { InvoiceFile, InvoiceRecord } from "./schema.ts";
import { later, onDay } from "./times.ts";
import { Unbookable } from "./unbookable.ts";

/** What the installation knows and no invoice says. */
export type SiteFacts = Pick<Installation, "country" | "timeZone" | "tenantUrl">;

/** Forecasts of the next cycle, and what is not an invoice yet: never an order. */
export const NO_ORDER_YET: readonly string[] = ["projected", "draft"];
const STATUSES: readonly string[] = ["due", "overdue", "partially paid", "paid", "void"];

/** Turns an invoice with its money and credit notes into our order, or says why a person must look. Never throws. */
export function normaliseInvoice(file: InvoiceFile, site: SiteFacts): ShopResult<Order> {
  try {
    return { ok: true, value: toOrder(file, site) };
  } catch (error) {
    if (error instanceof Unbookable) return { ok: false, problem: problemOf(error, file.invoice) };
    throw error;
  }
}

function problemOf(error: Unbookable, { id, name }: InvoiceRecord): FixProblem {
  return fix(error.code, `Invoice ${name ?? id}: ${error.message}.`, { place: "shop" });
}

function toOrder(file: InvoiceFile, site: SiteFacts): Order {
  const { invoice } = file;
  const { currency } = invoice;
  const total = exactAmount(invoice.total_amount, currency);
  checkKind(invoice, isNegative(total));
  const charges = invoice.items.flatMap((item) => item.charges);
  const arithmetic = arithmeticOf(charges, currency);
  if (arithmetic === null) {
    throw new Unbookable(
      "TOTAL_MISMATCH",
      "sub total, discount and tax of its charges do not make their totals",
    );
  }
  const wrong = headerProblem(invoice, charges);
  if (wrong !== null) throw new Unbookable("TOTAL_MISMATCH", wrong);
  const { customer, billTo, shipTo, countries } = partiesOf(invoice.customer);
  // A seller below the threshold charges home VAT abroad, so home counts everywhere.
  const place = { countries: [...new Set([...countries, site.country])], day: invoice.invoice_date };
  const lines = linesOf(invoice, arithmetic, place);
  const movements = movementsOf(file);
  const credits = invoiceCredits(file);
  const isVoid = invoice.status === "void";
  return {
    id: invoice.id,
    number: invoice.name ?? invoice.id,
    url: `${site.tenantUrl}/invoice-detail/${encodeURIComponent(invoice.id)}`,
    createdAt: onDay(invoice.invoice_date, invoice.created_at),
    updatedAt: newestChange(file),
    cancelledAt: isVoid ? invoice.updated_at : null,
    status: isVoid ? "cancelled" : "open",
    financialStatus: financialStatus(invoice, movements),
    fulfillmentStatus: "unfulfilled",
    currency,
    pricesIncludeTax: arithmetic === "inclusive",
    shopCurrency: currency,
    shopTotal: null,
    timeZone: site.timeZone,
    listedSums: sumsOfInvoice(invoice),
    source: invoice.is_oneoff ? "web" : "subscription",
    channel: null,
    kind: isNegative(total) ? "adjustment" : invoice.is_oneoff ? "order" : "renewal",
    subscription: subscriptionOf(invoice, lines[0]?.period ?? null),
    customer,
    billTo,
    shipTo,
    lines,
    shipping: [],
    discountCodes: [],
    totalTax: exactAmount(invoice.tax_amount, currency),
    total,
    paymentRounding: null,
    paymentTermsDays: termsOf(invoice),
    payments: movements.payments,
    edits: reversalsOf(file, lines, charges),
    exchangeLines: [],
    refunds: [...refundsOf([...movements.refunds, ...credits.standing]), ...refundsOf(credits.cancelled)],
    ...otherLinkOf(invoice),
  };
}

/** An unknown status is never booked; neither is an invoice of which the site took back it does not say how much. */
function checkKind(invoice: InvoiceRecord, isCredit: boolean): void {
  const { status, reversed_reference: reversedBy } = invoice;
  if (!STATUSES.includes(status)) {
    throw new Unbookable("ORDER_UNREADABLE", `its status "${status}" is not one we know`);
  }
  if (reversedBy === null || isCredit) return;
  const what = `it was reversed by ${reversedBy}, and the shop does not say how much of it`;
  throw new Unbookable("ORDER_UNREADABLE", `${what}; credit it by hand`);
}

function subscriptionOf(
  { is_oneoff: isOneOff, items }: InvoiceRecord,
  period: Order["lines"][number]["period"],
): Order["subscription"] {
  const id = items[0]?.subscription_id ?? null;
  return isOneOff || id === null ? null : { id, period, state: "active" };
}

const DAY_MS = 86_400_000;

function termsOf({ invoice_date: from, due_date: to }: InvoiceRecord): number | null {
  const days = to === null ? -1 : Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
  return days < 0 ? null : days;
}

/** The site's own accounting link has sent this invoice, or knows its customer and may send it. */
function otherLinkOf(invoice: InvoiceRecord): Pick<Order, "otherLink"> {
  if (invoice.accounting_resource_id !== null) return { otherLink: "booked" };
  return invoice.customer.accounting_resource_id === null ? {} : { otherLink: "possible" };
}

function newestChange({ invoice, transactions, credits }: InvoiceFile): string {
  const all = [...transactions, ...credits.map((one) => one.note)].map((one) => one.updated_at);
  return all.reduce(later, invoice.updated_at);
}
