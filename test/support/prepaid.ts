import type { PlannedJournal } from "../../plugin/domain/journal.ts";
import { formatMoney, parseMoney, subtract, sum } from "../../plugin/domain/money.ts";
import type { Order } from "../../plugin/domain/order.ts";
import type { Plan } from "../../plugin/domain/plan.ts";
import { order } from "./orders.ts";
import { inLedger, planOf } from "./plans.ts";
import { movement } from "./refunds.ts";

export const DEFERRED = { deferral: { enabled: true, account: "2970" } } as const;
export const NEW_YEAR = "2026-01-01T10:00:00+01:00";

/** A year for 12,000 and 3,000 of VAT, paid on its first day unless told otherwise. */
export function annual(
  more: Parameters<typeof order>[0] = {},
  period: [string, string] = ["2026-01-01", "2026-12-31"],
) {
  return order({
    lines: [{ id: "L1", title: "Plan", price: "15000.00", period }],
    payments: [movement("sale", "15000.00", { at: NEW_YEAR })],
    createdAt: NEW_YEAR,
    updatedAt: NEW_YEAR,
    ...more,
  });
}

export const journalsOf = (plan: Plan): readonly PlannedJournal[] => plan.journals ?? [];

/** "2026-01-31 2970 1000.00 to 3001": the day, the account debited, the amount, the account credited. */
export function told(journal: PlannedJournal): string {
  const [debit, credit] = journal.lines;
  return `${journal.date} ${debit?.account} ${debit?.debit} to ${credit?.account}`;
}

export function balanceOf(journals: readonly PlannedJournal[], account: string): string {
  const lines = journals.flatMap((one) => one.lines).filter((line) => line.account === account);
  return formatMoney(
    sum(
      lines.map((line) => subtract(parseMoney(line.debit, "SEK"), parseMoney(line.credit, "SEK"))),
      "SEK",
    ),
  );
}

/** Decides again with what was made up to a day. */
export function later(
  sold: Order,
  first: Plan,
  until: string,
  more: Parameters<typeof planOf>[2] = {},
): Plan {
  const made = journalsOf(first).filter((one) => one.date <= until);
  return planOf(sold, DEFERRED, { existing: inLedger(first), journals: made, ...more });
}
