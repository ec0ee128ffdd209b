import { z } from "zod";
import { parseMoney } from "../../domain/money.ts";
import type { Payout, PayoutLine } from "../../domain/payout.ts";
import { fix } from "../../domain/problem.ts";
import type { ShopPayouts, ShopResult } from "../platform.ts";
import type { Ask } from "./client.ts";
import { payoutLinesDocument, payoutsDocument } from "./documents/payouts.ts";
import { unreadable } from "./read-order.ts";
import { gid, instant, money, number, pageOf } from "./schema/members.ts";
import { term } from "./search.ts";

const GATEWAY = "shopify_payments";
const PAGE_SIZE = 100;
const MOST_PAGES = 500;

const payout = z.object({ legacyResourceId: number, issuedAt: instant, status: z.string(), net: money });
const payoutPage = pageOf(payout);
const payoutsAnswer = z.object({ shopifyPaymentsAccount: z.object({ payouts: payoutPage }).nullish() });
const line = z.object({
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
      const page = await pageOfPayouts(ask, { first: 1, after: null, query: `id:${id}` });
      if (!page.ok) return page;
      const found = page.value?.nodes.find((one) => one.legacyResourceId === id);
      // What is not at the bank yet may still be another sum.
      if (found?.status !== "PAID") return { ok: true, value: null };
      const lines = await linesOf(ask, id);
      if (!lines.ok) return lines;
      return { ok: true, value: toPayout(found, lines.value) };
    },

    async changed(updatedAfter, cursor) {
      const query = term("issued_at", ">=", updatedAfter.slice(0, 10));
      const page = await pageOfPayouts(ask, { first: PAGE_SIZE, after: cursor, query });
      if (!page.ok) return page;
      const { nodes, pageInfo } = page.value ?? { nodes: [], pageInfo: { hasNextPage: false } };
      return {
        ok: true,
        value: {
          payouts: nodes
            .filter((one) => one.status === "PAID")
            .map((one) => ({ id: one.legacyResourceId, updatedAt: one.issuedAt })),
          nextCursor: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
        },
      };
    },
  };
}

/** Null where the shop has no account with Shopify Payments. */
async function pageOfPayouts(
  ask: Ask,
  variables: Readonly<Record<string, unknown>>,
): Promise<ShopResult<z.output<typeof payoutPage> | null>> {
  const asked = await ask(payoutsDocument, variables);
  if (!asked.ok) return asked;
  const read = payoutsAnswer.safeParse(asked.data);
  if (!read.success) return unreadable("the list of payouts", read.error);
  return { ok: true, value: read.data.shopifyPaymentsAccount?.payouts ?? null };
}

async function linesOf(ask: Ask, id: string): Promise<ShopResult<Line[]>> {
  const lines: Line[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const asked = await ask(payoutLinesDocument, { query: `payments_transfer_id:${id}`, after });
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

function toPayout(paid: z.output<typeof payout>, lines: readonly Line[]): Payout {
  return {
    id: paid.legacyResourceId,
    gateway: GATEWAY,
    paidAt: paid.issuedAt,
    updatedAt: paid.issuedAt,
    net: parseMoney(paid.net.amount, paid.net.currencyCode),
    // The transfer to the bank is the payout itself.
    lines: lines.filter((one) => one.type !== "TRANSFER" && !one.test).map(toLine),
  };
}

function toLine({ amount, fee, associatedOrder, sourceOrderTransactionId }: Line): PayoutLine {
  return {
    orderId: associatedOrder?.id ?? null,
    transactionId: sourceOrderTransactionId == null ? null : String(sourceOrderTransactionId),
    refundId: null,
    amount: parseMoney(amount.amount, amount.currencyCode),
    fee: parseMoney(fee.amount, fee.currencyCode),
  };
}
