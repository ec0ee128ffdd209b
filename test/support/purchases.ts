import type { Order } from "../../plugin/domain/order.ts";
import type { Plan } from "../../plugin/domain/plan.ts";
import type { PlannedPurchase } from "../../plugin/domain/purchase.ts";
import { inLedger, planOf } from "./plans.ts";

export const TERMS = { supplier: "WOODWORKS", account: "4010", markup: "25" } as const;
export const BACK_TO_BACK = { purchases: { mode: "back_to_back", ...TERMS } } as const;
export const ABLE = { takesPurchases: true } as const;

export const purchasesOf = (plan: Plan): readonly PlannedPurchase[] => plan.purchases ?? [];

/** "invoice WOODWORKS 159.36 + VAT 39.84": kind, supplier, net and VAT. */
export const told = ({ kind, supplier, net, vat }: PlannedPurchase): string =>
  `${kind} ${supplier} ${net} + VAT ${vat}`;

/** What is bought for an order that is booked for the first time. */
export const bought = (sold: Order, more: Record<string, unknown> = {}): Plan =>
  planOf(sold, { purchases: { ...BACK_TO_BACK.purchases, ...more } }, ABLE);

/** Decides again with everything of an earlier plan in the ledger. */
export function later(
  sold: Order,
  first: Plan,
  purchases: Record<string, unknown> = BACK_TO_BACK.purchases,
): Plan {
  const made = purchasesOf(first);
  return planOf(sold, { purchases }, { ...ABLE, existing: inLedger(first), purchases: made });
}
