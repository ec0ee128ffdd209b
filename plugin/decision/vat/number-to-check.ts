import type { VatNumber } from "../../domain/vat-number.ts";
import { isOpen, sentSale } from "../drafts/open-sale.ts";
import type { DecisionInput } from "../input.ts";
import { guarded } from "../outcomes.ts";
import { prepared } from "../prepared.ts";
import { reasonNotToBook } from "../reason-not-to-book.ts";
import { Refusal } from "../refusal.ts";
import { type Item, isFree, itemOfLine, itemsOfOrder } from "../rows/items.ts";
import { sellerOf } from "../rows/rows.ts";
import { impossibleRate } from "../rows/totals.ts";
import { usableNumber } from "./business.ts";
import { isOwedByMarketplace, saleOf } from "./sale.ts";

/**
 * The VAT number that the register has to be asked about before this order is decided: the buyer's, when something
 * that is yet to be booked goes to another member state without VAT. Null when no answer would change anything.
 */
export function numberToCheck(asked: DecisionInput): VatNumber | null {
  if (asked.settings.vat.vat_number_check !== "vies" || asked.order.customer.vatNumber === null) return null;
  const input = prepared(asked);
  if (impossibleRate(input.order) !== null) return null;
  if (input.existing.length === 0 && reasonNotToBook(input) !== null) return null;
  const seller = sellerOf(input);
  for (const item of notYetBooked(input)) {
    if (item.isOutside) continue;
    for (const part of item.parts) {
      const sale = saleOf(input.order, item, part, seller);
      if (isFree(part) || sale.isTaxed || !sale.isAcrossEu || isOwedByMarketplace(sale)) continue;
      const number = guarded(() => usableNumber(sale));
      if (!(number instanceof Refusal)) return number;
    }
  }
  return null;
}

/** What is booked is never decided again; the sale's draft follows the order (R16). */
function notYetBooked(input: DecisionInput): Item[] {
  const { order, existing } = input;
  const has = (key: (key: string) => boolean): boolean => existing.some((one) => key(one.planned.key));
  const edits = order.edits.filter((edit) => !has((key) => key === `edit-${edit.id}`));
  const added = [
    ...edits.flatMap((edit) => edit.added),
    ...(has((key) => key.startsWith("exchange-")) ? [] : order.exchangeLines),
  ];
  return [
    ...(isOpen(sentSale(input), input) ? itemsOfOrder(order) : []),
    ...added.map((line) => itemOfLine(line, order)),
  ];
}
