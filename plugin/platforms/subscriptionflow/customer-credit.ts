import {
  formatMoney,
  isNegative,
  isZero,
  type Money,
  negate,
  parseDecimal,
  subtract,
  sum,
  zero,
} from "../../domain/money.ts";
import type { Edit, Order, Payment } from "../../domain/order.ts";
import { type FixProblem, fix } from "../../domain/problem.ts";
import type { ShopResult } from "../platform.ts";
import { isNear } from "./arithmetic.ts";
import { creditOrderId } from "./credit-ids.ts";
import { exactAmount } from "./exact-amount.ts";
import { sumsOfCredit } from "./listed-sums.ts";
import { toPayment } from "./movements.ts";
import type { SiteFacts } from "./normalise.ts";
import { partiesOf } from "./parties.ts";
import type { CreditFile } from "./schema.ts";
import { later } from "./times.ts";
import { Unbookable } from "./unbookable.ts";

const LINE = "credit";
const STATUSES: readonly string[] = ["allocated", "unallocated", "partially allocated", "cancelled"];

/**
 * A credit note as an order of its own (assumption C4): what the customer has to their credit as long as no invoice has
 * taken it up, without VAT, because nobody knows yet what it takes back. Each part that is set off is taken back here,
 * and credited with its VAT on its invoice: no amount is credited twice. Never throws.
 */
export function normaliseCredit(file: CreditFile, site: SiteFacts): ShopResult<Order> {
  try {
    return { ok: true, value: toOrder(file, site) };
  } catch (error) {
    if (error instanceof Unbookable) return { ok: false, problem: problemOf(error, file) };
    throw error;
  }
}

function problemOf(error: Unbookable, { note }: CreditFile): FixProblem {
  return fix(error.code, `Credit note ${note.name ?? note.id}: ${error.message}.`, { place: "shop" });
}

function toOrder(file: CreditFile, site: SiteFacts): Order {
  const { note, customer, transactions } = file;
  if (!STATUSES.includes(note.status)) {
    throw new Unbookable("ORDER_UNREADABLE", `its status "${note.status}" is not one we know`);
  }
  const { currency } = customer;
  if (currency == null) {
    throw new Unbookable("ORDER_UNREADABLE", "its customer has no currency, and neither has the note");
  }
  const amount = exactAmount(note.amount, currency);
  const payments = transactions.map((one) => toPayment(one, currency));
  const edits = setOffs(file, amount, refunded(payments, currency, ["success", "pending"]));
  checkBalance(file, amount, edits, payments);
  const credit = negate(amount);
  return {
    id: creditOrderId(note.id),
    number: note.name ?? note.id,
    url: `${site.tenantUrl}/credit-note-detail/${encodeURIComponent(note.id)}`,
    createdAt: note.created_at,
    updatedAt: transactions.map((one) => one.updated_at).reduce(later, note.updated_at),
    cancelledAt: null,
    status: "open",
    financialStatus: "pending",
    fulfillmentStatus: "unfulfilled",
    currency,
    pricesIncludeTax: true,
    shopCurrency: currency,
    shopTotal: null,
    timeZone: site.timeZone,
    listedSums: sumsOfCredit(note),
    source: "web",
    channel: null,
    kind: "adjustment",
    subscription: null,
    ...partiesOfCredit(file),
    lines: [
      {
        id: LINE,
        productId: null,
        variantId: null,
        sku: null,
        title: note.name === null ? "Credit" : `Credit note ${note.name}`,
        quantity: parseDecimal("1"),
        unitPrice: credit,
        discount: zero(currency),
        nature: "service",
        giftCard: false,
        voucher: null,
        tip: false,
        fee: false,
        balance: true,
        period: null,
        taxLines: [],
      },
    ],
    shipping: [],
    discountCodes: [],
    totalTax: zero(currency),
    total: credit,
    paymentRounding: null,
    paymentTermsDays: null,
    payments,
    edits,
    exchangeLines: [],
    refunds: [],
  };
}

function partiesOfCredit({ customer }: CreditFile): Pick<Order, "customer" | "billTo" | "shipTo"> {
  const { customer: buyer, billTo, shipTo } = partiesOf(customer);
  return { customer: buyer, billTo, shipTo };
}

/**
 * What invoices have taken up, each part under the invoice's id and on the note's day, as its credit there is; and what
 * a cancelled note has left. Where the site has no such links only all or nothing can be told.
 */
function setOffs({ note, invoices }: CreditFile, amount: Money, back: Money): Edit[] {
  const seen = new Map<string, number>();
  const parts = (invoices ?? []).map(({ id, pivot_amount: part }): Edit => {
    const turn = (seen.get(id) ?? 0) + 1;
    seen.set(id, turn);
    const isWhole = note.status === "allocated" && invoices?.length === 1;
    if (part === null && !isWhole) {
      throw new Unbookable(
        "ORDER_UNREADABLE",
        "the shop does not say how much each invoice has taken up of it",
      );
    }
    const gross = part === null ? amount : exactAmount(part, amount.currency);
    return takenUp(turn === 1 ? id : `${id}:${turn}`, note.created_at, gross);
  });
  if (parts.length === 0 && note.status === "partially allocated") {
    throw new Unbookable("ORDER_UNREADABLE", "the shop does not say which invoices have taken it up");
  }
  const rest = subtract(subtract(amount, back), grossOf(parts, amount.currency));
  if (isNegative(rest)) {
    const taken = formatMoney(subtract(amount, rest));
    throw new Unbookable(
      "TOTAL_MISMATCH",
      `invoices and refunds have taken ${taken} of ${formatMoney(amount)}`,
    );
  }
  if (note.status === "cancelled") parts.push(takenUp("cancelled", note.updated_at, rest));
  else if (note.status === "allocated" && invoices === null) {
    parts.push(takenUp("allocated", note.created_at, subtract(amount, back)));
  }
  return parts.filter((one) => one.priceChanges.some(({ gross }) => !isZero(gross)));
}

const takenUp = (id: string, at: string, gross: Money): Edit => ({
  id,
  at,
  added: [],
  priceChanges: [{ lineId: LINE, gross, tax: zero(gross.currency) }],
});

/** What the site says is left must be what set-offs and refunds leave; a refund may count before its money has moved. */
function checkBalance(
  { note }: CreditFile,
  amount: Money,
  edits: readonly Edit[],
  payments: readonly Payment[],
): void {
  if (note.balance === null || note.status === "cancelled") return;
  const { currency } = amount;
  const stated = exactAmount(note.balance, currency);
  const open = subtract(amount, grossOf(edits, currency));
  const left = [
    subtract(open, refunded(payments, currency, ["success"])),
    subtract(open, refunded(payments, currency, ["success", "pending"])),
  ];
  if (left.some((one) => isNear(one, stated, 1))) return;
  const said = `the shop says that ${formatMoney(stated)} ${currency} of it is left`;
  throw new Unbookable(
    "ORDER_UNREADABLE",
    `${said}, but invoices and refunds leave ${formatMoney(left[0] ?? open)}; book it by hand`,
  );
}

function refunded(
  payments: readonly Payment[],
  currency: string,
  statuses: readonly Payment["status"][],
): Money {
  const back = payments.filter((one) => one.kind === "refund" && statuses.includes(one.status));
  return sum(
    back.map((one) => one.amount),
    currency,
  );
}

function grossOf(edits: readonly Edit[], currency: string): Money {
  return sum(
    edits.flatMap((edit) => edit.priceChanges.map((change) => change.gross)),
    currency,
  );
}
