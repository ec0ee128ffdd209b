import type { Payment } from "../../domain/order.ts";
import type { PlannedPayment } from "../../domain/plan.ts";
import type { Settings } from "../../settings/schema.ts";

type Method = Settings["payments"]["methods"][string];

/** The settings of one payment method by its own name. A name such as "constructor" is no method. */
function namedMethod(gateway: string, settings: Settings): Method | undefined {
  const { methods } = settings.payments;
  return Object.hasOwn(methods, gateway) ? methods[gateway] : undefined;
}

/** Settings of a payment method: by the platform's name, else those for all others. */
export function methodOf(gateway: string, settings: Settings): Method | undefined {
  return namedMethod(gateway, settings) ?? namedMethod("*", settings);
}

/**
 * Where the money is: the method's own account; for a gift card or store credit the debt it pays out of or becomes
 * (R8), before the account of all other methods, which is where money comes in. Null when nobody has said.
 */
export function accountOf(
  payment: Payment,
  settings: Settings,
): Pick<PlannedPayment, "account" | "mode" | "why"> | null {
  const named = namedMethod(payment.gateway, settings);
  const others = namedMethod("*", settings);
  const why = `paid by ${payment.gateway} · setting payments.methods`;
  if (named?.account !== undefined || named?.mode !== undefined) {
    return { account: named.account ?? null, mode: named.mode ?? null, why };
  }
  const debt = debtOf(payment, settings);
  if (debt !== null) return debt;
  if (named !== undefined || (others?.account === undefined && others?.mode === undefined)) return null;
  return { account: others.account ?? null, mode: others.mode ?? null, why };
}

function debtOf(
  payment: Payment,
  settings: Settings,
): Pick<PlannedPayment, "account" | "mode" | "why"> | null {
  const { gift_card_account, store_credit_account } = settings.liabilities;
  if (payment.gateway === "store_credit" && store_credit_account !== undefined) {
    const why = "store credit is owed to the customer (R8) · setting liabilities.store_credit_account";
    return { account: store_credit_account, mode: null, why };
  }
  if (isGiftCard(payment) && gift_card_account !== undefined) {
    const why =
      "a gift card pays out of the debt it was sold as (R8) · setting liabilities.gift_card_account";
    return { account: gift_card_account, mode: null, why };
  }
  return null;
}

function isGiftCard(payment: Payment): boolean {
  return payment.giftCardId !== null || payment.gateway === "gift_card";
}
