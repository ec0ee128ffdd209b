import { isZero, parseMoney } from "../../domain/money.ts";
import type { ReconciledCurrency } from "../../domain/reconciliation.ts";
import type { DigestReport } from "../../pipeline/notifications/notification.ts";
import type { Correspondent } from "./correspondent.ts";
import type { LetterPeriod } from "./letter.ts";

const PARTS = ["booked", "skipped", "waiting", "held"] as const;

/** What the shop keeps of a period's orders, and where it is: per currency the sums that meet. */
export function letterPeriod(
  to: Correspondent,
  { from, to: last, currencies }: Pick<DigestReport, "from" | "to" | "currencies">,
): LetterPeriod {
  const { texts, format } = to;
  const days = { from: format.day(from), to: format.day(last) };
  return {
    title: texts(from === last ? "mail.digest.day" : "mail.digest.days", days),
    none: currencies.length === 0 ? texts("mail.digest.none") : null,
    currencies: currencies.map((one) => ({
      title: `${one.currency}: ${texts("mail.orders", { count: one.orders, shown: format.number(String(one.orders)) })}`,
      lines: linesOf(to, one),
    })),
  };
}

function linesOf({ texts, format }: Correspondent, one: ReconciledCurrency) {
  const line = (name: string, sum: string) => ({ name, amount: format.money(sum, one.currency) });
  return [
    line(texts("sums.shop"), one.shopTotal),
    ...PARTS.filter((part) => part === "booked" || !isZero(parseMoney(one[part].sum, one.currency))).map(
      (part) => line(texts(`state.${part}`), one[part].sum),
    ),
  ];
}
