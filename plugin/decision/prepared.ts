import type { Settings } from "../settings/schema.ts";
import { flowReason } from "./flow/planned-flow.ts";
import { flowStand, settingsOfFlow } from "./flow/stand.ts";
import type { DecisionInput } from "./input.ts";
import { inMinorUnits } from "./rows/minor-units.ts";
import { ruledSettings } from "./rules/rules.ts";
import { languageOf } from "./words.ts";

/** What is decided upon: the order in whole minor units, the settings with what the merchant's rules make of them. */
export function prepared(asked: DecisionInput): DecisionInput {
  const order = inMinorUnits(asked.order);
  const country = asked.settings.vat.seller_country ?? asked.shopCountry;
  const { settings: ruled, why } = ruledSettings(asked.settings, order, country);
  const flow = flowStand(order, ruled, asked);
  const settings = withDrafts(flow === null ? ruled : settingsOfFlow(ruled, flow), asked.leavesDrafts);
  const reasons = flow === null ? why : [flowReason(flow), ...why];
  return {
    ...asked,
    order,
    settings,
    language: languageOf(asked.existing, settings.orders.language, country),
    ...(flow === null ? {} : { flow }),
    ...(reasons.length === 0 ? {} : { ruledBy: reasons }),
  };
}

/** What the ledger leaves to a person is planned as a draft, so that it follows the order until it is booked (R16). */
function withDrafts(settings: Settings, leavesDrafts: DecisionInput["leavesDrafts"]): Settings {
  const { orders, refunds } = settings;
  if (leavesDrafts === "all") {
    return {
      ...settings,
      orders: { ...orders, booking: "draft" },
      refunds: { ...refunds, booking: "draft" },
    };
  }
  const isOrder = leavesDrafts === "orders" && orders.document === "order";
  return isOrder ? { ...settings, orders: { ...orders, booking: "draft" } } : settings;
}
