import { z } from "zod";
import { parseMoney } from "../../domain/money.ts";
import type { Payout, PayoutLine } from "../../domain/payout.ts";
import { fix } from "../../domain/problem.ts";
import type { ShopPayouts, ShopResult } from "../platform.ts";
import type { Ask } from "./client.ts";
import { payoutDocument, payoutLinesDocument, payoutsDocument } from "./documents/payouts.ts";
import { unreadable } from "./read-order.ts";
import { gid, instant, money, number, pageOf } from "./schema/members.ts";
import { term } from "./search.ts";

const GATEWAY = "shopify_payments";
const PAGE_SIZE = 100;
const MOST_PAGES = 500;

const listed = z.object({ legacyResourceId: number, issuedAt: instant, status: z.string() });
const listAnswer = z.object({ shopifyPaymentsAccount: z.object({ payouts: pageOf(listed) }).nullish() });
const payoutAnswer = z.object({ node: listed.extend({ net: money }).nullish() });
const line = z.object({
  id: gid,
  type: z.string(),
  test: z.boolean(),
  amount: money,
  fee: money,
  sourceOrderTransactionId: z.union([z.string(), z.int()]).nullish(),
  associatedOrder: z.object({ id: gid }).nullish(),
});
const linesAnswer = z.object({
  shopifyPaymentsAccount: z.object({ balanceTransactions: pageOf(line) }).nullish(),
});

type Line = z.output<typeof line>;

/** Payouts of Shopify Payments, once they are paid, with the movements they settle. */
export function payoutsOf(ask: Ask): ShopPayouts {
  return {
    async find(id) {
      if (!/^\d{1,20}$/.test(id)) return { ok: true, value: null };
      const asked = await ask(payoutDocument, { id: `gid://shopify/ShopifyPaymentsPayout/${id}` });
      if (!asked.ok) return asked;
      const read = payoutAnswer.safeParse(asked.data);
      if (!read.success) return unreadable("this payout", read.error);
      const { node } = read.data;
      // What is not at the bank yet may still be another sum.
      if (node == null || node.status !== "PAID") return { ok: true, value: null };
      const lines = await linesOf(ask, id);
      if (!lines.ok) return lines;
      return { ok: true, value: toPayout(node, lines.value) };
    },

    async changed(updatedAfter, cursor) {
      const query = term("issued_at", ">=", updatedAfter.slice(0, 10));
      const asked = await ask(payoutsDocument, { first: PAGE_SIZE, after: cursor, query });
      if (!asked.ok) return asked;
      const read = listAnswer.safeParse(asked.data);
      if (!read.success) return unreadable("the list of payouts", read.error);
      const page = read.data.shopifyPaymentsAccount?.payouts;
      const paid = (page?.nodes ?? []).filter((one) => one.status === "PAID");
      return {
        ok: true,
        value: {
          payouts: paid.map((one) => ({ id: one.legacyResourceId, updatedAt: one.issuedAt })),
          nextCursor: page?.pageInfo.hasNextPage === true ? (page.pageInfo.endCursor ?? null) : null,
        },
      };
    },
  };
}

async function linesOf(ask: Ask, id: string): Promise<ShopResult<Line[]>> {
  const lines: Line[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const asked = await ask(payoutLinesDocument, { query: term("payments_transfer_id", "", id), after });
    if (!asked.ok) return asked;
    const read = linesAnswer.safeParse(asked.data);
    if (!read.success) return unreadable("the lines of this payout", read.error);
    const found = read.data.shopifyPaymentsAccount?.balanceTransactions;
    lines.push(...(found?.nodes ?? []));
    if (found?.pageInfo.hasNextPage !== true) return { ok: true, value: lines };
    after = found.pageInfo.endCursor ?? null;
  }
  const message = "This payout has more lines than can be read.";
  return { ok: false, problem: fix("ORDER_UNREADABLE", message, { place: "shop" }) };
}

type Paid = NonNullable<z.output<typeof payoutAnswer>["node"]>;

function toPayout(payout: Paid, lines: readonly Line[]): Payout {
  return {
    id: payout.legacyResourceId,
    gateway: GATEWAY,
    paidAt: payout.issuedAt,
    updatedAt: payout.issuedAt,
    net: parseMoney(payout.net.amount, payout.net.currencyCode),
    // The transfer to the bank is the payout itself.
    lines: lines.filter((one) => one.type !== "TRANSFER" && !one.test).map(toLine),
  };
}

function toLine({ type, amount, fee, associatedOrder, sourceOrderTransactionId }: Line): PayoutLine {
  const movement = sourceOrderTransactionId == null ? null : String(sourceOrderTransactionId);
  return {
    orderId: associatedOrder?.id ?? null,
    transactionId: type === "REFUND" ? null : movement,
    refundId: type === "REFUND" ? movement : null,
    amount: parseMoney(amount.amount, amount.currencyCode),
    fee: parseMoney(fee.amount, fee.currencyCode),
  };
}
