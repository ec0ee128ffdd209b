import { bagOf, NOTHING } from "../money.ts";
import type { CompleteRefund } from "./draft.ts";
import type { Order, Refund, Sale } from "./order.ts";
import type { NextId } from "./sales.ts";

type Given = CompleteRefund["adjustments"][number];

/** What was given back more or less than the goods are worth: an entry of the refund, and a sale of its own. */
export function addAdjustments(
  { currencies }: Order,
  given: readonly Given[],
  nextId: NextId,
): { adjustments: Refund["adjustments"]; sales: Sale[] } {
  return {
    adjustments: given.map(({ reason, amount, tax }) => ({
      id: nextId(),
      reason,
      amount: bagOf(amount, currencies),
      tax: tax === null ? { ...NOTHING } : bagOf(tax.amount, currencies),
    })),
    sales: given.map(({ amount, tax }) => ({
      id: nextId(),
      actionType: "RETURN",
      subject: { lineType: "ADJUSTMENT" },
      quantity: null,
      total: bagOf(amount, currencies),
      discount: { ...NOTHING },
      taxes:
        tax === null
          ? []
          : [
              {
                id: nextId(),
                title: tax.title,
                rate: tax.rate,
                channelLiable: false,
                amount: bagOf(tax.amount, currencies),
              },
            ],
    })),
  };
}
