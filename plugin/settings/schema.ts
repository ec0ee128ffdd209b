import { z } from "zod";
import { customers } from "./groups/customers.ts";
import { deferral } from "./groups/deferral.ts";
import { email } from "./groups/email.ts";
import { liabilities } from "./groups/liabilities.ts";
import { notifications } from "./groups/notifications.ts";
import { orders } from "./groups/orders.ts";
import { payments } from "./groups/payments.ts";
import { payouts } from "./groups/payouts.ts";
import { products } from "./groups/products.ts";
import { purchases } from "./groups/purchases.ts";
import { refunds } from "./groups/refunds.ts";
import { dimensions, rules } from "./groups/rules.ts";
import { stock } from "./groups/stock.ts";
import { vat } from "./groups/vat.ts";

/**
 * All settings of one connection: the one definition from which the stored type, validation, the form, the history
 * and docs/reference/settings.md come. Every default books the commonest shop correctly.
 * Unknown keys are mistakes. Fields are added, never renamed (design section 4.4).
 */
export const settingsSchema = z.strictObject({
  orders: orders.prefault({}),
  customers: customers.prefault({}),
  products: products.prefault({}),
  payments: payments.prefault({}),
  payouts: payouts.prefault({}),
  vat: vat.prefault({}),
  refunds: refunds.prefault({}),
  liabilities: liabilities.prefault({}),
  deferral: deferral.prefault({}),
  purchases: purchases.prefault({}),
  stock: stock.prefault({}),
  email: email.prefault({}),
  notifications: notifications.prefault({}),
  // What only the connected ledger knows: its connector's own schema reads and checks it.
  ledger: z.record(z.string(), z.unknown()).default({}).meta({ widget: "own" }),
  dimensions,
  rules,
});

export type Settings = z.output<typeof settingsSchema>;

/**
 * The settings a new connection starts with; `startDate` is the day it was made, in the shop's time zone, `more` is what
 * the ledger adds by itself, `numbers` who checks VAT numbers in a shop of this platform.
 */
export function defaultSettings(
  startDate: string,
  sellerCountry: string,
  more: object = {},
  numbers: Settings["vat"]["vat_number_check"] = "platform",
): Settings {
  return settingsSchema.parse({
    ...more,
    orders: { start_date: startDate },
    vat: { seller_country: sellerCountry, vat_number_check: numbers },
  });
}
