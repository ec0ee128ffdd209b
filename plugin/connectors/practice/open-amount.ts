import { formatMoney, parseMoney, subtract, sum } from "../../domain/money.ts";
import type { Kept, Paper, Payment } from "./records.ts";

/** What of a document its payments have left: a positive magnitude in its currency. */
export function openAmount(
  { number, value }: Omit<Kept<Paper>, "on">,
  payments: readonly Omit<Kept<Payment>, "on">[],
): string {
  const { currency, gross } = value;
  const paid = payments
    .filter((payment) => payment.value.paper === number)
    .map((payment) => parseMoney(payment.value.amount, currency));
  return formatMoney(subtract(parseMoney(gross, currency), sum(paid, currency)));
}
