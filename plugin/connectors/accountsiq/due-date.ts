import type { PlannedDocument } from "../../domain/plan.ts";
import type { Reply } from "./client.ts";
import type { Registers } from "./registers.ts";

/** The day a document is due by the settings' days or credit term; null leaves it to the customer's own term. */
export async function dueDate(
  registers: Pick<Registers, "terms">,
  { date, termsDays, terms }: Pick<PlannedDocument, "date" | "termsDays" | "terms">,
): Promise<Reply<string | null>> {
  if (termsDays !== null) return { ok: true, value: after(date, termsDays) };
  if (terms === null) return { ok: true, value: null };
  const list = await registers.terms();
  if (!list.ok) return list;
  const term = list.value.find((one) => one.Code === terms);
  if (term === undefined) return { ok: true, value: null };
  return { ok: true, value: after(term.EndOfMonth ? endOfMonth(date) : date, term.CreditDays) };
}

function after(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

function endOfMonth(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + 1, 0);
  return date.toISOString().slice(0, 10);
}

/** Money may have moved before the document's day; it is set off no earlier than both. */
export const laterDay = (a: string, b: string): string => [a, b].sort().at(-1) ?? a;
