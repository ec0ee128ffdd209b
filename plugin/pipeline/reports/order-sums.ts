import { isCancelledUnpaid } from "../../decision/reason-not-to-book.ts";
import { type ShopSums, shopSums } from "../../decision/rows/shop-sums.ts";
import {
  add,
  convert,
  formatMoney,
  isZero,
  type Money,
  negate,
  parseMoney,
  ratio,
  sum,
  zero,
} from "../../domain/money.ts";
import type { Order } from "../../domain/order.ts";
import type { OrderSums } from "../../domain/order-sums.ts";
import type { Plan, PlannedDocument } from "../../domain/plan.ts";
import type { Settings } from "../../settings/schema.ts";
import { existingDocuments } from "../effects/existing.ts";
import type { EffectBook } from "../work.ts";

/**
 * The reconciliation's figures of one order after a run. `effects` is null when the run did not get as far as the
 * ledger: what stood in it before still does.
 */
export function orderSums(
  order: Order,
  plan: Plan | null,
  effects: EffectBook | null,
  booksSeparately: boolean,
  before: OrderSums | null,
  settings: Settings | null,
): OrderSums {
  // Who only buys has no turnover to compare with the shop's: purchases stand beside it (R19).
  if (settings?.purchases.mode === "intercompany" && (before === null || isNothing(before))) {
    const { currency } = order;
    return { currency, charged: nothing(currency), refunded: nothing(currency), booked: nothing(currency) };
  }
  const standing = effects === null ? null : standingDocuments(plan, effects, booksSeparately);
  const currency = standing?.[0]?.currency ?? before?.currency ?? order.currency;
  const booked =
    standing === null
      ? parseMoney(before?.booked ?? "0", currency)
      : sum(
          standing.map((document) => signedCharge(document)),
          currency,
        );
  const shop = inCurrency(shopSums(order, settings), order, currency);
  // A sale that was booked and taken back whole, because the order was cancelled before any money moved (R16).
  const isTakenBack = (standing ?? []).length > 0 && isZero(booked) && isCancelledUnpaid(order);
  return {
    currency,
    charged: formatMoney(shop.charged),
    refunded: formatMoney(isTakenBack ? shop.charged : shop.refunded),
    booked: formatMoney(booked),
  };
}

/**
 * Documents that stand in the ledger as the settings ask, as they were written last. Whether a draft is enough follows
 * today's settings; a sales order stands for its sale until its invoice does. What a flow will book at a later step is
 * not in the books yet.
 */
export function standingDocuments(
  plan: Plan | null,
  effects: EffectBook,
  booksSeparately: boolean,
): PlannedDocument[] {
  const written = existingDocuments(effects, booksSeparately);
  const isUndone = plan?.outcome.state === "skipped" && plan.outcome.code === "UNDONE";
  const isUnderWay = plan?.outcome.state === "waiting" && plan.outcome.code === "FLOW_WAITING";
  return written
    .filter(({ planned, isBooked, changed }) => {
      // Cancelled by hand in the ledger, it needed no credit note to be out of the books.
      if (isUndone && changed?.what === "cancelled") return false;
      if (isUnderWay && !isBooked) return false;
      if (planned.kind === "order") return !isBooked;
      const { booking } = plan?.documents.find((one) => one.key === planned.key) ?? planned;
      return isBooked || booking === "draft";
    })
    .map(({ planned }) => planned);
}

const nothing = (currency: string): string => formatMoney(zero(currency));

const isNothing = ({ currency, booked }: OrderSums): boolean => isZero(parseMoney(booked, currency));

function signedCharge(document: PlannedDocument): Money {
  const { kind, currency } = document;
  const charge = add(parseMoney(document.gross, currency), parseMoney(document.rounding, currency));
  return kind === "credit_note" ? negate(charge) : charge;
}

/** The shop's figures in the currency of the documents, at the platform's own rate (R11). */
function inCurrency(sums: ShopSums, order: Order, currency: string): ShopSums {
  if (currency === order.currency) return sums;
  const { shopTotal, total } = order;
  if (shopTotal === null || shopTotal.currency !== currency || isZero(total)) {
    return { charged: zero(currency), refunded: zero(currency) };
  }
  const rate = ratio(shopTotal, total);
  const inOther = (amount: Money): Money =>
    amount === sums.charged && formatMoney(amount) === formatMoney(total)
      ? shopTotal
      : convert(amount, rate, currency);
  return { charged: inOther(sums.charged), refunded: inOther(sums.refunded) };
}
