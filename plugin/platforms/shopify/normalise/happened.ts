import { isZero, type Money } from "../../../domain/money.ts";
import type { Edit, Refund } from "../../../domain/order.ts";
import type { Agreement } from "../schema/agreement.ts";
import type { ShopifyOrder } from "../schema/order.ts";
import { type Changes, changesOf } from "./changes.ts";
import type { Things } from "./lines.ts";
import { strayRefunds } from "./payments.ts";
import { toPayment } from "./transactions.ts";
import { Unreadable } from "./unreadable.ts";

/** What happened after the order was placed: each agreement once, and the money that went back beside them (R17). */
export function happened(
  order: ShopifyOrder,
  agreements: readonly Agreement[],
  things: Things,
): { readonly edits: Edit[]; readonly refunds: Refund[] } {
  const asLines = new Set<string>();
  const edits: Edit[] = [];
  const refunds: Refund[] = [];
  const known = new Set<string>();
  for (const agreement of agreements) {
    if (agreement.__typename === "OrderAgreement") continue;
    const changes = changesOf(agreement, things, asLines);
    if (changes.edit !== null) edits.push(changes.edit);
    if (agreement.__typename === "OrderEditAgreement") continue;
    const number = agreement.refund?.legacyResourceId ?? null;
    // Two agreements about one refund have one movement of money between them.
    const isFirst = number !== null && !known.has(number);
    if (number !== null) known.add(number);
    refunds.push(toRefund(agreement, changes, isFirst ? number : null, order));
  }
  const others = order.refunds.filter((refund) => !known.has(refund.legacyResourceId));
  refunds.push(
    ...others.map((refund) => ({
      ...ofNothing,
      id: refund.legacyResourceId,
      createdAt: refund.processedAt ?? refund.createdAt ?? order.updatedAt,
      ...moneyOf(order, refund.legacyResourceId),
    })),
    ...strayMoney(order),
  );
  return { edits, refunds: refunds.filter((refund) => !isNothing(refund)).map(afterItsReason) };
}

const ofNothing = { lines: [], shipping: [], adjustments: [] } as const;

/** One credit for each refund or processed return. */
function toRefund(
  { id, happenedAt }: Agreement,
  { lines, shipping, adjustments }: Changes,
  number: string | null,
  order: ShopifyOrder,
): Refund {
  const money = number === null ? { note: null, payments: [] } : moneyOf(order, number);
  return { id: number ?? `agreement-${id}`, createdAt: happenedAt, lines, shipping, adjustments, ...money };
}

function strayMoney(order: ShopifyOrder): Refund[] {
  return strayRefunds(order).flatMap((transaction) => {
    const payment = toPayment(transaction);
    if (payment === null) return [];
    const id = `transaction-${transaction.id}`;
    return { ...ofNothing, id, createdAt: payment.processedAt, note: null, payments: [payment] };
  });
}

function moneyOf(order: ShopifyOrder, number: string): Pick<Refund, "note" | "payments"> {
  const refund = order.refunds.find((one) => one.legacyResourceId === number);
  const named = refund?.transactions.nodes ?? [];
  const movements = named.flatMap(({ id }) => {
    const movement = order.transactions.find((one) => one.id === id);
    if (movement === undefined)
      throw new Unreadable(
        order.name,
        `refund ${number} names payment ${id}, which the order does not have.`,
      );
    return movement.kind === "REFUND" ? movement : [];
  });
  return { note: refund?.note ?? null, payments: movements.flatMap((one) => toPayment(one) ?? []) };
}

const partsOf = ({ lines, shipping, adjustments }: Refund): readonly { readonly gross: Money }[] => [
  ...lines,
  ...shipping,
  ...adjustments,
];

/** Goods that were only put back on the shelf. */
const isNothing = (refund: Refund): boolean => partsOf(refund).length + refund.payments.length === 0;

/**
 * Shopify tells time to the second, and a return and its money may bear the same one: money that says nothing of what
 * it is for comes after what it may be for, or it would be credited on its own.
 */
function afterItsReason(refund: Refund): Refund {
  const isMoneyAlone = refund.payments.length > 0 && partsOf(refund).every(({ gross }) => isZero(gross));
  if (!isMoneyAlone) return refund;
  return { ...refund, createdAt: new Date(Date.parse(refund.createdAt) + 1).toISOString() };
}
