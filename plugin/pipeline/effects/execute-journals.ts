import type { PlannedJournal } from "../../domain/journal.ts";
import type { Plan } from "../../domain/plan.ts";
import { fix, type Problem } from "../../domain/problem.ts";
import { connectorOf } from "../context.ts";
import type { EffectBook, Work } from "../work.ts";
import { performStep } from "./perform.ts";
import { documentReference } from "./reference.ts";

/** Writes the vouchers whose day has come, oldest first; those of days to come are left for their day. */
export async function executeJournals(work: Work, plan: Plan, today: string): Promise<Problem | null> {
  for (const journal of plan.journals ?? []) {
    if (journal.date > today) continue;
    const problem = await writeJournal(work, journal);
    if (problem !== null) return problem;
  }
  return null;
}

/** Writes one voucher, once (R17). */
export async function writeJournal(work: Work, journal: PlannedJournal): Promise<Problem | null> {
  if (work.effects.isDone(journal.key, "journal")) return null;
  const { capabilities, name } = connectorOf(work.context, work.connection.system);
  if (!capabilities.journals) {
    const message = `${name} takes no vouchers from us, so "${journal.text}" cannot be booked there.`;
    return fix("LEDGER_REJECTED", message, { place: "order" });
  }
  const reference = documentReference(work, work.key.orderId, journal.key);
  const operation = { step: "journal", journal, reference } as const;
  const written = await performStep(work, journal.key, "journal", operation);
  if (!written.ok) return written.problem;
  work.note("journal", `Wrote voucher ${written.performed.ref.number} of ${journal.date}: ${journal.text}.`);
  return null;
}

/** Vouchers that are in the ledger, in the order they were made: the decision takes them as they are. */
export function existingJournals(effects: EffectBook): PlannedJournal[] {
  return effects
    .all()
    .flatMap(({ operation, state }) =>
      operation?.step === "journal" && state === "done" ? [operation.journal] : [],
    );
}

/** When the next voucher's day has come; noon UTC lies within that day or after its beginning in every time zone. */
export function nextJournalAt(plan: Plan, today: string): number | null {
  const days = (plan.journals ?? []).map((one) => one.date).filter((date) => date > today);
  const [next] = days.sort();
  return next === undefined ? null : Date.parse(`${next}T12:00:00Z`);
}
