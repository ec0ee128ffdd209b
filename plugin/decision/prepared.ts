import type { DecisionInput } from "./input.ts";
import { inMinorUnits } from "./rows/minor-units.ts";
import { ruledSettings } from "./rules/rules.ts";

/** What is decided upon: the order in whole minor units, the settings with what the merchant's rules make of them. */
export function prepared(asked: DecisionInput): DecisionInput {
  const order = inMinorUnits(asked.order);
  const country = asked.settings.vat.seller_country ?? asked.shopCountry;
  const { settings, why } = ruledSettings(asked.settings, order, country);
  return { ...asked, order, settings, ...(why.length === 0 ? {} : { ruledBy: why }) };
}
