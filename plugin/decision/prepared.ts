import { inOrderCurrency } from "./foreign-money.ts";
import type { DecisionInput } from "./input.ts";
import { inMinorUnits } from "./minor-units.ts";
import { ruledSettings } from "./rules.ts";
import { inDocumentCurrency } from "./shop-currency.ts";
import { impossibleRate } from "./totals.ts";
import { withVouchers } from "./vouchers.ts";

/**
 * The input as the rules want it: the settings that count for this order, and the order in whole minor units, money and
 * lines in the currency of the document, single-purpose vouchers as rows. Throws what holds every document of the order.
 */
export function prepared(asked: DecisionInput): DecisionInput {
  const whole = inMinorUnits(asked.order);
  const impossible = impossibleRate(whole);
  if (impossible !== null) throw impossible;
  const country = asked.settings.vat.seller_country ?? asked.shopCountry;
  const { settings, why } = ruledSettings(asked.settings, whole, country);
  const ruled = { ...asked, settings, ...(why.length === 0 ? {} : { ruledBy: why }) };
  const converted = inDocumentCurrency(inOrderCurrency(whole), ruled);
  return { ...ruled, order: withVouchers(converted, settings) };
}
