import type { DecisionInput } from "../input.ts";
import { inOrderCurrency } from "../payments/foreign-money.ts";
import { inDocumentCurrency } from "./shop-currency.ts";
import { impossibleRate } from "./totals.ts";
import { withVouchers } from "./vouchers.ts";

/**
 * The order in the terms of the books: money and lines in the currency of its documents, single-purpose vouchers as
 * rows. `input` is prepared. Throws what holds every document of the order.
 */
export function inBooksTerms(input: DecisionInput): DecisionInput {
  const impossible = impossibleRate(input.order);
  if (impossible !== null) throw impossible;
  const converted = inDocumentCurrency(inOrderCurrency(input.order), input);
  return { ...input, order: withVouchers(converted, input.settings) };
}
