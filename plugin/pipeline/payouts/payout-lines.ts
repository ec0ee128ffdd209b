import type { RegisteredPayment, SettledKind, SettledLine } from "../../decision/payout/payout-input.ts";
import { lifeOf, plainKey } from "../../domain/document-key.ts";
import { formatDecimal, isNegative, isZero, type Money, parseMoney, ratio, sum } from "../../domain/money.ts";
import type { Order, Payment } from "../../domain/order.ts";
import type { Payout, PayoutLine } from "../../domain/payout.ts";
import type { Shop, ShopResult } from "../../platforms/platform.ts";
import { readEffects } from "../../store/effects/effects.ts";
import type { TransferKey } from "../../store/transfers/transfers.ts";
import type { Context } from "../context.ts";
import { effectBook } from "../effects/existing.ts";
import type { KnownEffect } from "../work.ts";

/**
 * What each line of a payout is about: first from what was written to the ledger for its order, which is what the
 * clearing account holds; only what is not there is asked of the shop, each order once.
 */
export async function settledLines(
  context: Context,
  key: TransferKey,
  shop: Shop,
  payout: Payout,
): Promise<ShopResult<readonly SettledLine[]>> {
  const effects = new Map<string, readonly KnownEffect[]>();
  const orders = new Map<string, Order | null>();
  const lines: SettledLine[] = [];
  for (const line of payout.lines) {
    const { orderId } = line;
    if (orderId === null) {
      lines.push(unknownLine(line, payout));
      continue;
    }
    const written = effects.get(orderId) ?? (await paymentsOf(context, { ...key, orderId }));
    effects.set(orderId, written);
    const registered = registeredLine(line, written);
    if (registered !== null) {
      lines.push(registered);
      continue;
    }
    if (!orders.has(orderId)) {
      const read = await shop.order(orderId);
      if (!read.ok) return read;
      orders.set(orderId, read.value);
    }
    lines.push(lineOfOrder(line, orders.get(orderId) ?? null, payout));
  }
  return { ok: true, value: lines };
}

async function paymentsOf(context: Context, key: TransferKey): Promise<readonly KnownEffect[]> {
  const effects = effectBook(await readEffects(context.store, key)).all();
  const paid = effects.filter((effect) => effect.state === "done" && effect.operation?.step === "pay");
  return paid.filter(({ document }) => !paid.some((other) => isTaking(other, document)));
}

/** What was taken out of the books is not on the clearing account any more. */
function isTaking({ document, operation }: KnownEffect, paid: string): boolean {
  const isUndoing = operation?.step === "pay" && operation.payment.undoes === true;
  return isUndoing && lifeOf(document) === lifeOf(paid);
}

/** A movement that is in the ledger; one given to several documents has a share on each. */
function registeredLine(line: PayoutLine, written: readonly KnownEffect[]): SettledLine | null {
  const shares = written.flatMap(({ operation }) => {
    if (operation?.step !== "pay") return [];
    const { document, payment } = operation;
    const isMeant =
      line.transactionId === null
        ? line.refundId !== null &&
          plainKey(document.key) === `refund-${line.refundId}` &&
          payment.direction === "out"
        : payment.id === line.transactionId;
    return isMeant ? [{ payment, exchangeRate: document.exchangeRate }] : [];
  });
  const [first] = shares;
  if (first === undefined) return null;
  const registered = shares.map(
    ({ payment, exchangeRate }): RegisteredPayment => ({
      account: payment.account,
      amount: parseMoney(payment.amount, payment.currency),
      exchangeRate,
    }),
  );
  const isOut = line.refundId !== null || first.payment.direction === "out";
  const kind = isOut ? "refund" : chargeOrDispute(line);
  // A refund told by the number of its charge: how much it came to is not known here.
  const isWhole = line.refundId === null || first.payment.direction === "out";
  return {
    line,
    kind,
    method: first.payment.method,
    registered,
    whole: isWhole
      ? wholeOf(
          registered.map((one) => one.amount),
          line,
        )
      : null,
    orderRate: first.exchangeRate,
  };
}

/** What the parts come to, where they are in the line's currency. */
function wholeOf(parts: readonly Money[], { amount }: PayoutLine): Money | null {
  const isComparable = parts.length > 0 && parts.every((one) => one.currency === amount.currency);
  return isComparable ? sum(parts, amount.currency) : null;
}

/** Money that came in and is taken back without a refund is disputed. */
function chargeOrDispute(line: PayoutLine): SettledKind {
  return isNegative(line.amount) ? "dispute" : "charge";
}

const KINDS: Readonly<Record<Payment["kind"], SettledKind>> = {
  sale: "charge",
  capture: "charge",
  refund: "refund",
  chargeback: "dispute",
  chargeback_reversal: "won_dispute",
  authorization: "unknown",
  void: "unknown",
};

function lineOfOrder(line: PayoutLine, order: Order | null, payout: Payout): SettledLine {
  if (order === null) return unknownLine(line, payout);
  const payments = [...order.payments, ...order.refunds.flatMap((refund) => refund.payments)];
  const refund = order.refunds.find((one) => one.id === line.refundId);
  // A capture may bear the id of its authorisation.
  const named = payments.filter((payment) => payment.id === line.transactionId);
  const moved = named.filter((payment) => KINDS[payment.kind] !== "unknown");
  const found = moved[0] ?? refund?.payments[0];
  if (found === undefined && refund === undefined) {
    return { ...unknownLine(line, payout), orderRate: rateOf(order) };
  }
  const kind = refund === undefined && found !== undefined ? KINDS[found.kind] : "refund";
  return {
    line,
    kind: kind === "charge" ? chargeOrDispute(line) : kind,
    method: found?.gateway ?? payout.gateway,
    registered: [],
    whole: wholeOf(
      (refund?.payments ?? moved).map((payment) => payment.amount),
      line,
    ),
    orderRate: rateOf(order),
  };
}

/** A fee alone, or money taken back that no refund explains; money that came from nowhere is held. */
function unknownLine(line: PayoutLine, payout: Payout): SettledLine {
  const isDispute = isNegative(line.amount) && line.refundId === null && line.orderId !== null;
  const kind = isZero(line.amount) ? "fee" : isDispute ? "dispute" : "unknown";
  return { line, kind, method: payout.gateway, registered: [], whole: null, orderRate: null };
}

/** The platform's own rate of the order, when it gives one (R11). */
function rateOf({ shopTotal, total }: Order): string | null {
  return shopTotal === null || isZero(total) ? null : formatDecimal(ratio(shopTotal, total));
}
